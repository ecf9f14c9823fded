package ratebook

import (
	"sync/atomic"

	"azwhatif/ratebook/money"
)

// A Ladder is a rate made ready to charge many quantities: what all of its tiers
// charge up to each bound is added up once. It gives the same sums as Rate.Charge,
// without the list of tiers.
type Ladder struct {
	Rate     *Rate
	included money.Decimal
	steps    []ladderStep // tiers that can charge something, lowest first
	first    bool         // the first step begins at zero: it is the base price tier
	priced   bool
	fixed    atomic.Pointer[fixedLadder]
}

// ladderStep charges what lies above a bound, up to the next step's.
type ladderStep struct {
	above money.Decimal // not below zero
	below money.Decimal // what the steps before charge, up to above
	price money.Decimal
}

// Ladder makes a rate ready. Tiers are by Above, rising.
func (r *Rate) Ladder() *Ladder {
	l := &Ladder{Rate: r, included: r.Included, priced: r.Priced(), steps: make([]ladderStep, 0, len(r.Tiers))}
	for i, t := range r.Tiers {
		above := t.Above.Max(money.Zero)
		if i+1 < len(r.Tiers) && !above.Less(r.Tiers[i+1].Above) {
			continue
		}
		step := ladderStep{above: above, price: t.UnitPrice}
		if n := len(l.steps); n > 0 {
			last := l.steps[n-1]
			step.below = last.below.Add(above.Sub(last.above).Mul(last.price))
		} else {
			l.first = t.Above.Sign() <= 0
		}
		l.steps = append(l.steps, step)
	}
	return l
}

// Priced is that of the rate.
func (l *Ladder) Priced() bool { return l.priced }

// InProportion tells whether twice the quantity, where it is not below zero, costs twice as
// much: there is one price, and nothing is included.
func (l *Ladder) InProportion() bool {
	return l.priced && l.included.Sign() <= 0 && len(l.steps) == 1 && l.first
}

// Charge is what a month's total of the meter costs: the Amount of Rate.Charge, and
// its BaseAmount.
//
// Note: nearly all is charged in fixed point, in a third of the time. Where a number does
// not fit, the general decimal gives the same: see TestLadder.
func (l *Ladder) Charge(quantity money.Decimal) (amount, base money.Decimal) {
	if places, ok := quantity.Places(); ok && places <= mostPlaces {
		if amount, base, ok = l.fixedFor(places).charge(quantity, l.first); ok {
			return amount, base
		}
	}
	return l.charge(quantity)
}

// charge is Charge in general decimals.
func (l *Ladder) charge(quantity money.Decimal) (amount, base money.Decimal) {
	billable := quantity
	if !l.included.IsZero() {
		billable = quantity.Sub(l.included.Min(quantity).Max(money.Zero))
	}
	k := len(l.steps) - 1
	for k >= 0 && !l.steps[k].above.Less(billable) {
		k--
	}
	if k < 0 {
		return money.Zero, money.Zero
	}
	s := &l.steps[k]
	amount = s.below.Add(billable.Sub(s.above).Mul(s.price))
	switch {
	case !l.first:
	case k == 0:
		base = amount
	default:
		base = l.steps[1].below
	}
	return amount, base
}
