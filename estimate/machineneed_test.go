package estimate

import (
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestCores has the needs that a public assessment of Azure Migrate shows, and those
// that its documents state.
func TestCores(t *testing.T) {
	for _, c := range []struct {
		need string
		want int
	}{
		{"0.2", 1}, {"1", 1}, {"1.007", 1}, {"1.01", 1}, {"1.02", 2}, {"2", 2}, {"2.17", 2}, {"2.24", 3},
		{"3.2", 4}, {"4", 4}, {"4.04", 4}, {"4.05", 5}, {"4.8", 5}, {"16", 16}, {"16.16", 16}, {"16.2", 17}, {"128", 128}, {"500", 500},
	} {
		if got := cores(money.MustParse(c.need)); got != c.want {
			t.Errorf("a need of %s takes %d vCPUs, want %d", c.need, got, c.want)
		}
	}
}

func TestNeeded(t *testing.T) {
	d := money.MustParse
	half := d("1.5")
	m := scenario.Machine{Name: "Web01", Need: scenario.Need{VCPUs: d("16"), Memory: d("32")}}
	for _, c := range []struct {
		name        string
		cpu, memory string
		sizing      scenario.Sizing
		want        scenario.Need
		why         string
	}{
		{"allocated", "0.2", "0.5", scenario.Sizing{}, scenario.Need{VCPUs: d("16"), Memory: d("32")}, "as allocated"},
		{"utilisation", "0.2", "0.5", scenario.Sizing{By: scenario.ByUtilisation}, scenario.Need{VCPUs: d("3.2"), Memory: d("16")}, "by utilisation: 16 vCPUs × 20%, 32 GiB × 50%"},
		{"comfort", "0.2", "0.5", scenario.Sizing{By: scenario.ByUtilisation, Comfort: &half}, scenario.Need{VCPUs: d("4.8"), Memory: d("24")}, "by utilisation: 16 vCPUs × 20% × 1.5, 32 GiB × 50% × 1.5"},
		{"memory is not measured", "0.2", "0", scenario.Sizing{By: scenario.ByUtilisation, Comfort: &half}, scenario.Need{VCPUs: d("4.8"), Memory: d("32")}, "by utilisation: 16 vCPUs × 20% × 1.5, 32 GiB as allocated, not measured"},
		{"nothing is measured", "0", "0", scenario.Sizing{By: scenario.ByUtilisation, Comfort: &half}, scenario.Need{VCPUs: d("16"), Memory: d("32")}, "not measured: as allocated"},
		{"stated", "0.2", "0.5", scenario.Sizing{By: scenario.ByUtilisation, Machines: map[string]scenario.Override{"web01": {Need: &scenario.Need{VCPUs: d("2"), Memory: d("4")}}}}, scenario.Need{VCPUs: d("2"), Memory: d("4")}, "as stated for the machine (sizing: machines)"},
	} {
		m.Measured = &scenario.Utilisation{CPU: d(c.cpu), Memory: d(c.memory)}
		got, why := needed(&m, c.sizing.Over(scenario.DefaultSizing))
		if !got.VCPUs.Equal(c.want.VCPUs) || !got.Memory.Equal(c.want.Memory) || why != c.why {
			t.Errorf("%s: %s vCPUs, %s GiB, %q", c.name, got.VCPUs, got.Memory, why)
		}
	}
}
