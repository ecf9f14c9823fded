package reconcile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// CommitmentCheck is a commitment as of a day: how it was used up by month, by
// Microsoft's events and by our rating, and what is to be expected of it.
type CommitmentCheck struct {
	Commitment
	AsOf    time.Time         // the last day that counts
	Months  []CommitmentMonth // from its first to the last of which either side knows something
	Rated   *ratebook.Header  // the card of our rating; nil where nothing is rated
	Targets []Target
	Pace    Pace   // of Microsoft's events
	Ours    Pace   // of our rating
	Why     string // why nothing is forecast; "" where it is, or where there is no term
}

// CommitmentMonth is a month of usage. Figures are what counts toward the commitment,
// in its currency; nil is not known.
type CommitmentMonth struct {
	Month  scenario.Month
	Theirs *money.Decimal
	Ours   *money.Decimal
	Part   string // why Ours is of a part of the month, and no figure to compare; "" where it is whole
}

// Difference is what ours is above Microsoft's; ok is false where there is not both,
// or where ours is of a part.
func (m CommitmentMonth) Difference() (d money.Decimal, ok bool) {
	if m.Theirs == nil || m.Ours == nil || m.Part != "" {
		return d, false
	}
	return m.Ours.Sub(*m.Theirs), true
}

// Compared are the sums of the months of which both sides are known whole; n is
// their number.
func (c *CommitmentCheck) Compared() (theirs, ours money.Decimal, n int) {
	for _, m := range c.Months {
		if _, ok := m.Difference(); ok {
			theirs, ours, n = theirs.Add(*m.Theirs), ours.Add(*m.Ours), n+1
		}
	}
	return theirs, ours, n
}

// AccountCommitments are the commitments of a billing account, or of files.
type AccountCommitments struct {
	AsOf   time.Time
	Checks []*CommitmentCheck
	Left   []Event  // events that name no commitment that was read
	Notes  []string // such as what could not be read
}

// Counting is what our engine counts toward a MACC, by month.
type Counting struct {
	Card   ratebook.Header
	Months []scenario.Month
	Sums   []money.Decimal
	Part   []string // by month: why the sum is not of all of the month's usage; "" where it is
}

// CountTowardMACC prices recorded usage under the terms that it is billed under, and
// gives what of it counts toward a MACC, month by month.
func CountTowardMACC(ctx context.Context, book estimate.Ratebook, got *scenario.Imported, terms ratebook.Terms, c Commitment, asOf time.Time) (*Counting, error) {
	if c.Amount == nil || c.Amount.Currency != terms.Currency {
		return nil, fmt.Errorf("commitment %s is in %s, and the terms are in %s: give --currency %s; two currencies are not compared", c.ID, c.Currency, terms.Currency, c.Currency)
	}
	got = got.LeaveCovered()
	first, last := span(got)
	if first.IsZero() {
		return &Counting{}, nil
	}
	months := max(last.Since(first)+1, scenario.MonthOf(LastDay(c.Until), 1).Since(first)+1)
	e, err := priceRecorded(ctx, book, "commitments", got, terms, first, last, asOf, func(k *scenario.Case) {
		k.Commitments = []scenario.Commitment{{Kind: scenario.MACC, Amount: c.Amount.Value, Months: months}}
	})
	if err != nil {
		return nil, err
	}
	out := &Counting{Card: e.Card, Months: e.Months, Sums: e.Estimate.MACC().Drawn}
	covered, _ := got.AllCovered()
	for m, month := range e.Months {
		why := ""
		from, to := month.Start().Format(time.DateOnly), month.End().AddDate(0, 0, -1).Format(time.DateOnly)
		switch {
		case !e.CompleteIn(m):
			why = "usage without a price, or missing usage"
		case covered.First > from && month == first || covered.Last < to && month == last:
			why = fmt.Sprintf("usage from %s to %s only", max(covered.First, from), min(covered.Last, to))
		}
		out.Part = append(out.Part, why)
	}
	return out, nil
}

// CheckCommitment gives a commitment's state as of a day. ours may be nil. An event
// is of the usage of the month before its date, when Azure bills it, and not before
// the commitment's first month.
func CheckCommitment(c Commitment, ours *Counting, asOf time.Time) *CommitmentCheck {
	out := &CommitmentCheck{Commitment: c, AsOf: asOf}
	out.until(asOf)
	out.months(ours)
	if ours != nil && len(ours.Months) > 0 {
		out.Rated = &ours.Card
	}
	out.forecast()
	return out
}

// until leaves out the events after a day, and takes the balance back to it.
func (c *CommitmentCheck) until(day time.Time) {
	kept := slices.DeleteFunc(slices.Clone(c.Events), func(e Event) bool { return !e.Date.Before(day.AddDate(0, 0, 1)) })
	if len(kept) == len(c.Events) || c.Amount == nil {
		return
	}
	balance := c.Amount.Value
	for _, e := range kept {
		if balance = balance.Add(e.Charges.Value); e.Balance != nil {
			balance = *e.Balance
		}
	}
	// Events that were not asked for may have come before: the first that is left out tells.
	if next := c.Events[len(kept)]; next.Balance != nil && next.Charges.Currency == c.Amount.Currency && (len(kept) == 0 || kept[len(kept)-1].Balance == nil) {
		balance = next.Balance.Sub(next.Charges.Value)
	}
	n := len(c.Events) - len(kept)
	c.Events, c.Balance, c.Consumed = kept, &balance, nil
	c.Notes = append(slices.Clone(c.Notes), fmt.Sprintf("%s of later days left out, and the balance is that of %s", estimate.Plural(n, "event"), day.Format(time.DateOnly)))
}

func (c *CommitmentCheck) months(ours *Counting) {
	if c.Start.IsZero() || c.Amount == nil {
		return
	}
	start := scenario.MonthOf(c.Start, 1)
	theirs, our := map[scenario.Month]money.Decimal{}, map[scenario.Month]int{}
	last := start.Add(-1)
	note := func(m scenario.Month) {
		if m.Since(last) > 0 {
			last = m
		}
	}
	for _, e := range c.Events {
		if e.Charges.Currency != c.Amount.Currency {
			continue
		}
		m := scenario.MonthOf(e.Date, 1).Add(-1)
		if m.Since(start) < 0 {
			m = start
		}
		theirs[m] = theirs[m].Sub(e.Charges.Value)
		note(m)
	}
	if ours != nil {
		for i, m := range ours.Months {
			if m.Since(start) >= 0 && !m.Start().After(c.AsOf) && (c.Until.IsZero() || m.Start().Before(c.Until)) {
				our[m] = i
				note(m)
			}
		}
	}
	for m := start; m.Since(last) <= 0; m = m.Add(1) {
		one := CommitmentMonth{Month: m}
		if sum, ok := theirs[m]; ok {
			one.Theirs = &sum
		}
		if i, ok := our[m]; ok {
			one.Ours, one.Part = &ours.Sums[i], ours.Part[i]
			if c.Start.After(m.Start()) && one.Part == "" {
				one.Part = "the commitment starts within it"
			}
		}
		c.Months = append(c.Months, one)
	}
}

// through is the last month that Microsoft's events are of; zero where there is none.
func (c *CommitmentCheck) through() (m scenario.Month) {
	for _, one := range slices.Backward(c.Months) {
		if one.Theirs != nil {
			return one.Month
		}
	}
	return m
}
