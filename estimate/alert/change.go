package alert

import (
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// change is an alert on a change against the same days before.
func (c *checking) change(o *Outcome) error {
	last := c.last
	if c.AsOf.Before(last) {
		last = c.AsOf
	}
	last = last.AddDate(0, 0, -o.Late)
	now, before, ok := c.spans(o, last)
	if !ok {
		o.say("there is no day of %s yet whose usage counts", c.month)
		return nil
	}
	if o.Against == scenario.AgainstWeek {
		o.Period = daysText(now.first, now.last)
	}
	if before.first.Before(c.first) {
		o.say("the usage begins on %s: there is none of %s to compare with", date(c.first), daysText(before.first, before.last))
		return nil
	}
	if k := c.caseOf(o); o.Of == scenario.AlertRated && len(k.Commitments) > 0 && before.first.Before(c.Scenario.Start.FirstDay(c.cycle)) {
		o.say("the commitment of case %q starts with the scenario, in %s: nothing is rated before", k.Name, c.Scenario.Start)
		return nil
	}
	sum, err := c.figure(o, now.first, now.last)
	if err != nil {
		return err
	}
	old, err := c.figure(o, before.first, before.last)
	if err != nil {
		return err
	}
	if sum.Currency == "" {
		sum.Currency = old.Currency
	}
	if old.Currency == "" {
		old.Currency = sum.Currency
	}
	diff, err := sum.Sub(old)
	if err != nil {
		return err
	}
	if old.Value.Sign() <= 0 {
		// a part of nothing is none: any rise is one, above every limit
		o.Value, o.Status, o.Extent = scenario.AlertLimit{Value: diff.Value, Currency: diff.Currency}, Quiet, diff.Value
		if !o.Below && diff.Value.Sign() > 0 {
			o.Status = Fired
		}
		o.say("%s %s from %s, and %s from %s", sum, o.Of, daysText(now.first, now.last), old, daysText(before.first, before.last))
	} else {
		o.judge(scenario.AlertLimit{Value: diff.Value.Div(old.Value), Part: true})
		o.say("%s %s from %s, %s from %s: %s; the limit is %s", sum, o.Of, daysText(now.first, now.last), old, daysText(before.first, before.last), signedPercent(o.Value.Value), o.Limit)
		o.Extent = diff.Value
	}
	if least := o.Least; least != nil && diff.Value.Abs().Less(least.Value) && o.Status == Fired {
		o.Status = Quiet
		o.note("the change of %s is less than %s, the least that counts", diff, least)
	}
	return nil
}

func signedPercent(part money.Decimal) string {
	if part.Sign() > 0 {
		return "+" + percentText(part)
	}
	return percentText(part)
}

// days are some days one behind the other, both ends included.
type days struct{ first, last time.Time }

// spans are the days of a change: those up to last, and the same ones before. Both
// have as many days; ok is false where there is none yet.
func (c *checking) spans(o *Outcome, last time.Time) (now, before days, ok bool) {
	if o.Against == scenario.AgainstWeek {
		now = days{last.AddDate(0, 0, -6), last}
		return now, days{now.first.AddDate(0, 0, -7), now.last.AddDate(0, 0, -7)}, true
	}
	back := 1
	if o.Against == scenario.AgainstYear {
		back = 12
	}
	now.first, before.first = c.month.FirstDay(c.cycle), c.month.Add(-back).FirstDay(c.cycle)
	if last.Before(now.first) {
		return now, before, false
	}
	n := min(daysFrom(now.first, last), daysFrom(before.first, c.month.Add(1-back).FirstDay(c.cycle))-1)
	now.last, before.last = now.first.AddDate(0, 0, n), before.first.AddDate(0, 0, n)
	return now, before, true
}
