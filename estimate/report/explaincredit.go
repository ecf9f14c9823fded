package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// lost tells the meter's share of what is lost of the prepayment in a month.
func (x *explainer) lost(d *derivation, u, m int) {
	k := x.e.Prepaid()
	d.text("lost", fmt.Sprintf("%s of the commitment, by what each meter drew of it", shown(k.Unused[m])))
	drawn, all := x.ofTerm(k, x.e.Drawn, u)
	d.share("its share", x.e.Lost(u, m), k.Unused[m], drawn, all)
}

// short tells the meter's share of what is due for a MACC in a month, less what was
// paid before.
func (x *explainer) short(d *derivation, u, m int) {
	k := x.e.MACC()
	switch {
	case k.Unused[m].IsZero():
		d.text("paid before", fmt.Sprintf("%s, by what each meter counts", shown(k.Returned[m])))
	case k.Returned[m].IsZero():
		d.text("shortfall", fmt.Sprintf("%s is missing of the commitment and due, by what each meter counts", shown(k.Unused[m])))
	default:
		d.text("shortfall", fmt.Sprintf("%s is due, %s was paid before, by what each meter counts", shown(k.Unused[m]), shown(k.Returned[m])))
	}
	counted, all := x.ofTerm(k, x.e.Counted, u)
	d.share("its share", x.e.Short(u, m), k.Unused[m].Sub(k.Returned[m]), counted, all)
}

// ofTerm adds up what a meter took of a commitment in its term, and what all took.
func (x *explainer) ofTerm(k *estimate.CommitmentUse, taken func(use, month int) money.Decimal, u int) (own, all money.Decimal) {
	for v := range x.e.Meters {
		sum := money.Zero
		for i := range min(k.Months, len(x.e.Months)) {
			sum = sum.Add(taken(v, i))
		}
		all = all.Add(sum)
		if v == u {
			own = sum
		}
	}
	return own, all
}

// credit tells the meter's share of the subscription's monthly credit.
func (x *explainer) credit(d *derivation, u, m int) {
	use := x.e.Meters[u]
	credit, _ := x.e.Card.OfferTerms.CreditIn(x.e.Months[m].End())
	own, all := x.creditable(u, m), money.Zero
	for v, other := range x.e.Meters {
		if other.Subscription == use.Subscription && x.e.EligibleIn(other.Meter, x.e.Months[m]).Credit {
			all = all.Add(x.creditable(v, m))
		}
	}
	covered := x.e.ChargesOf(u, m).Credit.Neg()
	if !credit.Amount.Less(all) {
		d.text("credit", fmt.Sprintf("of %s covers all eligible charges of the subscription, %s", credit.Amount, shown(all)))
		d.line("its share", shown(covered))
	} else {
		d.text("credit", fmt.Sprintf("of %s covers part of the subscription's eligible charges, %s", credit.Amount, shown(all)))
		d.share("its share", covered, credit.Amount, own, all)
	}
}

// creditable is what a credit can cover: neither what a commitment paid for,
// nor what was lost of it.
func (x *explainer) creditable(u, m int) money.Decimal {
	c := x.e.ChargesOf(u, m)
	sum := money.Sum(c.Usage, c.Discount, c.Overage)
	return sum.Sub(x.e.Drawn(u, m))
}

// recurring tells the meter's share of what its subscription is charged each month.
func (x *explainer) recurring(d *derivation, u, m int) {
	charges, usage := x.e.MonthlyCharges(u, m)
	sum := money.Zero
	for _, k := range charges {
		if sum = sum.Add(k.Amount); !k.Amount.IsZero() {
			d.text(k.Name, fmt.Sprintf("%s for the subscription, by charges at the card's rates, %s", k.Amount, shown(usage)))
		}
	}
	d.share("its share", x.e.ChargesOf(u, m).Recurring, sum, x.e.Gross(u, m), usage)
}
