package workbook

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// What an input of a benefit that one has already is.
const (
	inputOwnedCount inputKind = "count of what one has already"
	inputOwnedPrice inputKind = "price of what one has already"
)

// ownedInputs has the reservations and savings plans that one has already, once for all
// cases: how many, and at which price in its own currency; or how much an hour. It gives
// the first row of each, by index into the cases' Owned.
func (b *book) ownedInputs(s *sheet) map[int]int {
	rows := map[int]int{}
	for _, use := range b.cases[0].e.Benefits {
		if use.Owned == nil {
			continue
		}
		if len(rows) == 0 {
			s.text(0, stylePart, "Reservations and savings plans that one has already: paid in every case alike")
			s.next()
			s.heads(inputsNo, "", "Benefit")
			s.numHeads(inputsValue, "Value")
			s.heads(inputsUnit, "Unit", "", "Source")
			s.next()
		}
		rows[use.Owned.Index] = s.at
		source := "the scenario's owned"
		if use.Owned.Card != "" {
			source = "the card of " + use.Owned.Card
		}
		row := func(f format, v float64, unit string, what inputKind) {
			s.text(inputsLabel, styleText, use.Name())
			s.input(inputsValue, f, v, inputOf{what: what, at: use.Owned.Index})
			s.atLeast(inputsValue, 0)
			s.text(inputsUnit, styleText, unit)
			s.text(inputsSource, styleNote, source)
			s.next()
		}
		price := use.Owned.Price
		if use.Kind.Hourly() {
			row(unitPrice, num(price.Value), string(price.Currency)+" an hour", inputOwnedPrice)
			continue
		}
		_, per := eachOf(use)
		row(wholes, float64(use.Count), "how many", inputOwnedCount)
		row(unitPrice, num(price.Value), string(price.Currency)+per, inputOwnedPrice)
	}
	if len(rows) > 0 {
		s.next()
	}
	return rows
}

// ownedFormula takes a case's count or price from what all cases have, exchanged to the
// case's currency.
func (b *book) ownedFormula(m *caseModel, use estimate.BenefitUse, rows map[int]int, f format) string {
	row := rows[use.Owned.Index]
	switch {
	case f == wholes:
		return fixed(inputsValue, row)
	case use.Kind.OfTerm():
		row++
	}
	formula := fixed(inputsValue, row)
	if from, to := use.Owned.Price.Currency, m.e.Currency(); from != to {
		formula += "*" + fixed(inputsValue, b.places.exchange[string(from)]) + "/" + fixed(inputsValue, b.places.exchange[string(to)])
	}
	return formula
}

// eachOf is the price of one reserved unit, and what it is for.
func eachOf(use estimate.BenefitUse) (price money.Decimal, per string) {
	price, monthly := use.Each()
	if monthly {
		return price, " a month"
	}
	return price, " for the term"
}
