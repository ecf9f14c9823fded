package workbook

import (
	"slices"

	"azwhatif/scenario"
)

func (c *caseWriter) commitmentRow(r termRow) {
	r.unit, r.style = c.currency(), c.amounts()
	c.termRow(r)
}

// prepayRows has a prepayment or a plan of 2012: what is drawn from it, what is left, and
// lost, at the end of the months that it is for, and which part of the charges it takes.
func (c *caseWriter) prepayRows(r termFigures) {
	t, part := c.m.at.term, style{kind: calc, format: percent}
	c.termRow(termRow{at: t.inTerm, label: "In the commitment's term", unit: "yes or no", style: style{kind: calc, format: yesNo},
		formula: "N(AND({$index}<={term},{amount}>0))", values: r.inTerm})
	c.termRow(termRow{at: t.net, label: "Eligible charges after discounts", unit: c.currency(), style: c.amounts(), sums: true,
		formula: "{keptGross}-{rate}*{keptBase}", values: r.net})
	c.commitmentRow(termRow{at: t.opening, label: "Commitment at the start of the month",
		formula: "{inTerm}*IF(MOD({$index}-1,{further})=0,{amount},{<closing})", values: r.opening})
	left := "{opening}"
	if c.m.paysBenefits() {
		left = "({opening}-{bought})"
		c.commitmentRow(termRow{at: t.bought, label: "Paid from it for reservations and savings plans", sums: true,
			formula: "{inTerm}*MIN({opening}," + c.benefitSum(headPaid) + ")", values: r.bought})
	}
	drawn := "MIN(" + left + ",{net})"
	if slices.ContainsFunc(r.net, func(net float64) bool { return net < 0 }) { // what was beyond it is refunded first
		beyond := "MAX(0,SUMPRODUCT({..keptGross},{..inTerm})-SUMPRODUCT({..keptGross},{..cover}))"
		drawn = "IF({net}<0,{net}*(1-IF({keptGross}<0,MIN(1," + beyond + "/-{keptGross}),0))," + drawn + ")"
	}
	c.commitmentRow(termRow{at: t.drawn, label: "Drawn from the commitment", sums: true,
		formula: "{inTerm}*" + drawn, values: r.drawn})
	c.commitmentRow(termRow{at: t.unused, label: "Lost at the end of the month", sums: true,
		formula: "(" + left + "-{drawn})*{inTerm}*(MOD({$index},{further})=0)", values: r.unused})
	c.commitmentRow(termRow{at: t.closing, label: "At the end of the month", formula: left + "-{drawn}-{unused}", values: r.closing})
	c.termRow(termRow{at: t.cover, label: "Part of eligible charges that the commitment takes", unit: "part", style: part,
		formula: "IF({net}=0,{inTerm},{drawn}/{net})", values: r.cover})
	c.termRow(termRow{at: t.scale, label: "Offer's discount in force", unit: "part", style: part, formula: "{cover}*{rate}", values: r.scale})
}

