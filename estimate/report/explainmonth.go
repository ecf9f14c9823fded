package report

import (
	"fmt"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// month explains what a meter's month costs, and the line's share of it.
func (x *explainer) month(line, u, m int) string {
	d := x.aside()
	mm, own := x.e.Month(u, m), x.e.Lines[line]
	x.quantity(d, x.e.Lines[line], m)
	if own.Quantities[m].IsZero() && own.Amounts[m].IsZero() {
		return d.out.String()
	}
	switch why := x.g.Why(line, m); {
	case mm.Priced:
		x.withOthers(d, line, u, m)
		x.covered(d, u, m)
		x.charge(d, u, m)
	case why == "":
		d.text(notPriced, "the meter has no price in this month")
	default:
		d.text(notPriced, why)
	}
	x.terms(d, u, m)
	x.shareToLine(d, line, u, m)
	return d.out.String()
}

// quantity tells a line's own quantity of the month.
func (x *explainer) quantity(d *derivation, l estimate.Line, m int) {
	q, month := l.Quantity, x.e.Months[m]
	own := l.Quantities[m]
	if month.Since(q.From) < 0 || month.Since(q.Until) > 0 {
		runs := "in " + q.From.String()
		if q.Until != q.From {
			runs = "from " + q.From.String() + " to " + q.Until.String()
		}
		d.text("quantity", "0, for the workload runs "+runs)
		return
	}
	base := q.BaseIn(month)
	left, product, rounded := d.n(base), base, false
	if q.Recorded != nil && q.Note != "" && !q.Factor.IsZero() {
		if asked := base.Div(q.Factor); asked.Mul(q.Factor).Equal(base) {
			left = d.n(asked) + " × " + d.n(q.Factor)
		}
	}
	times := func(f money.Decimal) {
		left, product = left+" × "+d.n(f), product.Mul(f)
	}
	if q.Hours != nil {
		times(q.Hours.In(month, x.c.Scenario.Hours))
	}
	if n := month.Since(q.From); !q.Growth.IsZero() {
		if n > 0 {
			left += fmt.Sprintf(" × %s^%d", d.n(money.One.Add(q.Growth)), n)
		}
		grown := product.Mul(q.GrowthIn(month))
		product = grown.RoundEven(scenario.GrowthPlaces)
		rounded = !product.Equal(grown)
	}
	if !l.Scale.Equal(money.One) {
		if rounded {
			d.equation("after growth", left, false, product)
			left, rounded = d.n(product), false
		}
		times(l.Scale)
	}
	d.equation("quantity", left, !rounded && product.Equal(own), own)
}

// withOthers adds the lines that share the meter in the subscription.
func (x *explainer) withOthers(d *derivation, line, u, m int) {
	use := x.e.Meters[u]
	own := x.e.Lines[line].Quantities[m]
	total := x.e.Month(u, m).Quantity()
	others, names := []money.Decimal{}, []string{}
	for _, i := range use.Lines {
		if q := x.e.Lines[i].Quantities[m]; i != line && !q.IsZero() {
			others = append(others, q)
			names = append(names, clean(x.e.Lines[i].Workload))
		}
	}
	const most = 4
	switch {
	case len(others) == 0:
		return
	case len(others) > most:
		d.text("shared with", fmt.Sprintf("%d other lines of the subscription", len(others)))
		d.sum("meter's total", total, own, total.Sub(own))
	default:
		d.text("shared with", list(names))
		d.sum("meter's total", total, append([]money.Decimal{own}, others...)...)
	}
}

// charge tells what the rate alone charges.
func (x *explainer) charge(d *derivation, u, m int) {
	mm := x.e.Month(u, m)
	c, rate := mm.Charge, mm.Rate
	if mm.Pooled != nil {
		c = *mm.Pooled
		x.pooled(d, u, m)
		defer func() { d.share("part of it", mm.Charge.Amount, c.Amount, mm.Charge.Quantity, c.Quantity) }()
	}
	if len(rate.Tiers) == 0 {
		return // no quantity, and no price
	}
	switch mm.Below {
	case estimate.CorrectsBefore:
		before := x.e.Month(u, m-1)
		rate = before.Rate
		had := before.Quantity()
		if before.Pooled != nil {
			had = before.Pooled.Quantity
		}
		d.text("below zero", fmt.Sprintf("taken off the %s of %s, at its tiers", shown(had), x.e.Months[m-1]))
	case estimate.CreditedAlone:
		d.text("below zero", "the month before has less: a credit at the first price that is not free")
	}
	priced := x.e.Parts(u, m)
	if !rate.Effective.IsZero() && priced == nil {
		d.text("rate", "in force from "+rate.Effective.Format(time.DateOnly)+" on")
	}
	if !rate.Included.IsZero() || mm.Below != "" && !c.Included.IsZero() {
		d.sum("less included", c.Quantity.Sub(c.Included), c.Quantity, c.Included.Neg())
		if mm.Below == "" && c.Included.Less(rate.Included) {
			d.text("", fmt.Sprintf("included are up to %s a month", rate.Included))
		}
	}
	var parts []money.Decimal
	for _, p := range priced {
		from, shares := p.From, []money.Decimal{}
		if from == "" {
			from = x.e.Months[m].Start().Format(time.DateOnly)
		}
		what := fmt.Sprintf("from %s on: %s", from, shown(p.Charge.Quantity))
		if p.From != "" {
			what += ", on top of the days before"
		}
		d.text("price", what)
		for _, t := range p.Charge.Tiers {
			d.product("above "+shown(t.Above), t.Amount, t.Quantity, t.UnitPrice)
			shares = append(shares, t.Amount)
		}
		parts = append(parts, shares...)
	}
	for _, t := range c.Tiers {
		if priced != nil {
			break
		}
		d.product("above "+shown(t.Above), t.Amount, t.Quantity, t.UnitPrice)
		parts = append(parts, t.Amount)
	}
	switch len(parts) {
	case 0:
		d.line("charge", "0")
	case 1:
	default:
		var quantities []money.Decimal
		for _, t := range c.Tiers {
			quantities = append(quantities, t.Quantity)
		}
		d.sum("tiers' units", c.Quantity.Sub(c.Included), quantities...)
		d.sum("charge", c.Amount, parts...)
	}
}

// pooled adds the subscriptions of the billing account that the meter's tiers count with.
func (x *explainer) pooled(d *derivation, u, m int) {
	mm, use := x.e.Month(u, m), x.e.Meters[u]
	d.text("counted over", fmt.Sprintf("%d subscriptions of the billing account", len(use.Pooled)))
	d.sum("account total", mm.Pooled.Quantity, mm.Charge.Quantity, mm.Pooled.Quantity.Sub(mm.Charge.Quantity))
}

// terms tells what discounts, commitment, credit and recurring charges make of
// the charge.
func (x *explainer) terms(d *derivation, u, m int) {
	mm := x.e.Month(u, m)
	c := mm.Charges
	if k := x.e.Prepaid(); k != nil && m < k.Months {
		x.prepaid(d, u, m)
	} else if !c.Discount.IsZero() {
		d.equation("negotiated", "-"+d.n(mm.Gross())+" × "+d.n(x.e.Meters[u].Discount), true, c.Discount)
	}
	if !x.e.Lost(u, m).IsZero() {
		x.lost(d, u, m)
	}
	if !c.Credit.IsZero() {
		x.credit(d, u, m)
	}
	if k := x.e.MACC(); k != nil && m < k.Months {
		x.macc(d, u, m)
	}
	if !x.e.Short(u, m).IsZero() {
		x.short(d, u, m)
	}
	if !c.Recurring.IsZero() {
		x.recurring(d, u, m)
	}
	if !c.Benefit.IsZero() {
		x.benefit(d, u, m)
	}
	parts := []money.Decimal{c.Usage, c.Discount, c.Commitment, c.Overage, c.Credit, c.Recurring, c.Benefit} // no meter has any of the Marketplace's
	if !c.Total().Equal(mm.Charge.Amount) || !c.Overage.IsZero() {
		d.sum("meter's month", c.Total(), parts...)
	}
}

// shareToLine tells the line's share of its meter's month.
func (x *explainer) shareToLine(d *derivation, line, u, m int) {
	use := x.e.Meters[u]
	if len(use.Lines) == 1 {
		return
	}
	own, amount, c := x.e.Lines[line].Quantities[m], x.e.Lines[line].Amounts[m], x.e.ChargesOf(u, m)
	ofMonth := amount
	if !c.Commitment.IsZero() {
		all := money.Zero
		for _, i := range use.Lines {
			all = all.Add(x.e.Lines[i].Total())
		}
		lost := shareOf(c.Commitment, x.e.Lines[line].Total(), all)
		ofMonth = amount.Sub(lost)
		d.share("share of loss", lost, c.Commitment, x.e.Lines[line].Total(), all)
	}
	total := x.e.Month(u, m).Quantity()
	if total.IsZero() || own.Equal(total) && c.Commitment.IsZero() {
		return
	}
	d.share("line's share", ofMonth, c.Total().Sub(c.Commitment), own, total)
	if !c.Commitment.IsZero() {
		d.sum("line's month", amount, ofMonth, amount.Sub(ofMonth))
	}
}

func shareOf(total, weight, all money.Decimal) money.Decimal {
	if all.IsZero() {
		return money.Zero
	}
	return total.Mul(weight).Div(all)
}
