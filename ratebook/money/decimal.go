package money

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Places is the number of decimal places that a division is carried to.
// Sums, differences and products are exact, whatever their length.
const Places = 18

// maxDigits bounds the text of a number, so that "1e999999999" is an error
// and not a gigabyte of zeros.
const maxDigits = 60

// Decimal is an exact decimal number. The zero value is 0.
//
// Note: it wraps shopspring/decimal and shows only what the program uses, so
// that another exact type can take its place without touching a caller.
type Decimal struct{ d decimal.Decimal }

// Zero and One save their spelling out.
var (
	Zero = Decimal{}
	One  = Int(1)
)

// Int returns n.
func Int(n int64) Decimal { return Decimal{decimal.NewFromInt(n)} }

// Parse reads a number such as "12", "-0.086" or "6.5e-05". It takes neither
// blanks nor separators of thousands: what "1,000" means depends on who wrote it.
func Parse(s string) (Decimal, error) {
	if s == "" || len(s) > maxDigits || strings.Trim(s, "0123456789+-.eE") != "" {
		return Zero, fmt.Errorf("%q is not a number", clip(s))
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > maxDigits || d.Exponent() < -2*maxDigits {
		return Zero, fmt.Errorf("%q is not a number", clip(s))
	}
	return Decimal{d}, nil
}

// MustParse is Parse for constants in the program's own text.
func MustParse(s string) Decimal {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// Add returns a+b. Most sums of an estimate have a part that is zero: those cost
// nothing.
func (a Decimal) Add(b Decimal) Decimal {
	switch {
	case b.IsZero():
		return a
	case a.IsZero():
		return b
	}
	return Decimal{a.d.Add(b.d)}
}

func (a Decimal) Sub(b Decimal) Decimal {
	if b.IsZero() {
		return a
	}
	return Decimal{a.d.Sub(b.d)}
}

func (a Decimal) Mul(b Decimal) Decimal {
	if a.IsZero() || b.IsZero() {
		return Zero
	}
	return Decimal{a.d.Mul(b.d)}
}

func (a Decimal) Neg() Decimal { return Decimal{a.d.Neg()} }

// Div returns a/b, rounded half away from zero at Places decimal places.
// It panics when b is 0, as integer division does.
func (a Decimal) Div(b Decimal) Decimal { return Decimal{a.d.DivRound(b.d, Places)} }

// Pow returns a to the n-th power, exactly; n must not be negative.
func (a Decimal) Pow(n int) Decimal {
	p := One
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p = p.Mul(a)
		}
		a = a.Mul(a)
	}
	return p
}

// Round rounds half away from zero at so many places, for showing.
func (a Decimal) Round(places int32) Decimal { return Decimal{a.d.Round(places)} }

// Cmp is -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Decimal) Cmp(b Decimal) int     { return a.d.Cmp(b.d) }
func (a Decimal) Equal(b Decimal) bool  { return a.d.Equal(b.d) }
func (a Decimal) Less(b Decimal) bool   { return a.d.LessThan(b.d) }
func (a Decimal) IsZero() bool          { return a.d.IsZero() }
func (a Decimal) Sign() int             { return a.d.Sign() }
func (a Decimal) IsInteger() bool       { return a.d.IsInteger() }
func (a Decimal) Min(b Decimal) Decimal { return pick(a.Less(b), a, b) }
func (a Decimal) Max(b Decimal) Decimal { return pick(b.Less(a), a, b) }

func pick(first bool, a, b Decimal) Decimal {
	if first {
		return a
	}
	return b
}

// String gives every digit and no exponent: "0.0000065", "5350". Zeros at the
// end of a fraction are left off, so that equal numbers have equal texts.
func (a Decimal) String() string {
	s := a.d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// Fixed rounds to so many places and keeps the zeros: "12.50".
func (a Decimal) Fixed(places int32) string { return a.d.StringFixed(places) }

// Float64 is the nearest float, for ranges, charts and cells of a workbook.
func (a Decimal) Float64() float64 { return a.d.InexactFloat64() }

// MarshalText writes the number as String does: JSON has it as a string, so
// that no reader turns it into a float.
func (a Decimal) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what Parse reads.
func (a *Decimal) UnmarshalText(text []byte) (err error) {
	*a, err = Parse(string(text))
	return err
}

// Sum adds up numbers.
func Sum(ds ...Decimal) Decimal {
	total := Zero
	for _, d := range ds {
		total = total.Add(d)
	}
	return total
}
