package estimate_test

import (
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestTies holds generated estimates to what is always so: lines, months,
// groups and charges add up to the total; a case costs nothing more than itself.
func TestTies(t *testing.T) {
	for seed := range uint64(200) {
		g := estimatetest.Generate(seed, 12, 15, 6)
		c := g.Compare(t)
		e := c.Base()
		checkTies(t, e)
		whole := e.Complete() && e.Open == nil
		if d, ok := c.Difference(e).Amount(); ok != whole || !d.Value.IsZero() || ok == (c.Difference(e).Why() != "") {
			t.Errorf("seed %d: the base case, complete %v, differs from itself by %s, %t: %s", seed, whole, d, ok, c.Difference(e).Why())
		}
		ch := e.Charges()
		if ch.Discount.Sign() > 0 || ch.Credit.Sign() > 0 || ch.Commitment.Sign() < 0 || ch.Overage.Sign() < 0 {
			t.Errorf("seed %d: a charge has the wrong sign: %+v", seed, ch)
		}
		checkTiers(t, seed, e)
		if t.Failed() {
			return
		}
	}
}

// checkTiers holds each charge to its tier: no tier prices more than lies
// between its bound and the next, and the parts are the quantity.
func checkTiers(t *testing.T, seed uint64, e *estimate.Estimate) {
	t.Helper()
	for _, use := range e.Meters {
		for m := range e.Months {
			mm := e.Month(use.Index, m)
			sum := mm.Charge.Included
			amount := money.Zero
			for _, tc := range mm.Charge.Tiers {
				sum, amount = sum.Add(tc.Quantity), amount.Add(tc.Amount)
			}
			if !amount.Equal(mm.Charge.Amount) || !amount.Equal(e.RateCharge(use.Index, m)) {
				t.Errorf("seed %d: %s in %s: tiers of %s are charged %s, and %s in all", seed, use.Meter.ID, e.Months[m], amount, mm.Charge.Amount, e.RateCharge(use.Index, m))
			}
			counted := mm.Charge
			if mm.Pooled != nil { // whose parts add up to it
				counted = *mm.Pooled
				all := ratebook.Charge{}
				for _, u := range use.Pooled {
					c := e.Month(u, m).Charge
					all.Quantity, all.Included, all.Amount = all.Quantity.Add(c.Quantity), all.Included.Add(c.Included), all.Amount.Add(c.Amount)
				}
				if !all.Quantity.Equal(counted.Quantity) || !all.Included.Equal(counted.Included) || !all.Amount.Equal(counted.Amount) {
					t.Errorf("seed %d: %s in %s: the parts of %v are %v", seed, use.Meter.ID, e.Months[m], counted, all)
				}
			}
			for i, tc := range counted.Tiers {
				if i+1 < len(counted.Tiers) && !tc.Quantity.Equal(counted.Tiers[i+1].Above.Sub(tc.Above)) {
					t.Errorf("seed %d: tier %d of %s prices %s", seed, i, use.Meter.ID, tc.Quantity)
				}
			}
			if !sum.Equal(mm.Charge.Quantity) {
				t.Errorf("seed %d: %s in %s: %s is priced of %s", seed, use.Meter.ID, e.Months[m], sum, mm.Charge.Quantity)
			}
		}
	}
	for _, l := range e.Lines {
		if _, ok := e.Use(l); !ok {
			continue
		}
		for m := range e.Months {
			included, tiers := e.TiersOf(l, m)
			for _, tc := range tiers {
				included = included.Add(tc.Quantity)
			}
			if !included.Equal(l.Quantities[m]) {
				t.Errorf("seed %d: %s in %s: its tiers have %s of %s", seed, l.Workload, e.Months[m], included, l.Quantities[m])
			}
		}
	}
}

// TestMoreUsageNeverCostsLess scales generated usage up: with prices that are
// not below zero, the total does not fall. A discount that only money within a
// commitment earns is left out: there, more usage may cost less to the cent.
func TestMoreUsageNeverCostsLess(t *testing.T) {
	for seed := range uint64(100) {
		g := estimatetest.Generate(seed, 6, 8, 3)
		base := g.Scenario.Cases[0]
		if base.MACC() != nil {
			g.Card.OfferTerms.Credits = nil // usage that a credit pays for counts toward a MACC
		}
		for _, scale := range []string{"1", "1.01", "1.5", "10"} {
			c := base
			factor := money.MustParse(scale)
			c.Name, c.Changes = scale, []scenario.Change{{Scale: &factor}}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
		es := g.Compare(t).Estimates
		if !es[0].Total().Value.Equal(es[1].Total().Value) {
			t.Errorf("seed %d: scaling by 1 changes %s to %s", seed, es[0].Total(), es[1].Total())
		}
		for i := 2; i < len(es); i++ {
			if es[i].Total().Value.Less(es[i-1].Total().Value) {
				t.Errorf("seed %d: at %s the total is %s, at %s %s", seed, es[i-1].Case.Name, es[i-1].Total(), es[i].Case.Name, es[i].Total())
			}
		}
	}
}
