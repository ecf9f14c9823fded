package ratebook

import (
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"azwhatif/ratebook/money"
)

func d(s string) money.Decimal { return money.MustParse(s) }

// rate makes a rate of bounds and prices, in the order that they are written in.
func rate(included string, tiers ...string) Rate {
	r := Rate{Included: d(included)}
	for i := 0; i < len(tiers); i += 2 {
		r.Tiers = append(r.Tiers, Tier{Above: d(tiers[i]), UnitPrice: d(tiers[i+1])})
	}
	SortTiers(r.Tiers)
	return r
}

// TestCharge has cases with published answers (Microsoft's pages on RateCard's
// MeterRates and on graduated tiers), and the edges beside them.
func TestCharge(t *testing.T) {
	for _, c := range []struct {
		name     string
		rate     Rate
		quantity string
		included string
		amount   string
		base     string
	}{
		{"all included", rate("5", "0", "1", "5", "2"), "3", "3", "0", "0"},
		{"just included", rate("5", "0", "1", "5", "2"), "5", "5", "0", "0"},
		{"first tier", rate("5", "0", "1", "5", "2"), "7", "5", "2", "2"},             // 2 × 1
		{"first tier full", rate("5", "0", "1", "5", "2"), "10", "5", "5", "5"},       // 5 × 1
		{"second tier", rate("5", "0", "1", "5", "2"), "16", "5", "17", "5"},          // 5 × 1 + 6 × 2
		{"second tier, more", rate("5", "0", "1", "5", "2"), "23", "5", "31", "5"},    // 5 × 1 + 13 × 2
		{"a fraction above", rate("5", "0", "1", "5", "2"), "10.25", "5", "5.5", "5"}, // 5 × 1 + 0.25 × 2
		{"four tiers, low", rate("5", "0", "6", "5", "8", "95", "4", "995", "2"), "10", "5", "30", "30"},
		// 5 × 6 + 90 × 8 + 900 × 4 + 500 × 2
		{"four tiers, high", rate("5", "0", "6", "5", "8", "95", "4", "995", "2"), "1500", "5", "5350", "30"},
		{"nothing included", rate("0", "0", "1", "200", "0.9", "500", "0.8"), "250", "0", "245", "200"}, // 200 × 1 + 50 × 0.9
		{"on the bound", rate("0", "0", "1", "200", "0.9", "500", "0.8"), "200", "0", "200", "200"},
		{"all tiers", rate("0", "0", "1", "200", "0.9", "500", "0.8"), "600", "0", "550", "200"}, // 200 + 300 × 0.9 + 100 × 0.8
		{"in any order", rate("0", "500", "0.8", "0", "1", "200", "0.9"), "600", "0", "550", "200"},
		{"fractions of bounds", rate("0.5", "0", "0.1", "0.25", "0.01"), "1", "0.5", "0.0275", "0.025"}, // 0.25 × 0.1 + 0.25 × 0.01
		{"many decimals", rate("0", "0", "0.0000065"), "1234.56789", "0", "0.008024691285", "0.008024691285"},
		{"a free tier", rate("0", "0", "0", "100", "0.08"), "150", "0", "4", "0"}, // 50 × 0.08
		{"a price below zero", rate("0", "0", "-1"), "3", "0", "-3", "-3"},
		{"zero", rate("5", "0", "1"), "0", "0", "0", "0"},
		{"below zero", rate("5", "0", "1"), "-3", "0", "0", "0"},
		{"below zero, nothing included", rate("0", "0", "1"), "-3", "0", "0", "0"},
		{"included below zero", rate("-5", "0", "1"), "3", "0", "3", "3"},
		{"a bound below zero", rate("0", "-10", "1", "5", "2"), "7", "0", "9", "5"}, // 5 × 1 + 2 × 2
		{"two bounds below zero", rate("0", "-10", "1", "-5", "2", "5", "3"), "7", "0", "16", "10"},
		{"a bound twice", rate("0", "0", "1", "5", "2", "5", "3"), "7", "0", "11", "5"}, // the last of equals
		{"no tier", Rate{Included: d("5")}, "7", "5", "0", "0"},
		{"first tier above zero", rate("0", "5", "2"), "7", "0", "4", "0"},
	} {
		got := c.rate.Charge(d(c.quantity))
		if got.Amount.String() != c.amount || got.Included.String() != c.included || got.Quantity.String() != c.quantity {
			t.Errorf("%s: %s of %s, %s of it included, want %s and %s included", c.name, got.Amount, got.Quantity, got.Included, c.amount, c.included)
		}
		if base := got.BaseAmount().String(); base != c.base {
			t.Errorf("%s: the first tier charges %s, want %s", c.name, base, c.base)
		}
		checkCharge(t, c.name, c.rate, got)
	}
}

