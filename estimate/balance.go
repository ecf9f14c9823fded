package estimate

import (
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// number is what a commitment is kept in: exact decimals, or the floats of a draw.
type number[T any] interface {
	Add(T) T
	Sub(T) T
	MulDiv(by, of T) T
	Less(T) bool
	Min(T) T
	Max(T) T
}

// promise is a commitment's terms in such numbers.
type promise[T number[T]] struct {
	months, window int
	pays           bool // not a MACC
	each, amount   T
	targets        []T // by month of the scenario
	shortfallLost  bool
}

func promiseOf[T number[T]](c scenario.Commitment, months int, in func(money.Decimal) T) *promise[T] {
	p := &promise[T]{
		months: min(c.Months, months), window: c.Window(), pays: c.Paid(),
		each: in(c.Each()), amount: in(c.Amount), targets: make([]T, months), shortfallLost: c.ShortfallLost,
	}
	for m := range p.targets {
		p.targets[m] = in(c.Target(m))
	}
	return p
}

// exactly is a number of the engine's own.
func exactly(d money.Decimal) money.Decimal { return d }

// balance is how a commitment stands in the course of its term.
type balance[T number[T]] struct {
	open       T // what may be drawn, or is missing of a MACC
	beyond     T // what it did not pay, or a MACC had no room for: a month below zero takes that back first
	shortfalls T // of a MACC, what was paid and pays for later charges
}

// begin begins a month.
func (b *balance[T]) begin(p *promise[T], month int) {
	if month%p.window == 0 {
		b.open = p.each
	}
}

// draws is what a month's charges draw of a commitment that pays. sum is what they are
// after discounts, kept without the offer's, open what is there for them. What of them is
// not drawn is charged without the offer's discount. A month below zero is refunded as it
// was paid: first what was charged beyond the commitment, at its price, then what the
// commitment paid (Microsoft Learn, exchange-and-refund-azure-reservations: refunds use the
// same payment method as the purchase; money goes back to a prepayment if it paid, else as
// a credit note).
func (b *balance[T]) draws(open, sum, kept T) T {
	var none T
	switch {
	case sum.Less(none) && none.Less(b.beyond) && kept.Less(none):
		given := none.Sub(kept)
		if !b.beyond.Less(given) {
			return none
		}
		return sum.Sub(sum.MulDiv(b.beyond, given)).Min(none) // what is rounded is not charged
	case open.Less(sum):
		return open
	}
	return sum
}

// count lets a month's charges and purchases count toward a MACC. Of sum, shortfalls paid
// before pay for what they can, which does not count again; they do not pay for more.
func (b *balance[T]) count(sum, more T) (counts, returned T) {
	var none T
	returned = b.shortfalls.Min(sum).Max(none)
	b.shortfalls = b.shortfalls.Sub(returned)
	b.beyond = b.beyond.Add(sum).Add(more).Sub(returned)
	counts = b.open.Min(b.beyond)
	b.beyond = b.beyond.Sub(counts)
	return counts, returned
}

// end ends a month in which so much was drawn, or counted: what is lost then, or missing
// and due.
func (b *balance[T]) end(p *promise[T], month int, drawn T) (unused T) {
	var none T
	b.open = b.open.Sub(drawn)
	if p.pays {
		if (month+1)%p.window == 0 {
			unused = b.open
		}
	} else if target, reached := p.targets[month], p.amount.Sub(b.open); none.Less(target) && reached.Less(target) {
		unused = target.Sub(reached)
	}
	b.open = b.open.Sub(unused)
	if !p.shortfallLost {
		b.shortfalls = b.shortfalls.Add(unused)
	}
	return unused
}
