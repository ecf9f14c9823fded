package ratebook_test

import (
	"testing"

	"azwhatif/ratebook"
)

// The published corners: 20% at the least, 32% at the most.
func TestPlanSteps(t *testing.T) {
	for _, c := range []struct {
		plan    int
		upfront bool
		want    [3]string
	}{
		{0, false, [3]string{"0.2", "0.23", "0.27"}},
		{0, true, [3]string{"0.225", "0.255", "0.295"}},
		{1, false, [3]string{"0.225", "0.255", "0.295"}},
		{1, true, [3]string{"0.25", "0.28", "0.32"}},
	} {
		for i, s := range ratebook.Plans[c.plan].Steps(c.upfront) {
			if s.Discount.String() != c.want[i] {
				t.Errorf("%s, upfront %v, from %s: %s, want %s", ratebook.Plans[c.plan].Name, c.upfront, s.From, s.Discount, c.want[i])
			}
		}
	}
	if ratebook.PlanMinimum().String() != "500" {
		t.Error("the least is", ratebook.PlanMinimum())
	}
}
