package estimate

import (
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Payment is what is paid in a month, in the case's currency, by what it is for; the parts
// add up to Paid. What counts as cost of the month is Cost: money that is paid in advance
// is cost when it is used, or lost (see Charges).
type Payment struct {
	Prepayment   money.Decimal // for the prepayment, or the plan of 2012, itself
	Upfront      money.Decimal // for reservations and savings plans that are paid at once
	Monthly      money.Decimal // for those that are paid each month
	Charges      money.Decimal // usage after discounts and credit, recurring charges, Marketplace
	Drawn        money.Decimal // of these, what the prepayment pays; never above zero but for a refund
	Shortfall    money.Decimal // due of a MACC
	ByShortfalls money.Decimal // what shortfalls paid before pay; never above zero
	Cost         money.Decimal // what counts as cost of the month: Charges.Total
}

// Paid is all that is paid in the month.
func (p Payment) Paid() money.Decimal {
	return money.Sum(p.Prepayment, p.Upfront, p.Monthly, p.Charges, p.Drawn, p.Shortfall, p.ByShortfalls)
}

// Ahead is what is paid in the month and is cost of another one: of a later one where it
// is above zero, else of one before.
func (p Payment) Ahead() money.Decimal { return p.Paid().Sub(p.Cost) }

// Add returns the sum of both, part by part.
func (p Payment) Add(q Payment) Payment {
	return Payment{
		Prepayment: p.Prepayment.Add(q.Prepayment), Upfront: p.Upfront.Add(q.Upfront), Monthly: p.Monthly.Add(q.Monthly),
		Charges: p.Charges.Add(q.Charges), Drawn: p.Drawn.Add(q.Drawn), Shortfall: p.Shortfall.Add(q.Shortfall),
		ByShortfalls: p.ByShortfalls.Add(q.ByShortfalls), Cost: p.Cost.Add(q.Cost),
	}
}

// Payments are what is paid, by month.
func (e *Estimate) Payments() []Payment {
	list := make([]Payment, len(e.Months))
	prepaid, macc := e.Prepaid(), e.MACC()
	for m := range list {
		k, p := e.ChargesIn(m), &list[m]
		p.Prepayment, p.Cost = e.PrepaymentPaid(m), k.Total()
		p.Charges = money.Sum(k.Usage, k.Discount, k.Overage, k.Credit, k.Recurring, k.Marketplace)
		for i := range e.Benefits {
			b := &e.Benefits[i]
			if b.PaidOnce() {
				p.Upfront = p.Upfront.Add(b.Use[m].Paid)
			} else {
				p.Monthly = p.Monthly.Add(b.Use[m].Paid)
			}
		}
		if prepaid != nil {
			p.Drawn = prepaid.Drawn[m].Neg()
		}
		if macc != nil {
			p.Shortfall, p.ByShortfalls = macc.Unused[m], macc.Returned[m].Neg()
		}
	}
	return list
}

// PaidOnce tells whether a benefit is paid in the first month of its term.
func (b *BenefitUse) PaidOnce() bool { return b.Payment == scenario.Upfront && b.Monthly.IsZero() }

// PaidAhead is what of all payments is for months after the scenario, less what was paid
// before it for its months: what is left of a prepayment, and what benefits that are paid
// in the scenario cost outside of it. It is what the payments are above the costs.
func (e *Estimate) PaidAhead() money.Decimal {
	sum := money.Zero
	if k := e.Prepaid(); k != nil {
		for m := range e.Months {
			sum = sum.Add(e.PrepaymentPaid(m))
		}
		sum = sum.Sub(k.TotalDrawn()).Sub(k.Lost)
	}
	for i := range e.Benefits {
		all := e.Benefits[i].Total()
		sum = sum.Add(all.Paid).Sub(all.Cost)
	}
	return sum
}
