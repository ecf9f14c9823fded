package workbook

import (
	"fmt"
	"strings"
)

// The columns of the table of cases on Summary.
const (
	sumNo = iota
	sumCase
	sumOffer
	sumCurrency
	sumMarket
	sumRegion
	sumTotal
	sumReported
	sumDifference
	sumPercent
	sumStanding
	sumUnpriced
	sumComplete
)

// summaryColumn is the width of the columns of figures.
const summaryColumn = 14

// summary answers the question on one page.
func (b *book) summary() {
	var names, regions []string
	for _, m := range b.cases {
		names, regions = append(names, m.e.Case.Name), append(regions, m.e.Regions())
	}
	for _, bill := range b.bills {
		names, regions = append(names, "Billed: "+bill.Period()), append(regions, bill.Import)
	}
	widths := []float64{6, fit(24, 44, names...), 15, 10, 8, fit(18, 40, regions...)} // up to the totals
	s := b.sheet(summarySheet, look{widths: widths, rest: summaryColumn, last: sumComplete})
	s.title(b.c.Scenario.Name, b.question())
	b.notices(s)
	b.verdict(s)
	b.covered(s)
	s.next()
	s.text(0, style{kind: strong}, "Checks")
	s.calc(sumOffer, style{kind: center, format: truth}, nameAll, b.c.Complete())
	b.allColours(s, cell(sumOffer, s.at))
	s.text(sumCurrency, styleNote, "TRUE: every sum adds up, and every figure is what the program reckoned. FALSE: see "+checksSheet+"; a changed input is a reason, too.")
	s.next()
	s.next()
	s.heads(0, "No.", "Case", "Offer", "Currency", "Market", "Region")
	s.numHeads(sumTotal, "Total, own currency", b.reportedHead(), "Difference", "Difference, %")
	s.text(sumStanding, style{kind: headMid}, "Standing")
	s.numHeads(sumUnpriced, "Lines not priced")
	s.text(sumComplete, style{kind: headMid}, "Complete")
	s.tall(34)
	b.places.firstCase = s.at
	for _, m := range b.cases {
		b.summaryCase(s, m)
	}
	b.standingColours(s)
	b.summaryBilled(s)
	s.text(sumCase, styleNote, "Differences are from:")
	s.calc(sumOffer, style{kind: link}, nameBaseName, b.cases[0].e.Case.Name)
	s.link(cell(sumOffer, s.at), quote(inputsSheet)+cell(inputsValue, b.places.base), "to the list of base cases")
	s.text(sumRegion, styleNote, "Choose another on "+inputsSheet+". Standing: among the complete cases.")
	s.next()
	s.next()
	charts, totals := s.at, b.places.firstCase
	if b.mixed() {
		s.skip(s.at + b.chartRows())
		totals = b.comparableTable(s)
	}
	b.charts(s, charts, totals, widths)
	s.flush()
}

// notices are what must not be missed.
func (b *book) notices(s *sheet) {
	if note := b.c.Samples(); note != "" {
		s.text(0, styleAlert, capital(note)+".")
		b.fillAlert(s)
		s.next()
	}
	var missing []string
	for _, m := range b.cases {
		if n := m.unpricedLines(); n > 0 {
			missing = append(missing, fmt.Sprintf("%s (%d of %d lines)", m.e.Case.Name, n, len(m.e.Lines)))
		}
	}
	if missing != nil {
		if len(missing) > 4 {
			missing = append(missing[:4], fmt.Sprintf("and %d more cases", len(missing)-4))
		}
		s.text(0, styleAlert, wordIncomplete+": the totals leave out what is "+wordNotPriced+": "+strings.Join(missing, "; ")+". See "+assumptionsSheet+".")
		b.fillAlert(s)
		s.next()
	}
}

// fillAlert carries an alert's ground across the table.
func (b *book) fillAlert(s *sheet) {
	s.blanks(1, sumComplete, styleAlert)
}

func (b *book) reportedHead() string {
	if b.mixed() {
		return "Total to compare"
	}
	return "Total, " + string(b.reported(b.cases[0]))
}