// checkCharge holds what is so of every charge.
func checkCharge(t *testing.T, name string, r Rate, c Charge) {
	t.Helper()
	quantity, amount := c.Included, money.Zero
	for _, part := range c.Tiers {
		quantity, amount = quantity.Add(part.Quantity), amount.Add(part.Amount)
		if part.Quantity.Sign() <= 0 || !part.Amount.Equal(part.Quantity.Mul(part.UnitPrice)) {
			t.Errorf("%s: a tier charges %s for %s at %s", name, part.Amount, part.Quantity, part.UnitPrice)
		}
		for i, tier := range r.Tiers {
			if i+1 < len(r.Tiers) && tier.Above.Equal(part.Above) && !r.Tiers[i+1].Above.Equal(part.Above) &&
				r.Tiers[i+1].Above.Sub(tier.Above.Max(money.Zero)).Less(part.Quantity) {
				t.Errorf("%s: %s units in the tier above %s, that ends at %s", name, part.Quantity, tier.Above, r.Tiers[i+1].Above)
			}
		}
	}
	if r.Priced() && c.Quantity.Sign() > 0 && !quantity.Equal(c.Quantity) {
		t.Errorf("%s: the parts are %s of %s", name, quantity, c.Quantity)
	}
	if !amount.Equal(c.Amount) {
		t.Errorf("%s: the tiers' sum is %s, not %s", name, amount, c.Amount)
	}
}

// some is a rate with prices that are not below zero, and two quantities.
type some struct {
	rate Rate
	a, b money.Decimal
}

func (some) Generate(r *rand.Rand, size int) reflect.Value {
	number := func(n int64) money.Decimal {
		return money.Int(r.Int63n(n)).Add(money.Int(r.Int63n(1000)).Mul(d("0.001")))
	}
	s := some{a: number(500), b: number(500)}
	if r.Intn(2) == 0 {
		s.rate.Included = number(100)
	}
	above := money.Zero
	for range 1 + r.Intn(5) {
		s.rate.Tiers = append(s.rate.Tiers, Tier{above, number(4)})
		above = above.Add(number(100)).Add(d("0.001"))
	}
	return reflect.ValueOf(s)
}

func TestChargeAlways(t *testing.T) {
	if err := quick.Check(func(s some) bool {
		r := s.rate
		a, b, both := r.Charge(s.a), r.Charge(s.b), r.Charge(s.a.Add(s.b))
		checkCharge(t, "generated", r, a)
		checkCharge(t, "generated", r, both)
		// More never costs less; nor does it get a smaller part for free, or more
		// in a tier than a larger quantity has there.
		for i, part := range a.Tiers {
			if !part.Above.Equal(both.Tiers[i].Above) || both.Tiers[i].Quantity.Less(part.Quantity) {
				return false
			}
		}
		if both.Amount.Less(a.Amount) || both.Amount.Less(b.Amount) || both.Included.Less(a.Included) {
			return false
		}
		// A unit costs no less than the lowest price, no more than the highest.
		low, high := r.Tiers[0].UnitPrice, r.Tiers[0].UnitPrice
		for _, tier := range r.Tiers {
			low, high = low.Min(tier.UnitPrice), high.Max(tier.UnitPrice)
		}
		billable := a.Quantity.Sub(a.Included)
		return !t.Failed() && !a.Amount.Less(billable.Mul(low)) && !billable.Mul(high).Less(a.Amount)
	}, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// TestChargeSlabs prices a quantity by one tier after the other, in another
// way than Charge does: as the difference of what lies above the bounds.
func TestChargeSlabs(t *testing.T) {
	if err := quick.Check(func(s some) bool {
		want := money.Zero
		billable := s.a.Sub(s.rate.Included).Max(money.Zero)
		for i, tier := range s.rate.Tiers {
			step := tier.UnitPrice
			if i > 0 {
				step = step.Sub(s.rate.Tiers[i-1].UnitPrice)
			}
			want = want.Add(billable.Sub(tier.Above).Max(money.Zero).Mul(step))
		}
		return s.rate.Charge(s.a).Amount.Equal(want)
	}, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

func TestPriced(t *testing.T) {
	for want, rates := range map[bool][]Rate{
		true:  {rate("0", "0", "1"), rate("5", "0", "0"), rate("0", "-1", "1"), rate("0", "5", "2", "0", "1")},
		false: {{}, {Included: d("5")}, rate("0", "5", "2"), rate("0", "0.001", "2")},
	} {
		for _, r := range rates {
			if r.Priced() != want {
				t.Errorf("%v is priced: %t", r.Tiers, !want)
			}
		}
	}
}

func TestInForce(t *testing.T) {
	day := func(s string) time.Time {
		v, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	at := func(s, included string) Rate { return Rate{Effective: day(s), Included: d(included)} }
	rates := []Rate{at("2026-03-15", "3"), at("2026-01-01", "1"), at("2026-05-01", "5"), at("2026-03-15", "33")}
	for end, want := range map[string]string{
		"2026-01-01": "", "2026-01-02": "1", "2026-02-01": "1", "2026-03-01": "1",
		"2026-04-01": "3", // from the month of its effective date on; the first of equals
		"2026-05-01": "3", "2026-06-01": "5", "2030-01-01": "5",
	} {
		r := InForce(rates, day(end))
		if (r != nil) != (want != "") || r != nil && r.Included.String() != want {
			t.Errorf("before %s: %v, want %q", end, r, want)
		}
	}
	if InForce(nil, day("2026-01-01")) != nil {
		t.Error("of no rates, one is in force")
	}
	if r := InForce([]Rate{{Included: d("7")}}, day("2026-01-01")); r == nil || r.Included.String() != "7" {
		t.Error("a rate without a date is not in force")
	}
}
