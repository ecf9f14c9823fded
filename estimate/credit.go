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
	amounts, some := make([]money.Decimal, len(p.Months)), false // zero in months without a credit
	for m := range amounts {
		if terms, ok := p.Card.OfferTerms.CreditIn(p.terms[m].end); ok {
			amounts[m], some = terms.Amount, true
		}
	}
	if !some {
		return nil
	}
	credit = newTable(len(p.meters), len(p.Months))
	for u, row := range credit {
		for m := range row {
			if p.eligible[u][m].Credit {
				row[m] = g.at(u, m).Add(discount.at(u, m)).Sub(drawn.at(u, m))
			}
		}
	}
	for _, sub := range p.subs {
		splits := credit.weigh(sub.meters, len(p.Months))
		for m := range splits {
			if used := amounts[m].Min(splits[m].Sum()); used.Sign() > 0 {
				splits[m].Share(used.Neg())
			}
		}
		credit.share(sub.meters, splits)
	}
	return credit
}

// creditAssumptions say what the offer's credit pays for.
func (e *Estimate) creditAssumptions() []string {
	switch {
	case len(e.Card.OfferTerms.Credits) == 0:
		return nil
	case e.creditFinds():
		return []string{"Each subscription has its own monthly credit; it is not carried over."}
	}
	return []string{"The offer's monthly credit pays for nothing: no charge of the case is eligible for it."}
}
