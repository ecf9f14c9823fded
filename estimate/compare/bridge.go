package compare

import (
	"context"
	"fmt"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Bridge leads from the base case's total to a case's, one difference between the two
// cases at a step. Its steps add up to the difference of the totals exactly.
//
// Steps are taken one upon another, in this order: what the base case has promised and
// the case has not, under other terms (its commitment, its reservations and savings
// plan); the offer, the currency, the market; the region that all usage moves to; how
// machines are sized, and modernised; each
// change, and in it scale, hours, region, swap, own licences, spot; negotiated
// discounts; the commitment; reservations and savings plan. After each the whole
// scenario is estimated anew, so a step has what it does after those before it: in
// another order it may be another sum. Where a card of an intermediate step is not in
// the ratebook, or some of its usage has no price, the step is one with the next. There
// is no bridge from or to a total that is incomplete or open: see Difference.
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

// BridgeStep is what one difference between two cases costs or saves. Amounts are in the
// currency of the report, or in that of both cases.
type BridgeStep struct {
	Name   string        // "offer", "region", "hours", "discounts"
	What   string        // "MS-AZR-0003P → MS-AZR-0026P"
	Amount money.Decimal // what it adds to the total after the steps before
	After  money.Decimal // the total with it
	// Alone is what it would add to the base case's total by itself; nil where that
	// cannot be said: its amounts are in another currency, or it needs another step.
	Alone *money.Decimal
}

// FindBridges adds a bridge for each case but the base case to the comparison,
// estimated on the same ratebook.
func (c *Comparison) FindBridges(ctx context.Context, book estimate.Ratebook, asOf time.Time) error {
	var bridges []Bridge
	var steps [][]step
	var cases []scenario.Case
	for i, e := range c.Estimates[1:] {
		b := Bridge{Case: i + 1}
		var list []step
		if why := c.apart(e); why != (apart{}) && why.word != otherUsage {
			b.Why = why.long
		} else {
			var err error
			if list, err = stepsTo(ctx, book, asOf, c.Base().Case, e.Case); err != nil {
				return err
			}
			if len(list) == 0 {
				b.Why = "nothing in it is other than in the base case"
			}
		}
		for _, s := range list {
			cases = append(cases, s.to)
		}
		bridges, steps = append(bridges, b), append(steps, list)
	}
	p := newStepPricer(c, book, asOf)
	if err := p.price(ctx, cases); err != nil {
		return err
	}
	if err := p.priceAlone(ctx, steps); err != nil {
		return err
	}
	for i := range bridges {
		if err := c.takeSteps(&bridges[i], steps[i], p); err != nil {
			return err
		}
	}
	c.Bridges = bridges
	return nil
}

// takeSteps fills a bridge with its steps, which are priced.
func (c *Comparison) takeSteps(b *Bridge, steps []step, p *stepPricer) error {
	before := c.Reported(c.Base().Total()).Value
	var names, whats []string // of steps that are one with the next
	for k, s := range steps {
		e := p.of(s.to)
		names, whats = append(names, s.name), append(whats, s.what)
		out := BridgeStep{Name: strings.Join(names, " and "), What: strings.Join(whats, "; ")}
		if s.alone != nil && len(names) == 1 {
			out.Alone = c.bringsAlone(p.of(*s.alone))
		}
		if !e.Complete() && k+1 < len(steps) {
			continue
		}
		names, whats = nil, nil
		out.After = c.Reported(e.Total()).Value
		out.Amount, before = out.After.Sub(before), out.After
		b.Steps = append(b.Steps, out)
	}
	if e := c.Estimates[b.Case]; b.Why == "" && !before.Equal(c.Reported(e.Total()).Value) {
		return fmt.Errorf("the bridge to case %q ends at %s, and the case at %s: report this as a fault of the program", e.Case.Name, before, c.Reported(e.Total()).Value)
	}
	return nil
}

// bringsAlone is what one step adds to the base case's total by itself; nil where
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
