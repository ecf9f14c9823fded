package reconcile_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/estimatetest"
	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestStatementTies holds generated usage to what is always so: what was billed
// is in exactly one part, and our figure is the estimate's usage charges.
func TestStatementTies(t *testing.T) {
	for seed := range uint64(100) {
		g := estimatetest.Generate(seed, 12, 1, 1)
		kinds := []scenario.RecordKind{scenario.Metered, scenario.Metered, scenario.Metered, scenario.Purchase, scenario.Tax, scenario.CoveredUsage}
		got := &scenario.Imported{}
		billed, records := money.Zero, int64(0)
		for range 80 {
			u := scenario.Used{
				Provider: "Azure", Kind: kinds[g.Rand.IntN(len(kinds))], Subscription: fmt.Sprint("sub ", g.Rand.IntN(3)),
				Month:    scenario.Month{Year: 2026, Month: time.Month(1 + g.Rand.IntN(5))},
				Meter:    ratebook.Meter{ID: estimatetest.ID(g.Rand.IntN(15)), Category: "Test", Name: "Old name", Unit: unit.MustParse("1")}, // three are not in the card
				Quantity: g.Amount(200, 3), Billed: g.Amount(300, 3), Currency: "EUR", Records: 1 + g.Rand.Int64N(9),
			}
			if g.Rand.IntN(10) == 0 {
				u.Billed, u.Quantity = u.Billed.Neg(), u.Quantity.Neg()
			}
			billed, records = billed.Add(u.Billed), records+u.Records
			got.Used = append(got.Used, u)
		}
		r, err := reconcile.Usage(context.Background(), estimatetest.Cards{g.Terms: g.Card}, got, g.Terms, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		totals := r.Totals()
		if !totals.Billed.Equal(billed) {
			t.Errorf("seed %d: billed %s, and the parts total %s", seed, billed, totals.Billed)
		}
		counted, difference := int64(0), money.Zero
		for _, m := range append(r.Priced, r.Unpriced...) {
			counted += m.Records
		}
		for _, a := range r.Aside {
			counted += a.Records
		}
		if counted != records {
			t.Errorf("seed %d: %d records, and %d are in the lists", seed, records, counted)
		}
		for _, m := range r.Priced {
			difference = difference.Add(m.Difference())
			if m.Difference().IsZero() && len(m.Reasons) > 0 && !strings.HasPrefix(m.Reasons[0], "correction: ") {
				t.Errorf("seed %d: %s does not differ, because %q", seed, m.Meter.ID, m.Reasons)
			}
		}
		if !difference.Equal(totals.Difference()) {
			t.Errorf("seed %d: the meters differ by %s, the whole by %s", seed, difference, totals.Difference())
		}
		for _, m := range r.Unpriced {
			if !m.Ours.IsZero() || len(m.Reasons) != 1 {
				t.Errorf("seed %d: %s has no price, and totals %s, because %q", seed, m.Meter.ID, m.Ours, m.Reasons)
			}
		}
		checkOurs(t, g, got, totals.Ours)
		checkPricing(t, g, got, r)
	}
}

// checkPricing holds the pricing of each Used, and of its halves, to the same sum,
// and the inspection to the reconciliation.
func checkPricing(t *testing.T, g *estimatetest.Generated, got *scenario.Imported, r *reconcile.Statement) {
	t.Helper()
	halves := &scenario.Imported{}
	for i, u := range got.Used {
		part := u
		part.Quantity = u.Quantity.Mul(money.MustParse("0.25"))
		part.Day, part.Records = fmt.Sprint(i), 0
		u.Quantity = u.Quantity.Sub(part.Quantity)
		halves.Used = append(halves.Used, u, part)
	}
	for whole, im := range map[bool]*scenario.Imported{true: got.LeaveCovered(), false: halves.LeaveCovered()} {
		pricing, err := reconcile.Price(context.Background(), estimatetest.Cards{g.Terms: g.Card}, im, g.Terms, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if len(belowZero(got)) == 0 && !pricing.Total().Value.Equal(r.Totals().Ours) {
			t.Errorf("the usage is rated at %s, and the whole at %s", pricing.Total(), r.Totals().Ours)
		}
		in := reconcile.Inspect(im, pricing)
		var priced, unpriced, aside int64
		for _, m := range r.Priced {
			priced += m.Records
		}
		for _, m := range r.Unpriced {
			unpriced += m.Records
		}
		for _, a := range r.Aside {
			aside += a.Records
		}
		rows := in.Rows()
		if rows.Rated != priced || rows.Unrated != unpriced {
			t.Errorf("%d records are rated and %d are not; want %d and %d", rows.Rated, rows.Unrated, priced, unpriced)
		}
		ours, billed, records := money.Zero, money.Zero, int64(0)
		for _, m := range in.Meters {
			ours, billed, records = ours.Add(m.Ours), billed.Add(m.Billed.Value), records+m.Records
		}
		if !ours.Equal(pricing.Total().Value) || records != priced+unpriced+aside || whole && !billed.Equal(r.Totals().Billed) {
			t.Errorf("the meters add up to %s of %s in %d records", ours, billed, records)
		}
	}
}

// quantityKey is what tiers count by.
type quantityKey struct {
	subscription string
	month        scenario.Month
	meter        ratebook.MeterID
}

// quantities are the metered usage's, and what was billed for it.
func quantities(got *scenario.Imported) (quantity, billed map[quantityKey]money.Decimal) {
	quantity, billed = map[quantityKey]money.Decimal{}, map[quantityKey]money.Decimal{}
	for _, u := range got.Used {
		if u.Kind == scenario.Metered {
			k := quantityKey{u.Subscription, u.Month, u.Meter.ID}
			quantity[k], billed[k] = quantity[k].Add(u.Quantity), billed[k].Add(u.Billed)
		}
	}
	return quantity, billed
}

// belowZero is what was billed for months that are below zero.
func belowZero(got *scenario.Imported) map[quantityKey]money.Decimal {
	quantity, billed := quantities(got)
	for k, q := range quantity {
		if q.Sign() >= 0 {
			delete(billed, k)
		}
	}
	return billed
}

// checkOurs prices the usage once more, a subscription, meter and month at a
// time, by the card's rates alone; months below zero are as they were billed.
func checkOurs(t *testing.T, g *estimatetest.Generated, got *scenario.Imported, ours money.Decimal) {
	t.Helper()
	quantity, _ := quantities(got)
	corrections := belowZero(got)
	want := money.Zero
	for k, q := range quantity {
		for _, r := range g.Card.Rates {
			if billed, below := corrections[k]; r.Meter.ID == k.meter && below {
				want = want.Add(billed)
			} else if r.Meter.ID == k.meter {
				want = want.Add(r.Charge(q).Amount)
			}
		}
	}
	if !ours.Equal(want) {
		t.Errorf("our figure is %s, and the rates total %s", ours, want)
	}
}
