package workbook

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// terms writes the block "Month by month" and the block that says how the
// offer's terms are applied.
func (c *caseWriter) terms() {
	c.refs = c.termRefs()
	r := c.termFigures()
	c.text(0, stylePart, "Month by month")
	c.next()
	c.usageCharges()
	c.commitmentLost()
	c.monthlyTerms()
	if c.m.benefit != nil {
		c.termRow(termRow{at: c.m.at.term.benefit, label: "Reservations and savings plans, used or not", unit: c.currency(), style: c.amounts(), sums: true,
			formula: c.benefitSum(headCost), values: c.charged(func(k estimate.Charges) money.Decimal { return k.Benefit })})
	}
	c.marketplaceRow()
	c.totals()
	c.next()
	c.text(0, stylePart, "How the offer's terms are applied")
	c.next()
	c.eligibleCharges(r)
	c.discountLevels(r)
	c.offerRate(r)
	if c.m.prepays() {
		c.prepayRows(r)
	}
	if c.m.macc() {
		c.maccRows(r)
	}
	c.given(c.m.at.term.creditOf, "Monthly credit of each subscription", c.currency(), style{kind: link, format: c.money}, inputCredit, 0, r.credit)
	for _, k := range monthlyCharges {
		at, ok := c.m.at.charges[k.name]
		if !ok {
			continue
		}
		values := make([]float64, c.f.n)
		for i := range values {
			v, _ := k.stated(c.m.e, i)
			values[i] = num(v)
		}
		c.given(at, k.label, c.currency(), style{kind: link, format: c.money}, k.what, 0, values)
	}
	c.next()
}

func (c *caseWriter) currency() string { return string(c.m.e.Currency()) }

// amounts is how amounts that follow from others look.
func (c *caseWriter) amounts() style { return style{kind: calc, format: c.money} }

// usageCharges has usage, overage and discounts.
func (c *caseWriter) usageCharges() {
	t, cur, st := c.m.at.term, c.currency(), c.amounts()
	c.termRow(termRow{at: t.usage, label: "Usage at the card's rates, without overage", unit: cur, style: st, sums: true,
		formula: "{gross}-{overage}", values: c.charged(func(k estimate.Charges) money.Decimal { return k.Usage })})
	const overage = "Overage: beyond the commitment, at the card's rates"
	discount := "{keptGross}-{eligible}-{keptBase}*{scale}"
	if !c.m.prepays() {
		discount = "{keptGross}-{eligible}"
		c.noTerm(t.overage, overage, "a MACC has none")
	} else {
		c.termRow(termRow{at: t.overage, label: overage, unit: cur, style: st, sums: true,
			formula: "{eligible}*({inTerm}-{cover})", values: c.charged(func(k estimate.Charges) money.Decimal { return k.Overage })})
	}
	c.termRow(termRow{at: t.discount, label: "Discounts: the offer's and the negotiated ones", unit: cur, style: st, sums: true,
		formula: discount, values: c.charged(func(k estimate.Charges) money.Decimal { return k.Discount })})
}

// commitmentLost is what is paid for a commitment that was not used.
func (c *caseWriter) commitmentLost() {
	label, formula := "Commitment lost", "{unused}"
	switch {
	case c.m.both():
		label, formula = "Commitments: lost, and shortfall due less what is paid by those before", "{unused}+{short}-{returned}"
	case c.m.macc():
		label, formula = "Shortfall due, less what is paid by those before", "{short}-{returned}"
	}
	c.termRow(termRow{at: c.m.at.term.lost, label: label, unit: c.currency(), style: c.amounts(), sums: true,
		formula: formula, values: c.charged(func(k estimate.Charges) money.Decimal { return k.Commitment })})
}

// monthlyTerms has the offer's credit and its recurring charge.
func (c *caseWriter) monthlyTerms() {
	t, cur := c.m.at.term, c.currency()
	if !c.m.monthly {
		c.noTerm(t.credit, "Monthly credit", "the card has none")
		c.noTerm(t.recurring, "Recurring charge", "the card has none")
		return
	}
	c.termRow(termRow{at: t.credit, label: "Monthly credit", unit: cur, style: c.amounts(), sums: true,
		formula: "-SUM({used})", own: refs{"used": c.subBlock(subCredit)},
		values: c.charged(func(k estimate.Charges) money.Decimal { return k.Credit })})
	subs := c.subBlock(subGross)
	c.termRow(termRow{at: t.recurring, label: "Recurring charge", unit: cur, style: c.amounts(), sums: true,
		formula: c.m.chargeFormula(func(k monthlyCharge) string { return k.all }),
		own:     refs{"numbers": {text: down(colP1, subs.row, subs.last)}, "usages": subs},
		values:  c.charged(func(k estimate.Charges) money.Decimal { return k.Recurring })})
}

// totals has the total, the program's own, and the difference of the two.
func (c *caseWriter) totals() {
	t, at, cur := c.m.at.term, c.m.at, c.currency()
	total := c.charged(estimate.Charges.Total)
	c.link(cell(at.sum, t.total), quote(c.name)+cell(colName, at.share), "to the lines of the total")
	c.termRow(termRow{at: t.total, label: "Total", unit: cur, style: style{kind: sum, format: c.money}, sums: true,
		formula: "SUM({charges})", own: refs{"charges": {row: t.usage, last: t.lastCharge()}}, values: total})
	c.label("Total, as the program calculated it", cur, "")
	for i, v := range total {
		c.num(colMonth+i, style{kind: plain, format: c.money}, v)
	}
	c.num(at.sum, style{kind: strong, format: c.money}, num(c.m.total.Value))
	c.next()
	c.termRow(termRow{at: t.difference, label: "Difference", unit: cur, style: style{kind: calc, format: tiny}, sums: true,
		formula: "{total}-{engine}", values: make([]float64, c.f.n)})
}

// eligibleCharges has what the terms apply to, before and after the negotiated
// discounts.
func (c *caseWriter) eligibleCharges(r termFigures) {
	t, st := c.m.at.term, c.amounts()
	base, keptBase := "{eligible}", "{keptGross}"
	if c.m.drawing {
		base, keptBase = "SUM({bases})", "SUMPRODUCT(1-{negotiated},{bases})"
	}
	for _, row := range []termRow{
		{at: t.gross, label: "Usage at the card's rates", formula: "SUM({grosses})", values: r.gross},
		{at: t.eligible, label: "… of it eligible for discounts and the commitment", formula: "SUMPRODUCT({eligibles},{grosses})", values: r.eligible},
		{at: t.keptGross, label: "… after the negotiated discounts", formula: "SUMPRODUCT({eligibles}-{negotiated},{grosses})", values: r.keptGross},
		{at: t.base, label: "… of it discounted by the offer (block E)", formula: base, values: r.base},
		{at: t.keptBase, label: "… of that after the negotiated discounts", formula: keptBase, values: r.keptBase},
	} {
		if len(c.m.meters) == 0 && row.formula != "{eligible}" && row.formula != "{keptGross}" {
			row.formula = "" // there is nothing to add up
		}
		row.unit, row.style, row.sums = c.currency(), st, true
		c.termRow(row)
	}
}
