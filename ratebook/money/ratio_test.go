package money

import (
	"math/rand/v2"
	"testing"
)

// TestRatio: 10,000 ratios give what MulDiv gives, digit by digit, of numbers of any
// length, in words and in general decimals.
func TestRatio(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	places := []string{"1", "0.01", "0.0001", "1e-12", "1e-18", "1e-30", "1e18", "123456789.123456789123", "-1"}
	number := func() Decimal { return Int(r.Int64N(1e15)).Mul(MustParse(places[r.IntN(len(places))])) }
	fixed, all := 0, 0
	for range 10_000 {
		over, under := number(), number()
		if under.IsZero() {
			continue
		}
		ratio := newRatio(over, under)
		for range 5 {
			a := number()
			want := over.MulDiv(a, under).String()
			if got := ratio.times(a).String(); got != want {
				t.Fatalf("%s × %s / %s is %s, want %s", a, over, under, got, want)
			}
			all++
			if got, ok := ratio.fixedTimes(a); ok {
				fixed++
				if got.String() != want {
					t.Fatalf("%s × %s / %s in words is %s, want %s", a, over, under, got, want)
				}
			}
		}
	}
	if fixed < all/10 || fixed > all*9/10 {
		t.Errorf("%d of %d are in words", fixed, all)
	}
}
