package estimate

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// actual is an alert on a billing month so far.
func (c *alertCheck) actual(o *AlertOutcome, m scenario.Month) error {
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
func (c *alertCheck) actualValue(o *AlertOutcome, sum money.Amount, when string) {
	if o.Budget == nil {
		o.judge(scenario.AlertLimit{Value: sum.Value, Currency: sum.Currency})
		o.say("%s %s %s; the limit is %s", sum, o.Of, when, money.Amount{Value: o.Limit.Value, Currency: o.Limit.Currency})
		return
	}
	o.judge(scenario.AlertLimit{Value: sum.Value.Div(o.Budget.Value), Part: true})
	o.say("%s %s %s, %s of the budget of %s; the limit is %s", sum, o.Of, when, percentText(o.Value.Value), o.Budget, o.Limit)
}

// figure is what the usage that the alert picks comes to in some days of one
// billing month: billed, or rated.
func (c *alertCheck) figure(o *AlertOutcome, from, to time.Time) (money.Amount, error) {
	if o.Of == scenario.AlertBilled {
		return c.billed(o, from, to)
	}
	return c.rated(o, from, to)
}

// billed sums up the cost that the files state.
func (c *alertCheck) billed(o *AlertOutcome, from, to time.Time) (money.Amount, error) {
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
		o.note("%s from %s without a cost, in no sum; of: rated prices usage", plural(int(without), "record"), daysText(from, to))
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
func (c *alertCheck) rated(o *AlertOutcome, from, to time.Time) (money.Amount, error) {
	month := scenario.MonthOf(from, c.cycle)
	r, err := c.rate(o, month, to)
	if err != nil {
		return money.Amount{}, err
	}
	if r == nil {
		return money.Amount{Currency: c.caseOf(o).Terms.Currency}, nil
	}
	if missing := r.missing(len(r.Months) - 1); missing > 0 {
		o.note("%s without a price, not in the figure of %s", plural(missing, "meter"), month)
	}
	return r.sum(o.Where.IsZero()), nil
}

// alertRating is the usage of an alert's month, priced; of a case with a
// commitment, all months from its start to that one.
type alertRating struct {
	*Estimate
	from scenario.Month // whose first month it is
}

// mark is the tag that tells the usage which an alert picks from the rest: all is
// priced together, since tiers and free amounts count the whole.
const mark = "azwhatif:alert"

// rate prices the usage up to a day of a month; nil where there is none to price.
func (c *alertCheck) rate(o *AlertOutcome, month scenario.Month, to time.Time) (*alertRating, error) {
	kase := c.caseOf(o)
	start := month
	if kase.Commitment != nil {
		start = c.Scenario.Start
	}
	s := *c.Scenario
	s.Start, s.Months = start, month.Since(start)+1
	s.Workloads, s.Imports, s.Alerts, s.Cases = nil, []scenario.Import{{CycleDay: c.cycle}}, nil, []scenario.Case{kase}
	var used []scenario.Used
	for _, u := range c.marked(o) {
		if u.Month.Since(start) >= 0 && u.Month.Since(month) <= 0 && u.Day[:len(time.DateOnly)] <= date(to) {
			used = append(used, u)
		}
	}
	if used == nil {
		return nil, nil
	}
	if err := s.Add(c.importOf(o), &scenario.Imported{Used: used}); err != nil {
		return nil, err
	}
	compared, err := Compare(c.ctx, c.book, &s, c.By)
	if err != nil {
		return nil, err
	}
	return &alertRating{compared.Base(), start}, nil
}

// marked is the usage that is rated, with the mark.
func (c *alertCheck) marked(o *AlertOutcome) (list []scenario.Used) {
	for _, u := range c.Used {
		if !u.Rated() {
			continue
		}
		tags := maps.Clone(u.Tags)
		if tags == nil {
			tags = map[string]string{}
		}
		if tags[mark] = "out"; o.Where.Picks(u) {
			tags[mark] = "in"
		}
		u.Tags, u.Group, u.Resource = tags, "", ""
		list = append(list, u)
	}
	return list
}

// importOf takes marked usage, and keeps the tags that cases look at.
func (c *alertCheck) importOf(o *AlertOutcome) scenario.Import {
	keep := []string{mark}
	for _, imp := range c.Scenario.Imports {
		keep = append(keep, imp.KeepTags...)
	}
	slices.Sort(keep)
	return scenario.Import{Pos: o.Pos, Name: "usage", As: scenario.AsRecorded, KeepTags: slices.Compact(keep), CycleDay: c.cycle}
}

func (c *alertCheck) caseOf(o *AlertOutcome) scenario.Case {
	for _, k := range c.Scenario.Cases {
		if k.Name == o.Case {
			return k
		}
	}
	return c.Scenario.Cases[0] // the file was checked
}

// sum is what the last month comes to: all of it, or what the alert picks. What a
// commitment loses at the end of its term is not yet lost.
func (r *alertRating) sum(all bool) money.Amount {
	m := len(r.Months) - 1
	sum := money.Amount{Currency: r.Currency()}
	if all {
		charges := r.ChargesIn(m)
		sum.Value = charges.Total().Sub(charges.Commitment)
		return sum
	}
	for _, l := range r.Lines {
		if l.Tags[mark] == "in" {
			sum.Value = sum.Value.Add(l.Months[m].Amount)
		}
	}
	return sum
}

// missing counts the meters that the alert picks and that have no price in a
// month.
func (r *alertRating) missing(month int) int { return len(r.unpriced(month)) }

// unpriced names the meters that the alert picks and that have no price in a
// month, each once, with the reason.
func (r *alertRating) unpriced(month int) (list []string) {
	for _, u := range r.Unpriced {
		l := r.Lines[u.Line]
		if l.Tags[mark] != "in" || l.Months[month].Quantity.IsZero() || !slices.Contains(u.Months, r.Months[month]) {
			continue
		}
		if text := l.title() + ": " + u.Reason; !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}
