package report

import (
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// commitment tells the discounts of a meter's month within a commitment's
// term, and how much of it the commitment covers.
func (x *explainer) commitment(d *derivation, u, m int) {
	mm := x.e.Meters[u].Months[m]
	gross, c := mm.Charge.Amount, mm.Charges
	if gross.IsZero() {
		return
	}
	if !mm.Eligible.Discount {
		d.text("commitment", "does not cover this meter")
		return
	}
	k, keep := x.e.Commitment, money.One.Sub(x.e.Case.Discount)
	left := k.Amount
	for _, drawn := range k.Drawn[:m] {
		left = left.Sub(drawn)
	}
	if left.IsZero() {
		d.text("commitment", "used up in "+k.Exhausted.String()+"; this is at the card's rates")
		d.line("overage", shown(c.Overage))
		if !c.Discount.IsZero() {
			d.equation("negotiated", "-"+d.n(c.Overage)+" × "+d.n(x.e.Case.Discount), c.Overage.Mul(x.e.Case.Discount).Neg().Equal(c.Discount), c.Discount)
		}
		return
	}
	net := x.net(d, u, m)
	all := money.Zero
	for v := range x.e.Meters {
		if x.e.Meters[v].Months[m].Eligible.Discount {
			all = all.Add(x.netOf(v, m))
		}
	}
	if !left.Less(all) {
		d.text("commitment", "covers all of it")
		return
	}
	d.sum("net", net, gross, net.Sub(gross))
	d.text("commitment", fmt.Sprintf("%s is left of it, for eligible charges of %s in all", shown(left), shown(all)))
	d.share("covered", mm.Drawn, left, net, all)
	d.equation("overage", d.n(gross)+" - "+d.n(gross)+" × "+d.n(left)+" ÷ "+d.n(all),
		divides(gross.Mul(left), all, gross.Sub(c.Overage)), c.Overage)
	d.sum("usage", c.Usage, gross, c.Overage.Neg())
	if x.e.Case.Discount.IsZero() {
		d.sum("discount", c.Discount, mm.Drawn, c.Overage, gross.Neg())
		return
	}
	d.equation("discount", d.n(mm.Drawn)+" + "+d.n(c.Overage)+" × "+d.n(keep)+" - "+d.n(gross),
		mm.Drawn.Add(c.Overage.Mul(keep)).Sub(gross).Equal(c.Discount), c.Discount)
}

// net tells a meter's charge after discounts.
func (x *explainer) net(d *derivation, u, m int) money.Decimal {
	gross, off := x.e.Meters[u].Months[m].Charge.Amount, x.offerDiscounts(m)[u]
	if !off.IsZero() {
		x.offer(d, u, m, off)
	}
	net := x.netOf(u, m)
	if rate := x.e.Case.Discount; !rate.IsZero() {
		negotiated := net.Sub(gross.Sub(off))
		if off.IsZero() {
			d.equation("negotiated", "-"+d.n(gross)+" × "+d.n(rate), true, negotiated)
		} else {
			d.equation("negotiated", "-("+d.n(gross)+" - "+d.n(off)+") × "+d.n(rate), true, negotiated)
			d.sum("discounts", net.Sub(gross), off.Neg(), negotiated)
		}
	}
	return net
}

// offer tells the offer's discount on a meter's month.
func (x *explainer) offer(d *derivation, u, m int, off money.Decimal) {
	mm := x.e.Meters[u].Months[m]
	on := x.e.Discountable(mm)
	offer, _ := x.e.Card.OfferTerms.CommitmentIn(x.e.Months[m].End())
	if !on.Equal(mm.Charge.Amount) {
		d.text("", "the offer's discount is on the first tier only")
	}
	if x.c.Scenario.Rules.DiscountTier == scenario.PerSlab {
		all, sum := money.Zero, money.Zero
		for v, other := range x.e.Meters {
			all = all.Add(x.e.Discountable(other.Months[m]))
			sum = sum.Add(x.offerDiscounts(m)[v])
		}
		x.slabs(d, offer, all, sum)
		d.share("its share", off, sum, on, all)
		return
	}
	rate := money.Zero
	for _, t := range offer.Tiers {
		if !x.e.Case.Commitment.Amount.Less(t.From) {
			rate = x.e.DiscountRate(t.Value)
		}
	}
	d.product("offer's "+rate.Mul(money.Int(100)).String()+"%", off, on, rate)
}

// slabs tells the discount of a month's eligible charges, slab by slab.
func (x *explainer) slabs(d *derivation, offer ratebook.Discount, all, result money.Decimal) {
	left, sum := "", money.Zero
	for i, t := range offer.Tiers {
		to := all
		if i+1 < len(offer.Tiers) {
			to = to.Min(offer.Tiers[i+1].From)
		}
		if !t.From.Less(to) {
			continue
		}
		rate := x.e.DiscountRate(t.Value)
		if left != "" {
			left += " + "
		}
		left += "(" + d.n(to) + " - " + d.n(t.From) + ") × " + d.n(rate)
		sum = sum.Add(to.Sub(t.From).Mul(rate))
	}
	d.text("offer's", "discount on the eligible charges of the month, slab by slab:")
	d.equation("slabs", left, sum.Equal(result), result)
}

// netOf is a meter's month after discounts: what draws the commitment down.
func (x *explainer) netOf(u, m int) money.Decimal {
	return x.e.Meters[u].Months[m].Charge.Amount.Sub(x.offerDiscounts(m)[u]).Mul(money.One.Sub(x.e.Case.Discount))
}
