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
	n     uint128          // the digits, without sign and point
	big   *decimal.Decimal // the number itself where it does not fit; all else is then zero
	scale uint8            // how many of the digits are decimals
	minus bool             // never of 0
}

const maxScale = math.MaxUint8

// Zero and One save their spelling out.
var (
	Zero = Decimal{}
	One  = Int(1)
)

// Int returns n.
func Int(n int64) Decimal {
	if n < 0 {
		return Decimal{n: uint128{lo: -uint64(n)}, minus: true}
	}
	return Decimal{n: uint128{lo: uint64(n)}}
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
	if x, y, ok := align(a, b); ok {
		sum, minus := Decimal{scale: max(a.scale, b.scale)}, a.minus
		switch {
		case a.minus == b.minus:
			sum.n, ok = x.add(y)
		case x.cmp(y) >= 0:
			sum.n = x.sub(y)
		default:
			sum.n, minus = y.sub(x), b.minus
		}
		if ok {
			return sum.signed(minus)
		}
	}
	return smaller(a.bigger().Add(b.bigger()))
}

func (a Decimal) Sub(b Decimal) Decimal { return a.Add(b.Neg()) }

// align gives the digits of both at the scale of the one with more decimals; ok
// is false where they do not fit.
func align(a, b Decimal) (x, y uint128, ok bool) {
	if a.big != nil || b.big != nil {
		return x, y, false
	}
	x, y = a.n, b.n
	switch d := int(a.scale) - int(b.scale); {
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

// signed returns a, which has no sign yet, with one; 0 has none.
func (a Decimal) signed(minus bool) Decimal {
	if a.n.isZero() {
		return Zero
	}
	a.minus = minus
	return a
}

func (a Decimal) Mul(b Decimal) Decimal {
	if a.IsZero() || b.IsZero() {
		return Zero
	}
	if scale := int(a.scale) + int(b.scale); a.big == nil && b.big == nil && scale <= maxScale {
		if n, ok := a.n.mul(b.n); ok {
			return Decimal{n: n, scale: uint8(scale), minus: a.minus != b.minus}
		}
	}
	return smaller(a.bigger().Mul(b.bigger()))
}

func (a Decimal) Neg() Decimal {
	if a.big != nil {
		d := a.big.Neg()
		return Decimal{big: &d}
	}
	return a.signed(!a.minus)
}

// Div returns a/b, rounded half away from zero at Places decimal places.
// It panics when b is 0, as integer division does.
func (a Decimal) Div(b Decimal) Decimal {
	if q, ok := mulDiv(a, One, b); ok {
		return q
	}
	return smaller(a.bigger().DivRound(b.bigger(), Places))
}

// mulDiv is a.Mul(b).Div(c), without the product's own number.
func (a Decimal) mulDiv(b, c Decimal) Decimal {
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
	k := Places - int(a.scale) - int(b.scale) + int(c.scale)
	w, ok := mulWide(a.n, b.n).timesTens(max(k, 0))
	if !ok {
		return q, false
	}
	if q.n, ok = w.round(max(-k, 0), c.n); !ok {
		return q, false
	}
	q.scale = Places
	return q.trim().signed((a.minus != b.minus) != c.minus), true
}

// trim leaves off zeros at the end of the decimals.
func (a Decimal) trim() Decimal {
	for a.scale > 0 {
		n, ok := a.n.tenth()
		if !ok {
			break
		}
		a.n, a.scale = n, a.scale-1
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
	if int32(a.scale) <= places {
		return a
	}
	n, _ := wide{a.n.lo, a.n.hi}.round(int(int32(a.scale)-places), uint128{lo: 1})
	return Decimal{n: n, scale: uint8(places)}.signed(a.minus)
}

// Cmp is -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Decimal) Cmp(b Decimal) int {
	if a.big != nil || b.big != nil {
		return a.bigger().Cmp(b.bigger())
	}
	if sign := a.Sign(); sign != b.Sign() || sign == 0 {
		return cmp.Compare(sign, b.Sign())
	}
	x, y, ok := align(a, b)
	size := x.cmp(y)
	if !ok { // the one with fewer decimals is above 2^128 at the other's scale
		size = cmp.Compare(b.scale, a.scale)
	}
	if a.minus {
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

func pick(first bool, a, b Decimal) Decimal {
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
	case a.minus:
		return -1
	default:
		return 1
	}
}

func (a Decimal) IsInteger() bool {
	if a.big != nil {
		return a.big.IsInteger()
	}
	return a.trim().scale == 0 || a.n.isZero()
}

// Sum adds up numbers.
func Sum(ds ...Decimal) Decimal {
	total := Zero
	for _, d := range ds {
		total = total.Add(d)
	}
	return total
}
