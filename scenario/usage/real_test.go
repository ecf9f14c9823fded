package usage_test

import (
	"testing"

	"azwhatif/ratebook/realdata"
	"azwhatif/scenario/usage"
)

// Files that Azure's users published are read as what they are.
func TestRealFiles(t *testing.T) {
	for _, tt := range []struct {
		file, format                  string
		rows, metered, aside, refused int64
	}{
		{"usage_csv/finops-toolkit_EA_ActualCost_Small.csv", "azure-cost", 11, 10, 1, 0},
		{"usage_csv/finops-toolkit_EA_AmortizedCost_Small.csv", "azure-cost", 28, 26, 2, 0},
		{"usageaggregates/usageaggregates_2015-05-01_daily.json", "azure-usage-aggregates", 109, 109, 0, 0},
		{"focus/focus_sample_1.0_1000.csv", "focus", 1000, 993, 7, 0},
	} {
		im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{realdata.File(t, tt.file)}}, nil)
		if err != nil {
			t.Error(err)
			continue
		}
		s := im.Sources[0]
		if s.Format != tt.format || s.Rows != tt.rows || s.Metered != tt.metered || s.Aside != tt.aside || s.Refused != tt.refused {
			t.Errorf("%s: %+v, want %+v", tt.file, s, tt)
		}
	}
}
