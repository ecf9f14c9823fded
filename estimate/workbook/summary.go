package workbook

import (
	"fmt"
	"strings"

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
	sumReported
	sumDifference
	sumPercent
	sumStanding
	sumComplete // the last that is printed
	sumTotal    // in the case's own currency
	sumUnpriced
	sumOwed  // after the period
	sumTerm  // a month of the whole term
	sumLevel // of all usage
	sumLast  = sumLevel
)

// summary answers the question on one page: what is printed is what a customer's
// page has (report.OnePage), and further figures stand beside and beneath it.
func (b *book) summary() {
	var names, regions []string
	for _, m := range b.cases {
		names, regions = append(names, m.e.Case.Name), append(regions, m.e.Regions())
	}
	for _, bill := range b.bills {
		names, regions = append(names, "Billed: "+bill.Period()), append(regions, bill.Import)
	}
	widths := []float64{5, fit(20, 36, names...), 13.5, 8.5, 7.5, fit(9, 16, regions...), 14, 13, 9, 9.5, 12}
	l := look{widths: widths, rest: 14, last: sumLast, upright: true, onePage: true}
	s := &summarySheetOf{b.sheet(summarySheet, l)}
	s.first = sumComplete + 1
	s.title(b.c.Scenario.Name, b.question())
	b.notices(s)
	b.verdict(s)
	b.covered(s)
	s.next()
	s.text(0, style{kind: strong}, "Checks")
	s.calc(sumOffer, style{kind: center, format: truth}, nameAll, b.c.Complete())
	b.allColours(s.sheet, cell(sumOffer, s.at))
	s.text(sumCurrency, styleNote, "TRUE: all adds up, and is what the program calculated. FALSE: see "+checksSheet+".")
	s.next()
	s.next()
	s.heads(0, "No.", "Case", "Offer", "Currency", "Market", "Region")
	s.numHeads(sumReported, b.reportedHead(), "Difference", "Difference, %")
	s.text(sumStanding, style{kind: headMid}, "Standing")
	s.text(sumComplete, style{kind: headMid}, "The total is")
	s.numHeads(sumTotal, "Total, own currency", "Lines not priced", "Still owed after the period", "Whole term, a month (value)", "Level of all usage")
	s.tall(34)
	b.places.firstCase = s.at
	for _, m := range b.cases {
		b.summaryCase(s, m)
	}
	b.standingColours(s.sheet)
	b.summaryBilled(s)
	s.text(sumCase, styleNote, "Differences are from:")
	s.calc(sumOffer, style{kind: link}, nameBaseName, b.cases[0].e.Case.Name)
	s.link(cell(sumOffer, s.at), quote(inputsSheet)+cell(inputsValue, b.places.base), "to the list of base cases")
	s.text(sumRegion, styleNote, "Choose another on "+inputsSheet+".")
	s.next()
	s.paragraph(styleNote, "Standing: among the complete cases of one currency and usage. OPEN: something is still owed after the period.")
	s.next()
	b.over(s.sheet)
	chart, cases := 0, b.comparable()
	if len(cases) > 0 {
		chart = s.rowsFor(b.totalsHeight())
	}
	s.list("What is not in it", b.c.NotIn())
	s.list("Sources", append(b.c.PriceSources(), b.signature()))
	s.printed()
	if len(cases) > 0 {
		first := b.places.firstCase
		if len(cases) < len(b.cases) {
			first = b.comparableTable(s)
		}
		b.totalsChart(s, chart, first)
		b.monthsChart(s)
	}
	s.flush()
}

// signature says what wrote the figures.
func (b *book) signature() string {
	return strings.TrimSpace("Calculated by azwhatif "+b.opt.Version) + ". The other sheets have every step."
}

// summarySheetOf is the Summary in the making.
type summarySheetOf struct {
	*sheet
}

// paragraph writes a text that runs over the printed width, line by line.
func (s *summarySheetOf) paragraph(st style, text string) {
	for _, line := range wrapped(text, int(s.look.span(0, sumComplete+1)/pointsUnit*1.2)) {
		s.text(0, st, line)
		s.next()
	}
}

// list writes texts under a head.
func (s *summarySheetOf) list(head string, texts []string) {
	s.text(0, stylePart, head)
	s.next()
	for _, text := range texts {
		s.paragraph(style{kind: value}, text)
	}
	s.next()
}

