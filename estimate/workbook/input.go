package workbook

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Inputs are the cells that a reader may change: blue on yellow, and nothing else is.
// Each stands once; what else needs it refers to its cell, so that a change is
// followed everywhere.

// inputOf says what an input is of the scenario or of a card. Fields that do not apply
// are zero.
type inputOf struct {
	what     inputKind
	c        int            // the case that states it, by index
	line     int            // in Estimate.Lines
	cases    []int          // of a line's schedule
	at       int            // which of several: a tier, a month, a milestone, a benefit
	rate     *ratebook.Rate // of a card's figure
	currency money.Currency // of an exchange rate
	price    *benefitPrice
	months   [2]int // the first and the last of a term
}

// inputKind is what an input is.
type inputKind string

// noted is an input as a book has it.
type noted struct {
	sheet, cell string
	of          inputOf
}

// input fills a cell with an input.
func (s *sheet) input(col int, f format, v any, of inputOf) {
	st := style{kind: input, format: f}
	if text, ok := v.(string); ok {
		st = st.quoted(text)
	}
	s.set(col, st, "", v)
	if s.b.note {
		s.b.inputCells = append(s.b.inputCells, noted{s.name, cell(col, s.at), of})
	}
}
