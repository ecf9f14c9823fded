package workbook

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
)

const inputDiscountRate inputKind = "discount rate"

// The names of the discount rate and of words, as formulas have them.
const (
	nameDiscountRate = "DiscountRate"
	nameReference    = "WordReference"
	nameNeverBehind  = "WordNeverBehind"
	nameNotWithin    = "WordNotWithin"
	nameNoRate       = "WordNoRate"
)

// Words that formulas of Cash flow show.
const (
	wordReference = "reference"
	wordNoRate    = "no rate stated"
)

// The columns of Cash flow: of the cases, of the months of all cases, and of a case's.
const (
	cashNo = iota
	cashName
	cashCurrency
	cashPaid
	cashCost
	cashAhead
	cashPresent
	cashIn
	cashSaves
	cashNet
	cashBehind
	cashPayback
	cashWith

	cashFactor    = cashCurrency
	cashReference = cashPaid
	cashCase      = cashCost // the first case

	payFirst = cashCurrency // the first of payParts
	payPaid  = payFirst + 7
	payCost  = payPaid + 1
	payAhead = payPaid + 2
)

// cashFirst is the first row of what cases pay over all months.
const cashFirst = 9

// cashRows are the rows of Cash flow.
type cashRows struct {
	results      int // the first case's
	months, sums int // the first month of what is paid, and the totals
	apart, saved int // why a case is not held against the reference; the first month of what is saved
	chart        int
	cases        int // the first month of the first case's payments
	each         int // rows of a case's
}

// cash writes what is paid when, beside what counts as cost, where it is asked for.
func (b *book) cash() {
	if b.c.Cash == nil {
		return
	}
	n, last := len(b.cases), max(payAhead, cashCase+len(b.cases)-1)
	if b.c.Cash.Still != nil {
		last = max(last, cashWith)
	}
	s := b.sheet(cashSheet, look{widths: []float64{6, 30}, rest: 15.5, last: last, titles: 2, broken: true, freeze: "C5"})
	w := cashWriter{sheet: s, all: b.c.Cash, n: len(b.months()), held: n > 1 || b.c.Scenario.Current != nil}
	w.place()
	s.title("Cash flow", "What is paid when, beside what counts as cost. Every amount falls at the end of its month; money paid in advance is cost when it is used, or lost.")
	s.text(0, styleNote, "Payback counts payments as they are, and not their present values: from the month's end on, a case has paid no more than "+b.c.CashReference()+".")
	s.next()
	s.next()
	w.rate()
	w.results()
	w.months()
	w.saved()
	w.cases()
	b.places.cash = w.rows
	s.flush()
}

// cashWriter writes the sheet's blocks.
type cashWriter struct {
	*sheet
	all  *compare.Cash
	rows cashRows
	n    int  // months
	held bool // there is something to hold cases against
}

// place says where the blocks go.
func (w *cashWriter) place() {
	at, n := &w.rows, w.n
	at.results = cashFirst
	if w.all.Current != nil {
		at.results++ // its row stands first
	}
	at.months = at.results + len(w.b.cases) + 3
	at.sums = at.months + n
	next := at.sums + 2
	if w.held {
		at.apart = next + 1
		at.saved = next + 3
		at.chart = at.saved + n + 1
		next = at.chart + int(w.chart().Dimension.Height)/chartRow + 2
	}
	at.cases, at.each = next+2, n+4
}

// stands holds that a block is where other formulas look for it.
func (w *cashWriter) stands(row int) {
	if w.at != row {
		w.b.fail(fmt.Errorf("sheet %q: a block begins in row %d, not %d", w.name, w.at, row))
	}
}

// rate is the discount rate, an input.
func (w *cashWriter) rate() {
	w.text(cashName, styleText, "Discount rate")
	if r := w.all.Discount; r != nil {
		w.input(cashCurrency, percent, num(*r), inputOf{what: inputDiscountRate})
	} else {
		w.input(cashCurrency, percent, "none", inputOf{what: inputDiscountRate})
	}
	w.between(cashCurrency, 0, 1)
	w.text(cashPaid, styleText, "a year")
	w.text(cashCost, styleNote, "what money costs: the scenario's cash: discount_rate, or --discount-rate; present values are at the beginning of the first month")
	w.b.define(nameDiscountRate, quote(cashSheet)+fixed(cashCurrency, w.at))
	w.next()
	w.next()
}

func (w *cashWriter) heading(title string, col int, heads ...string) {
	w.text(0, stylePart, title)
	w.next()
	w.heads(cashNo, "No.", "Month")
	w.numHeads(col, heads...)
}

// cashWords are the words that formulas of Cash flow show.
func (b *book) cashWords() [][2]string {
	return [][2]string{
		{nameReference, wordReference}, {nameNeverBehind, compare.PaidAtOnce}, {nameNotWithin, notWithin(len(b.months()))}, {nameNoRate, wordNoRate},
	}
}

// notWithin is what Payback says of a case that has not paid back.
func notWithin(months int) string { return "not within " + estimate.Plural(months, "month") }

// cashChecks hold that what is paid is what counts as cost and what is paid for other
// months: left of a prepayment, and of benefits more than their months cost; and that the
// sheet has the program's figures.
func (b *book) cashChecks() (sums, engine []check) {
	if b.c.Cash == nil {
		return nil, nil
	}
	rows := b.places.cash
	for i, m := range b.cases {
		q, t := quote(m.sheet), m.at.term
		all := func(row int) string { return q + fixed(m.at.sum, row) }
		found := all(t.total)
		if m.prepays() {
			paid := quote(cashSheet) + fixed(payFirst, rows.cases+i*rows.each+len(b.months()))
			found += "+" + paid + "-" + all(t.drawn) + "-" + all(t.unused)
			if t.bought > 0 {
				found += "-" + all(t.bought)
			}
		}
		for k := range m.e.Benefits {
			found += "+" + all(m.benefit.heads[k]+headPaid) + "-" + all(m.benefit.heads[k]+headCost)
		}
		c := check{test: "Cash flow: paid = cost and what is paid for other months", caseName: m.e.Case.Name, unit: string(m.e.Currency()), format: amounts(m.e.Currency())}
		c.value = num(m.total.Value.Add(m.e.PaidAhead()))
		c.expected, c.found = quote(cashSheet)+fixed(cashPaid, rows.results+i), found
		sums = append(sums, c)
		c.test, c.expected, c.found = "Program = workbook: paid in all months", "", quote(cashSheet)+fixed(cashPaid, rows.results+i)
		c.value = num(b.c.Cash.Cases[i].All.Paid())
		engine = append(engine, c)
	}
	return sums, engine
}
