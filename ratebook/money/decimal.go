package money

import (
	"cmp"
	"math"

	"github.com/shopspring/decimal"
)

// Places is the number of decimal places that a division is carried to.
// Sums, differences and products are exact, at any length.
const Places = 18

// Decimal is an exact decimal number. The zero value is 0. Compare with Equal:
// one number has several forms.
//
// Note: numbers of up to 38 digits, nearly all that an estimate meets, are
// calculated with in two words, without allocating. Every operation that these
// do not hold is shopspring/decimal's, and so is the number that comes of it,
// until it fits again. The two give the same figures: see FuzzDecimal.
type Decimal struct {
	n    uint128          // the digits, without sign and point
	big  *decimal.Decimal // the number itself where it does not fit; all else is then zero
	form form             // 0 of 0
}

// A form says how many of a number's digits are decimals, in its lower byte, and
// whether the number is below zero. Both are in one word, so that two numbers are
// handed over in registers.
type form uint16

const (
	maxScale      = math.MaxUint8
	minus    form = maxScale + 1
)

func (f form) scale() int  { return int(f & maxScale) }
func (f form) minus() bool { return f&minus != 0 }

// small is a number of digits of which so many are decimals, up to maxScale.
func small(n uint128, scale int, below bool) Decimal {
	switch {
	case n.isZero():
		return Zero
	case below:
		return Decimal{n: n, form: form(scale) | minus}
	default:
		return Decimal{n: n, form: form(scale)}
	}
}

// Zero and One save their spelling out.
var (
	Zero = Decimal{}
	One  = Int(1)
)

// Int returns n.
func Int(n int64) Decimal {
	if n < 0 {
		return Decimal{n: uint128{lo: -uint64(n)}, form: minus}
	}
	return Decimal{n: uint128{lo: uint64(n)}}
}

// Add returns a+b. Most sums of an estimate have a part that is zero, or are of two
// numbers of one form.
func (a Decimal) Add(b Decimal) Decimal {
	if a.form == b.form && a.big == nil && b.big == nil {
		if n, ok := a.n.add(b.n); ok {
			return Decimal{n: n, form: a.form}
		}
	}
	switch {
	case b.IsZero():
		return a
	case a.IsZero():
		return b
	}
	if x, y, ok := align(&a, &b); ok {
		scale, below := max(a.form.scale(), b.form.scale()), a.form.minus()
		var n uint128
		switch {
		case below == b.form.minus():
			n, ok = x.add(y)
		case x.cmp(y) >= 0:
			n = x.sub(y)
		default:
			n, below = y.sub(x), !below
		}
		if ok {
			return small(n, scale, below)
		}
	}
	return smaller(a.bigger().Add(b.bigger()))
}

func (a Decimal) Sub(b Decimal) Decimal { return a.Add(b.Neg()) }

// align gives the digits of both at the scale of the one with more decimals; ok
// is false where they do not fit.
func align(a, b *Decimal) (x, y uint128, ok bool) {
	if a.big != nil || b.big != nil {
		return x, y, false
	}
	x, y = a.n, b.n
	switch d := a.form.scale() - b.form.scale(); {
	case d == 0:
		return x, y, true
	case d >= len(tens) || -d >= len(tens):
		return x, y, false
	case d > 0:
		y, ok = y.mul(tens[d])
	default:
		x, ok = x.mul(tens[-d])
	}
	return x, y, ok
}

func (a Decimal) Mul(b Decimal) Decimal {
	if a.IsZero() || b.IsZero() {
		return Zero
	}
	if scale := a.form.scale() + b.form.scale(); a.big == nil && b.big == nil && scale <= maxScale {
		if n, ok := a.n.mul(b.n); ok {
			return Decimal{n: n, form: form(scale) | (a.form^b.form)&minus}
		}
	}
	return smaller(a.bigger().Mul(b.bigger()))
}

func (a Decimal) Neg() Decimal {
	if a.big != nil {
		d := a.big.Neg()
		return Decimal{big: &d}
	}
	if !a.n.isZero() {
		a.form ^= minus
	}
	return a
}

// Div returns a/b, rounded half away from zero at Places decimal places.
// It panics when b is 0, as integer division does.
func (a Decimal) Div(b Decimal) Decimal {
	if q, ok := mulDiv(a, One, b); ok {
		return q
	}
	return smaller(a.bigger().DivRound(b.bigger(), Places))
}

