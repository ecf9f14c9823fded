package workbook

import (
	"fmt"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/scenario"
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
	sumOwed  // after the period
	sumTerm  // a month of the whole term
	sumLevel // of all usage
	sumLast  = sumLevel
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
	s := b.sheet(summarySheet, look{widths: widths, rest: summaryColumn, last: sumLast})
	s.title(b.c.Scenario.Name, b.question())
	b.notices(s)
	b.verdict(s)
	b.covered(s)
	s.next()
	s.text(0, style{kind: strong}, "Checks")
	s.calc(sumOffer, style{kind: center, format: truth}, nameAll, b.c.Complete())
	b.allColours(s, cell(sumOffer, s.at))
	s.text(sumCurrency, styleNote, "TRUE: every sum adds up, and every figure is what the program calculated. FALSE: see "+checksSheet+"; a changed input is a reason, too.")
	s.next()
	s.next()
	s.heads(0, "No.", "Case", "Offer", "Currency", "Market", "Region")
	s.numHeads(sumTotal, "Total, own currency", b.reportedHead(), "Difference", "Difference, %")
	s.text(sumStanding, style{kind: headMid}, "Standing")
	s.numHeads(sumUnpriced, "Lines not priced")
	s.text(sumComplete, style{kind: headMid}, "The total is")
	s.numHeads(sumOwed, "Still owed after the period", "Whole term, a month (value)", "Level of all usage")
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
	s.text(sumRegion, styleNote, "Choose another on "+inputsSheet+". Standing: among the complete cases of its currency and usage. OPEN: something is still owed after the period.")
	s.next()
	s.next()
	b.over(s)
	charts, totals := s.at, b.places.firstCase
	cases := b.comparable()
	if len(cases) > 0 && len(cases) < len(b.cases) {
		s.skip(s.at + b.chartRows())
		totals = b.comparableTable(s)
	}
	if len(cases) > 0 {
		b.charts(s, charts, totals, widths)
	}
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
	missing = nil
	for _, m := range b.cases {
		if len(m.e.Missing) > 0 && len(missing) < 4 {
			missing = append(missing, fmt.Sprintf("%s (%s)", m.e.Case.Name, scenario.Span(m.e.MissingMonths())))
		} else if len(m.e.Missing) > 0 {
			missing = append(missing[:4], "and others")
		}
	}
	if missing != nil {
		s.text(0, styleAlert, wordIncomplete+": usage is missing, wholly or in part: "+strings.Join(missing, "; ")+". See "+assumptionsSheet+".")
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
	in := func(col int) string { return quote(comparisonSheet) + fixed(col, compareState) }
	state := in(compareCases + m.index)
	f, p := "IF("+state+"<>"+nameComplete+","+state+",0)", any("")
	var d any
	if n := len(b.cases); n > 1 {
		apart := in(compareCases + n + m.index)
		f = "IF(" + apart + "<>\"\"," + apart + "," + cell(sumReported, r) + "-" + index(sumReported) + ")"
	}
	difference := b.c.Difference(e)
	if amount, ok := difference.Amount(); ok {
		d = num(amount.Value)
	} else {
		d = b.apartWord(m)
	}
	if part, ok := difference.Part(); ok {
		p = num(part)
	}
	s.calc(sumDifference, style{kind: calc, format: signed(money)}, f, d)
	own := cell(sumDifference, r)
	s.calc(sumPercent, style{kind: calc, format: signed(percent2)},
		"IF(COUNT("+own+")*MAX(0,"+index(sumReported)+")=0,\"\","+own+"/"+index(sumReported)+")", p)
	s.calc(sumStanding, style{kind: verdict}, b.standingFormula(r, first, last), b.standing(m))
	s.calc(sumUnpriced, style{kind: link, format: wholes}, b.unpricedFormula(m), float64(m.unpricedLines()))
	s.calc(sumComplete, style{kind: verdict}, in(compareCases+m.index), b.state(m))
	if owed := m.owedFormula(); owed != "" {
		s.calc(sumOwed, style{kind: link, format: amounts(e.Currency())}, owed, m.owed())
	} else {
		s.num(sumOwed, style{kind: plain, format: amounts(e.Currency())}, m.owed())
	}
	if monthly, ok := b.c.On(e, compare.WholeTerms); ok && e.Complete() && b.anyOpen() {
		s.num(sumTerm, style{kind: plain, format: amounts(monthly.Currency)}, num(monthly.Value))
	} else {
		s.blanks(sumTerm, sumTerm, styleText)
	}
	s.calc(sumLevel, style{kind: link, format: percent2}, quote(comparisonSheet)+fixed(compareCases+m.index, compareLevel), m.level())
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

// standingFormula says whether a case is the lowest or the highest of those that
// are complete, in the base case's currency and of its usage.
func (b *book) standingFormula(r, first, last int) string {
	own := cell(sumReported, r)
	base := func(col int) string { return "INDEX(" + down(col, first, last) + "," + nameBase + ")" }
	among := "(" + down(sumComplete, first, last) + "=" + nameComplete + ")*(" + down(sumLevel, first, last) + "=" + base(sumLevel) + ")*"
	out := cell(sumComplete, r) + "<>" + nameComplete + "," + cell(sumLevel, r) + "<>" + base(sumLevel)
	if b.mixed() {
		among += "(" + down(sumCurrency, first, last) + "=" + base(sumCurrency) + ")*"
		out += "," + fixedCol(sumCurrency, r) + "<>" + base(sumCurrency)
	}
	beaten := func(by string) string {
		return "SUMPRODUCT(" + among + "(" + down(sumReported, first, last) + by + "))=0"
	}
	out += ",SUMPRODUCT(" + among + "1)<=1" // one alone has no rank
	return "IF(OR(" + out + "),\"\",IF(" + beaten("<"+own+"-"+nameTolerance) + "," + nameLowest + ",IF(" + beaten(">"+own+"+"+nameTolerance) + "," + nameHighest + ",\"\")))"
}

func (b *book) standing(m *caseModel) string {
	if ok, _ := b.c.Compares(m.e); !ok || len(b.comparable()) < 2 {
		return ""
	}
	lower, higher := false, false
	own := b.reportedTotal(m)
	for _, o := range b.comparable() {
		lower = lower || b.reportedTotal(o) < own-1e-6
		higher = higher || b.reportedTotal(o) > own+1e-6
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
	b.colour(s.name, ref(sumComplete), complete+"<>"+nameComplete, red, paleRed)
}

// comparableTable has the totals of the cases in the base case's currency, for
// the chart; it gives the row of the first.
func (b *book) comparableTable(s *sheet) int {
	s.text(0, stylePart, "Totals that can be compared, in "+string(b.reported(b.cases[0]))+", for the chart")
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
