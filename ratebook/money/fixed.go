package money

// Fixed is a number without its point and not below zero: its holder knows how many of
// the digits are decimals. Numbers of one holder have as many, so that they are
// compared, added and taken off word by word. Where a result does not fit, ok is false:
// Decimal has it then.
type Fixed struct{ digits uint128 }

// Places is how many decimals the number is written with; ok is false where it is too
// long for Fixed.
func (a Decimal) Places() (n int, ok bool) { return a.form.scale(), a.big == nil }

// ToFixed is the number with so many decimals, at least its own. ok is false where it
// has more, is below zero, or does not fit.
func (a Decimal) ToFixed(places int) (f Fixed, ok bool) {
	more := places - a.form.scale()
	if a.big != nil || a.form.minus() || uint(more) >= uint(len(tens)) {
		return f, false
	}
	if more == 0 {
		return Fixed{a.n}, true
	}
	f.digits, ok = a.n.mul(tens[more])
	return f, ok
}

// Decimal is the number, of whose digits so many are decimals, up to 255.
func (f Fixed) Decimal(places int) Decimal { return small(f.digits, places, false) }

func (f Fixed) Less(g Fixed) bool { return f.digits.cmp(g.digits) < 0 }

// Sub returns f-g; g must not be above f.
func (f Fixed) Sub(g Fixed) Fixed { return Fixed{f.digits.sub(g.digits)} }

func (f Fixed) Add(g Fixed) (sum Fixed, ok bool) {
	sum.digits, ok = f.digits.add(g.digits)
	return sum, ok
}

// Mul returns f×g, which has the decimals of both.
func (f Fixed) Mul(g Fixed) (product Fixed, ok bool) {
	product.digits, ok = f.digits.mul(g.digits)
	return product, ok
}
