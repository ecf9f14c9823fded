package workbook

import (
	"io"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// WriteCounting is Write, and counts the cells and the formulas among them.
func WriteCounting(w io.Writer, c *compare.Comparison) (cells, formulas int, err error) {
	b := newBook(c, Options{})
	defer b.file.Close()
	if err := b.write(); err != nil {
		return 0, 0, err
	}
	return b.cells, b.formulas, b.pack(w)
}

// Input is a cell that the reader may change, and what it is of the scenario or a card.
type Input struct {
	Sheet, Cell, What string
	Case, Line, At    int
	Cases             []int
	Rate              *ratebook.Rate
	Card              ratebook.Header
	Currency          money.Currency
	Months            [2]int
	Schedules         []string
	Benefit           struct {
		Meter  ratebook.Meter
		Kind   ratebook.PriceKind
		Months int
		Amount money.Decimal
	}
}

// WriteNoting is Write, and gives the inputs.
func WriteNoting(w io.Writer, c *compare.Comparison) (inputs []Input, err error) {
	b := newBook(c, Options{})
	b.note = true
	defer b.file.Close()
	if err := b.write(); err != nil {
		return nil, err
	}
	var schedules []string
	for _, s := range b.schedules {
		schedules = append(schedules, s.String())
	}
	for _, n := range b.inputCells {
		in := Input{Sheet: n.sheet, Cell: n.cell, What: string(n.of.what), Case: n.of.c, Line: n.of.line, At: n.of.at, Cases: n.of.cases,
			Rate: n.of.rate, Currency: n.of.currency, Months: n.of.months, Schedules: schedules, Card: b.cases[n.of.c].e.Card}
		for _, r := range b.rates.rows {
			if r.rate == n.of.rate {
				in.Card = b.document().cards[r.card]
			}
		}
		if p := n.of.price; p != nil {
			in.Card = b.document().cards[p.card]
			in.Benefit.Meter, in.Benefit.Kind, in.Benefit.Months, in.Benefit.Amount = p.meter, p.kind, p.months, p.amount
		}
		inputs = append(inputs, in)
	}
	return inputs, b.pack(w)
}
