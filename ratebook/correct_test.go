package ratebook

import (
	"testing"
	"testing/quick"

	"azwhatif/ratebook/money"
)

func TestCorrect(t *testing.T) {
	tiers := rate("5", "0", "1", "5", "2")
	for _, c := range []struct {
		name                       string
		rate                       Rate
		charged, off               string
		included, amount, baseTier string
	}{
		{"one tier", rate("0", "0", "1"), "100", "50", "0", "-50", "-50"},
		{"the upper tier", tiers, "16", "4", "0", "-8", "0"},           // 4 × 2
		{"both tiers", tiers, "16", "8", "0", "-14", "-2"},             // 6 × 2 + 2 × 1
		{"down to what is free", tiers, "16", "14", "-3", "-17", "-5"}, // 6 × 2 + 5 × 1
		{"what is free only", tiers, "4", "3", "-3", "0", "0"},
		{"all", tiers, "16", "16", "-5", "-17", "-5"},
		{"further than it was charged for", rate("0", "0", "1"), "30", "50", "-20", "-30", "-30"},
	} {
		got := c.rate.Correct(d(c.charged), d(c.off))
		if got.Amount.String() != c.amount || got.Included.String() != c.included || !got.Quantity.Equal(d(c.off).Neg()) || got.BaseAmount().String() != c.baseTier {
			t.Errorf("%s: %s, of it %s in the first tier, and %s free", c.name, got.Amount, got.BaseAmount(), got.Included)
		}
	}
}

func TestCredit(t *testing.T) {
	for _, c := range []struct {
		rate   Rate
		amount string
	}{
		{rate("5", "0", "1", "5", "2"), "-3"},
		{rate("0", "0", "0", "100", "0.08"), "-0.24"}, // 3 × 0.08
		{rate("0", "0", "7", "0", "2"), "-6"},         // the first of two equal bounds prices nothing
		{rate("0", "0", "0"), "0"},
		{Rate{}, "0"},
	} {
		if got := c.rate.Credit(d("3")); got.Amount.String() != c.amount || !got.Quantity.Equal(d("-3")) {
			t.Errorf("%v credits %s for %s, want %s", c.rate.Tiers, got.Amount, got.Quantity, c.amount)
		}
	}
}

// TestCorrectAlways: a charge and its correction are the charge of what is left,
// part by part.
func TestCorrectAlways(t *testing.T) {
	if err := quick.Check(func(s some) bool {
		r, off := s.rate, s.b
		if off.IsZero() {
			return true
		}
		before, c := r.Charge(s.a), r.Correct(s.a, off)
		after := r.Charge(s.a.Sub(off).Max(money.Zero))
		sum, amount := c.Included, money.Zero
		for _, part := range c.Tiers {
			sum, amount = sum.Add(part.Quantity), amount.Add(part.Amount)
			if part.Quantity.Sign() >= 0 {
				return false
			}
		}
		return before.Amount.Add(c.Amount).Equal(after.Amount) && sum.Equal(c.Quantity) && amount.Equal(c.Amount) && c.Included.Sign() <= 0
	}, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}
