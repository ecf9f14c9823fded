package estimate

import (
	"slices"

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
	market   []money.Decimal // paid for what is bought of the Marketplace, and eligible
}

// count lets what is still to be paid of eligible charges, and purchases, count toward a
// MACC: what a prepayment or a credit covered does not. What shortfalls paid before pay
// for does not count again; they buy neither a prepayment nor anything of the Marketplace.
func (p *Plan) count(g gross, discount, drawn, credit table, bought purchases, c *scenario.Commitment) (out counted) {
	if c == nil {
		return out
	}
	out.use = newCommitmentUse(*c, len(p.Months))
	k, rows := out.use, len(p.meters)
	due := make([]money.Decimal, rows+3) // of meters, of benefits, of the prepayment, and of the Marketplace
	terms, b := promiseOf(*c, len(p.Months), exactly), balance[money.Decimal]{}
	for m := range terms.months {
		b.begin(terms, m)
		k.Opening[m] = b.open
		due[rows], due[rows+1], due[rows+2] = bought.benefits[m], bought.prepaid[m], bought.market[m]
		sum := due[rows]
		for u := range rows {
			due[u] = money.Zero
			if p.eligible[u][m].Discount {
				due[u] = g.at(u, m).Add(discount.at(u, m)).Sub(drawn.at(u, m)).Add(credit.at(u, m))
				sum = sum.Add(due[u])
			}
		}
		var counts money.Decimal
		counts, k.Returned[m] = b.count(sum, due[rows+1].Add(due[rows+2]))
		parts := takenParts(k.Returned[m], counts, due, rows+1)
		for u := range rows {
			out.drawn.add(rows, len(p.Months), u, m, parts[u])
		}
		k.Purchases[m], k.Prepaid[m], k.Marketplace[m] = parts[rows], parts[rows+1], parts[rows+2]
		k.note(p.Months[m], m, counts, b.end(terms, m, counts))
	}
	return out
}

// takenParts are what each of the charges that are due has of what shortfalls pay for,
// which is of the first few only, and of what counts, which is of the rest of all.
func takenParts(returned, counts money.Decimal, due []money.Decimal, payable int) []money.Decimal {
	if returned.IsZero() {
		parts, _ := money.Share(counts, due)
		return parts
	}
	paid, _ := money.Share(returned, due[:payable])
	left := slices.Clone(due)
	for i, p := range paid {
		left[i] = left[i].Sub(p)
	}
	parts, _ := money.Share(counts, left)
	for i, p := range paid {
		parts[i] = parts[i].Add(p)
	}
	return parts
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
