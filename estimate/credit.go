package estimate

import "azwhatif/ratebook/money"

// subscription has the meters used in it, by index into Estimate.Meters.
type subscription struct {
	name   string
	meters []int
}

// subscriptions lists those of the lines, in their order: also those whose
// usage has no price, for they pay recurring charges too.
func (p *Plan) subscriptions() []subscription {
	index := map[string]int{}
	var subs []subscription
	for i := range p.lines {
		name := p.lines[i].Subscription
		if _, known := index[name]; !known {
			index[name] = len(subs)
			subs = append(subs, subscription{name: name})
		}
	}
	for u := range p.meters {
		s := &subs[index[p.meters[u].Subscription]]
		s.meters = append(s.meters, u)
	}
	return subs
}

// creditAndRecurring takes step 6, month by month and subscription by subscription.
func (e *Estimate) creditAndRecurring() {
	for m := range e.Months {
		end := e.Plan.terms[m].end
		credit, hasCredit := e.Card.OfferTerms.CreditIn(end)
		recurring, hasRecurring := e.Card.OfferTerms.RecurringIn(end)
		for _, sub := range e.Plan.subs {
			if hasCredit {
				e.grantCredit(m, sub, credit.Amount)
			}
			if hasRecurring {
				e.addRecurring(m, sub, recurring.Amount)
			}
		}
	}
}

// grantCredit takes the credit off a subscription's eligible charges of the month.
// What a commitment paid for, or lost, is no charge that a credit could cover,
// nor is what a benefit costs.
func (e *Estimate) grantCredit(month int, sub subscription, credit money.Decimal) {
	f := &e.figures
	paid := e.Commitment != nil && e.Commitment.Paid()
	charges := make([]money.Decimal, len(sub.meters))
	sum := money.Zero
	for k, u := range sub.meters {
		if e.Plan.eligible[u][month].Credit {
			charges[k] = e.gross(u, month).Add(f.discount.at(u, month))
			if paid {
				charges[k] = charges[k].Sub(f.drawn.at(u, month))
			}
			sum = sum.Add(charges[k])
		}
	}
	used := credit.Min(sum)
	if used.Sign() <= 0 {
		return
	}
	parts, _ := money.Share(used, charges)
	for k, u := range sub.meters {
		f.credit.add(len(e.Meters), len(e.Months), u, month, parts[k].Neg())
	}
}

// addRecurring shares a recurring charge by what the subscription's meters were
// charged by their rates.
func (e *Estimate) addRecurring(month int, sub subscription, amount money.Decimal) {
	charges := make([]money.Decimal, len(sub.meters))
	for k, u := range sub.meters {
		charges[k] = e.gross(u, month)
	}
	parts, ok := money.Share(amount, charges)
	if !ok {
		e.Unshared[month].Recurring = e.Unshared[month].Recurring.Add(amount)
		return
	}
	for k, u := range sub.meters {
		e.figures.recurring.add(len(e.Meters), len(e.Months), u, month, parts[k])
	}
}
