package workbook

// commitment writes how the case's commitment is drawn down, or reached, month
// by month.
func (c *caseWriter) commitment(r termFigures) {
	if c.m.macc() {
		c.maccRows(r)
	} else {
		c.prepayRows(r)
	}
	c.commitmentRow(termRow{at: c.m.at.term.closing, label: "At the end of the month", formula: "{opening}-{drawn}-{unused}", values: r.closing})
}

func (c *caseWriter) commitmentRow(r termRow) {
	r.unit, r.style = c.currency(), c.amounts()
	c.termRow(r)
}

// maccRows has a MACC: what counts toward it, and what is due where a milestone
// or the end is not reached.
func (c *caseWriter) maccRows(r termFigures) {
	t := c.m.at.term
	c.commitmentRow(termRow{at: t.opening, label: "Missing of the MACC at the start of the month",
		formula: "{inTerm}*({amount}-SUM({..drawn})-SUM({..unused}))", values: r.opening})
	target, own := "{amount}*({$index}={term})", refs{}
	if at, ok := c.b.places.milestones[c.m.index]; ok {
		target = "MAX(" + target + ",SUMIF({milestones},{$index},{milestoneAmounts}))"
		own["milestones"] = ref{text: quote(inputsSheet) + down(milestoneMonth, at[0], at[1])}
		own["milestoneAmounts"] = ref{text: quote(inputsSheet) + down(milestoneAmount, at[0], at[1])}
	}
	c.commitmentRow(termRow{at: t.target, label: "To be reached by the end of the month",
		formula: "{inTerm}*" + target, own: own, values: r.target})
	c.commitmentRow(termRow{at: t.paid, label: "Shortfalls paid before, and not yet used",
		formula: "{inTerm}*{further}*(SUM({..unused})-SUM({..returned}))", values: r.paid})
	c.commitmentRow(termRow{at: t.returned, label: "Charges that they pay for", sums: true,
		formula: "MAX(0,MIN({paid},{net}))", values: r.returned})
	c.commitmentRow(termRow{at: t.drawn, label: "Counted toward the MACC", sums: true,
		formula: "{inTerm}*MIN({opening},{net}-{returned})", values: r.drawn})
	c.commitmentRow(termRow{at: t.unused, label: "Shortfall due at the end of the month", sums: true,
		formula: "{inTerm}*MAX(0,{target}-({amount}-{opening}+{drawn}))", values: r.unused})
}

// prepayRows has a prepayment: what is drawn from it, and what is left, and lost,
// at the end of the months that it is for.
func (c *caseWriter) prepayRows(r termFigures) {
	t := c.m.at.term
	c.commitmentRow(termRow{at: t.opening, label: "Commitment at the start of the month",
		formula: "{inTerm}*IF(MOD({$index}-1,{further})=0,{amount},{<closing})", values: r.opening})
	c.commitmentRow(termRow{at: t.drawn, label: "Drawn from the commitment", sums: true,
		formula: "{inTerm}*MIN({opening},{net})", values: r.drawn})
	c.commitmentRow(termRow{at: t.unused, label: "Lost at the end of the month", sums: true,
		formula: "({opening}-{drawn})*{inTerm}*(MOD({$index},{further})=0)", values: r.unused})
}

// taken is what the commitment took of all months: drawn, and paid by
// shortfalls.
func (c *caseWriter) taken() string {
	at := c.m.at
	if c.m.macc() {
		return "(" + fixed(at.sum, at.term.drawn) + "+" + fixed(at.sum, at.term.returned) + ")"
	}
	return fixed(at.sum, at.term.drawn)
}