// printed ends what is printed.
func (s *summarySheetOf) printed() {
	s.b.defineIn(s.name, "_xlnm.Print_Area", quote(s.name)+fixed(0, 1)+":"+fixed(sumComplete, s.at-1))
	s.next() // the frame of what follows stands on its first row's edge
}

// wrapped cuts a text at spaces into lines of at most so many signs; a longer word has
// a line of its own.
func wrapped(text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// notices are what must not be missed.
func (b *book) notices(s *summarySheetOf) {
	if note := b.c.Samples(); note != "" {
		b.alert(s, capital(note)+".")
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
		b.alert(s, wordIncomplete+": the totals leave out what is "+wordNotPriced+": "+strings.Join(missing, "; ")+". See "+assumptionsSheet+".")
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
		b.alert(s, wordIncomplete+": usage is missing, wholly or in part: "+strings.Join(missing, "; ")+". See "+assumptionsSheet+".")
	}
}

// alert writes a text on a ground that is carried across the table.
func (b *book) alert(s *summarySheetOf, text string) {
	for _, line := range wrapped(text, int(s.look.span(0, sumComplete+1)/pointsUnit*0.95)) {
		s.text(0, styleAlert, line)
		s.blanks(1, sumComplete, styleAlert)
		s.next()
	}
}

func (b *book) reportedHead() string {
	if b.mixed() {
		return "Total to compare"
	}
	return "Total, " + string(b.reported(b.cases[0]))
}

func (b *book) summaryCase(s *summarySheetOf, m *caseModel) {
	e, r := m.e, s.at
	first, last := b.places.firstCase, b.places.firstCase+len(b.cases)-1
	s.num(sumNo, styleNo, float64(m.index+1))
	s.text(sumCase, style{kind: jumpWrap}, e.Case.Name)
	s.link(cell(sumCase, r), quote(m.sheet)+"A1", "to the sheet of the case")
	s.text(sumOffer, styleText, string(e.Case.Terms.Offer))
	s.text(sumCurrency, styleText, string(e.Currency()))
	s.text(sumMarket, styleText, string(e.Case.Terms.Market))
	s.text(sumRegion, styleWrap, named(e.Regions()))
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
	if monthly, ok := b.monthly(e); ok {
		s.num(sumTerm, style{kind: plain, format: amounts(monthly.Currency)}, num(monthly.Value))
	} else {
		s.blanks(sumTerm, sumTerm, styleText)
	}
	s.calc(sumLevel, style{kind: link, format: percent2}, quote(comparisonSheet)+fixed(compareCases+m.index, compareLevel), m.level())
	s.tall(max(wrapHeight(e.Case.Name, s.look.width(sumCase)), wrapHeight(named(e.Regions()), s.look.width(sumRegion))))
}

// summaryBilled has a row a bill beneath the cases.
func (b *book) summaryBilled(s *summarySheetOf) {
	for i, bill := range b.bills {
		if bill.Currency == "" || bill.Records == 0 {
			continue
		}
		s.text(sumCase, styleJump, "Billed: "+bill.Period())
		s.link(cell(sumCase, s.at), quote(billedSheet)+"A1", "to what was billed")
		s.text(sumCurrency, styleText, string(bill.Currency))
		s.text(sumRegion, styleWrap, bill.Import)
		s.calc(sumTotal, style{kind: link, format: amounts(bill.Currency)}, billedSheet+"!"+fixed(billedCost, b.places.bills[i].amount), num(bill.Amount()))
		s.blanks(sumNo, sumComplete, styleText)
		s.tall(wrapHeight(bill.Import, s.look.width(sumRegion)))
	}
}

// wrapHeight is the height of a row that a text has to itself, in a column's width.
func wrapHeight(text string, width float64) float64 {
	return 15 * float64(len(wrapped(text, int((width-2)/0.92)+1)))
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
func (b *book) comparableTable(s *summarySheetOf) int {
	s.text(0, stylePart, "Totals that can be compared, in "+string(b.reported(b.cases[0]))+", for the chart")
	s.next()
	s.heads(0, "No.", "Case", "", "", "", "")
	s.numHeads(sumReported, "Total")
	s.next()
	first := s.at
	for _, m := range b.comparable() {
		s.num(sumNo, styleNo, float64(m.index+1))
		s.text(sumCase, styleText, m.e.Case.Name)
		s.blanks(sumOffer, sumRegion, styleText)
		money := style{kind: calc, format: amounts(b.reported(m))}
		s.calc(sumReported, money, fixed(sumReported, b.places.firstCase+m.index), b.reportedTotal(m))
		s.next()
	}
	s.next()
	return first
}
