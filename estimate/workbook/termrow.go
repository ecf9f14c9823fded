package workbook

import (
	"fmt"
	"maps"
	"reflect"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// termRow is a row of the terms: a figure of the case, month by month.
type termRow struct {
	at          int // the row that it must stand in
	label, unit string
	style       style
	sums        bool   // whether its months add up to a total
	formula     string // see refs.formula
	own         refs   // names that only this formula has
	values      []float64
}

// termRefs are the names that the formulas of the terms call: every row of
// termRows by its field's name, the case's inputs, and the blocks of meters.
func (c *caseWriter) termRefs() refs {
	n := refs{}
	rows := reflect.ValueOf(c.m.at.term)
	for i := range rows.NumField() {
		n[rows.Type().Field(i).Name] = ref{row: int(rows.Field(i).Int())}
	}
	for name, row := range c.m.at.charges {
		n[name] = ref{row: row}
	}
	at, last := c.m.at, len(c.m.meters)-1
	for b, first := range c.benefitHeads() {
		for head := range headRows {
			n[benefitName(b, head)] = ref{row: first + head}
		}
	}
	maps.Copy(n, refs{
		"index":      {row: rowIndex},
		"maccAmount": {text: c.m.maccInput(inputsBeside)},
		"maccTerm":   {text: c.m.maccInput(inputsBesideTerm)},
		"maccKeeps":  {text: c.m.maccInput(inputsShortfall)},
		"amount":     {text: fixed(colP1, rowTerms+1)},
		"term":       {text: fixed(colP1, rowTerms+2)},
		"further":    {text: fixed(colP1, rowTerms+3)},
		"grosses":    {row: at.gross, last: at.gross + last},
		"bases":      {row: at.base, last: at.base + last},
		"eligibles":  {text: down(colP1, at.net, at.net+last)},
		"negotiated": {text: down(colP2, at.net, at.net+last)},
		"numbers":    {text: down(colP1, at.gross, at.gross+last)},
		"charged":    {text: down(colP1, at.charged, at.charged+last)},
	})
	return n
}

// formula reads a formula of the terms.
func (c *caseWriter) formula(text string, own refs) func(m monthCol) string {
	f, err := formula(text, own, c.refs)
	if err != nil {
		c.b.fail(fmt.Errorf("sheet %q: %w", c.name, err))
		return func(monthCol) string { return "" }
	}
	return f
}

// termRow writes a row of the terms, at its place.
func (c *caseWriter) termRow(r termRow) {
	c.standsAt(r.at, r.label)
	c.label(r.label, r.unit, "")
	c.monthly(r.style, c.formula(r.formula, r.own), func(i int) any { return r.values[i] })
	if r.sums {
		r.style.kind = sum
		c.total(r.style, sumOf(r.values))
	}
	c.next()
}

// noTerm writes a charge that the card does not know.
func (c *caseWriter) noTerm(at int, label, why string) {
	c.standsAt(at, label)
	c.label(label, string(c.m.e.Currency()), why)
	for i := range c.f.n {
		c.num(colMonth+i, style{kind: plain, format: c.money}, 0)
	}
	c.total(style{kind: sum, format: c.money}, 0)
	c.next()
}

// standsAt holds that a row is where other formulas look for it.
func (c *caseWriter) standsAt(at int, label string) {
	if c.at != at {
		c.b.fail(fmt.Errorf("sheet %q: %s is in row %d, not %d", c.name, label, c.at, at))
	}
}

// label writes what a row of the terms is.
func (c *caseWriter) label(label, unit, why string) {
	c.text(colName, styleText, label)
	c.text(colUnit, styleText, unit)
	if why != "" {
		c.text(colP1, styleText, why)
	}
	c.blanks(colMeter, colP4, styleText)
}

// charged is a kind of charge of the case, by month.
func (c *caseWriter) charged(kind func(estimate.Charges) money.Decimal) []float64 {
	values := make([]float64, len(c.m.charges))
	for i, k := range c.m.charges {
		values[i] = num(kind(k))
	}
	return values
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
