package estimate_test

import (
	"fmt"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// correct gives some of the lines recorded months, of which a third are below zero.
func correct(g *estimatetest.Generated, lines int) {
	months := g.Scenario.Period()
	for range lines {
		i := g.Rand.IntN(len(g.Scenario.Workloads))
		w := &g.Scenario.Workloads[i]
		w.From, w.Until, w.Growth = months[0], months[len(months)-1], money.Zero
		u := &w.Usage[0]
		m := g.Card.Rates[g.Rand.IntN(len(g.Card.Rates))].Meter
		sum := money.Zero
		u.Meter, u.Imported = ratebook.Selector{ID: m.ID}, &m
		u.Demand = scenario.Demand{Quantity: unit.Quantity{Unit: m.Unit}}
		for range months {
			q := g.Amount(300, 3)
			if g.Rand.IntN(3) == 0 {
				q = q.Neg()
			}
			u.Recorded, sum = append(u.Recorded, q), sum.Add(q)
		}
		u.Quantity.Value = sum
	}
}

// TestBelowZero holds generated estimates with quantities below zero to what is
// always so: what is in comes out, and lines, tiers, months, groups and charges
// add up to the total, under every kind of commitment and with other levels.
func TestBelowZero(t *testing.T) {
	below := map[estimate.Correction]int{}
	for seed := range uint64(300) {
		g := estimatetest.Generate(seed, 6, 9, 6)
		correct(g, 6)
		c := g.Compare(t)
		e := c.Base()
		checkTies(t, e)
		for _, use := range e.Meters {
			for m := range e.Months {
				mm := e.Month(use.Index, m)
				below[mm.Below]++
				q := money.Zero
				for _, i := range use.Lines {
					q = q.Add(e.Lines[i].Quantities[m])
				}
				sum, amount := mm.Charge.Included, money.Zero
				for _, tier := range mm.Charge.Tiers {
					sum, amount = sum.Add(tier.Quantity), amount.Add(tier.Amount)
				}
				if !q.Equal(mm.Quantity()) || !sum.Equal(mm.Charge.Quantity) || !amount.Equal(mm.Charge.Amount) {
					t.Errorf("seed %d: %s in %s: %s in, %s charged, %s in tiers", seed, use.Meter.ID, e.Months[m], q, mm.Quantity(), sum)
				}
				counted := mm.Charge
				if mm.Pooled != nil {
					counted = *mm.Pooled
				}
				if counted.Quantity.Sign() < 0 != (mm.Below != "") || counted.Quantity.Sign()*counted.Amount.Sign() < 0 {
					t.Errorf("seed %d: %s in %s: %s for %s, %q", seed, use.Meter.ID, e.Months[m], counted.Amount, counted.Quantity, mm.Below)
				}
			}
		}
		parts := e.LineCharges()
		for i, l := range e.Lines {
			for m := range e.Months {
				if !parts[i][m].Total().Equal(l.Amounts[m]) {
					t.Errorf("seed %d: the parts of %s in %s are %s of %s", seed, l.Workload, e.Months[m], parts[i][m].Total(), l.Amounts[m])
				}
			}
		}
		checkModel(t, fmt.Sprint("seed ", seed), e, len(g.Scenario.Workloads), seed)
		if t.Failed() {
			return
		}
	}
	if below[estimate.CorrectsBefore] < 100 || below[estimate.CreditedAlone] < 100 {
		t.Errorf("the seeds have few months below zero: %v", below)
	}
}

// TestBelowZeroFlat: at flat prices, all that comes in is what is charged for.
func TestBelowZeroFlat(t *testing.T) {
	for seed := range uint64(100) {
		g := estimatetest.Generate(seed, 6, 9, 6)
		g.Card.OfferTerms = ratebook.OfferTerms{}
		g.Scenario.Cases[0].Commitments, g.Scenario.Cases[0].Discount, g.Scenario.Cases[0].Discounts = nil, money.Zero, nil
		for i := range g.Card.Rates {
			g.Card.Rates[i].Included, g.Card.Rates[i].Tiers = money.Zero, g.Card.Rates[i].Tiers[:1]
		}
		correct(g, 6)
		e := g.Compare(t).Base()
		want := money.Zero
		for _, l := range e.Lines {
			use, _ := e.Use(l)
			want = want.Add(l.Total().Mul(use.Rates[0].Tiers[0].UnitPrice))
		}
		if !e.Total().Value.Equal(want) {
			t.Fatalf("seed %d: %s, and the quantities at their prices are %s", seed, e.Total(), want)
		}
	}
}
