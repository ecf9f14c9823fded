package estimate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// TestCoverHours calculates by hand. Two meters: A costs 1 and 0.6 in a plan (40%
// off), B costs 2 and 1.5 (25% off), C is in no plan. A plan of 2 an hour:
//
//	hour 1: 2 A, 1 B, 1 C of 3. A takes 1.2 of the plan, B 0.8 of 1.5: 0.8 ÷ 1.5 of B
//	        is covered, 0.46… × 2 = 0.93… is left; C is left: 3. Overage 3.9333…
//	hour 2: 1 A. It takes 0.6; 1.4 covers nothing.
//	hour 3: nothing runs; 2 covers nothing.
//
// Without the plan: 2 + 2 + 3 + 1 = 8; with it: 6 + 3.9333… = 9.9333…
func TestCoverHours(t *testing.T) {
	d := money.MustParse
	a, b, c := estimate.PlanUse{Price: d("1"), Plan: d("0.6")}, estimate.PlanUse{Price: d("2"), Plan: d("1.5")}, estimate.PlanUse{Price: d("3")}
	use := func(u estimate.PlanUse, units string) estimate.PlanUse { u.Units = d(units); return u }
	hours := [][]estimate.PlanUse{{use(b, "1"), use(a, "2"), use(c, "1")}, {use(a, "1")}, nil}
	for _, k := range []struct{ hourly, level, want string }{
		{"2", "1", "3 hours, without 8.000, plan 6.000, unused 3.400, overage 3.933, saved -1.933"},
		// all of hour 1 but C: A 1.2, B 1.5
		{"2.7", "1", "3 hours, without 8.000, plan 8.100, unused 4.800, overage 3.000, saved -3.100"},
		// half the usage: 0.6 and 0.75 in hour 1, 0.3 in hour 2; C is left: 1.5
		{"2", "0.5", "3 hours, without 4.000, plan 6.000, unused 4.350, overage 1.500, saved -3.500"},
		{"0", "1", "3 hours, without 8.000, plan 0.000, unused 0.000, overage 8.000, saved 0.000"},
	} {
		p := estimate.CoverHours(d(k.hourly), hours, d(k.level))
		got := fmt.Sprintf("%d hours, without %s, plan %s, unused %s, overage %s, saved %s", p.Hours, p.Without.Fixed(3), p.Plan.Fixed(3), p.Unused.Fixed(3), p.Overage.Fixed(3), p.Saved().Fixed(3))
		if got != k.want {
			t.Errorf("%s at %s: %s\nwant %s", k.hourly, k.level, got, k.want)
		}
	}
}

// TestCoverHoursGenerated holds 200 plans against an independent calculation, in
// fractions: of usage that costs x in an hour, and of a plan of c that takes off d,
// what is paid is c and what x is above c ÷ (1 − d).
func TestCoverHoursGenerated(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 13))
	thousandth := func(n int64) money.Decimal { return money.Int(n).Div(money.Int(1000)) }
	for range 200 {
		c, d, level := r.Int64N(3000), r.Int64N(900)+1, r.Int64N(1500)
		keep := big.NewRat(1000-d, 1000)
		cap := new(big.Rat).Quo(big.NewRat(c, 1000), keep)
		want := new(big.Rat)
		var hours [][]estimate.PlanUse
		for range 1 + r.IntN(40) {
			x := r.Int64N(4000)
			hours = append(hours, []estimate.PlanUse{{Units: thousandth(x), Price: money.One, Plan: thousandth(1000 - d)}})
			over := new(big.Rat).Sub(new(big.Rat).Mul(big.NewRat(x, 1000), big.NewRat(level, 1000)), cap)
			if want.Add(want, big.NewRat(c, 1000)); over.Sign() > 0 {
				want.Add(want, over)
			}
		}
		got := estimate.CoverHours(thousandth(c), hours, thousandth(level)).Total()
		if got.Fixed(9) != want.FloatString(9) {
			t.Errorf("%s, want %s", got, want.FloatString(9))
		}
	}
}
