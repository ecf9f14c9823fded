package workbook

import (
	"fmt"
	"strconv"
)

// The columns of the Comparison sheet before the cases.
const (
	compareNo = iota
	compareName
	compareCases // the first case's amount; differences follow behind the last
)

const (
	compareCurrency = 4 // the row of currencies
	compareState    = 5 // complete, INCOMPLETE, not sold or OPEN; of differences, why there are none
	compareLevel    = 6 // what all usage is scaled by
	compareFirst    = 8
)

// comparison writes each group's sums, case by case, and what each case costs
// more than the base case.
func (b *book) comparison() {
	n := len(b.cases)
	last := b.compareMissingColumn()
	var names []string
	for _, g := range b.groups {
		names = append(names, g.keys...)
	}
	s := b.sheet(comparisonSheet, look{widths: []float64{6, fit(24, 50, names...)}, rest: 16, last: last, freeze: cell(compareCases, compareFirst), repeat: "4:7",
		titles: compareCases, cuts: [][]int{b.compareCuts()}})
	s.title("Comparison", "Each case's lines added up, and its difference from the base case. Every group adds up to the case's total (see "+checksSheet+").")
	s.skip(compareCurrency - 1)
	if n > 1 {
		s.text(compareName, styleNote, "base case")
		s.calc(compareCases, style{kind: link}, nameBaseName, b.cases[0].e.Case.Name)
		s.link(cell(compareCases, s.at), quote(inputsSheet)+cell(inputsValue, b.places.base), "to the list of base cases")
	}
	s.next()
	s.text(compareName, styleNote, "currency")
	for i, m := range b.cases {
		s.text(compareCases+i, style{kind: noteRight}, string(b.reported(m)))
		s.link(cell(compareCases+i, s.at), quote(m.sheet)+"A1", "to the sheet of the case") // of a head, LibreOffice shows it in blue on blue
		if n > 1 {
			s.text(compareCases+n+i, style{kind: noteRight}, string(b.reported(m)))
		}
	}
	s.next()
	s.text(compareName, styleNote, "the total is")
	for i, m := range b.cases {
		s.calc(compareCases+i, style{kind: noteRight}, b.stateFormula(m), b.state(m))
		if n > 1 {
			s.calc(compareCases+n+i, style{kind: noteRight}, b.apartFormula(compareCases+i), b.apartWord(m))
		}
	}
	s.next()
	s.text(compareName, styleNote, "level of all usage")
	for i, m := range b.cases {
		if list := m.e.Levelled(); len(list) > 0 {
			s.calc(compareCases+i, style{kind: noteRight, format: percent2}, b.scaleFormula(m, list, m.e.Level()), m.level())
		} else {
			s.num(compareCases+i, style{kind: noteRight, format: percent2}, m.level())
		}
	}
	s.next()
	s.heads(0, "No.", "Month, or name in the group")
	for i, m := range b.cases {
		s.numHeads(compareCases+i, m.e.Case.Name)
		if n > 1 {
			s.numHeads(compareCases+n+i, m.e.Case.Name+": difference")
		}
	}
	if !b.c.Complete() {
		s.heads(last, "Not priced, or missing")
	}
	s.tall(48)
	b.compareMonths(s)
	for i := range b.groups {
		b.compareGroup(s, i)
	}
	b.compareColours(s)
	s.flush()
}

// compareCuts begin a page with the differences.
func (b *book) compareCuts() []int {
	if n := len(b.cases); n > 1 {
		return []int{compareCases + n}
	}
	return nil
}

// compareColours mark what is dearer and what is cheaper than the base case, which
// the signs say too, and what is not priced.
func (b *book) compareColours(s *sheet) {
	n, last := len(b.cases), s.at-1
	first := cell(compareCases, compareFirst)
	if b.err != nil {
		return
	}
	if n > 1 {
		own := cell(compareCases+n, compareFirst)
		ref := own + ":" + cell(compareCases+2*n-1, last)
		b.colour(s.name, ref, "AND(ISNUMBER("+own+"),N("+own+")<-"+nameTolerance+")", green, "")
		b.colour(s.name, ref, "AND(ISNUMBER("+own+"),N("+own+")>"+nameTolerance+")", red, "")
	}
	if !b.c.Complete() {
		b.colour(s.name, first+":"+cell(compareCases+n-1, last), "ISTEXT("+first+")", red, paleRed)
	}
}

// compareMissingColumn is the column that says what is not priced, or missing; or the
// last one before it where nothing is.
func (b *book) compareMissingColumn() int {
	last := compareCases + len(b.cases) - 1
	if len(b.cases) > 1 {
		last += len(b.cases)
	}
	if !b.c.Complete() {
		last++
	}
	return last
}

// compareMonths writes the totals of each month.
func (b *book) compareMonths(s *sheet) {
	s.text(0, stylePart, "By month")
	s.next()
	b.places.monthRow = s.at
	for i, mo := range b.months() {
		s.num(compareNo, styleNo, float64(i+1))
		s.set(compareName, style{kind: monthName, format: month}, "", mo.Start())
		for k, m := range b.cases {
			f := quote(m.sheet) + fixed(colMonth+i, m.at.term.total) + b.timesExchange(m)
			s.calc(compareCases+k, style{kind: link, format: amounts(b.reported(m))}, f, b.reportedMonth(m, i))
			s.link(cell(compareCases+k, s.at), quote(m.sheet)+cell(colMonth+i, m.at.term.total), "to the month's charges")
		}
		b.differences(s, calc, func(k int) (float64, bool) { return b.reportedMonth(b.cases[k], i), true })
		b.monthMissing(s, i)
		s.next()
	}
	b.places.monthsTotal = s.at
	b.compareTotals(s, b.places.monthRow)
}

