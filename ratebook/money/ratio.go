package money

// ratio is one number over another, made ready for many that it is multiplied by: what
// the two have of a division is calculated once.
type ratio struct {
	over, under Decimal
	twice       uint128 // over at Places decimals, twice; of use where ready
	ready       bool
}

// newRatio is the ratio of two numbers, of which the second may be 0 only where nothing
// is multiplied by it.
func newRatio(over, under Decimal) ratio {
	r := ratio{over: over, under: under}
	more := Places - over.form.scale()
	if over.big != nil || under.big != nil || more < 0 {
		return r
	}
	if n, ok := over.n.mul(tens[more]); ok {
		r.twice, r.ready = n.add(n)
	}
	return r
}

func (r *ratio) isZero() bool { return r.over.IsZero() }

// times is r.over.MulDiv(a, r.under).
func (r *ratio) times(a Decimal) Decimal {
	if q, ok := r.fixedTimes(a); ok {
		return q
	}
	return r.over.MulDiv(a, r.under)
}

// fixedTimes is times in words; ok is false where a step does not fit. With as many
// decimals as under, a's digits give those of the quotient at Places decimals; half up is
// (2q + 1) / 2, as in wide.round.
func (r *ratio) fixedTimes(a Decimal) (q Decimal, ok bool) {
	more := r.under.form.scale() - a.form.scale()
	if !r.ready || a.big != nil || uint(more) >= uint(len(tens)) {
		return q, false
	}
	n := a.n
	if more > 0 {
		if n, ok = n.mul(tens[more]); !ok {
			return q, false
		}
	}
	if n, ok = mulWide(n, r.twice).over(r.under.n); !ok {
		return q, false
	}
	if n, ok = n.add(uint128{lo: 1}); !ok {
		return q, false
	}
	return small(n.half(), Places, (a.form ^ r.over.form ^ r.under.form).minus()).trim(), true
}