// MulDiv is a.Mul(b).Div(c), without the product's own number.
func (a Decimal) MulDiv(b, c Decimal) Decimal {
	if q, ok := mulDiv(a, b, c); ok {
		return q
	}
	return a.Mul(b).Div(c)
}

// mulDiv returns a×b/c as Div rounds it; ok is false where a step does not fit.
func mulDiv(a, b, c Decimal) (q Decimal, ok bool) {
	if a.big != nil || b.big != nil || c.big != nil || c.n.isZero() {
		return q, false
	}
	// The digits of the result are those of a×b/c × 10^k.
	k := Places - a.form.scale() - b.form.scale() + c.form.scale()
	w, ok := mulWide(a.n, b.n).timesTens(max(k, 0))
	if !ok {
		return q, false
	}
	n, ok := w.round(max(-k, 0), c.n)
	if !ok {
		return q, false
	}
	return small(n, Places, (a.form ^ b.form ^ c.form).minus()).trim(), true
}

// trim leaves off zeros at the end of the decimals.
func (a Decimal) trim() Decimal {
	if a.n.lo&1 == 1 {
		return a
	}
	for zeros := 16; zeros > 0; zeros /= 2 {
		for a.form.scale() >= zeros {
			n, ok := a.n.without(zeros)
			if !ok {
				break
			}
			a.n = n
			a.form -= form(zeros)
		}
	}
	return a
}

// Pow returns a to the n-th power, exactly; n must not be negative.
func (a Decimal) Pow(n int) Decimal {
	p := One
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p = p.Mul(a)
		}
		if n > 1 {
			a = a.Mul(a)
		}
	}
	return p
}

// Round rounds half away from zero at so many places, for showing.
func (a Decimal) Round(places int32) Decimal {
	if a.big != nil || places < 0 {
		return smaller(a.bigger().Round(places))
	}
	scale := a.form.scale()
	if scale <= int(places) {
		return a
	}
	n, _ := wide{a.n.lo, a.n.hi}.round(scale-int(places), uint128{lo: 1})
	return small(n, int(places), a.form.minus())
}

// Cmp is -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Decimal) Cmp(b Decimal) int {
	if a.big != nil || b.big != nil {
		return a.bigger().Cmp(b.bigger())
	}
	if a.form != b.form {
		return a.cmpForms(b)
	}
	if a.form.minus() {
		return b.n.cmp(a.n)
	}
	return a.n.cmp(b.n)
}

// cmpForms is Cmp of two small numbers of different forms.
func (a Decimal) cmpForms(b Decimal) int {
	switch {
	case a.form.minus() != b.form.minus():
		return pick(a.form.minus(), -1, 1)
	case a.n.isZero():
		return -1
	case b.n.isZero():
		return 1
	}
	x, y, ok := align(&a, &b)
	size := x.cmp(y)
	if !ok { // the one with fewer decimals is above 2^128 at the other's scale
		size = cmp.Compare(b.form.scale(), a.form.scale())
	}
	if a.form.minus() {
		return -size
	}
	return size
}

func (a Decimal) Equal(b Decimal) bool  { return a.Cmp(b) == 0 }
func (a Decimal) Less(b Decimal) bool   { return a.Cmp(b) < 0 }
func (a Decimal) Min(b Decimal) Decimal { return pick(a.Less(b), a, b) }
func (a Decimal) Max(b Decimal) Decimal { return pick(b.Less(a), a, b) }

// Abs is the number without its sign.
func (a Decimal) Abs() Decimal { return pick(a.Sign() < 0, a.Neg(), a) }

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func (a Decimal) IsZero() bool { return a.n.isZero() && a.big == nil }

func (a Decimal) Sign() int {
	switch {
	case a.big != nil:
		return a.big.Sign()
	case a.n.isZero():
		return 0
	case a.form.minus():
		return -1
	default:
		return 1
	}
}

func (a Decimal) IsInteger() bool {
	if a.big != nil {
		return a.big.IsInteger()
	}
	return a.trim().form.scale() == 0
}

// Sum adds up numbers.
func Sum(ds ...Decimal) Decimal {
	total := Zero
	for _, d := range ds {
		total = total.Add(d)
	}
	return total
}
