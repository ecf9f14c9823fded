package estimate

import "azwhatif/ratebook/money"

// creditAndRecurring takes step 6 for a month, subscription by subscription.
func (e *Estimate) creditAndRecurring(month int) {
	end := e.Months[month].End()
	credit, hasCredit := e.Card.OfferTerms.CreditIn(end)
	recurring, hasRecurring := e.Card.OfferTerms.RecurringIn(end)
	for _, sub := range e.subscriptions() {
		if hasCredit {
			e.cover(month, sub, credit.Amount)
		}
		if hasRecurring {
			e.addRecurring(month, sub, recurring.Amount)
		}
	}
}

// subscriptions lists the subscriptions of the lines, in their order: also
// those whose usage has no price, for they pay recurring charges too.
func (e *Estimate) subscriptions() []string {
	seen := map[string]bool{}
	var subs []string
	for _, l := range e.Lines {
		if !seen[l.Subscription] {
			seen[l.Subscription] = true
			subs = append(subs, l.Subscription)
		}
	}
	return subs
}

// cover takes the credit off a subscription's eligible charges of the month.
// What a commitment paid for, or lost, is no charge that a credit could cover.
func (e *Estimate) cover(month int, subscription string, credit money.Decimal) {
	charges := make([]money.Decimal, len(e.Meters))
	sum := money.Zero
	for u, use := range e.Meters {
		mm := use.Months[month]
		if use.Subscription == subscription && mm.Eligible.Credit {
			charges[u] = mm.Charges.Total().Sub(mm.Drawn).Sub(mm.Charges.Commitment)
			sum = sum.Add(charges[u])
		}
	}
	used := credit.Min(sum)
	if used.Sign() <= 0 {
		return
	}
	parts, _ := money.Share(used, charges)
	for u := range e.Meters {
		mm := &e.Meters[u].Months[month]
		mm.Charges.Credit = mm.Charges.Credit.Sub(parts[u])
	}
}

// addRecurring shares a recurring charge by what the subscription's meters were
// charged by their rates.
func (e *Estimate) addRecurring(month int, subscription string, amount money.Decimal) {
	charges := make([]money.Decimal, len(e.Meters))
	for u, use := range e.Meters {
		if use.Subscription == subscription {
			charges[u] = use.Months[month].Charge.Amount
		}
	}
	parts, ok := money.Share(amount, charges)
	if !ok {
		e.Unshared[month].Recurring = e.Unshared[month].Recurring.Add(amount)
		return
	}
	for u := range e.Meters {
		mm := &e.Meters[u].Months[month]
		mm.Charges.Recurring = mm.Charges.Recurring.Add(parts[u])
	}
}
