package compare

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Verdict says which case is the cheapest, by how much, and how sure that is. Where
// a case is Open, one is the cheapest only where it is so on every Basis; else
// Depends says which is on each.
type Verdict struct {
	Cheapest []int            // in Comparison.Estimates; several where they cost the same, none where Reason says why
	Total    money.Amount     // of the cheapest, at the usage as stated
	Next     int              // the cheapest of the rest; -1 where there is none
	Less     money.Amount     // what the next one costs more
	Part     money.Decimal    // of the next one's total, 0.1 for ten percent; 0 where that is 0
	LeftOut  []LeftOut        // what is not compared
	Open     bool             // a compared case is
	Depends  []Condition      // by Basis; nil where the verdict holds on each
	Even     []Condition      // of an open verdict: other cases that cost the same on a Basis
	Reason   string           // why there is no verdict; "" where there is one
	From, To money.Decimal    // the levels of usage between which it holds; both zero where that was not looked for
	Below    []Beyond         // from From downwards; none where it holds as far as was looked
	Above    []Beyond         // from To upwards
	Looked   [2]money.Decimal // the levels that were looked between
	Varied   string           // the workload whose usage is at the levels; "" for all
}

// Beyond are the cheapest cases beyond a level of usage, up to that of the next
// Beyond.
type Beyond struct {
	Level money.Decimal
	Cases []int // in Comparison.Estimates; none where it depends on the Basis
}

// littleWork is how many months of lines LookAround prices again and again: in
// well under a second.
const littleWork = 1500

// LookAround lets Verdict say at which levels of usage it holds, as FindBreakEven
// does, without showing the rest of a BreakEven. It looks only where that is
// little work: not at large comparisons, nor at reservations and savings plans.
func (c *Comparison) LookAround(ctx context.Context) {
	work := 0
	for _, e := range c.Estimates {
		if len(e.Benefits) > 0 {
			return
		}
		work += len(e.Lines) * len(e.Months)
		if e.Open != nil {
			work += len(e.Lines) * len(e.Open.Months)
		}
	}
	if work > littleWork || len(c.Estimates) < 2 {
		return
	}
	aside := &Comparison{Scenario: c.Scenario, Estimates: c.Estimates, unsold: c.unsold}
	if aside.FindBreakEven(ctx, BreakEvenOptions{brief: true}) == nil {
		c.around = aside.BreakEven
	}
}

// Verdict compares the totals of the cases that can be compared, at the usage
// as stated, with what BreakEven found where it was looked for; then of the
// cases that were looked at.
func (c *Comparison) Verdict() Verdict {
	all := make([]int, len(c.Estimates))
	for i := range all {
		all[i] = i
	}
	if c.BreakEven != nil {
		all = c.BreakEven.Cases
	}
	v := Verdict{Next: -1}
	among, leftOut := c.comparable(all)
	v.LeftOut = leftOut
	codes := c.currencies(all)
	switch {
	case len(codes) > 1:
		v.Reason = "totals in " + strings.Join(codes, " and ") + " cannot be compared; state report_in and exchange"
	case len(all) == 1:
		v.Reason, v.LeftOut = "there is one case, and none to compare it with", nil
	case len(among) == 0:
		v.Reason = "no case can be compared"
	case len(among) == 1:
		v.Reason = "only " + c.Estimates[among[0]].Case.Name + " can be compared"
	}
	if v.Reason != "" {
		return v
	}
	v.Open = c.anyOpen(among)
	conditions := c.conditions(among)
	var sets [][]int
	for _, k := range conditions {
		sets = append(sets, k.Cases)
	}
	if v.Cheapest = agreed(sets); len(v.Cheapest) == 0 {
		v.Cheapest, v.Depends = nil, conditions
		return v
	}
	v.Total = conditions[0].Total
	for _, k := range conditions[1:] {
		if k.Cases = slices.DeleteFunc(k.Cases, func(i int) bool { return slices.Contains(v.Cheapest, i) }); len(k.Cases) > 0 {
			v.Even = append(v.Even, k)
		}
	}
	if !v.Open {
		v.findNext(among, func(i int) money.Amount { return c.Reported(c.Estimates[i].Total()) })
	}
	v.holds(cmp.Or(c.BreakEven, c.around))
	return v
}

// findNext finds the cheapest of the cases that are not among the cheapest.
func (v *Verdict) findNext(among []int, total func(i int) money.Amount) {
	for _, i := range among {
		own := total(i)
		less := difference(apart{}, nil, v.Total, own)
		if cheaper(v.Total.Value, own.Value) >= 0 || v.Next >= 0 && !less.amount.Value.Neg().Less(v.Less.Value) {
			continue
		}
		v.Next, v.Less, v.Part = i, money.Amount{Value: less.amount.Value.Neg(), Currency: own.Currency}, money.Zero
		if own.Value.Sign() > 0 {
			v.Part = less.part.Neg()
		}
	}
}

// currencies are those that the totals of cases are reported in, of the cases
// that could be compared but for it.
func (c *Comparison) currencies(cases []int) []string {
	var codes []string
	for _, i := range cases {
		e := c.Estimates[i]
		if code := string(c.Reported(e.Total()).Currency); e.Complete() && !c.otherUsage(e) && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// holds notes the levels of usage between which the verdict is so.
func (v *Verdict) holds(b *BreakEven) {
	if b == nil {
		return
	}
	for k, s := range b.Cheapest {
		if money.One.Less(s.From) || s.To.Less(money.One) {
			continue
		}
		v.From, v.To, v.Varied = s.From, s.To, b.Workload
		below, above := k-1, k+1
		if k > 1 && b.Cheapest[below].crossing() {
			v.From, below = b.Cheapest[below].From, below-1
		}
		if above+1 < len(b.Cheapest) && b.Cheapest[above].crossing() {
			v.To, above = b.Cheapest[above].To, above+1
		}
		for from := v.From; below >= 0; below-- {
			if s := b.Cheapest[below]; below == 0 || !s.crossing() {
				v.Below = append(v.Below, Beyond{from, s.Cases})
			}
			from = b.Cheapest[below].From
		}
		for to := v.To; above < len(b.Cheapest); above++ {
			if s := b.Cheapest[above]; above == len(b.Cheapest)-1 || !s.crossing() {
				v.Above = append(v.Above, Beyond{to, s.Cases})
			}
			to = b.Cheapest[above].To
		}
	}
	v.Looked = [2]money.Decimal{b.Cheapest[0].From, b.Cheapest[len(b.Cheapest)-1].To}
}
