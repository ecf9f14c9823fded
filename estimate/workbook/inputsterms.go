package workbook

import (
	"slices"

	"azwhatif/scenario"
)

// What inputs of the lists on Inputs are.
const (
	inputDiscountBy      inputKind = "discount by meter"
	inputMilestone       inputKind = "milestone's month"
	inputMilestoneAmount inputKind = "milestone's amount"
)

// The columns of the lists of discounts and milestones on Inputs.
const (
	milestoneMonth  = inputsValue
	milestoneAmount = inputsUnit
)

// discountInputs has a row for each negotiated discount by meter.
func (b *book) discountInputs(s *sheet) {
	begun := false
	for _, m := range b.cases {
		list := m.e.Case.Discounts
		if len(list) == 0 {
			continue
		}
		if !begun {
			begun = true
			s.text(0, stylePart, "Negotiated discounts by meter: the first that fits counts, in place of the case's own")
			s.next()
			s.heads(inputsNo, "No.", "Case")
			s.numHeads(inputsValue, "Discount")
			s.heads(inputsUnit, "For", "", "")
			s.next()
		}
		for i, d := range list {
			if from, n := b.statesDiscounts(m, d); n >= 0 {
				b.places.discounts[m.index] = append(b.places.discounts[m.index], b.places.discounts[from.index][n])
				continue
			}
			b.places.discounts[m.index] = append(b.places.discounts[m.index], s.at)
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, b.caseNames(b.whose(func(o *caseModel) bool {
				from, _ := b.statesDiscounts(o, d)
				return o == m || from == m && slices.ContainsFunc(o.e.Case.Discounts, func(k scenario.Discount) bool { return k.Pos == d.Pos })
			})))
			s.input(inputsValue, percent, num(d.Rate), inputOf{what: inputDiscountBy, c: m.index, at: i})
			s.between(inputsValue, 0, 1)
			s.text(inputsUnit, styleText, d.Where.String())
			s.next()
		}
	}
	if begun {
		s.next()
	}
}

// milestoneInputs has a row for each milestone of a MACC.
func (b *book) milestoneInputs(s *sheet) {
	begun := false
	for _, m := range b.cases {
		if !m.macc() || len(m.e.MACC().Milestones) == 0 {
			continue
		}
		if !begun {
			begun = true
			s.text(0, stylePart, "Milestones of MACCs: what has to be reached by the end of a month, counted from the first")
			s.next()
			s.heads(inputsNo, "No.", "Case")
			s.numHeads(milestoneMonth, "Month", "Amount")
			s.next()
		}
		if from := b.statesCommitments(m); from != m {
			b.places.milestones[m.index] = b.places.milestones[from.index]
			continue
		}
		first := s.at
		for i, k := range m.e.MACC().Milestones {
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, b.caseNames(b.whose(func(o *caseModel) bool { return b.statesCommitments(o) == m })))
			s.input(milestoneMonth, wholes, float64(k.Month), inputOf{what: inputMilestone, c: m.index, at: i})
			s.input(milestoneAmount, amounts(m.e.Currency()), num(k.Amount), inputOf{what: inputMilestoneAmount, c: m.index, at: i})
			s.whole(milestoneMonth, 1, 120)
			s.atLeast(milestoneAmount, 0)
			s.next()
		}
		b.places.milestones[m.index] = [2]int{first, s.at - 1}
	}
	if begun {
		s.next()
	}
}

