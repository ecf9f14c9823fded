package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// caseSheet writes a case: its terms, the months, and the blocks.
func (b *book) caseSheet(m *caseModel) {
	months := b.months()
	var names, titles, units []string
	for _, l := range m.lines {
		names, titles, units = append(names, l.Workload, named(l.Subscription)), append(titles, lineTitle(&l)), append(units, l.Meter.Unit.String())
	}
	long, meter := len(months) > longPeriod, 30.0
	if long {
		meter = 44 // what is not printed stands there
	}
	widths := []float64{7, fit(30, 44, names...), fit(meter, 72, titles...), 16, fit(12, 20, units...), 11, 11, 11, 11}
	f := m.figures(b.c.Scenario, b.schedules)
	figure := m.figuresWidth(f)
	for len(widths) < m.at.brief() {
		widths = append(widths, figure)
	}
	for range m.at.quarters { // amounts only
		widths = append(widths, max(10.5, figureWidth(num(m.total.Value))))
	}
	l := look{
		widths: widths, rest: figure, last: m.at.after + len(b.groups), freeze: cell(colRegion, rowMonths+1),
		repeat: "9:10", print: m.at.after - 1, titles: colRegion, cuts: m.pages(months),
		ahead: m.at.sum, bottom: m.at.share + len(m.lines), brief: m.at.brief(), briefBottom: m.at.term.total,
	}
	if long {
		l.screen, l.firstBottom = [2]int{colMonth, m.at.sum}, m.at.term.total
	}
	s := b.sheet(m.sheet, l)
	c := caseWriter{sheet: s, m: m, f: f, months: months, money: amounts(m.e.Currency())}
	c.head()
	c.terms()
	c.subscriptions()
	c.lineQuantities()
	c.uses()
	c.monthParts()
	c.benefits()
	c.meterBlocks()
	c.lineShares()
	s.flush()
}

// figuresWidth is the width of the columns of figures: as narrow as the largest lets
// them be, so that a year fits on a page.
func (m *caseModel) figuresWidth(f *figures) float64 {
	most := num(m.total.Value)
	for _, of := range [][]float64{f.quantity, f.use, f.gross} {
		for _, v := range of {
			most = max(most, math.Abs(v))
		}
	}
	return max(10.5, figureWidth(most))
}

// figureWidth is the width of a column for a figure with two decimals.
func figureWidth(v float64) float64 {
	return float64(len(money.Thousands(strconv.FormatFloat(v, 'f', 2, 64))))*0.95 + 1
}

// caseWriter writes one case's sheet.
type caseWriter struct {
	*sheet
	m      *caseModel
	f      *figures
	months []scenario.Month
	money  format
	refs   refs // of the terms
}

func (c *caseWriter) head() {
	e := c.m.e
	about := fmt.Sprintf("%s. All amounts in %s, without tax.", e.Case.Terms, e.Currency())
	if f, ok := e.Case.Terms.Offer.Facts(); ok {
		about = f.Name + ", " + about
	}
	if r := e.Regions(); r != "" {
		about += " Region: " + r + "."
	}
	c.title(e.Case.Name, about)
	if note := c.b.caution(c.m); note != "" {
		c.text(0, styleAlert, note)
		c.blanks(1, c.m.at.sum, styleAlert)
	}
	c.next()
	c.text(0, stylePart, "The case's inputs")
	c.next()
	row := c.b.places.caseInputs + c.m.index
	amount, months := 0.0, 0.0
	further := struct {
		name, unit string
		col        int
		format     format
		value      float64
	}{"Commitment is for", "months", inputsEach, wholes, 1}
	k := e.Prepaid()
	if k == nil {
		k = e.MACC()
	}
	if k == nil { // an amount is a prepayment for the whole period
		months = float64(len(e.Months))
		further.value = months
	} else {
		amount, months = num(k.Each()), float64(k.Months)
		further.value = float64(k.Window())
		if !k.Paid() {
			further.name, further.unit, further.col, further.format = "Shortfalls paid pay for later usage", "yes or no", inputsShortfall, yesNo
			further.value = one(!k.ShortfallLost)
		}
	}
	ins := quote(inputsSheet)
	for i, in := range []struct {
		name, unit string
		col        int
		format     format
		value      float64
	}{
		{"Negotiated discount", "part", inputsDiscount, percent, num(e.Case.Discount)},
		{"Commitment", string(e.Currency()), inputsCommitment, c.money, amount},
		{"Commitment's term", "months", inputsTerm, wholes, months},
		further,
	} {
		c.text(colName, styleText, in.name)
		c.text(colUnit, styleText, in.unit)
		c.blanks(colMeter, colUnit, styleText)
		f := ins + fixed(in.col, row)
		if i == 3 && c.m.prepays() { // 0 is the whole term
			f = "IF(" + f + "=0,MAX(1," + fixed(colP1, rowTerms+2) + ")," + f + ")"
		}
		c.calc(colP1, style{kind: link, format: in.format}, f, in.value)
		c.next()
	}
	c.skip(rowIndex)
	if len(c.months) > longPeriod {
		c.text(colNo, style{kind: note}, "Months, and columns D to I of the blocks, are not printed; to print all, clear the print area.")
	}
	c.text(colP3, styleNote, "number of the month")
	for i := range c.months {
		c.num(colMonth+i, style{kind: note, format: wholes}, float64(i+1))
	}
	c.next()
	c.heading("Total, "+string(e.Currency()), "No.", "Charge, subscription or workload", "Meter", "Region", "Unit")
	c.skip(rowFirst)
}

