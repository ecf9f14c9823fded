package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Bridge leads from the base case's total to a case's, a lever a step. Its
// steps add up to the difference exactly.
//
// Levers are pulled one upon another, in this order: what the base case has
// promised and the case has not, under other terms (its commitment, its
// reservations and savings plan); the offer, the currency, the market; the
// region that all usage moves to; each change, and in it scale, hours, region,
// swap, own licences, spot; negotiated discounts; the commitment; reservations
// and savings plan. After each the whole scenario is estimated anew, so a
// step has what the lever does after those before it: in another order it may
// be another sum. Where a card of an intermediate step is not in the ratebook, or
// some of its usage has no price, the step is one with the next. There is no bridge
// from or to a total that is incomplete or open: see Difference.
type Bridge struct {
	Case  int // index into Comparison.Estimates
	Steps []BridgeStep
	Why   string // why there is none; "" where there are steps
}

// Sum is what all steps bring: the difference of the two totals.
func (b Bridge) Sum() money.Decimal {
	sum := money.Zero
	for _, s := range b.Steps {
		sum = sum.Add(s.Amount)
	}
	return sum
}

// BridgeStep is what one lever does. Amounts are in the currency of the report,
// or in that of both cases.
type BridgeStep struct {
	Lever  string        // "offer", "region", "hours", "discounts"
	What   string        // "MS-AZR-0003P → MS-AZR-0026P"
	Amount money.Decimal // what it adds to the total after the steps before
	After  money.Decimal // the total with it
	// Alone is what the lever would add to the base case's total by itself; nil
	// where that cannot be said: its amounts are in another currency, or it
	// needs another lever.
	Alone *money.Decimal
}

// lever is a step of a bridge before it is estimated.
type lever struct {
	name, what string
	alone      func(*scenario.Case) // upon the base case; nil where that says nothing
	to         scenario.Case        // with all levers up to this one
}

// FindBridges adds a bridge for each case but the base case to the comparison,
// estimated on the same ratebook.
func (c *Comparison) FindBridges(ctx context.Context, book estimate.Ratebook, asOf time.Time) error {
	var bridges []Bridge
	var levers [][]lever
	var cases, alone []scenario.Case
	base := c.Base().Case
	for i, e := range c.Estimates[1:] {
		b := Bridge{Case: i + 1}
		var list []lever
		if why := c.apart(e); why != (apart{}) && why.word != otherUsage {
			b.Why = why.long
		} else {
			var err error
			if list, err = leversOf(ctx, book, asOf, base, e.Case); err != nil {
				return err
			}
			if len(list) == 0 {
				b.Why = "nothing in it is other than in the base case"
			}
		}
		for _, l := range list {
			cases = append(cases, l.to)
			if l.alone != nil {
				k := base
				k.Changes = slices.Clone(base.Changes)
				l.alone(&k)
				alone = append(alone, k)
			}
		}
		bridges, levers = append(bridges, b), append(levers, list)
	}
	totals, err := c.totals(ctx, book, asOf, cases)
	if err != nil {
		return err
	}
	apart, err := c.totals(ctx, book, asOf, alone)
	if err != nil { // one of them needs another lever: one at a time
		apart = make([]*estimate.Estimate, len(alone))
		for i, k := range alone {
			if one, err := c.totals(ctx, book, asOf, []scenario.Case{k}); err == nil {
				apart[i] = one[0]
			} else if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	from := c.Reported(c.Base().Total()).Value
	for i := range bridges {
		b, before := &bridges[i], from
		var names, whats []string // of levers that are one step with the next
		for k, l := range levers[i] {
			e := totals[0]
			totals = totals[1:]
			names, whats = append(names, l.name), append(whats, l.what)
			step := BridgeStep{Lever: strings.Join(names, " and "), What: strings.Join(whats, "; ")}
			if l.alone != nil {
				if len(names) == 1 {
					step.Alone = c.bringsAlone(apart[0])
				}
				apart = apart[1:]
			}
			if !e.Complete() && k+1 < len(levers[i]) {
				continue
			}
			names, whats = nil, nil
			step.After = c.Reported(e.Total()).Value
			step.Amount, before = step.After.Sub(before), step.After
			b.Steps = append(b.Steps, step)
		}
		if e := c.Estimates[b.Case]; b.Why == "" && !before.Equal(c.Reported(e.Total()).Value) {
			return fmt.Errorf("the bridge to case %q ends at %s, and the case at %s: report this as a fault of the program", e.Case.Name, before, c.Reported(e.Total()).Value)
		}
	}
	c.Bridges = bridges
	return nil
}

// bringsAlone is what one lever adds to the base case's total by itself; nil where
// that cannot be said.
func (c *Comparison) bringsAlone(k *estimate.Estimate) *money.Decimal {
	if k == nil {
		return nil
	}
	why := c.apart(k)
	if why.word == otherUsage {
		why = apart{}
	}
	if d := difference(why, nil, c.Reported(k.Total()), c.Reported(c.Base().Total())); d.ok {
		return &d.amount.Value
	}
	return nil
}

// totals estimates cases in place of the scenario's, behind its base case.
func (c *Comparison) totals(ctx context.Context, book estimate.Ratebook, asOf time.Time, cases []scenario.Case) ([]*estimate.Estimate, error) {
	if len(cases) == 0 {
		return nil, nil
	}
	s := *c.Scenario
	s.Cases = append([]scenario.Case{c.Base().Case}, cases...)
	all, err := Cases(ctx, book, &s, asOf)
	if err != nil {
		return nil, err
	}
	return all.Estimates[1:], nil
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
