package reconcile

import (
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// paceMonths is of how many of the last whole months a pace is.
const paceMonths = 3

// Pace is how much counts toward a commitment in a day, by its last whole months.
type Pace struct {
	Months          []scenario.Month // that it is of; none where there is none
	Low, Mean, High money.Decimal    // a day: in the lowest month, in all of them, in the highest
	Counted         money.Decimal    // what counted by the end of Through
	Least           money.Decimal    // what counted already, where the balance knows of more than Counted
	Through         time.Time        // the last day that counted
}

// Known tells whether there is one.
func (p Pace) Known() bool { return len(p.Months) > 0 }

// Target is what has to have counted by a day: a milestone's amount, or all of the
// commitment at its end.
type Target struct {
	Name    string
	Last    time.Time // the last day that counts
	Amount  money.Decimal
	Status  string        // Microsoft's; "" where it is not stated
	Passed  bool          // its last day is over, as far as Microsoft's events go
	Missing money.Decimal // of a target that is passed: what was missing on its day; else what is missing now

	Theirs, Ours *Outlook // by the pace of the events, and of our rating; nil where there is none, or where it is passed
}

// Outlook is what is missing on a target's day if it goes on at a pace.
type Outlook struct {
	Shortfall money.Decimal // at the mean pace
	AtLowest  money.Decimal // at the pace of the lowest month
	AtHighest money.Decimal
	Reached   time.Time // the day on which it is reached at the mean pace; zero where that is after the target's day
}

// forecast sets the paces, and what they reach on the targets' days.
func (c *CommitmentCheck) forecast() {
	counted, known := c.Counted()
	switch {
	case !c.IsMACC() || c.Amount == nil || c.Until.IsZero() || c.Start.IsZero():
		return // it has no term, or nothing counts toward it
	case !known:
		c.Why = "what counted toward it is not stated: neither a balance nor events were read"
		return
	case !c.InForce(c.AsOf):
		c.Why = fmt.Sprintf("it is not in force on %s", c.AsOf.Format(time.DateOnly))
		if c.Status != "" {
			c.Why += " (" + c.Status + ")"
		}
	}
	through := c.through()
	if i := slices.IndexFunc(c.Events, func(e Event) bool { return e.Charges.Currency != c.Amount.Currency }); c.Why == "" && i >= 0 {
		c.Why = fmt.Sprintf("the event of %s is in %s, and what it counts in %s is not known", c.Events[i].Date.Format(time.DateOnly), c.Events[i].Charges.Currency, c.Amount.Currency)
	}
	if c.Why == "" && through.IsZero() {
		c.Why = "there is no event to take a pace from"
	}
	if !through.IsZero() {
		if last := c.Events[len(c.Events)-1]; last.Balance != nil && last.Charges.Currency == c.Amount.Currency {
			counted = c.Amount.Value.Sub(*last.Balance) // at the end of that month, not as the balance is now
		}
		c.Pace = c.pace(counted, through, func(m CommitmentMonth) *money.Decimal { return m.Theirs })
		c.Ours = c.oursPace(counted, through)
	}
	if now, _ := c.Counted(); counted.Less(now) {
		c.Pace.Least, c.Ours.Least = now, now
	}
	counted, _ = c.Counted()
	for i, m := range c.Milestones {
		if m.Amount.Currency == c.Amount.Currency && !m.Until.IsZero() {
			c.target(fmt.Sprintf("milestone %d", i+1), m.Amount.Value, m.Until, m.Status, counted)
		}
	}
	c.target("all of it", c.Amount.Value, c.Until, "", counted)
}

// pace is of the last whole months up to one.
func (c *CommitmentCheck) pace(counted money.Decimal, through scenario.Month, of func(CommitmentMonth) *money.Decimal) Pace {
	p := Pace{Counted: counted, Through: through.End().AddDate(0, 0, -1)}
	sum, days := money.Zero, 0
	for i := len(c.Months) - 1; i >= 0 && len(p.Months) < paceMonths; i-- {
		m := c.Months[i]
		if m.Month.Since(through) > 0 {
			continue
		}
		value := of(m)
		if value == nil || m.Month.Start().Before(c.Start) {
			break // a gap, or a month that is only partly of the term
		}
		n := m.Month.Days(7)
		each := value.Div(money.Int(int64(n)))
		if len(p.Months) == 0 || each.Less(p.Low) {
			p.Low = each
		}
		if len(p.Months) == 0 || p.High.Less(each) {
			p.High = each
		}
		sum, days = sum.Add(*value), days+n
		p.Months = append([]scenario.Month{m.Month}, p.Months...)
	}
	if days > 0 {
		p.Mean = sum.Div(money.Int(int64(days)))
	}
	return p
}

// oursPace is that of our rating: what Microsoft counted, the whole months of usage
// after that, and the last whole months' pace.
func (c *CommitmentCheck) oursPace(counted money.Decimal, through scenario.Month) Pace {
	last := through
	for _, m := range c.Months {
		if m.Month.Since(through) > 0 && m.Month.Since(last) == 1 && m.Ours != nil && m.Part == "" {
			counted, last = counted.Add(*m.Ours), m.Month
		}
	}
	return c.pace(counted, last, func(m CommitmentMonth) *money.Decimal {
		if m.Part != "" {
			return nil
		}
		return m.Ours
	})
}

// target adds one, with what the paces reach on its day.
func (c *CommitmentCheck) target(name string, amount money.Decimal, until time.Time, status string, counted money.Decimal) {
	t := Target{Name: name, Last: LastDay(until), Amount: amount, Status: status}
	t.Missing = amount.Sub(counted).Max(money.Zero)
	if through := c.through(); !through.IsZero() && !t.Last.After(through.End().AddDate(0, 0, -1)) {
		t.Passed = true
		sum := money.Zero
		for _, m := range c.Months {
			if m.Theirs != nil && !m.Month.Start().After(t.Last) {
				sum = sum.Add(*m.Theirs)
			}
		}
		// what the events leave out of the balance counted before them
		t.Missing = amount.Sub(sum).Sub(counted.Sub(c.FromEvents())).Max(money.Zero)
	}
	if c.Why == "" && !t.Passed {
		t.Theirs, t.Ours = c.Pace.outlook(amount, t.Last), c.Ours.outlook(amount, t.Last)
	}
	c.Targets = append(c.Targets, t)
}

// outlook is what is missing of an amount on a day; nil where there is no pace.
func (p Pace) outlook(amount money.Decimal, last time.Time) *Outlook {
	if !p.Known() {
		return nil
	}
	days := int64(last.Sub(p.Through) / (24 * time.Hour))
	missing := func(each money.Decimal) money.Decimal {
		expected := p.Counted.Add(each.Mul(money.Int(days)))
		if p.Counted.Less(p.Least) {
			expected = expected.Max(p.Least)
		}
		return amount.Sub(expected).Max(money.Zero)
	}
	o := &Outlook{Shortfall: missing(p.Mean), AtLowest: missing(p.Low), AtHighest: missing(p.High)}
	if open := amount.Sub(p.Counted.Max(p.Least)); o.Shortfall.IsZero() {
		o.Reached = p.Through
		if open.Sign() > 0 {
			n := amount.Sub(p.Counted).Div(p.Mean)
			whole := n.Round(0)
			if whole.Less(n) {
				whole = whole.Add(money.One)
			}
			o.Reached = p.Through.AddDate(0, 0, int(whole.Float64()))
		}
	}
	return o
}
