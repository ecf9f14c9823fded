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

// credit takes the first half of step 6: each subscription's monthly credit covers what
// discounts and a prepayment leave of its eligible charges of the month; none of the
// figures is above zero. What a benefit costs, or a commitment lost, is no charge that a
// credit could cover.
func (p *Plan) credit(g gross, discount, drawn table) (credit table) {
	for m := range p.Months {
		terms, ok := p.Card.OfferTerms.CreditIn(p.terms[m].end)
		if !ok {
			continue
		}
		for _, sub := range p.subs {
			charges := make([]money.Decimal, len(sub.meters))
			sum := money.Zero
			for k, u := range sub.meters {
				if p.eligible[u][m].Credit {
					charges[k] = g.at(u, m).Add(discount.at(u, m)).Sub(drawn.at(u, m))
					sum = sum.Add(charges[k])
				}
			}
			used := terms.Amount.Min(sum)
			if used.Sign() <= 0 {
				continue
			}
			parts, _ := money.Share(used, charges)
			for k, u := range sub.meters {
				credit.add(len(p.meters), len(p.Months), u, m, parts[k].Neg())
			}
		}
	}
	return credit
}

// recurring takes the second half of step 6: a recurring charge of each subscription is
// shared by what its meters were charged by their rates. unshared is, by month, what no
// charge was there to share by.
func (p *Plan) recurring(g gross) (recurring table, unshared []money.Decimal) {
	unshared = make([]money.Decimal, len(p.Months))
	for m := range p.Months {
		terms, ok := p.Card.OfferTerms.RecurringIn(p.terms[m].end)
		if !ok {
			continue
		}
		for _, sub := range p.subs {
			charges := make([]money.Decimal, len(sub.meters))
			for k, u := range sub.meters {
				charges[k] = g.at(u, m)
			}
			parts, ok := money.Share(terms.Amount, charges)
			if !ok {
				unshared[m] = unshared[m].Add(terms.Amount)
				continue
			}
			for k, u := range sub.meters {
				recurring.add(len(p.meters), len(p.Months), u, m, parts[k])
			}
		}
	}
	return recurring, unshared
}
