package workbook

import (
	"fmt"

	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// The names of the tolerances and of the outcome of all checks.
const (
	nameTolerance = "Tolerance"
	nameRelative  = "ToleranceRelative"
	nameAll       = "AllChecks"
	nameSums      = "SumsAddUp"
	nameEngine    = "EngineAgrees"
	namePriced    = "AllPriced"
)

// The columns of the Checks sheet.
const (
	checkNo = iota
	checkTest
	checkCase
	checkUnit
	checkExpected
	checkFound
	checkDifference
	checkPass
)

// check is a test that two figures are the same.
type check struct {
	test, caseName, unit string
	format               format
	expected             string  // a formula; "" where value is a plain figure
	found                string  // a formula; "" where it is a plain figure
	value                float64 // both sides', where the test passes
	wrong                float64 // what is found beyond it, where it does not
}

const checksFirst = 14 // the row of the first test

// checks writes a row a test, and the outcome of all of them.
func (b *book) checks() {
	s := b.sheet(checksSheet, look{widths: []float64{6, 54, 30, 10, 18, 18, 13, 10}, last: checkPass, freeze: cell(0, checksFirst), repeat: "13:13"})
	s.title("Checks", "Each test compares two figures that must be the same. What the program calculated and what this workbook calculates agree until an input is changed.")
	sums, engine, priced := append(append(b.sumChecks(), b.billChecks()...), b.baseCheck()), b.engineChecks(), b.pricedChecks()
	cashSums, cashEngine := b.cashChecks()
	sums, engine = append(sums, cashSums...), append(engine, cashEngine...)
	s.skip(4)
	s.heads(checkTest, "All tests of a kind", "", "", "", "", "")
	s.numHeads(checkPass, "Passed")
	s.next()
	row := checksFirst
	span := func(n int) string {
		from := row
		row += n
		return down(checkPass, from, from+n-1)
	}
	kinds := []struct {
		name, text, cells string
		pass              bool
	}{
		{nameSums, "Lines, meters, charges, months and groups add up to the totals", span(len(sums)), true},
		{nameEngine, "The workbook calculates what the program calculated (until an input is changed)", span(len(engine)), true},
		{namePriced, b.allPriced() + ", and no usage is missing", span(len(priced)), b.c.Complete()},
	}
	for _, k := range kinds {
		s.text(checkTest, styleText, k.text)
		s.blanks(checkCase, checkDifference, styleText)
		s.calc(checkPass, style{kind: calc, format: truth}, "AND("+k.cells+")", k.pass)
		b.define(k.name, quote(checksSheet)+fixed(checkPass, s.at))
		s.next()
	}
	s.text(checkTest, style{kind: sum}, "All checks")
	s.blanks(checkCase, checkDifference, style{kind: sum})
	s.calc(checkPass, style{kind: sum, format: truth}, "AND("+nameSums+","+nameEngine+","+namePriced+")", b.c.Complete())
	b.define(nameAll, quote(checksSheet)+fixed(checkPass, s.at))
	s.next()
	for _, t := range []struct {
		name, text, unit string
		value            float64
	}{
		{nameTolerance, "Tolerance: an amount, for any figures", "amount", 1e-6},
		{nameRelative, "Tolerance: a part of the figure expected", "part", 1e-9},
	} {
		s.text(checkTest, styleText, t.text)
		s.text(checkUnit, styleText, t.unit)
		s.blanks(checkCase, checkDifference, styleText)
		s.num(checkPass, style{kind: plain, format: tiny}, t.value)
		b.define(t.name, quote(checksSheet)+fixed(checkPass, s.at))
		s.next()
	}
	s.skip(checksFirst - 1)
	s.heads(0, "No.", "Test", "Case", "Unit")
	s.numHeads(checkExpected, "Expected", "Found", "Difference", "Passed")
	s.tall(20)
	b.places.checks = s.at
	for _, list := range [][]check{sums, engine, priced} {
		for _, c := range list {
			b.check(s, c)
		}
	}
	b.places.lastCheck = s.at - 1
	b.passColours(s, checkPass, 5, 8)
	b.passColours(s, checkPass, checksFirst, s.at-1)
	s.filter(checksFirst-1, s.at-1, checkPass)
	s.flush()
}

func (b *book) check(s *sheet, c check) {
	r := s.at
	s.num(checkNo, styleNo, float64(r-checksFirst+1))
	s.text(checkTest, styleText, c.test)
	s.text(checkCase, styleText, c.caseName)
	s.text(checkUnit, styleText, c.unit)
	if c.expected == "" {
		s.num(checkExpected, style{kind: plain, format: c.format}, c.value)
	} else {
		s.calc(checkExpected, style{kind: link, format: c.format}, c.expected, c.value)
	}
	if c.found == "" {
		s.num(checkFound, style{kind: plain, format: c.format}, c.value+c.wrong)
	} else {
		s.calc(checkFound, style{kind: link, format: c.format}, c.found, c.value+c.wrong)
	}
	s.calc(checkDifference, style{kind: calc, format: tiny}, cell(checkFound, r)+"-"+cell(checkExpected, r), c.wrong)
	s.calc(checkPass, style{kind: calc, format: truth}, "ABS("+cell(checkDifference, r)+")<="+nameTolerance+"+"+nameRelative+"*ABS("+cell(checkExpected, r)+")", c.wrong == 0)
	s.next()
}

// sumChecks hold the parts of each case against its total.
func (b *book) sumChecks() []check {
	var list []check
	for _, m := range b.cases {
		at, t, q := m.at, m.at.term, quote(m.sheet)
		total := q + fixed(at.sum, t.total)
		add := func(test, expected, found string, value float64) {
			list = append(list, check{test: test, caseName: m.e.Case.Name, unit: string(m.e.Currency()), format: amounts(m.e.Currency()), expected: expected, found: found, value: value})
		}
		value := num(m.total.Value)
		lines := at.share + len(m.lines) - 1
		add("Charges = total", total, "SUM("+q+down(at.sum, t.usage, t.lastCharge())+")", value)
		add("Meters = total", total, m.metersSum(q), value)
		add("Lines = total", total, "SUM("+q+down(at.sum, at.share, lines)+")", value)
		list = append(list, check{test: "By month = total", caseName: m.e.Case.Name, unit: string(b.reported(m)), format: amounts(b.reported(m)), value: b.reportedTotal(m),
			expected: total + b.timesExchange(m), found: comparisonSheet + "!" + fixed(compareCases+m.index, b.places.monthsTotal)})
		months := func(row int) string { return q + fixed(colMonth, row) + ":" + fixed(at.sum-1, row) }
		add("Each month's lines = the month's total", "", "SUMPRODUCT(ABS("+months(t.total)+"-"+months(lines+1)+"))", 0)
		for i, g := range b.groups {
			c := check{test: "By " + lower(g.Title) + " = total", caseName: m.e.Case.Name, unit: string(b.reported(m)), format: amounts(b.reported(m)), value: b.reportedTotal(m)}
			c.expected = total + b.timesExchange(m)
			c.found = comparisonSheet + "!" + fixed(compareCases+m.index, b.places.groupRows[i])
			list = append(list, c)
		}
		if n := len(m.meters); n > 0 {
			currencies := q + down(colP3, at.gross, at.gross+n-1)
			list = append(list, check{test: "All rates are in the case's currency", caseName: m.e.Case.Name, unit: "meters", format: wholes, value: float64(m.withRates()),
				expected: "SUMPRODUCT(--(" + currencies + "<>\"\"))",
				found:    "COUNTIF(" + currencies + "," + inputsSheet + "!" + fixed(inputsCurrency, b.places.caseInputs+m.index) + ")"})
		}
	}
	return append(list, b.onceCheck()...)
}

// onceCheck holds that no rate stands twice on Rates, where one of them could be changed
// without the other: its rows are sorted by what they are of.
func (b *book) onceCheck() []check {
	last := b.places.lastRate
	if last <= ratesFirst {
		return nil
	}
	same := func(col int) string {
		return "(" + ratesSheet + "!" + down(col, ratesFirst, last-1) + "=" + ratesSheet + "!" + down(col, ratesFirst+1, last) + ")"
	}
	f := "SUMPRODUCT("
	for i, col := range []int{rateOffer, rateSource, rateCurrency, rateMarket, rateMeter, rateRegion, rateEffective, b.places.rates.priced, b.places.rates.priced + b.places.rates.price - rateIncluded} {
		if i > 0 {
			f += "*"
		}
		f += same(col)
	}
	return []check{{test: "Rates: each rate stands once, so that no case misses its change", unit: "rows", format: wholes, found: f + ")"}}
}

// withRates counts the rows of meters that a rate on Rates prices.
func (m *caseModel) withRates() int {
	n := 0
	for _, r := range m.meters {
		if r.listed != nil {
			n++
		}
	}
	return n
}

// billChecks hold the parts of each bill against what the exports state.
func (b *book) billChecks() []check {
	var list []check
	for i, bill := range b.bills {
		if bill.Currency == "" {
			continue
		}
		list = append(list, check{
			test: "Billed: the parts add up to what the exports state", caseName: bill.Import, unit: string(bill.Currency), format: amounts(bill.Currency),
			value: num(bill.Total()), found: billedSheet + "!" + fixed(billedCost, b.places.bills[i].all),
		})
		if at := b.places.bills[i].became; at > 0 {
			list = append(list, check{
				test: "Billed: what is priced and what is not add up to the usage", caseName: bill.Import, unit: string(bill.Currency), format: amounts(bill.Currency),
				value: num(bill.Rated()), found: billedSheet + "!" + fixed(billedCost, at),
			})
		}
	}
	return list
}

// metersSum adds up the charges of a case's meters, and those of no meter.
func (m *caseModel) metersSum(q string) string {
	f := ""
	if n := len(m.meters); n > 0 {
		f = "SUM(" + q + down(m.at.sum, m.at.charged, m.at.charged+n-1) + ")"
	}
	for k := range m.lines {
		if !m.lines[k].Unshared {
			continue
		}
		if f != "" {
			f += "+"
		}
		f += q + fixed(m.at.sum, m.at.share+k)
	}
	if f == "" {
		return "SUM(" + q + fixed(m.at.sum, m.at.share) + ")"
	}
	return f
}

// engineChecks hold the workbook against the program, whose figures stand in
// the sheet as numbers.
func (b *book) engineChecks() []check {
	var list []check
	for _, m := range b.cases {
		q, t := quote(m.sheet), m.at.term
		c := check{test: "Program = workbook", caseName: m.e.Case.Name, unit: string(m.e.Currency()), format: amounts(m.e.Currency())}
		c.value = num(m.total.Value)
		c.found = q + fixed(m.at.sum, t.total)
		list = append(list, c)
		c.test, c.value = "Program = workbook in each month", 0
		c.found = "SUMPRODUCT(ABS(" + q + fixed(colMonth, t.difference) + ":" + fixed(m.at.sum-1, t.difference) + "))"
		list = append(list, c)
		if n := len(m.meters); n > 0 {
			list = append(list, check{test: "Rates = what the program priced with: cells that differ", caseName: m.e.Case.Name, unit: "cells", format: wholes,
				found: "SUM(" + q + down(colP2, m.at.gross, m.at.gross+n-1) + ")"})
		}
	}
	return append(append(list, b.bridgeChecks()...), b.payableChecks()...)
}

// baseCheck holds the base case's name against those of the cases.
func (b *book) baseCheck() check {
	first, last := b.places.caseInputs, b.places.caseInputs+len(b.cases)-1
	return check{
		test: "The base case is one of the cases", unit: "cases", format: wholes, value: 1,
		found: "SUMPRODUCT(--EXACT(" + inputsSheet + "!" + down(inputsLabel, first, last) + "," + nameBaseName + "))",
	}
}

// pricedChecks count what has no price.
func (b *book) pricedChecks() []check {
	var list []check
	for _, m := range b.cases {
		list = append(list, check{
			test: fmt.Sprintf("%s: lines %s", b.allPriced(), wordNotPriced), caseName: m.e.Case.Name, unit: "lines", format: wholes,
			found: b.unpricedFormula(m), wrong: float64(m.unpricedLines()),
		})
		if n := len(m.e.MissingMonths()); n > 0 { // which no input of the workbook makes up for
			list = append(list, check{
				test: "No usage is missing: months that lack some of it", caseName: m.e.Case.Name, unit: "months", format: wholes,
				wrong: float64(n),
			})
		}
	}
	return list
}

// unpricedFormula counts the lines of a case that lack a price in some month.
func (b *book) unpricedFormula(m *caseModel) string {
	return "SUMPRODUCT(--(" + quote(m.sheet) + down(m.at.after, m.at.share, m.at.share+len(m.lines)-1) + ">0))"
}

// passColours marks TRUE and FALSE, which the words say too.
func (b *book) passColours(s *sheet, col, from, to int) {
	if b.err != nil || to < from {
		return
	}
	ref := cell(col, from) + ":" + cell(col, to)
	b.colour(s.name, ref, fixedCol(col, from), green, paleGreen)
	b.colour(s.name, ref, "NOT("+fixedCol(col, from)+")", red, paleRed)
}

// allColours marks a cell by the outcome of all checks.
//
// Note: LibreOffice 7.4 breaks down where such a formula has the cell itself
// and the text beside it runs over.
func (b *book) allColours(s *sheet, ref string) {
	if b.err == nil {
		b.colour(s.name, ref, nameAll, green, paleGreen)
		b.colour(s.name, ref, "NOT("+nameAll+")", red, paleRed)
	}
}

// colour is a conditional format by a formula: of the font alone, or, with a fill,
// of what stands out.
func (b *book) colour(sheet, ref, formula, font, fill string) {
	look := &excelize.Style{Font: &excelize.Font{Color: font}}
	if fill != "" {
		look.Font.Bold, look.Fill = true, solid(fill)
	}
	id, err := b.file.NewConditionalStyle(look)
	b.fail(err)
	b.fail(b.file.SetConditionalFormat(sheet, ref, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &id}}))
}

// allPriced is what it says where nothing lacks a price: covered usage that is left
// out has none.
func (b *book) allPriced() string {
	for _, c := range b.c.Scenario.Covers {
		if c.As == scenario.LeaveCovered {
			return "Everything but covered usage, which is left out, is priced"
		}
	}
	return "Everything is priced"
}
