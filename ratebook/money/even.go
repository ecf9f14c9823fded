package money

// RoundEven rounds at so many places, half to even.
func (a Decimal) RoundEven(places int32) Decimal { return a.MulRoundEven(One, places) }

// MulRoundEven returns a×b, rounded half to even at so many places; places must
// not be negative. The product itself is not made, however long it would be.
func (a Decimal) MulRoundEven(b Decimal, places int32) Decimal {
	if a.IsZero() || b.IsZero() {
		return Zero
	}
	if a.big == nil && b.big == nil {
		more := a.form.scale() + b.form.scale() - int(places) // decimals to be dropped
		if more <= 0 {
			return a.Mul(b)
		}
		if n, ok := mulWide(a.n, b.n).roundEven(more); ok {
			return small(n, int(places), (a.form ^ b.form).minus())
		}
	}
	return smaller(a.bigger().Mul(b.bigger()).RoundBank(places))
}

// roundEven returns w/10^k, rounded half to even; ok is false where that is not
// below 2^128. k must be above 0.
func (w wide) roundEven(k int) (q uint128, ok bool) {
	last, rest := uint64(0), false // the first digit that is dropped, and whether one behind it is not 0
	for ; k > 1; k -= wordTens {
		var left uint64
		w, left = w.divWord(tens[min(k-1, wordTens)].lo)
		rest = rest || left != 0
	}
	w, last = w.divWord(10)
	if w[2]|w[3] != 0 {
		return q, false
	}
	q = uint128{w[1], w[0]}
	if last > 5 || last == 5 && (rest || q.lo&1 == 1) {
		return q.add(uint128{lo: 1})
	}
	return q, true
}
