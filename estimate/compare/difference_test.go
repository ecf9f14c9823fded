package compare

import (
	"testing"

	"azwhatif/ratebook/money"
)

// A part is of a total above zero: of a credit, a percentage says the opposite.
func TestDifferencePart(t *testing.T) {
	eur := func(n int64) money.Amount { return money.Amount{Value: money.Int(n), Currency: "EUR"} }
	for _, test := range []struct {
		own, base int64
		parted    bool
	}{{50, 100, true}, {-50, 100, true}, {-670, -744, false}, {5, 0, false}} {
		d := difference(apart{}, nil, eur(test.own), eur(test.base))
		a, ok := d.Amount()
		if _, parted := d.Part(); !ok || !a.Value.Equal(money.Int(test.own-test.base)) || parted != test.parted {
			t.Errorf("%d from %d: %v, a part: %v", test.own, test.base, a, parted)
		}
	}
}