// heading writes a block's heads: those of the labels, the months, the total.
func (c *caseWriter) heading(total string, labels ...string) {
	for col := range colMonth {
		name := ""
		if col < len(labels) {
			name = labels[col]
		}
		st := styleHead
		if col >= colP1 && name != "Subscription" {
			st = styleNums
		}
		c.text(col, st, name)
	}
	c.monthHeads(colMonth, c.months)
	c.text(c.m.at.sum, styleNums, total)
	for i, y := range c.m.at.years {
		c.text(c.m.at.sum+1+i, styleNums, y.head())
	}
	if c.at == rowMonths {
		for i, q := range c.m.at.quarters {
			c.text(c.m.at.sum+1+len(c.m.at.years)+i, styleNums, q.head())
		}
	}
	c.tall(30)
}

// monthly fills the row's months with one formula; value gives the figures, as
// float64, bool or string.
func (c *caseWriter) monthly(st style, formula func(m monthCol) string, value func(month int) any) {
	ground := styleText
	if st.kind == sum {
		ground = style{kind: sum}
	}
	c.blanks(colNo, colP4, ground)
	id := c.b.style(st)
	for i := range c.f.n {
		c.put(colMonth+i, id, formula(monthCol(colMonth+i)), value(i))
	}
}

// total adds the row's months up.
func (c *caseWriter) total(st style, v float64) {
	if st.kind == sum && c.cells[c.m.at.sum-1].StyleID != c.b.style(st) {
		st.kind = rowSum // the row itself is no sum
	}
	id := c.b.style(st)
	c.put(c.m.at.sum, id, c.addUp(0, c.f.n), v)
	col := c.m.at.sum + 1
	parts := c.m.at.years
	if c.at <= c.m.at.term.total {
		parts = append(slices.Clip(parts), c.m.at.quarters...)
	}
	for _, p := range parts {
		sum := 0.0
		for i := p.from; i < p.to; i++ {
			month, _ := c.cells[colMonth+i].Value.(float64) // words count nothing
			sum += month
		}
		c.put(col, id, c.addUp(p.from, p.to), sum)
		col++
	}
}

// addUp adds the row's months from and up to to, not included.
func (c *caseWriter) addUp(from, to int) string {
	r := strconv.Itoa(c.at)
	return "SUM(" + column(colMonth+from) + r + ":" + column(colMonth+to-1) + r + ")"
}

// caution is what must not be missed about a case, "" where there is nothing.
func (b *book) caution(m *caseModel) string {
	var notes []string
	if lines := m.unpricedLines(); lines > 0 {
		notes = append(notes, fmt.Sprintf("%s: %d of %d lines are %s, wholly or in part; they are not in the total.", wordIncomplete, lines, len(m.e.Lines), wordNotPriced))
	}
	if len(m.e.Missing) > 0 {
		notes = append(notes, fmt.Sprintf("%s: the usage of %s is missing, wholly or in part.", wordIncomplete, scenario.Span(m.e.MissingMonths())))
	}
	if m.e.Open != nil {
		notes = append(notes, fmt.Sprintf("%s: %s, and not in the total.", wordOpen, m.e.Open))
	}
	if note := m.e.Card.Provenance.Sample; note != "" {
		notes = append(notes, capital(note)+".")
	}
	return strings.Join(notes, " ")
}

// unpricedLines counts the lines that lack a price in some month.
func (m *caseModel) unpricedLines() int {
	lines := map[int]bool{}
	for _, u := range m.e.Unpriced {
		lines[u.Line] = true
	}
	return len(lines)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
