package ratebook

import (
	"math/rand/v2"
	"testing"

	"azwhatif/ratebook/money"
)

// TestLadder holds ladders of 10,000 generated rates to Rate.Charge, digit by digit:
// bounds below zero, twice, and above all that is used; free tiers and prices below
// zero; numbers of up to sixty digits, which no words of fixed length hold. Fixed point
// and general decimals give the same, and both are taken often.
func TestLadder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	fixed, all := 0, 0
	for range 10_000 {
		rate, quantities := generatedRate(r)
		fixed, all = fixed+checkLadder(t, rate, quantities), all+len(quantities)
		if t.Failed() {
			return
		}
	}
	if fixed < all/10 || fixed > all*9/10 {
		t.Errorf("%d of %d charges are in fixed point", fixed, all)
	}
}

// FuzzLadder is the same of any rate of three tiers.
func FuzzLadder(f *testing.F) {
	f.Add("5", "0", "1", "5", "2", "9", "3", "16")
	f.Add("0", "-10", "1", "-5", "2", "5", "3", "7")
	f.Add("-3", "0", "1e38", "5", "1e-60", "5", "0", "340282366920938463463374607431768211456.5")
	f.Fuzz(func(t *testing.T, included, a, p, b, q, c, s, quantity string) {
		var n [8]money.Decimal
		for i, text := range []string{included, a, p, b, q, c, s, quantity} {
			var err error
			if n[i], err = money.Parse(text); err != nil {
				return
			}
		}
		rate := Rate{Included: n[0], Tiers: []Tier{{n[1], n[2]}, {n[3], n[4]}, {n[5], n[6]}}}
		SortTiers(rate.Tiers)
		checkLadder(t, rate, []money.Decimal{n[7], n[7].Neg()})
	})
}

// checkLadder holds charges in fixed point, and in general decimals, to Rate.Charge,
// and counts those in fixed point.
func checkLadder(t *testing.T, rate Rate, quantities []money.Decimal) (fixed int) {
	t.Helper()
	ladder := rate.Ladder()
	for _, q := range quantities {
		want := rate.Charge(q)
		same := func(how string, amount, base money.Decimal) {
			if amount.String() != want.Amount.String() || base.String() != want.BaseAmount().String() {
				t.Errorf("%s of included %s, tiers %v, %s: %s, of it %s by the first tier; want %s and %s", q, rate.Included, rate.Tiers, how, amount, base, want.Amount, want.BaseAmount())
			}
		}
		amount, base := ladder.Charge(q)
		same("as charged", amount, base)
		amount, base = ladder.charge(q)
		same("in general decimals", amount, base)
		if places, ok := q.Places(); ok && places <= mostPlaces {
			if amount, base, ok = ladder.fixedFor(places).charge(q, ladder.first); ok {
				fixed++
				same("in fixed point", amount, base)
			}
		}
	}
	return fixed
}

// generatedRate is a rate, and quantities on, beside and far from its bounds.
func generatedRate(r *rand.Rand) (rate Rate, quantities []money.Decimal) {
	number := func() money.Decimal {
		n := money.Int(r.Int64N(2000)).Mul(d([]string{"1", "0.001", "0.000000000001", "1e-30", "1e18", "123456789.123456789123"}[r.IntN(6)]))
		if r.IntN(6) == 0 {
			n = n.Neg()
		}
		return n
	}
	if r.IntN(2) == 0 {
		rate.Included = number()
	}
	for range r.IntN(7) {
		tier := Tier{Above: number(), UnitPrice: number()}
		if n := len(rate.Tiers); n > 0 && r.IntN(8) == 0 {
			tier.Above = rate.Tiers[n-1].Above
		}
		if len(rate.Tiers) == 0 && r.IntN(2) == 0 {
			tier.Above = money.Zero
		}
		rate.Tiers = append(rate.Tiers, tier)
	}
	SortTiers(rate.Tiers)
	for range 3 {
		quantities = append(quantities, number())
	}
	for _, tier := range rate.Tiers {
		at := tier.Above.Add(rate.Included)
		quantities = append(quantities, at, at.Add(d("0.000001")), at.Sub(d("0.000001")))
	}
	return rate, quantities
}
