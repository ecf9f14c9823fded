package money

import "math/bits"

// wide is a whole number below 2^256, lowest word first: a product of two
// uint128, on its way to being divided.
type wide [4]uint64

// mulWide returns a×b, which always fits.
func mulWide(a, b uint128) (w wide) {
	var carry uint64
	w[1], w[0] = bits.Mul64(a.lo, b.lo)
	if a.hi|b.hi == 0 {
		return w
	}
	hi1, lo1 := bits.Mul64(a.hi, b.lo)
	hi2, lo2 := bits.Mul64(a.lo, b.hi)
	w[3], w[2] = bits.Mul64(a.hi, b.hi)
	w[1], carry = bits.Add64(w[1], lo1, 0)
	w[2], carry = bits.Add64(w[2], hi1, carry)
	w[3] += carry
	w[1], carry = bits.Add64(w[1], lo2, 0)
	w[2], carry = bits.Add64(w[2], hi2, carry)
	w[3] += carry
	return w
}

// timesTens returns w×10^k; ok is false where that is not below 2^256.
func (w wide) timesTens(k int) (p wide, ok bool) {
	for ; k > 0; k -= wordTens {
		var carry uint64
		for i := range w {
			hi, lo := bits.Mul64(w[i], tens[min(k, wordTens)].lo)
			lo, c := bits.Add64(lo, carry, 0)
			w[i], carry = lo, hi+c
		}
		if carry != 0 {
			return w, false
		}
	}
	return w, true
}

// overWord returns w/n, without what is left.
func (w wide) overWord(n uint64) wide {
	w, _ = w.divWord(n)
	return w
}

// divWord returns w/n, and what is left.
func (w wide) divWord(n uint64) (q wide, rest uint64) {
	for i := len(w) - 1; i >= 0; i-- {
		q[i], rest = bits.Div64(rest, w[i], n)
	}
	return q, rest
}

// over returns w/d, without what is left; ok is false where that is not below
// 2^128. d must not be 0.
func (w wide) over(d uint128) (q uint128, ok bool) {
	if d.hi == 0 {
		w = w.overWord(d.lo)
		return uint128{w[1], w[0]}, w[2]|w[3] == 0
	}
	top := uint128{w[3], w[2]}
	if top.cmp(d) >= 0 {
		return q, false
	}
	// Shift both, so that the divisor's highest bit is set: the guesses below
	// are then at most two too large. The shift loses nothing of w, for w/2^128
	// is below d.
	s := uint(bits.LeadingZeros64(d.hi))
	d = uint128{d.hi<<s | d.lo>>(64-s), d.lo << s}
	top = uint128{w[3]<<s | w[2]>>(64-s), w[2]<<s | w[1]>>(64-s)}
	q.hi, top = divideStep(top, w[1]<<s|w[0]>>(64-s), d)
	q.lo, _ = divideStep(top, w[0]<<s, d)
	return q, true
}

// divideStep divides top×2^64 + next by d; top must be below d, and d's highest
// bit set. (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.)
func divideStep(top uint128, next uint64, d uint128) (q uint64, rest uint128) {
	q, over := ^uint64(0), uint64(0)
	var r, carry uint64 // top - q×d.hi
	if top.hi < d.hi {
		q, r = bits.Div64(top.hi, top.lo, d.hi)
	} else {
		r, carry = bits.Add64(top.lo, d.hi, 0)
	}
	hi, lo := bits.Mul64(q, d.lo)
	for carry == 0 && (hi > r || hi == r && lo > next) {
		q--
		r, carry = bits.Add64(r, d.hi, 0)
		lo, over = bits.Sub64(lo, d.lo, 0)
		hi -= over
	}
	// What is left is below d, so that its lowest 128 bits are all of it.
	return q, uint128{r, next}.sub(uint128{hi, lo})
}

// round returns w/(d×10^k), rounded half up; ok is false where it, or a step on
// the way, does not fit.
func (w wide) round(k int, d uint128) (q uint128, ok bool) {
	if w[3]>>63 != 0 {
		return q, false
	}
	// Half up is (2w/(d×10^k) + 1) / 2, where each division drops what is left:
	// so d and the powers of ten can be divided by one after the other.
	for i := len(w) - 1; i > 0; i-- {
		w[i] = w[i]<<1 | w[i-1]>>63
	}
	w[0] <<= 1
	for ; k > 0; k -= wordTens {
		w = w.overWord(tens[min(k, wordTens)].lo)
	}
	if q, ok = w.over(d); !ok {
		return q, false
	}
	q, ok = q.add(uint128{lo: 1})
	return q.half(), ok
}
