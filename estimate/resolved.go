package estimate

import (
	"context"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Resolved is a case whose usage is resolved to the meters of its card (steps 1 and
// 2), to be priced at any quantities: resolved once, priced many times.
type Resolved struct {
	r     *resolver
	index int       // of the case
	one   *Estimate // the usage as it is stated
}

// Resolve resolves each case of a scenario, in their order, as Price does before it
// prices the usage as it is stated.
func Resolve(ctx context.Context, book Ratebook, s *scenario.Scenario, asOf time.Time) ([]*Resolved, error) {
	r := &resolver{book: book, asOf: asOf, s: s}
	if err := r.name(ctx); err != nil {
		return nil, err
	}
	cards, err := r.cards(ctx)
	if err != nil {
		return nil, err
	}
	cases := make([]*Resolved, len(s.Cases))
	for i, c := range s.Cases {
		one, err := r.resolved(i, cards[c.Terms])
		if err != nil {
			return nil, err
		}
		cases[i] = &Resolved{r, i, one}
	}
	return cases, nil
}

// Price is the estimate of so many times the quantities of the scenario, by line (in
// the order of its usage) and month. Benefits that the case looks for are found for
// these quantities, and stay for Again and Charges.
func (c *Resolved) Price(ctx context.Context, times func(line, month int) money.Decimal) (*Estimate, error) {
	e := c.one.times(times)
	if err := e.findBenefits(ctx); err != nil {
		return nil, err
	}
	c.one.bought, c.one.coverable = e.bought, e.coverable
	e.reckon()
	e.unpricedOf(c.one)
	c.r.conclude(e, c.index)
	return e, nil
}

// Again is Price at other quantities, with the same benefits, and without warnings.
// Of Unpriced it has only what the card has no price for in some month.
func (c *Resolved) Again(times func(line, month int) money.Decimal) *Estimate {
	e := c.one.times(times)
	e.reckon()
	e.shareToLines()
	return e
}

// Charges are those of Again, by month, without sharing them to lines.
func (c *Resolved) Charges(times func(line, month int) money.Decimal) []Charges {
	e := c.one.times(times)
	e.reckon()
	charges := make([]Charges, len(e.Months))
	for m := range charges {
		charges[m] = e.ChargesIn(m)
	}
	return charges
}

// times is the estimate with so many times the quantities of its lines, not
// yet reckoned.
func (e *Estimate) times(n func(line, month int) money.Decimal) *Estimate {
	months := len(e.Months)
	at := e.blank(e.Case)
	at.Lines = make([]Line, len(e.Lines), len(e.Lines)+2) // and addUnshared's
	list := make([]LineMonth, len(e.Lines)*months)
	for i, l := range e.Lines {
		l.Months, list = list[:months:months], list[months:]
		for m := range l.Months {
			l.Months[m].Quantity = e.Lines[i].Months[m].Quantity.Mul(n(i, m))
		}
		at.Lines[i] = l
	}
	return at
}

// unpricedOf takes over what the card does not have of the lines of an
// estimate that this one was reckoned of, with its own quantities, and what was
// said of the lines.
func (e *Estimate) unpricedOf(one *Estimate) {
	for _, u := range one.Unpriced {
		if q := e.Lines[u.Line].Total(); !q.IsZero() {
			e.unpriced(u.Line, e.Months, q, u.Reason)
		}
	}
	for _, w := range one.Warnings {
		e.add(w)
	}
}
