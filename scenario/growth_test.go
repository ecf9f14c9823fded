package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestGrow holds quantities after growth to the power itself, multiplied out and
// then rounded half to even: also on the half, and where the power is too long for
// two words.
func TestGrow(t *testing.T) {
	for _, c := range []struct {
		n, rate string
		months  int
		want    string
	}{
		{"100", "0.02", 0, "100"},
		{"100", "0.02", 3, "106.1208"},
		{"0.000000000001", "0.5", 1, "0.000000000002"},  // 1.5 of the last place: to the even 2
		{"0.000000000005", "-0.5", 1, "0.000000000002"}, // 2.5: to the even 2
		{"0.000000000007", "-0.5", 1, "0.000000000004"}, // 3.5: to the even 4
		{"-0.000000000005", "-0.5", 1, "-0.000000000002"},
		{"1", "-1", 1, "0"},
		{"2920", "0.01", 59, "5252.232039413013"},
	} {
		g := scenario.NewGrowth(d(c.rate))
		if got := g.Grow(d(c.n), c.months).String(); got != c.want {
			t.Errorf("%s after %d months of %s: %s, want %s", c.n, c.months, c.rate, got, c.want)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		rate := d(fmt.Sprintf("%d.%0*d", r.IntN(2)*r.IntN(10), 1+r.IntN(6), r.IntN(10))).Sub(d([]string{"0", "0.5"}[r.IntN(2)]))
		g, n := scenario.NewGrowth(rate), d(fmt.Sprintf("%d.%018d", r.IntN(1e6), r.Int64N(1e18)))
		for _, months := range []int{1, r.IntN(12), r.IntN(72)} {
			want := n.Mul(money.One.Add(rate).Pow(months)).RoundEven(scenario.GrowthPlaces)
			if got := g.Grow(n, months); !got.Equal(want) {
				t.Fatalf("%s after %d months of %s: %s, want %s", n, months, rate, got, want)
			}
		}
	}
}
