package money

import (
	"cmp"
	"math/bits"
	"strconv"
)

// uint128 is a whole number below 2^128, which is about 3.4 × 10^38: any number
// of up to 38 digits.
type uint128 struct{ hi, lo uint64 }

// tens[k] is 10^k; 10^39 is above 2^128.
var tens = func() (t [39]uint128) {
	t[0].lo = 1
	for k := 1; k < len(t); k++ {
		t[k], _ = t[k-1].mul(uint128{lo: 10})
	}
	return t
}()

// wordTens is the largest power of ten below 2^64, as an index into tens.
const wordTens = 19

func (a uint128) isZero() bool { return a.hi|a.lo == 0 }

func (a uint128) cmp(b uint128) int {
	if a.hi != b.hi {
		return cmp.Compare(a.hi, b.hi)
	}
	return cmp.Compare(a.lo, b.lo)
}

// add returns a+b; ok is false where that is not below 2^128.
func (a uint128) add(b uint128) (sum uint128, ok bool) {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, carry := bits.Add64(a.hi, b.hi, carry)
	return uint128{hi, lo}, carry == 0
}

// sub returns a-b; b must not be above a.
func (a uint128) sub(b uint128) uint128 {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return uint128{hi, lo}
}

// mul returns a×b; ok is false where that is not below 2^128.
func (a uint128) mul(b uint128) (p uint128, ok bool) {
	hi, lo := bits.Mul64(a.lo, b.lo)
	if a.hi|b.hi == 0 {
		return uint128{hi, lo}, true
	}
	over1, cross1 := bits.Mul64(a.hi, b.lo)
	over2, cross2 := bits.Mul64(a.lo, b.hi)
	hi, carry1 := bits.Add64(hi, cross1, 0)
	hi, carry2 := bits.Add64(hi, cross2, 0)
	fits := over1|over2|carry1|carry2 == 0 && (a.hi == 0 || b.hi == 0)
	return uint128{hi, lo}, fits
}

// half returns a/2, without what is left.
func (a uint128) half() uint128 { return uint128{a.hi >> 1, a.hi<<63 | a.lo>>1} }

// without returns a/10^zeros, up to wordTens; ok is false where that is not whole.
func (a uint128) without(zeros int) (q uint128, ok bool) {
	if bits.TrailingZeros64(a.lo) < zeros { // 10^n is 2^n × 5^n
		return a, false
	}
	ten := tens[zeros].lo
	lo, rest := bits.Div64(a.hi%ten, a.lo, ten)
	return uint128{a.hi / ten, lo}, rest == 0
}

// appendTo appends the digits to b.
func (a uint128) appendTo(b []byte) []byte {
	if a.hi == 0 {
		return strconv.AppendUint(b, a.lo, 10)
	}
	word := tens[wordTens].lo
	lo, digits := bits.Div64(a.hi%word, a.lo, word)
	b = uint128{a.hi / word, lo}.appendTo(b)
	for unit := word / 10; unit > digits && unit > 1; unit /= 10 {
		b = append(b, '0')
	}
	return strconv.AppendUint(b, digits, 10)
}
