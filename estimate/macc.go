package estimate

import (
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// counted is what step 7 gives: what counts toward a MACC. The zero counted is that of a
// case without one.
type counted struct {
	use   *CommitmentUse
	drawn table // of meters' charges, what counts, or shortfalls paid before pay for
}

// purchases are what is bought in each month beside usage, by month.
type purchases struct {
	benefits []money.Decimal // paid for reservations and savings plans, but for what a prepayment pays
	prepaid  []money.Decimal // paid for a prepayment
}

// count lets what is still to be paid of eligible charges, and purchases, count toward a
// MACC: what a prepayment or a credit covered does not. What shortfalls paid before pay
// for does not count again; they do not buy a prepayment.
func (p *Plan) count(g gross, discount, drawn, credit table, bought purchases, c *scenario.Commitment) (out counted) {
	if c == nil {
		return out
	}
	out.use = newCommitmentUse(*c, len(p.Months))
	k, rows := out.use, len(p.meters)
	due := make([]money.Decimal, rows+2) // of meters, of benefits, and of the prepayment
	beyond := money.Zero                 // what could not count any more: a month below zero takes it back first
	for m := range min(c.Months, len(p.Months)) {
		k.Opening[m] = k.opening(m)
		due[rows], due[rows+1] = bought.benefits[m], bought.prepaid[m]
		sum := due[rows]
		for u := range rows {
			due[u] = money.Zero
			if p.eligible[u][m].Discount {
				due[u] = g.at(u, m).Add(discount.at(u, m)).Sub(drawn.at(u, m)).Add(credit.at(u, m))
				sum = sum.Add(due[u])
			}
		}
		k.Returned[m] = k.credit(m).Min(sum).Max(money.Zero)
		beyond = beyond.Add(sum).Add(due[rows+1]).Sub(k.Returned[m])
		counts := k.Opening[m].Min(beyond)
		beyond = beyond.Sub(counts)
		parts, _ := money.Share(counts.Add(k.Returned[m]), due)
		for u := range rows {
			out.drawn.add(rows, len(p.Months), u, m, parts[u])
		}
		k.Purchases[m], k.Prepaid[m] = parts[rows], parts[rows+1]
		k.note(p.Months[m], m, counts)
	}
	return out
}

// PrepaymentPaid is what is paid in a month for the case's prepayment or plan of 2012
// itself: what a MACC counts of it.
func (e *Estimate) PrepaymentPaid(month int) money.Decimal {
	return e.Plan.prepaidBuys(e.Case.Prepaid())[month]
}

// prepaidBuys is, by month, what is paid for the commitment itself: a prepayment at
// once, a plan of 2012 as it is paid.
func (p *Plan) prepaidBuys(c *scenario.Commitment) []money.Decimal {
	buys := make([]money.Decimal, len(p.Months))
	switch {
	case c == nil:
	case c.Kind == scenario.PlanOf2012 && !c.Upfront:
		for m := range min(c.Months, len(buys)) {
			buys[m] = c.Monthly
		}
	default:
		buys[0] = c.Amount
	}
	return buys
}
