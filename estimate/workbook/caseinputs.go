package workbook

import "azwhatif/scenario"

// What an input of a case is.
const (
	inputDiscount   inputKind = "negotiated discount"
	inputCommitment inputKind = "commitment"
	inputTerm       inputKind = "commitment's term"
	inputShortfalls inputKind = "shortfalls pay for later usage"
	inputMACC       inputKind = "MACC beside a prepayment"
	inputMACCTerm   inputKind = "its term"
)

// caseTerms fills a case's row of Inputs with its discount and its commitments. What it
// has of an earlier case that it is like refers to that one's cell.
func (b *book) caseTerms(s *sheet, m *caseModel) {
	e := m.e
	put := func(col int, f format, v float64, from *caseModel, what inputKind) {
		if from != m {
			s.calc(col, style{kind: calc, format: f}, fixed(col, from.inputs), v)
			return
		}
		s.input(col, f, v, inputOf{what: what, c: m.index})
	}
	discounts := b.statesDiscount(m)
	put(inputsDiscount, percent, num(e.Case.Discount), discounts, inputDiscount)
	s.between(inputsDiscount, 0, 1)
	from := b.statesCommitments(m)
	amount, months, each := amounts(e.Currency()), float64(len(e.Months)), 0.0
	c := e.Prepaid()
	if c == nil {
		c = e.MACC()
	}
	if c == nil { // an amount alone is a prepayment for the whole period
		s.input(inputsCommitment, amount, 0.0, inputOf{what: inputCommitment, c: m.index})
		s.num(inputsTerm, style{kind: plain, format: wholes}, months)
		s.text(inputsKind, styleText, "none; an amount is a prepayment")
	} else {
		months = float64(c.Months)
		if c.Window() != c.Months {
			each = float64(c.Window())
		}
		put(inputsCommitment, amount, num(c.Each()), from, inputCommitment)
		put(inputsTerm, wholes, months, from, inputTerm)
		s.text(inputsKind, styleText, c.Kind.String())
	}
	s.atLeast(inputsCommitment, 0)
	s.whole(inputsTerm, 0, 120)
	if m.both() {
		put(inputsBeside, amount, num(e.MACC().Amount), from, inputMACC)
		s.atLeast(inputsBeside, 0)
		put(inputsBesideTerm, wholes, float64(e.MACC().Months), from, inputMACCTerm)
		s.whole(inputsBesideTerm, 0, 120)
	}
	if m.macc() {
		put(inputsShortfall, yesNo, one(!e.MACC().ShortfallLost), from, inputShortfalls)
		s.whole(inputsShortfall, 0, 1)
	}
	if c != nil && m.prepays() {
		s.num(inputsEach, style{kind: plain, format: wholes}, each) // its kind's, and no input
	}
}

// statesDiscount is the case that states a case's negotiated discount: itself, or an
// earlier one that it is like.
func (b *book) statesDiscount(m *caseModel) *caseModel {
	for _, o := range b.cases[:m.index] {
		if pos := m.e.Case.DiscountPos; pos.Line > 0 && pos == o.e.Case.DiscountPos {
			return o
		}
	}
	return m
}

// statesCommitments is the same of its commitments.
func (b *book) statesCommitments(m *caseModel) *caseModel {
	for _, o := range b.cases[:m.index] {
		if own, k := m.e.Case.Commitments, o.e.Case.Commitments; len(own) > 0 && len(k) > 0 && &own[0] == &k[0] && m.e.Currency() == o.e.Currency() {
			return o
		}
	}
	return m
}

// statesDiscounts is where each discount by meter is stated: an earlier case, and which
// of its discounts.
func (b *book) statesDiscounts(m *caseModel, d scenario.Discount) (from *caseModel, at int) {
	for _, o := range b.cases[:m.index] {
		for i, k := range o.e.Case.Discounts {
			if d.Line > 0 && d.Pos == k.Pos {
				return o, i
			}
		}
	}
	return m, -1
}
