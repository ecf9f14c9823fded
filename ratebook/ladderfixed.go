package ratebook

import "azwhatif/ratebook/money"

// fixedLadder is a ladder in fixed point: bounds, and what is charged up to them, have
// their decimals brought to one number once, and not with each quantity.
type fixedLadder struct {
	places   int // the decimals of quantities and bounds
	amounts  int // the decimals of amounts
	included money.Fixed
	steps    []fixedStep
	none     bool // a number does not fit, or a price is below zero
}

// fixedStep is a ladderStep.
type fixedStep struct {
	above, below, price money.Fixed
}

// Quantities have up to 14 decimals as a rule, 12 after growth and two of a scale; with
// more than 18 they are not charged in fixed point, for each takes a digit from the
// greatest amount.
const (
	usualPlaces = 14
	mostPlaces  = 18
)

// fixedFor is the ladder in fixed point for quantities of so many decimals or fewer.
func (l *Ladder) fixedFor(places int) *fixedLadder {
	f := l.fixed.Load()
	if f == nil || f.places < places && !f.none {
		f = l.fix(max(places, usualPlaces))
		l.fixed.Store(f)
	}
	return f
}

// fix makes the ladder in fixed point.
func (l *Ladder) fix(places int) *fixedLadder {
	f, prices, all := &fixedLadder{places: places, steps: make([]fixedStep, len(l.steps))}, 0, true
	most := func(n int, d money.Decimal) int {
		own, small := d.Places()
		all = all && small
		return max(n, own)
	}
	included := l.included.Max(money.Zero)
	f.places = most(f.places, included)
	for _, s := range l.steps {
		f.places, prices = most(f.places, s.above), most(prices, s.price)
	}
	f.amounts = f.places + prices
	fixed := func(d money.Decimal, places int) (n money.Fixed) {
		n, fits := d.ToFixed(places)
		all = all && fits
		return n
	}
	f.included = fixed(included, f.places)
	for i, s := range l.steps {
		f.steps[i] = fixedStep{fixed(s.above, f.places), fixed(s.below, f.amounts), fixed(s.price, prices)}
	}
	f.none = !all || f.places > mostPlaces || f.amounts > 2*mostPlaces
	return f
}

// charge is Ladder.Charge of a quantity above zero; ok is false where a number does not
// fit.
func (f *fixedLadder) charge(quantity money.Decimal, first bool) (amount, base money.Decimal, ok bool) {
	if f.none {
		return amount, base, false
	}
	q, ok := quantity.ToFixed(f.places)
	if !ok {
		return amount, base, false
	}
	if !f.included.Less(q) {
		return money.Zero, money.Zero, true
	}
	q = q.Sub(f.included)
	k := len(f.steps) - 1
	for k >= 0 && !f.steps[k].above.Less(q) {
		k--
	}
	if k < 0 {
		return money.Zero, money.Zero, true
	}
	s := &f.steps[k]
	sum, ok := q.Sub(s.above).Mul(s.price)
	if !ok {
		return amount, base, false
	}
	if sum, ok = sum.Add(s.below); !ok {
		return amount, base, false
	}
	amount = sum.Decimal(f.amounts)
	switch {
	case !first:
	case k == 0:
		base = amount
	default:
		base = f.steps[1].below.Decimal(f.amounts)
	}
	return amount, base, true
}
