package alert

import (
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// commitment is an alert on a commitment that runs out, or goes to waste: on the
// part of it that is drawn, or on what will be drawn by the end of its term if it
// goes on as it has so far.
func (c *checking) commitment(o *Outcome) error {
	kase := c.caseOf(o)
	promised := *kase.CommitmentOf(o.Commitment)
	if c.balance(o, kase, promised) {
		return nil
	}
	index := c.month.Since(c.Scenario.Start)
	if index >= promised.Months {
		o.say("the commitment's term ended in %s", c.Scenario.Start.Add(promised.Months-1))
		return nil
	}
	window := promised.Window()
	first := index / window * window
	opens, closes := c.Scenario.Start.Add(first).FirstDay(c.cycle), c.Scenario.Start.Add(first+window).FirstDay(c.cycle).AddDate(0, 0, -1)
	o.Period = daysText(opens, closes)
	if c.last.Before(opens) {
		o.say("there is no usage of %s yet", o.Period)
		return nil
	}
	r, err := c.charge(o, c.month, c.AsOf)
	if err != nil {
		return err
	}
	var use *estimate.CommitmentUse
	if r != nil {
		use = r.CommitmentOf(o.Commitment)
	}
	if use == nil {
		o.say("there is no usage of %s to rate", o.Period)
		return nil
	}
	drawn := money.Zero
	for m := first; m <= index; m++ {
		drawn = drawn.Add(use.Drawn[m])
	}
	each := money.Amount{Value: promised.Each(), Currency: kase.Terms.Currency}
	share := drawn.Div(each.Value)
	elapsed, term := daysFrom(opens, c.last)+1, daysFrom(opens, closes)+1
	used := money.Amount{Value: drawn, Currency: each.Currency}
	if opens.Before(c.first) {
		o.note("the usage begins on %s: before, from %s on, none is counted", date(c.first), date(opens))
	}
	if missing := r.missing(index); missing > 0 {
		o.note("%s without a price in %s, not in the figure", estimate.Plural(missing, "meter"), c.month)
	}
	if !o.Below {
		o.judge(scenario.AlertLimit{Value: share, Part: true})
		o.say("%s of the commitment of %s is drawn by %s, %s; the limit is %s", used, each, date(c.last), percentText(share), o.Limit)
		if at, ok := exhaustedOn(opens, elapsed, share); ok && !at.After(closes) {
			o.Details = append(o.Details, "at this pace it is used up on "+date(at)+"; its term ends on "+date(closes))
		}
		return nil
	}
	// drawn so far, times the days of the term, by those that are over
	will := share.Mul(money.Int(int64(term))).Div(money.Int(int64(elapsed))).Min(money.One)
	o.judge(scenario.AlertLimit{Value: will, Part: true})
	o.say("%s of the commitment of %s is drawn by %s, in %d of %d days: at this pace %s of it is used by its end; the limit is %s",
		used, each, date(c.last), elapsed, term, percentText(will), o.Limit)
	lost := money.Amount{Value: each.Value.Mul(money.One.Sub(will)), Currency: each.Currency}
	if lost.Value.Sign() > 0 {
		o.Details = append(o.Details, "at this pace "+lost.String()+" of it is not used by "+date(closes))
	}
	return nil
}

// exhaustedOn is the day on which a commitment is used up if it goes on as in the
// days so far; ok is false where nothing is drawn, or that is out of sight.
func exhaustedOn(opens time.Time, elapsed int, share money.Decimal) (at time.Time, ok bool) {
	if share.Sign() <= 0 {
		return at, false
	}
	n := money.Int(int64(elapsed)).Div(share)
	if money.Int(36500).Less(n) {
		return at, false
	}
	return opens.AddDate(0, 0, int(n.Round(0).Float64())-1), true
}
