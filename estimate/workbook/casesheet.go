package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/scenario"
)

// caseSheet writes a case: its terms, the months, and the blocks.
func (b *book) caseSheet(m *caseModel) {
	months := b.months()
	widths := []float64{6, 26, 40, 16, 16, 12, 12, 12, 12}
	s := b.sheet(m.sheet, look{
		widths: widths, rest: 13, last: m.at.after + len(b.groups), freeze: cell(colRegion, rowMonths+1),
		repeat: "9:10", print: m.at.sum,
	})
	c := caseWriter{sheet: s, m: m, f: m.figures(b.c.Scenario.Rules), months: months, money: amounts(m.e.Currency())}
	c.head()
	c.terms()
	c.subscriptions()
	c.lineQuantities()
	c.meterBlocks()
	c.lineShares()
	s.flush()
}

// caseWriter writes one case's sheet.
type caseWriter struct {
	*sheet
	m      *caseModel
	f      *figures
	months []scenario.Month
	money  format
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
	}
	c.next()
	c.text(0, stylePart, "The case's inputs")
	c.next()
	row := c.b.places.caseInputs + c.m.index
	amount, months := 0.0, 0.0
	if k := e.Commitment; k != nil {
		amount, months = num(k.Amount), float64(k.Months)
	}
	for _, in := range []struct {
		name, unit string
		col        int
		format     format
		value      float64
	}{
		{"Negotiated discount", "of eligible charges", inputsDiscount, percent, num(e.Case.Discount)},
		{"Commitment", string(e.Currency()), inputsCommitment, c.money, amount},
		{"Commitment's term", "months", inputsTerm, wholes, months},
	} {
		c.text(colName, styleText, in.name)
		c.text(colUnit, styleText, in.unit)
		c.calc(colP1, style{kind: link, format: in.format}, quote(inputsSheet)+fixed(in.col, row), in.value)
		c.next()
	}
	c.skip(rowIndex)
	c.text(colRegion, styleNote, "number of the month")
	for i := range c.months {
		c.num(colMonth+i, style{kind: note, format: wholes}, float64(i+1))
	}
	c.next()
	c.heading("Total, "+string(e.Currency()), "No.", "Subscription or workload", "Meter", "Region", "Unit")
	c.skip(rowFirst)
}

// heading writes a block's heads: those of the labels, the months, the total.
func (c *caseWriter) heading(total string, labels ...string) {
	for col := range colMonth {
		name := ""
		if col < len(labels) {
			name = labels[col]
		}
		c.text(col, styleHead, name)
	}
	for i, m := range c.months {
		c.set(colMonth+i, style{kind: head, format: month}, "", m.Start())
	}
	c.text(c.m.at.sum, styleHead, total)
	c.tall(30)
}

// months fills the row's months with one formula; value gives the figures, as
// float64, bool or string.
func (c *caseWriter) monthly(st style, formula func(col string) string, value func(month int) any) {
	id := c.b.style(st)
	for i := range c.f.n {
		c.put(colMonth+i, id, formula(column(colMonth+i)), value(i))
	}
}

// total adds the row's months up.
func (c *caseWriter) total(st style, v float64) {
	r := strconv.Itoa(c.at)
	c.put(c.m.at.sum, c.b.style(st), "SUM("+column(colMonth)+r+":"+column(c.m.at.sum-1)+r+")", v)
}

// caution is what must not be missed about a case, "" where there is nothing.
func (b *book) caution(m *caseModel) string {
	var notes []string
	if lines := m.unpricedLines(); lines > 0 {
		notes = append(notes, fmt.Sprintf("%s: %d of %d lines are %s, wholly or in part; they are not in the total.", wordIncomplete, lines, len(m.e.Lines), wordNotPriced))
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
