package estimate

import (
	"azwhatif/ratebook/money"
)

// A monthlyCharge is what each subscription is charged in a month beside its usage.
type monthlyCharge struct {
	name string // in explanations
	// stated is the month's term; ok is false where there is none.
	stated func(p *Plan, month int) (term money.Decimal, ok bool)
	// due is what a subscription is charged by the term, and by its usage at the card's
	// rates.
	due func(term, usage money.Decimal) money.Decimal
}

var monthlyCharges = []monthlyCharge{
	{
		name: "recurring",
		stated: func(p *Plan, month int) (money.Decimal, bool) {
			terms, ok := p.Card.OfferTerms.RecurringIn(p.terms[month].end)
			return terms.Amount, ok
		},
		due: func(term, _ money.Decimal) money.Decimal { return term },
	},
}

// recurring takes the second half of step 6: each subscription's monthly charges are
// shared by what its meters were charged by their rates. unshared is, by month, what no
// charge was there to share by.
func (p *Plan) recurring(g gross) (recurring table, unshared []money.Decimal) {
	unshared = make([]money.Decimal, len(p.Months))
	stated, some := make([][]monthlyTerm, len(p.Months)), false
	for m := range stated {
		stated[m] = p.monthlyTerms(m)
		some = some || stated[m] != nil
	}
	if !some {
		return nil, unshared
	}
	recurring = newTable(len(p.meters), len(p.Months))
	for u, row := range recurring {
		for m := range row {
			row[m] = g.at(u, m)
		}
	}
	for _, sub := range p.subs {
		splits := recurring.weigh(sub.meters, len(p.Months))
		for m := range splits {
			due := money.Zero
			for _, k := range stated[m] {
				due = due.Add(k.due(k.term, splits[m].Sum()))
			}
			if !splits[m].Share(due) {
				unshared[m] = unshared[m].Add(due)
			}
		}
		recurring.share(sub.meters, splits)
	}
	return recurring, unshared
}

// monthlyTerm is a monthly charge with the term that is stated for a month.
type monthlyTerm struct {
	monthlyCharge
	term money.Decimal
}

// monthlyTerms are those of a month; nil where it has none.
func (p *Plan) monthlyTerms(month int) (list []monthlyTerm) {
	for _, k := range monthlyCharges {
		if term, ok := k.stated(p, month); ok {
			list = append(list, monthlyTerm{k, term})
		}
	}
	return list
}

// A MonthlyCharge is what a subscription is charged in a month beside its usage.
type MonthlyCharge struct {
	Name   string // "recurring"
	Amount money.Decimal
}

// MonthlyCharges are those of the subscription of one of Meters. usage is the
// subscription's, at the card's rates, by which its meters share them.
func (e *Estimate) MonthlyCharges(use, month int) (list []MonthlyCharge, usage money.Decimal) {
	for v := range e.Meters {
		if e.Meters[v].Subscription == e.Meters[use].Subscription {
			usage = usage.Add(e.Gross(v, month))
		}
	}
	for _, k := range e.Plan.monthlyTerms(month) {
		list = append(list, MonthlyCharge{k.name, k.due(k.term, usage)})
	}
	return list, usage
}

// recurringAssumptions say who pays the offer's recurring charge.
func (e *Estimate) recurringAssumptions() []string {
	if len(e.Card.OfferTerms.Recurring) == 0 {
		return nil
	}
	return []string{"A recurring charge is due each month for each subscription."}
}
