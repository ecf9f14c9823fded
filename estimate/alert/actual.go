package alert

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// actual is an alert on a billing month so far.
func (c *checking) actual(o *Outcome, m scenario.Month) error {
	first, end := m.FirstDay(c.cycle), m.Add(1).FirstDay(c.cycle).AddDate(0, 0, -1)
	to := end
	if c.AsOf.Before(to) {
		to = c.AsOf
	}
	if !c.usedIn(m) {
		o.say("there is no usage of %s yet", m)
		return nil
	}
	sum, err := c.figure(o, first, to)
	if err != nil {
		return err
	}
	c.actualValue(o, sum, fmt.Sprintf("from %s", daysText(first, to)))
	return nil
}

// actualValue holds a sum against an amount, or a part of a budget.
func (c *checking) actualValue(o *Outcome, sum money.Amount, when string) {
	if o.Budget == nil {
		o.judge(scenario.AlertLimit{Value: sum.Value, Currency: sum.Currency})
		o.say("%s %s %s; the limit is %s", sum, o.Of, when, money.Amount{Value: o.Limit.Value, Currency: o.Limit.Currency})
		return
	}
	o.judge(scenario.AlertLimit{Value: sum.Value.Div(o.Budget.Value), Part: true})
	o.say("%s %s %s, %s of the budget of %s; the limit is %s", sum, o.Of, when, percentText(o.Value.Value), o.Budget, o.Limit)
}

// figure is the cost of the usage that the alert picks in some days of one
// billing month: billed, or rated.
func (c *checking) figure(o *Outcome, from, to time.Time) (money.Amount, error) {
	sums := scenario.SumsOfDays(c.picked(o), func(first, last string) (looked, whole bool) {
		return first <= date(to) && last >= date(from), first >= date(from) && last <= date(to)
	})
	if sums.Refused != "" {
		return money.Amount{}, errors.New(sums.Refused)
	}
	if sums.Few > 0 {
		o.note("sums of several days that reach beyond %s count on the first of them: %d, such as %s", daysText(from, to), sums.Few, sums.Example)
	}
	if o.Of == scenario.AlertBilled {
		return c.billed(o, from, to)
	}
	return c.rated(o, from, to)
}

// picked is the usage that the alert picks.
func (c *checking) picked(o *Outcome) iter.Seq[scenario.Used] {
	return func(yield func(scenario.Used) bool) {
		for _, u := range c.Used {
			if u.Kind.IsUsage() && o.Where.Picks(u) && !yield(u) {
				return
			}
		}
	}
}

// billed sums up the cost that the files state.
func (c *checking) billed(o *Outcome, from, to time.Time) (money.Amount, error) {
	sum := money.Amount{Currency: o.Currency()}
	without := int64(0)
	for _, u := range c.Used {
		if !inDays(u, from, to) || !o.Where.Picks(u) {
			continue
		}
		if u.Currency == "" {
			without += u.Records
			continue
		}
		if sum.Currency == "" {
			sum.Currency = u.Currency
		}
		if u.Currency != sum.Currency {
			if o.Currency() != "" {
				return sum, fmt.Errorf("it is in %s, and the files are billed in %s too; two currencies do not add", sum.Currency, u.Currency)
			}
			return sum, fmt.Errorf("the files are billed in %s and %s; two currencies do not add: narrow the alert down with where, or import them apart", sum.Currency, u.Currency)
		}
		sum.Value = sum.Value.Add(u.Billed)
	}
	for _, u := range c.Used {
		if sum.Currency != "" {
			break
		}
		sum.Currency = u.Currency // of nothing, but it is shown
	}
	if without > 0 {
		o.note("%s from %s without a cost, in no sum; of: rated prices usage", estimate.Plural(int(without), "record"), daysText(from, to))
	}
	return sum, nil
}

// inDays tells whether usage is of some days, both included.
func inDays(u scenario.Used, from, to time.Time) bool {
	day := u.Day[:len(time.DateOnly)] // settle has read them all
	return day >= date(from) && day <= date(to)
}

// rated prices the usage of some days of one billing month, under the alert's
// case, as if none came after.
func (c *checking) rated(o *Outcome, from, to time.Time) (money.Amount, error) {
	month := scenario.MonthOf(from, c.cycle)
	r, err := c.charge(o, month, to)
	if err != nil {
		return money.Amount{}, err
	}
	if r == nil {
		return money.Amount{Currency: c.caseOf(o).Terms.Currency}, nil
	}
	if missing := r.missing(len(r.Months) - 1); missing > 0 {
		o.note("%s without a price, not in the figure of %s", estimate.Plural(missing, "meter"), month)
	}
	return r.sum(), nil
}
