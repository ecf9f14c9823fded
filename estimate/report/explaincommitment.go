package report

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// prepaid tells the discounts of a meter's month within the term of a prepayment or a
// plan of 2012, and how much of it that pays for.
func (x *explainer) prepaid(d *derivation, u, m int) {
	mm := x.e.Month(u, m)
	gross, c := mm.Gross(), mm.Charges
	if gross.IsZero() {
		return
	}
	if !mm.Eligible.Discount {
		d.text("commitment", "does not cover this meter")
		return
	}
	k, rate := x.e.Prepaid(), x.e.Meters[u].Discount
	left := k.Opening[m].Sub(k.Purchases[m])
	if k.Purchases[m].Sign() > 0 {
		d.text("commitment", fmt.Sprintf("pays %s for reservations and savings plans first, of %s", shown(k.Purchases[m]), shown(k.Opening[m])))
	}
	if x.eligible(m).Sign() < 0 && !c.Overage.IsZero() {
		d.text("commitment", "the month is below zero: what was charged beyond the commitment is given back first")
		d.line("overage", shown(c.Overage))
		if !mm.Drawn.IsZero() {
			d.text("covered", shown(mm.Drawn)+", back to the commitment")
		}
		if !c.Discount.IsZero() {
			keep := money.One.Sub(rate)
			d.equation("discount", d.n(mm.Drawn)+" + "+d.n(c.Overage)+" × "+d.n(keep)+" - "+d.n(gross), mm.Drawn.Add(c.Overage.Mul(keep)).Sub(gross).Equal(c.Discount), c.Discount)
		}
		return
	}
	if left.IsZero() && !c.Overage.IsZero() {
		when := "in this month"
		if !k.Exhausted.IsZero() {
			when = "in " + k.Exhausted.String()
		}
		d.text("commitment", "used up "+when+"; this is at the card's rates")
		d.line("overage", shown(c.Overage))
		if !c.Discount.IsZero() {
			d.equation("negotiated", "-"+d.n(c.Overage)+" × "+d.n(rate), c.Overage.Mul(rate).Neg().Equal(c.Discount), c.Discount)
		}
		return
	}
	net := x.net(d, u, m)
	all := x.eligible(m)
	if !left.Less(all) {
		d.text("commitment", "covers all of it")
		return
	}
	of := "of it"
	if k.Window() < k.Months {
		of = "promised for the month"
	} else if m == 0 {
		of = "committed"
	}
	if k.Purchases[m].Sign() > 0 {
		of = "left for usage"
	}
	d.text("commitment", fmt.Sprintf("%s is %s, for eligible charges of %s in all", shown(left), strings.Replace(of, "of it", "left of it", 1), shown(all)))
	d.share("covered", mm.Drawn, left, net, all)
	d.equation("overage", d.n(gross)+" - "+d.n(gross)+" × "+d.n(left)+" ÷ "+d.n(all),
		divides(gross.Mul(left), all, gross.Sub(c.Overage)), c.Overage)
	d.sum("usage", c.Usage, gross, c.Overage.Neg())
	if rate.IsZero() {
		d.sum("discount", c.Discount, mm.Drawn, c.Overage, gross.Neg())
		return
	}
	keep := money.One.Sub(rate)
	d.equation("discount", d.n(mm.Drawn)+" + "+d.n(c.Overage)+" × "+d.n(keep)+" - "+d.n(gross),
		mm.Drawn.Add(c.Overage.Mul(keep)).Sub(gross).Equal(c.Discount), c.Discount)
}

// macc tells what of a meter's month counts toward a MACC, and what a shortfall
// that was paid before pays for.
func (x *explainer) macc(d *derivation, u, m int) {
	k, mm := x.e.MACC(), x.e.Month(u, m)
	if mm.Gross().IsZero() {
		return
	}
	if !mm.Eligible.Discount {
		if x.e.Prepaid() == nil {
			d.text("commitment", "does not cover this meter")
		}
		return
	}
	due, all := x.due(u, m), money.Zero
	for v := range x.e.Meters {
		if x.e.EligibleIn(x.e.Meters[v].Meter, x.e.Months[m]).Discount {
			all = all.Add(x.due(v, m))
		}
	}
	if paid := mm.Drawn.Sub(mm.Charges.Credit); !paid.IsZero() {
		d.equation("to be paid", d.n(due.Add(paid))+" - "+d.n(paid), true, due)
	}
	of := "eligible charges of %s in all"
	if bought := x.boughtBeside(m); !bought.IsZero() {
		all = all.Add(bought)
		of = "eligible charges and purchases of %s in all"
		d.text("purchases", fmt.Sprintf("%s paid for %s count, too", shown(bought), x.boughtWords(m)))
	}
	of = fmt.Sprintf(of, shown(all))
	taken := k.Drawn[m].Add(k.Returned[m])
	if k.Returned[m].Sign() > 0 {
		d.text("shortfall", fmt.Sprintf("paid before pays for %s of the month's %s", shown(k.Returned[m]), of))
	}
	switch {
	case taken.Equal(all):
		d.text("commitment", "all of it counts, or was paid by a shortfall")
		if k.Returned[m].IsZero() {
			return
		}
	case k.Opening[m].IsZero():
		d.text("commitment", "reached in "+k.Exhausted.String())
	default:
		d.text("commitment", fmt.Sprintf("%s is missing, for %s", shown(k.Opening[m]), of))
	}
	beside := x.e.PrepaymentPaid(m).Add(x.e.MarketplacePaid(m))
	switch back := k.Returned[m]; {
	case taken.IsZero() || taken.Equal(all):
	case back.IsZero() || beside.IsZero():
		d.share("counts", mm.Counted, taken, due, all)
	default: // no shortfall pays for the purchases beside
		paid := back.MulDiv(due, all.Sub(beside))
		d.equation("paid before", d.n(back)+" × "+d.n(due)+" ÷ "+d.n(all.Sub(beside)), divides(back.Mul(due), all.Sub(beside), paid), paid)
		rest := mm.Counted.Sub(paid)
		d.share("counts", rest, k.Drawn[m], due.Sub(paid), all.Sub(back))
		d.sum("taken", mm.Counted, paid, rest)
	}
}