func (b *book) summaryCase(s *sheet, m *caseModel) {
	e, r := m.e, s.at
	first, last := b.places.firstCase, b.places.firstCase+len(b.cases)-1
	s.num(sumNo, styleNo, float64(m.index+1))
	s.text(sumCase, styleJump, e.Case.Name)
	s.link(cell(sumCase, r), quote(m.sheet)+"A1", "to the sheet of the case")
	s.text(sumOffer, styleText, string(e.Case.Terms.Offer))
	s.text(sumCurrency, styleText, string(e.Currency()))
	s.text(sumMarket, styleText, string(e.Case.Terms.Market))
	s.text(sumRegion, styleText, named(e.Regions()))
	total := num(m.total.Value)
	s.calc(sumTotal, style{kind: link, format: amounts(e.Currency())}, quote(m.sheet)+fixed(m.at.sum, m.at.term.total), total)
	s.link(cell(sumTotal, r), quote(m.sheet)+cell(colName, m.at.share), "to the lines of the total")
	money := amounts(b.reported(m))
	s.calc(sumReported, style{kind: calc, format: money}, cell(sumTotal, r)+b.timesExchange(m), b.reportedTotal(m))
	index := func(col int) string { return "INDEX(" + down(col, first, last) + "," + nameBase + ")" }
	difference := cell(sumReported, r) + "-" + index(sumReported)
	amount, comparable := b.difference(m)
	var d any = num(amount)
	if b.mixed() {
		difference = "IF(" + fixedCol(sumCurrency, r) + "<>" + index(sumCurrency) + "," + nameOther + "," + difference + ")"
		if !comparable {
			d = wordOther
		}
	}
	s.calc(sumDifference, style{kind: calc, format: signed(money)}, difference, d)
	var p any = ""
	if base := b.c.Reported(b.cases[0].total).Value; comparable && !base.IsZero() {
		p = num(amount.Div(base))
	}
	own := cell(sumDifference, r)
	s.calc(sumPercent, style{kind: calc, format: signed(percent2)},
		"IF(COUNT("+own+")*"+index(sumReported)+"=0,\"\","+own+"/"+index(sumReported)+")", p)
	s.calc(sumStanding, style{kind: verdict}, b.standingFormula(r, first, last), b.standing(m))
	s.calc(sumUnpriced, style{kind: link, format: wholes}, b.unpricedFormula(m), float64(m.unpricedLines()))
	complete := wordComplete
	if !e.Complete() {
		complete = wordIncomplete
	}
	s.calc(sumComplete, style{kind: verdict}, "IF("+cell(sumUnpriced, r)+"=0,"+nameComplete+","+nameIncomplete+")", complete)
	s.next()
}

// summaryBilled has a row a bill beneath the cases.
func (b *book) summaryBilled(s *sheet) {
	for i, bill := range b.bills {
		if bill.Currency == "" || bill.Records == 0 {
			continue
		}
		s.text(sumCase, styleJump, "Billed: "+bill.Period())
		s.link(cell(sumCase, s.at), quote(billedSheet)+"A1", "to what was billed")
		s.text(sumCurrency, styleText, string(bill.Currency))
		s.text(sumRegion, styleText, bill.Import)
		s.calc(sumTotal, style{kind: link, format: amounts(bill.Currency)}, billedSheet+"!"+fixed(billedCost, b.places.bills[i].amount), num(bill.Amount()))
		s.blanks(sumNo, sumComplete, styleText)
		s.next()
	}
}

// standingFormula says whether a case is the lowest or the highest of those
// that are complete and in one currency.
func (b *book) standingFormula(r, first, last int) string {
	own := cell(sumReported, r)
	among := "(" + down(sumUnpriced, first, last) + "=0)*"
	out := cell(sumUnpriced, r) + ">0"
	if b.mixed() {
		among += "(" + down(sumCurrency, first, last) + "=" + fixedCol(sumCurrency, r) + ")*"
		out = "OR(" + out + "," + fixedCol(sumCurrency, r) + "<>INDEX(" + down(sumCurrency, first, last) + "," + nameBase + "))"
	}
	beaten := func(by string) string {
		return "SUMPRODUCT(" + among + "(" + down(sumReported, first, last) + by + "))=0"
	}
	return "IF(" + out + ",\"\",IF(" + beaten("<"+own+"-"+nameTolerance) + "," + nameLowest + ",IF(" + beaten(">"+own+"+"+nameTolerance) + "," + nameHighest + ",\"\")))"
}

func (b *book) standing(m *caseModel) string {
	if !m.e.Complete() || b.reported(m) != b.reported(b.cases[0]) {
		return ""
	}
	lower, higher := false, false
	own := b.reportedTotal(m)
	for _, o := range b.cases {
		if o.e.Complete() && b.reported(o) == b.reported(m) {
			lower = lower || b.reportedTotal(o) < own-1e-6
			higher = higher || b.reportedTotal(o) > own+1e-6
		}
	}
	switch {
	case !lower:
		return wordLowest
	case !higher:
		return wordHighest
	}
	return ""
}

func (b *book) standingColours(s *sheet) {
	first, last := b.places.firstCase, b.places.firstCase+len(b.cases)-1
	ref := func(col int) string { return cell(col, first) + ":" + cell(col, last) }
	if b.err != nil {
		return
	}
	standing, complete := fixedCol(sumStanding, first), fixedCol(sumComplete, first)
	b.colour(s.name, ref(sumStanding), standing+"="+nameLowest, green, paleGreen)
	b.colour(s.name, ref(sumStanding), standing+"="+nameHighest, red, paleRed)
	b.colour(s.name, ref(sumComplete), complete+"="+nameIncomplete, red, paleRed)
}

// comparableTable has the totals of the cases in the base case's currency, for
// the chart; it gives the row of the first.
func (b *book) comparableTable(s *sheet) int {
	s.text(0, stylePart, "Totals in "+string(b.reported(b.cases[0]))+", for the chart")
	s.next()
	s.heads(0, "No.", "Case", "", "", "", "")
	s.numHeads(sumTotal, "Total", "Total")
	s.next()
	first := s.at
	for _, m := range b.comparable() {
		s.num(sumNo, styleNo, float64(m.index+1))
		s.text(sumCase, styleText, m.e.Case.Name)
		s.blanks(sumOffer, sumRegion, styleText)
		money := style{kind: calc, format: amounts(b.reported(m))}
		s.calc(sumTotal, money, fixed(sumTotal, b.places.firstCase+m.index), num(m.total.Value))
		s.calc(sumReported, money, fixed(sumReported, b.places.firstCase+m.index), b.reportedTotal(m))
		s.next()
	}
	return first
}