// maccRows has a MACC: what counts toward it, and what is due where a milestone
// or the end is not reached.
func (c *caseWriter) maccRows(r termFigures) {
	t := c.m.at.term
	c.termRow(termRow{at: t.inMACC, label: "In the MACC's term", unit: "yes or no", style: style{kind: calc, format: yesNo},
		formula: "N({$index}<={maccTerm})", values: r.inMACC})
	label, formula, own := c.dueFormula()
	c.termRow(termRow{at: t.due, label: label, unit: c.currency(), style: c.amounts(), sums: true, formula: formula, own: own, values: r.due})
	c.commitmentRow(termRow{at: t.missing, label: "Missing of the MACC at the start of the month",
		formula: "{inMACC}*({maccAmount}-SUM({..counted})-SUM({..short}))", values: r.missing})
	target, own := "{maccAmount}*({$index}={maccTerm})", refs{}
	if at, ok := c.b.places.milestones[c.m.index]; ok {
		target = "MAX(" + target + ",SUMIF({milestones},{$index},{milestoneAmounts}))"
		own["milestones"] = ref{text: quote(inputsSheet) + down(milestoneMonth, at[0], at[1])}
		own["milestoneAmounts"] = ref{text: quote(inputsSheet) + down(milestoneAmount, at[0], at[1])}
	}
	c.commitmentRow(termRow{at: t.target, label: "To be reached by the end of the month",
		formula: "{inMACC}*" + target, own: own, values: r.target})
	c.commitmentRow(termRow{at: t.paid, label: "Shortfalls paid before, and not yet used",
		formula: "{inMACC}*{maccKeeps}*(SUM({..short})-SUM({..returned}))", values: r.paid})
	usage, takes, own := "{due}", "({counted}+{returned})/{due}", refs{} // a shortfall buys neither a prepayment nor anything of the Marketplace
	if c.m.both() {
		usage += "-" + c.prepaymentPaid()
	}
	if c.m.buys() {
		usage += "-{eligibleBuys}"
		own["eligibleBuys"] = c.purchaseSum(true)
	}
	if c.m.both() || c.m.buys() {
		usage = "(" + usage + ")"
		takes = "IF(" + usage + "=0,{inMACC},{returned}/" + usage + "+(1-{returned}/" + usage + ")*IF({due}={returned},0,{counted}/({due}-{returned})))"
	}
	c.commitmentRow(termRow{at: t.returned, label: "Charges that they pay for", sums: true,
		formula: "MAX(0,MIN({paid}," + usage + "))", own: own, values: r.returned})
	counts := "{due}-{returned}"
	if slices.ContainsFunc(r.due, func(due float64) bool { return due < 0 }) { // what had no room in earlier months is taken back first
		counts += "+SUM({..due})-SUM({..returned})-SUM({..counted})"
	}
	c.commitmentRow(termRow{at: t.counted, label: "Counted toward the MACC", sums: true,
		formula: "{inMACC}*MIN({missing}," + counts + ")", values: r.counted})
	c.commitmentRow(termRow{at: t.short, label: "Shortfall due at the end of the month", sums: true,
		formula: "{inMACC}*({target}>0)*MAX(0,{target}-({maccAmount}-{missing}+{counted}))", values: r.short})
	c.commitmentRow(termRow{at: t.open, label: "Missing of the MACC at the end of the month", formula: "{missing}-{counted}-{short}", values: r.open})
	c.termRow(termRow{at: t.takes, label: "Part of it that counts, or was paid by a shortfall", unit: "part", style: style{kind: calc, format: percent},
		formula: "IF({due}=0,{inMACC}," + takes + ")", own: own, values: r.takes})
}

// dueFormula is what can count toward a MACC in a month: eligible charges, less what a
// prepayment and a credit pay of them, and purchases.
func (c *caseWriter) dueFormula() (label, formula string, own refs) {
	label, formula, own = "Eligible charges after discounts", "{keptGross}", refs{}
	if c.m.both() {
		label, formula = "Eligible charges that the prepayment leaves", "{keptGross}*(1-{cover})"
	}
	if c.m.monthly {
		label, formula = label+", less the credit", formula+"-SUM({credited})"
		own["credited"] = c.subBlock(subCounted)
	}
	if c.m.benefit != nil {
		label, formula = label+", and what is paid for benefits", formula+"+"+c.benefitSum(headPaid)
		if c.m.paysBenefits() {
			formula += "-{bought}"
		}
	}
	if c.m.both() {
		label, formula = label+", and for the prepayment", formula+"+"+c.prepaymentPaid()
	}
	if c.m.buys() {
		label, formula = label+", and for eligible purchases of the Marketplace", formula+"+{eligibleBuys}"
		own["eligibleBuys"] = c.purchaseSum(true)
	}
	return label, formula, own
}

// prepaymentPaid is what is paid in a month for the prepayment itself: all of it in the
// first one, or each month of a plan its part.
func (c *caseWriter) prepaymentPaid() string {
	if k := c.m.e.Prepaid(); k.Kind == scenario.PlanOf2012 && !k.Upfront {
		return "{inTerm}*{amount}"
	}
	return "{amount}*{term}/{further}*({$index}=1)"
}
