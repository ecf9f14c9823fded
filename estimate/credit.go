package estimate

import "azwhatif/ratebook/money"

// subscription has the meters used in it, by index into Estimate.Meters.
type subscription struct {
	name   string
	meters []int
}

// subscriptions lists those of the lines, in their order: also those whose
// usage has no price, for they pay recurring charges too.
func (e *Estimate) subscriptions() []subscription {
	index := map[string]int{}
	var subs []subscription
	for _, l := range e.Lines {
		if _, known := index[l.Subscription]; !known {
			index[l.Subscription] = len(subs)
			subs = append(subs, subscription{name: l.Subscription})
		}
	}
	for u := range e.Meters {
		s := &subs[index[e.Meters[u].Subscription]]
		s.meters = append(s.meters, u)
	}
	return subs
}

// creditAndRecurring takes step 6 for a month, subscription by subscription.
func (e *Estimate) creditAndRecurring(month int, subs []subscription) {
	end := e.Months[month].End()
	credit, hasCredit := e.Card.OfferTerms.CreditIn(end)
	recurring, hasRecurring := e.Card.OfferTerms.RecurringIn(end)
	for _, sub := range subs {
		if hasCredit {
			e.cover(month, sub, credit.Amount)
		}
		if hasRecurring {
			e.addRecurring(month, sub, recurring.Amount)
		}
	}
}

// cover takes the credit off a subscription's eligible charges of the month.
// What a commitment paid for, or lost, is no charge that a credit could cover,
// nor is what a benefit costs.
func (e *Estimate) cover(month int, sub subscription, credit money.Decimal) {
	charges := make([]money.Decimal, len(sub.meters))
	sum := money.Zero
	for k, u := range sub.meters {
		if mm := &e.Meters[u].Months[month]; mm.Eligible.Credit {
			charges[k] = mm.Charges.Total().Sub(mm.Charges.Commitment).Sub(mm.Charges.Benefit)
			if c := e.Commitment; c != nil && c.Paid() {
				charges[k] = charges[k].Sub(mm.Drawn)
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
		c := &e.Meters[u].Months[month].Charges
		c.Credit = c.Credit.Sub(parts[k])
	}
}

// addRecurring shares a recurring charge by what the subscription's meters were
// charged by their rates.
func (e *Estimate) addRecurring(month int, sub subscription, amount money.Decimal) {
	charges := make([]money.Decimal, len(sub.meters))
	for k, u := range sub.meters {
		charges[k] = e.Meters[u].Months[month].Gross()
	}
	parts, ok := money.Share(amount, charges)
	if !ok {
		e.Unshared[month].Recurring = e.Unshared[month].Recurring.Add(amount)
		return
	}
	for k, u := range sub.meters {
		c := &e.Meters[u].Months[month].Charges
		c.Recurring = c.Recurring.Add(parts[k])
	}
}
