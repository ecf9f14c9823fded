package alert

import (
	"fmt"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// balance is an alert on a MACC whose real balance was read: on what counted toward
// it by Microsoft's figures, or on what will have by its end at the pace of the last
// invoices. done is false where none was read that is the case's: then our rating
// tells.
func (c *checking) balance(o *Outcome, kase scenario.Case, promised scenario.Commitment) (done bool) {
	if promised.Kind != scenario.MACC || c.Commitments == nil {
		return false
	}
	real, why := c.real(kase, promised)
	if real == nil {
		o.note("%s: the figure is by our rating", why)
		return false
	}
	check := reconcile.CheckCommitment(*real, nil, c.AsOf)
	real = &check.Commitment
	amount := *real.Amount
	o.Period = daysText(real.Start.Truncate(24*time.Hour), reconcile.LastDay(real.Until))
	counted, ok := real.Counted()
	if !ok || amount.Value.Sign() <= 0 {
		o.say("what counted toward the commitment %s is not stated", real.ID)
		return true
	}
	if !amount.Value.Equal(promised.Amount) {
		o.note("the scenario's commitment is of %s, and Microsoft's of %s, which the figure is a part of", money.Amount{Value: promised.Amount, Currency: kase.Terms.Currency}, amount)
	}
	share, by := counted.Div(amount.Value), date(c.AsOf)
	if n := len(real.Events); n > 0 {
		by = "the invoice of " + date(real.Events[n-1].Date)
	}
	used := money.Amount{Value: counted, Currency: amount.Currency}
	if !o.Below {
		o.judge(scenario.AlertLimit{Value: share, Part: true})
		o.say("%s of the commitment of %s counted by %s, %s, by Microsoft's balance; the limit is %s", used, amount, by, percentText(share), o.Limit)
		return true
	}
	end := check.Targets[len(check.Targets)-1]
	if end.Theirs == nil {
		why := check.Why
		if end.Passed {
			why = "its term is over"
		}
		o.say("what will count toward the commitment %s by its end is not known: %s", real.ID, why)
		return true
	}
	will := amount.Value.Sub(end.Theirs.Shortfall).Div(amount.Value).Min(money.One)
	o.judge(scenario.AlertLimit{Value: will, Part: true})
	o.say("%s of the commitment of %s counted by %s, by Microsoft's balance: at the pace of %s %s of it is reached by %s; the limit is %s",
		used, amount, by, scenario.Span(check.Pace.Months), percentText(will), date(end.Last), o.Limit)
	for _, t := range check.Targets {
		if t.Theirs != nil && t.Theirs.Shortfall.Sign() > 0 {
			o.Details = append(o.Details, fmt.Sprintf("at this pace %s is missing of %s by %s (%s)", money.Amount{Value: t.Theirs.Shortfall, Currency: amount.Currency}, money.Amount{Value: t.Amount, Currency: amount.Currency}, date(t.Last), t.Name))
		}
	}
	return true
}

// real is the one commitment among those read that is the case's: a MACC in its
// currency that is in force, of its amount where there are several.
func (c *checking) real(kase scenario.Case, promised scenario.Commitment) (found *reconcile.Commitment, why string) {
	var list, same []*reconcile.Commitment
	for i := range c.Commitments {
		k := &c.Commitments[i]
		if !k.IsMACC() || k.Amount == nil || k.Currency != kase.Terms.Currency || !k.InForce(c.AsOf) || k.Until.IsZero() || k.Start.IsZero() {
			continue
		}
		list = append(list, k)
		if k.Amount.Value.Equal(promised.Amount) {
			same = append(same, k)
		}
	}
	if len(list) > 1 && len(same) == 1 {
		list = same
	}
	switch len(list) {
	case 1:
		return list[0], ""
	case 0:
		return nil, fmt.Sprintf("no MACC in %s that was read is in force on %s", kase.Terms.Currency, date(c.AsOf))
	}
	return nil, fmt.Sprintf("%d MACCs in %s that were read are in force on %s, and not one alone is of %s", len(list), kase.Terms.Currency, date(c.AsOf), promised.Amount)
}