// benefitInputs has the reservations and savings plans of the cases, each once: how many,
// or how much an hour.
func (b *book) benefitInputs(s *sheet) {
	owned := b.ownedInputs(s)
	b.benefitPrices(s)
	begun := false
	for _, m := range b.cases {
		for n, use := range m.e.Benefits {
			if !begun {
				begun = true
				s.text(0, stylePart, "Reservations and savings plans")
				s.next()
				s.heads(inputsNo, "No.", "Case")
				s.numHeads(inputsValue, "Value")
				s.heads(inputsUnit, "Unit", "", "Benefit")
				s.next()
			}
			if use.Owned != nil {
				b.ownedOf(s, m, n, owned)
				continue
			}
			if from, k := b.statesBenefit(m, n); from != m {
				b.places.benefits[m.index] = append(b.places.benefits[m.index], b.places.benefits[from.index][k])
				continue
			}
			b.places.benefits[m.index] = append(b.places.benefits[m.index], s.at)
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, b.caseNames(b.whoseBenefit(m, n)))
			of := inputOf{what: inputCount, c: m.index, at: n}
			if use.Kind.Hourly() {
				of.what = inputHourly
				s.input(inputsValue, unitPrice, num(use.Hourly), of)
				s.text(inputsUnit, styleText, string(m.e.Currency())+" an hour")
			} else {
				s.input(inputsValue, wholes, float64(use.Count), of)
				s.text(inputsUnit, styleText, "how many")
			}
			s.atLeast(inputsValue, 0)
			note := use.Name()
			if m.e.Found != nil {
				note += ": found by the program for the inputs as they were; no other mix is searched where they change"
			}
			s.text(inputsSource, styleNote, note)
			s.next()
		}
	}
	if begun {
		s.next()
	}
}

// whoseBenefit are the cases that have the n-th benefit that a case states.
func (b *book) whoseBenefit(m *caseModel, n int) []int {
	return b.whose(func(o *caseModel) bool {
		for k := range o.e.Benefits {
			if from, at := b.statesBenefit(o, k); from == m && at == n {
				return true
			}
		}
		return false
	})
}

// whose are the cases that something is true of.
func (b *book) whose(of func(m *caseModel) bool) (cases []int) {
	for _, m := range b.cases {
		if of(m) {
			cases = append(cases, m.index)
		}
	}
	return cases
}

// ownedOf has a case's rows of what one has already.
func (b *book) ownedOf(s *sheet, m *caseModel, n int, owned map[int]int) {
	use := m.e.Benefits[n]
	b.places.benefits[m.index] = append(b.places.benefits[m.index], s.at)
	row := func(f format, v float64, unit, what string) {
		s.num(inputsNo, styleNo, float64(m.index+1))
		s.text(inputsLabel, styleText, m.e.Case.Name)
		s.calc(inputsValue, style{kind: calc, format: f}, b.ownedFormula(m, use, owned, f), v)
		s.text(inputsUnit, styleText, unit)
		s.text(inputsSource, styleNote, what)
		s.next()
	}
	currency := string(m.e.Currency())
	if use.Kind.Hourly() {
		row(unitPrice, num(use.Hourly), currency+" an hour", use.Name())
		return
	}
	row(wholes, float64(use.Count), "how many", use.Name())
	price, per := eachOf(use)
	row(unitPrice, num(price), currency+per, use.Name()+": the price of one")
}

// statesBenefit is the case that states the n-th benefit of a case, and which of its own
// it is: the case itself, or an earlier one that it is like.
func (b *book) statesBenefit(m *caseModel, n int) (*caseModel, int) {
	own := m.statement(n)
	for _, o := range b.cases[:m.index] {
		for k := range o.e.Benefits {
			if own != nil && own == o.statement(k) && (m.e.Benefits[n].Kind.OfTerm() || m.e.Currency() == o.e.Currency()) {
				return o, k
			}
		}
	}
	return m, n
}

// statement is what states a benefit: a pointer that cases share which are alike; nil of
// one that was found, or that one has already.
func (m *caseModel) statement(n int) any {
	if m.e.Found != nil || m.e.Benefits[n].Owned != nil {
		return nil
	}
	kind, nth := m.e.Benefits[n].Kind, 0
	for _, use := range m.e.Benefits[:n] {
		if use.Owned == nil && use.Kind == kind {
			nth++
		}
	}
	c := m.e.Case
	for i := range c.SavingsPlans {
		if c.SavingsPlans[i].Kind == kind {
			if nth--; nth < 0 {
				return &c.SavingsPlans[i]
			}
		}
	}
	for i := range c.Reservations {
		if c.Reservations[i].Kind == kind {
			if nth--; nth < 0 {
				return &c.Reservations[i]
			}
		}
	}
	return nil
}