// monthMissing says of which cases a month is not all: usage is missing in it, or has
// no price.
func (b *book) monthMissing(s *sheet, month int) {
	var cases []int
	for i, m := range b.cases {
		if !m.e.CompleteIn(month) {
			cases = append(cases, i)
		}
	}
	if cases != nil {
		s.text(b.compareMissingColumn(), styleText, "in part: "+b.caseNames(cases))
	}
}

// compareTotals adds up the rows from first on.
func (b *book) compareTotals(s *sheet, first int) {
	s.text(compareName, style{kind: sum}, "Total")
	for i, m := range b.cases {
		f := "SUM(" + cell(compareCases+i, first) + ":" + cell(compareCases+i, s.at-1) + ")"
		s.calc(compareCases+i, style{kind: sum, format: amounts(b.reported(m))}, f, b.reportedTotal(m))
	}
	b.differences(s, sum, func(i int) (float64, bool) { return b.reportedTotal(b.cases[i]), true })
	s.next()
	s.next()
}

func (b *book) compareGroup(s *sheet, index int) {
	g := &b.groups[index]
	s.text(0, stylePart, "By "+lower(g.Title))
	s.next()
	first := s.at
	for k, key := range g.keys {
		s.num(compareNo, styleNo, float64(k+1))
		s.text(compareName, styleText, named(key))
		b.compareMissing(s, g, k+1)
		for i, m := range b.cases {
			col := compareCases + i
			st := style{kind: link, format: amounts(b.reported(m))}
			if g.missing[i][k+1] == notAtAll {
				s.text(col, style{kind: noteRight}, wordNotPriced)
				continue
			}
			s.calc(col, st, b.groupFormula(m, index, fixedCol(compareNo, s.at)), g.sums[i][k+1]*b.exchange(m))
			s.link(cell(col, s.at), quote(m.sheet)+cell(m.at.after+1+index, m.at.share-1), fmt.Sprintf("to its lines: those with %d in this column", k+1))
		}
		b.differences(s, calc, func(i int) (float64, bool) {
			return g.sums[i][k+1] * b.exchange(b.cases[i]), g.missing[i][k+1] != notAtAll
		})
		s.next()
	}
	b.places.groupRows = append(b.places.groupRows, s.at)
	b.compareTotals(s, first)
}

// groupFormula adds up the lines of a case that have the number in a cell.
func (b *book) groupFormula(m *caseModel, index int, number string) string {
	at := m.at
	last := at.share + len(m.lines) - 1
	q := quote(m.sheet)
	f := "SUMIF(" + q + down(at.after+1+index, at.share, last) + "," + number + "," + q + down(at.sum, at.share, last) + ")"
	return f + b.timesExchange(m)
}

// timesExchange turns a case's amount into the currency of the report.
func (b *book) timesExchange(m *caseModel) string {
	if b.c.Scenario.ReportIn == "" {
		return ""
	}
	return "*" + inputsSheet + "!" + fixed(inputsExchange, b.places.caseInputs+m.index)
}

// compareMissing says in which cases a group's name lacks prices.
func (b *book) compareMissing(s *sheet, g *group, k int) {
	var wholly, partly []int
	for i := range b.cases {
		switch g.missing[i][k] {
		case notAtAll:
			wholly = append(wholly, i)
		case inPart:
			partly = append(partly, i)
		}
	}
	text := ""
	if wholly != nil {
		text = "wholly: " + b.caseNames(wholly)
	}
	if partly != nil {
		if text != "" {
			text += "; "
		}
		text += "in part: " + b.caseNames(partly)
	}
	if !b.c.Complete() {
		s.text(b.compareMissingColumn(), styleText, text)
	}
}

// differences fills the columns behind the cases with what each costs more than
// the base case, or why it is not compared with it. of gives a case's figure; ok is false where it has none.
func (b *book) differences(s *sheet, k kind, of func(int) (v float64, ok bool)) {
	n := len(b.cases)
	if n < 2 {
		return
	}
	row := strconv.Itoa(s.at)
	base := "INDEX($" + column(compareCases) + row + ":$" + column(compareCases+n-1) + row + "," + nameBase + ")"
	for i, m := range b.cases {
		own, apart := cell(compareCases+i, s.at), fixedRow(compareCases+n+i, compareState)
		f := "IF(" + apart + "<>\"\"," + apart + ",IF(COUNT(" + own + ")*COUNT(" + base + ")=0," + nameNotPriced + "," + own + "-" + base + "))"
		v, ok := of(i)
		first, okFirst := of(0)
		var value any = wordNotPriced
		if word := b.apartWord(m); word != "" {
			value = word
		} else if ok && okFirst {
			value = v - first
		}
		s.calc(compareCases+n+i, style{kind: k, format: signed(amounts(b.reported(m)))}, f, value)
	}
}
