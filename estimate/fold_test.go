package estimate_test

import (
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
)

// TestFolded holds the totals of folded plans to those of the plans, at several levels of
// all usage and of one workload's: digit by digit, and with a prepayment to within the
// last places.
func TestFolded(t *testing.T) {
	folded := 0
	for seed := range uint64(150) {
		g := estimatetest.Generate(seed, 16, 24, 5)
		e := g.Compare(t).Base()
		for _, varied := range []func(int) bool{func(int) bool { return true }, func(i int) bool { return i == 3 }} {
			fold := e.Plan.Folded(varied)
			if len(fold.At(nil).Meters) < len(e.Meters) {
				folded++
			}
			for _, level := range []string{"0", "0.0001", "0.5", "1", "1.37", "3", "1000"} {
				levels := make(estimate.Levels, len(g.Scenario.Workloads))
				for i := range levels {
					if levels[i] = money.One; varied(i) {
						levels[i] = money.MustParse(level)
					}
				}
				got, want := fold.At(levels).Total().Value, e.Plan.At(levels).Total().Value
				off := got.Sub(want).Abs()
				if e.Case.Prepaid() == nil && got.String() != want.String() || money.MustParse("0.000000000001").Less(off) {
					t.Errorf("seed %d, level %s: folded %s, else %s", seed, level, got, want)
				}
			}
		}
	}
	if folded < 50 {
		t.Errorf("%d plans have fewer meters", folded)
	}
}
