package compare

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// A stepPricer prices the cases that bridges pass, each once. Those that the scenario
// has are priced already, and one that differs from them in its commitment only is
// priced from the same Plan.
type stepPricer struct {
	c      *Comparison
	book   estimate.Ratebook
	asOf   time.Time
	cases  []scenario.Case
	priced []*estimate.Estimate // by cases; nil where one cannot be
}

func newStepPricer(c *Comparison, book estimate.Ratebook, asOf time.Time) *stepPricer {
	p := &stepPricer{c: c, book: book, asOf: asOf, priced: slices.Clone(c.Estimates)}
	for _, e := range c.Estimates {
		p.cases = append(p.cases, e.Case)
	}
	return p
}

// of is the estimate of a case; nil where it was not priced, or cannot be.
func (p *stepPricer) of(k scenario.Case) *estimate.Estimate {
	if i := slices.IndexFunc(p.cases, func(known scenario.Case) bool { return sameCase(known, k) }); i >= 0 {
		return p.priced[i]
	}
	return nil
}

// sameCase tells whether two cases are the same but for their names.
func sameCase(a, b scenario.Case) bool {
	return a.Terms == b.Terms && !slices.ContainsFunc(scenario.Settings, func(k scenario.Setting) bool { return !k.Same(&a, &b) }) &&
		a.Discount.Equal(b.Discount) && sameDiscounts(a.Discounts, b.Discounts) &&
		sameBenefits(a, b) && sameCommitments(a, b) && slices.EqualFunc(a.Changes, b.Changes, func(x, y scenario.Change) bool { return reflect.DeepEqual(x, y) })
}

func sameCommitments(a, b scenario.Case) bool {
	return slices.EqualFunc(a.Commitments, b.Commitments, func(x, y scenario.Commitment) bool { return reflect.DeepEqual(x, y) })
}

// price prices those of the cases that are not yet priced.
func (p *stepPricer) price(ctx context.Context, cases []scenario.Case) error {
	var fresh []scenario.Case
	for _, k := range cases {
		same := func(known scenario.Case) bool { return sameCase(known, k) }
		if slices.ContainsFunc(p.cases, same) || slices.ContainsFunc(fresh, same) {
			continue
		}
		if plan := p.planOf(k); plan != nil {
			e, err := plan.Price(ctx)
			if err != nil {
				return err
			}
			p.cases, p.priced = append(p.cases, k), append(p.priced, e)
			continue
		}
		fresh = append(fresh, k)
	}
	if len(fresh) == 0 {
		return nil
	}
	s := *p.c.Scenario
	s.Cases = p.oneOfEachCard()
	first := len(s.Cases)
	s.Cases = append(s.Cases, fresh...)
	plans, err := estimate.Compile(ctx, p.book, &s, p.asOf)
	if err != nil {
		return err
	}
	priced := make([]*estimate.Estimate, len(fresh))
	err = parallel.Do(ctx, len(fresh), func(i int) (err error) {
		priced[i], err = plans[first+i].Price(ctx)
		return err
	})
	if err != nil {
		return err
	}
	p.cases, p.priced = append(p.cases, fresh...), append(p.priced, priced...)
	return nil
}

// priceAlone prices each step upon the base case alone. What needs another step has no
// estimate.
func (p *stepPricer) priceAlone(ctx context.Context, steps [][]step) error {
	var cases []scenario.Case
	for _, s := range slices.Concat(steps...) {
		if s.alone != nil {
			cases = append(cases, *s.alone)
		}
	}
	if p.price(ctx, cases) == nil {
		return nil
	}
	for _, k := range cases { // one of them needs another step: one at a time
		if p.price(ctx, []scenario.Case{k}) != nil && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// oneOfEachCard are the base case and, of each other terms, the first case. How an
// export's units are read may depend on all cards of a scenario: with these a step
// reads them as the scenario's own cases do.
func (p *stepPricer) oneOfEachCard() (cases []scenario.Case) {
	for _, k := range p.c.Scenario.Cases {
		if !slices.ContainsFunc(cases, func(known scenario.Case) bool { return known.Terms == k.Terms }) {
			cases = append(cases, k)
		}
	}
	return cases
}

// planOf is the Plan of a case that differs from one that is priced in its commitment
// only; nil where there is none. The commitment is that of a case of the scenario with
// the same card, which was checked there, or none.
func (p *stepPricer) planOf(k scenario.Case) *estimate.Plan {
	checked := func(known scenario.Case) bool { return known.Terms == k.Terms && sameCommitments(known, k) }
	if len(k.Commitments) > 0 && !slices.ContainsFunc(p.c.Scenario.Cases, checked) {
		return nil
	}
	for i, known := range p.cases {
		if known.Commitments = k.Commitments; p.priced[i] != nil && sameCase(known, k) {
			return p.priced[i].Plan.WithCommitments(k.Commitments)
		}
	}
	return nil
}

// has tells whether the ratebook has a card of the terms.
func has(ctx context.Context, book estimate.Ratebook, asOf time.Time, terms ratebook.Terms) (bool, error) {
	var none *ratebook.NoCardError
	switch _, _, err := book.Find(ctx, terms, asOf, nil); {
	case errors.As(err, &none):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}
