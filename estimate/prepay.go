package estimate

import (
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// prepaid is what step 5 gives: what a prepayment or a plan of 2012 pays for. The zero
// prepaid is that of a case without one.
type prepaid struct {
	use     *CommitmentUse
	drawn   table // what it pays of meters' charges
	overage table // charges beyond it, at the card's rates
}

// prepay lets benefits and then eligible charges, after discounts, draw the commitment
// down month by month, over all subscriptions. paid is what is paid for benefits, by
// month. discount is step 4's, as though the commitment covered all: of what is beyond
// it, the offer's discount is taken back.
func (p *Plan) prepay(g gross, discount *table, paid []money.Decimal, c *scenario.Commitment) (out prepaid) {
	if c == nil {
		return out
	}
	out.use = newCommitmentUse(*c, len(p.Months))
	forBenefits := p.prepaysBenefits(c)
	rows, months := len(p.meters), len(p.Months)
	net := make([]money.Decimal, rows)
	terms, b := promiseOf(*c, months, exactly), balance[money.Decimal]{}
	for m := range terms.months {
		b.begin(terms, m)
		out.use.Opening[m] = b.open
		open, bought := b.open, money.Zero
		if forBenefits {
			bought = open.Min(paid[m])
			open = open.Sub(bought)
		}
		sum, kept := money.Zero, money.Zero // after discounts, and without the offer's
		for u := range rows {
			net[u] = money.Zero
			if p.eligible[u][m].Discount {
				net[u] = g.at(u, m).Add(discount.at(u, m))
				sum, kept = sum.Add(net[u]), kept.Add(g.at(u, m).Mul(p.meters[u].keep()))
			}
		}
		drawn, parts := b.draws(open, sum, kept), net
		over := !drawn.Equal(sum)
		if over {
			parts, _ = money.Share(drawn, net)
		}
		for u := range rows {
			if !p.eligible[u][m].Discount {
				continue
			}
			out.drawn.add(rows, months, u, m, parts[u])
			if over {
				all := g.at(u, m)
				overage := all.Sub(all.MulDiv(drawn, sum))
				b.beyond = b.beyond.Add(overage.Mul(p.meters[u].keep()))
				out.overage.add(rows, months, u, m, overage)
				off := parts[u].Add(overage.Mul(p.meters[u].keep())).Sub(all)
				discount.add(rows, months, u, m, off.Sub(discount.at(u, m)))
			}
		}
		out.use.Purchases[m] = bought
		drawn = drawn.Add(bought)
		out.use.note(p.Months[m], m, drawn, b.end(terms, m, drawn))
	}
	return out
}

// prepaysBenefits tells whether a case's commitment pays for reservations and savings
// plans, before it pays for usage: as the scenario states, else as the offer has it.
func (p *Plan) prepaysBenefits(c *scenario.Commitment) bool {
	if c == nil || c.Kind != scenario.Prepay {
		return false
	}
	if c.PaysFor != "" {
		return c.PaysFor == scenario.PaysForBenefits
	}
	facts, _ := p.Case.Terms.Offer.Facts()
	return facts.PaysForBenefits
}

// PrepaysBenefits tells whether the case's prepayment pays for reservations and savings
// plans, before it pays for usage.
func (e *Estimate) PrepaysBenefits() bool { return e.Plan.prepaysBenefits(e.Case.Prepaid()) }

// leaves is what the prepayment leaves to be paid for benefits, by month.
func (p prepaid) leaves(paid []money.Decimal) []money.Decimal {
	if p.use == nil {
		return paid
	}
	left := make([]money.Decimal, len(paid))
	for m := range left {
		left[m] = paid[m].Sub(p.use.Purchases[m])
	}
	return left
}

// refundsPrepaid tells whether a month gives back what was charged beyond the prepayment,
// or paid by it.
func (e *Estimate) refundsPrepaid() bool {
	k := e.Prepaid()
	for m := range e.Months {
		if e.ChargesIn(m).Overage.Sign() < 0 || k.Drawn[m].Sub(k.Purchases[m]).Sign() < 0 {
			return true
		}
	}
	return false
}