// due is what is still to be paid of a meter's month, after discounts, prepayment and
// credit: what can count toward a MACC.
func (x *explainer) due(u, m int) money.Decimal {
	c := x.e.ChargesOf(u, m)
	return money.Sum(x.e.Gross(u, m), c.Discount, c.Credit).Sub(x.e.Drawn(u, m))
}

// boughtBeside is what is paid in a month for benefits, but for what the prepayment
// pays, for the prepayment itself, and for eligible purchases of the Marketplace.
func (x *explainer) boughtBeside(m int) money.Decimal {
	bought := x.e.BenefitsPaid(m).Add(x.e.MarketplacePaid(m))
	if k := x.e.Prepaid(); k != nil {
		bought = bought.Sub(k.Purchases[m]).Add(x.e.PrepaymentPaid(m))
	}
	return bought
}

// boughtWords name what is bought in a month beside usage.
func (x *explainer) boughtWords(m int) string {
	var of []string
	if x.e.Prepaid() != nil && !x.e.PrepaymentPaid(m).IsZero() {
		of = append(of, "the prepayment")
	}
	if !x.e.BenefitsPaid(m).IsZero() {
		of = append(of, "reservations and savings plans")
	}
	if !x.e.MarketplacePaid(m).IsZero() {
		of = append(of, "eligible purchases of the Marketplace")
	}
	return list(of)
}

// eligible are a month's eligible charges after discounts.
func (x *explainer) eligible(m int) money.Decimal {
	all := money.Zero
	for v := range x.e.Meters {
		if x.e.EligibleIn(x.e.Meters[v].Meter, x.e.Months[m]).Discount {
			all = all.Add(x.netOf(v, m))
		}
	}
	return all
}

// net tells a meter's charge after discounts.
func (x *explainer) net(d *derivation, u, m int) money.Decimal {
	gross, off := x.e.Gross(u, m), x.offerDiscounts(m)[u]
	if !off.IsZero() {
		x.offer(d, u, m, off)
	}
	net := x.netOf(u, m)
	if rate := x.e.Meters[u].Discount; !rate.IsZero() {
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
	mm := x.e.Month(u, m)
	on := x.e.Discountable(u, m)
	levels, slabs := x.e.DiscountLevels(m)
	whose := "offer's"
	if x.e.Prepaid().Steps() != nil {
		whose = "commitment's"
	}
	if !on.Equal(mm.Gross()) {
		d.text("", "the "+whose+" discount is on the first tier only")
	}
	if slabs {
		all, sum := money.Zero, money.Zero
		for v := range x.e.Meters {
			all = all.Add(x.e.Discountable(v, m))
			sum = sum.Add(x.offerDiscounts(m)[v])
		}
		x.slabs(d, levels, all, sum)
		d.share("its share", off, sum, on, all)
		return
	}
	rate := money.Zero
	for _, l := range levels {
		if !x.e.Prepaid().Each().Less(l.From) {
			rate = l.Rate
		}
	}
	d.product(whose+" "+rate.Mul(money.Int(100)).String()+"%", off, on, rate)
}

// slabs tells the discount of a month's eligible charges, slab by slab.
func (x *explainer) slabs(d *derivation, levels []estimate.DiscountLevel, all, result money.Decimal) {
	left, sum := "", money.Zero
	for i, l := range levels {
		to := all
		if i+1 < len(levels) {
			to = to.Min(levels[i+1].From)
		}
		if !l.From.Less(to) {
			continue
		}
		rate := l.Rate
		if left != "" {
			left += " + "
		}
		left += "(" + d.n(to) + " - " + d.n(l.From) + ") × " + d.n(rate)
		sum = sum.Add(to.Sub(l.From).Mul(rate))
	}
	d.text("offer's", "discount on the eligible charges of the month, slab by slab:")
	d.equation("slabs", left, sum.Equal(result), result)
}

// netOf is a meter's month after discounts: what draws the commitment down.
func (x *explainer) netOf(u, m int) money.Decimal {
	return x.e.Gross(u, m).Sub(x.offerDiscounts(m)[u]).Mul(money.One.Sub(x.e.Meters[u].Discount))
}
