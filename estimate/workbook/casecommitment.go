package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// termRow writes a row of the terms, at its place.
type termRow func(at int, label, unit string, st style, sums bool, formula func(string) string, value func(int) float64)

// commitment writes how the case's commitment is drawn down, or reached, month
// by month.
func (c *caseWriter) commitment(r termFigures, row termRow) {
	t := c.m.at.term
	cur := string(c.m.e.Currency())
	amount, further := fixed(colP1, rowTerms+1), fixed(colP1, rowTerms+3)
	money := style{kind: calc, format: c.money}
	of := func(row int) func(m string) string { return func(m string) string { return m + strconv.Itoa(row) } }
	inTerm, opening, net, drawn, unused := of(t.inTerm), of(t.opening), of(t.net), of(t.drawn), of(t.unused)
	index := func(m string) string { return m + "$" + strconv.Itoa(rowIndex) }
	figures := func(values []float64) func(i int) float64 { return func(i int) float64 { return values[i] } }
	if c.m.macc() {
		paid, returned, target := of(t.paid), of(t.returned), of(t.target)
		row(t.opening, "Missing of the MACC at the start of the month", cur, money, false,
			func(m string) string {
				return inTerm(m) + "*(" + amount + "-" + before(t.drawn, m) + "-" + before(t.unused, m) + ")"
			}, figures(r.opening))
		row(t.target, "To be reached by the end of the month", cur, money, false, func(m string) string {
			f := amount + "*(" + index(m) + "=" + fixed(colP1, rowTerms+2) + ")"
			if at, ok := c.b.places.milestones[c.m.index]; ok {
				f = "MAX(" + f + ",SUMIF(" + quote(inputsSheet) + down(milestoneMonth, at[0], at[1]) + "," + index(m) + "," +
					quote(inputsSheet) + down(milestoneAmount, at[0], at[1]) + "))"
			}
			return inTerm(m) + "*" + f
		}, figures(r.target))
		row(t.paid, "Shortfalls paid before, and not yet used", cur, money, false,
			func(m string) string {
				return inTerm(m) + "*" + further + "*(" + before(t.unused, m) + "-" + before(t.returned, m) + ")"
			}, figures(r.paid))
		row(t.returned, "Charges that they pay for", cur, money, true,
			func(m string) string { return "MAX(0,MIN(" + paid(m) + "," + net(m) + "))" }, figures(r.returned))
		row(t.drawn, "Counted toward the MACC", cur, money, true,
			func(m string) string {
				return inTerm(m) + "*MIN(" + opening(m) + "," + net(m) + "-" + returned(m) + ")"
			}, figures(r.drawn))
		row(t.unused, "Shortfall due at the end of the month", cur, money, true,
			func(m string) string {
				return inTerm(m) + "*MAX(0," + target(m) + "-(" + amount + "-" + opening(m) + "+" + drawn(m) + "))"
			}, figures(r.unused))
	} else {
		row(t.opening, "Commitment at the start of the month", cur, money, false,
			func(m string) string {
				last := previous(m) + strconv.Itoa(t.closing)
				return inTerm(m) + "*IF(MOD(" + index(m) + "-1," + further + ")=0," + amount + "," + last + ")"
			}, figures(r.opening))
		row(t.drawn, "Drawn from the commitment", cur, money, true,
			func(m string) string { return inTerm(m) + "*MIN(" + opening(m) + "," + net(m) + ")" }, figures(r.drawn))
		row(t.unused, "Lost at the end of the month", cur, money, true,
			func(m string) string {
				return "(" + opening(m) + "-" + drawn(m) + ")*" + inTerm(m) + "*(MOD(" + index(m) + "," + further + ")=0)"
			}, figures(r.unused))
	}
	row(t.closing, "At the end of the month", cur, money, false,
		func(m string) string { return opening(m) + "-" + drawn(m) + "-" + unused(m) }, figures(r.closing))
}

// before adds a row's months up to the one before a column.
func before(row int, m string) string {
	return "SUM($" + column(colMonth-1) + strconv.Itoa(row) + ":" + previous(m) + strconv.Itoa(row) + ")"
}

// previous is the column before one.
func previous(m string) string {
	n, _ := excelize.ColumnNameToNumber(m) // from 1
	return column(n - 2)
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
