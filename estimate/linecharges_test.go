package estimate_test

import (
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
)

// TestLineCharges holds the parts of lines to their amounts and to the parts of
// the total.
func TestLineCharges(t *testing.T) {
	for seed := range uint64(50) {
		e := estimatetest.Generate(seed, 6, 15, 4).Compare(t).Base()
		var sum estimate.Charges
		for i, months := range e.LineCharges() {
			for m, c := range months {
				if !c.Total().Equal(e.Lines[i].Amounts[m]) {
					t.Fatalf("seed %d: line %d: %+v is not %s", seed, i, c, e.Lines[i].Amounts[m])
				}
				sum = sum.Add(c)
			}
		}
		if want := e.Charges(); !sum.Usage.Equal(want.Usage) || !sum.Discount.Equal(want.Discount) || !sum.Commitment.Equal(want.Commitment) ||
			!sum.Overage.Equal(want.Overage) || !sum.Credit.Equal(want.Credit) || !sum.Recurring.Equal(want.Recurring) {
			t.Errorf("seed %d: the lines' parts are %+v, the estimate's %+v", seed, sum, want)
		}
	}
}
