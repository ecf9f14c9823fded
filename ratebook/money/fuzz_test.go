package money_test

import (
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

// FuzzParse holds that what is read has one plain text, which reads as the same
// number, and that sums and differences undo one another.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-0.086", "6.5e-05", "1e60", "1e-60", "+007.500", "9223372036854775808", "1e999999999", "1,000", "NaN", "0x1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := money.Parse(text)
		if err != nil {
			if !n.IsZero() || !strings.HasSuffix(err.Error(), "is not a number") {
				t.Errorf("%q: %s, %v", text, n, err)
			}
			return
		}
		s := n.String()
		digits := strings.TrimPrefix(s, "-")
		whole, fraction, point := strings.Cut(digits, ".")
		switch {
		case strings.Trim(whole+fraction, "0123456789") != "" || whole == "":
			t.Errorf("%q is written %q", text, s)
		case point && (fraction == "" || strings.HasSuffix(fraction, "0")), len(whole) > 1 && whole[0] == '0', s == "-0":
			t.Errorf("%q is written %q, with zeros to spare", text, s)
		}
		if (n.Sign() < 0) != strings.HasPrefix(s, "-") || n.IsZero() != (s == "0") || n.IsInteger() == point {
			t.Errorf("%q is written %q; sign %d", text, s, n.Sign())
		}
		if len(s) <= 60 {
			if back, err := money.Parse(s); err != nil || !back.Equal(n) || back.String() != s {
				t.Errorf("%q is written %q, and read as %s (%v)", text, s, back, err)
			}
		}
		if sum := n.Add(d("0.1")).Sub(d("0.1")); !sum.Equal(n) || sum.String() != s {
			t.Errorf("%q: a tenth more and less is %s", text, sum)
		}
		if !n.Sub(n).IsZero() || !n.Add(n.Neg()).IsZero() || !n.Add(n).Equal(n.Mul(d("2"))) {
			t.Errorf("%q: less itself is %s, twice it %s", text, n.Sub(n), n.Add(n))
		}
	})
}
