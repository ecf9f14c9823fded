package workbook

import (
	"azwhatif/ratebook"
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
		b.places.discounts[m.index] = s.at
		for _, d := range list {
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, m.e.Case.Name)
			s.num(inputsValue, style{kind: input, format: percent}, num(d.Rate))
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
		first := s.at
		for _, k := range m.e.MACC().Milestones {
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, m.e.Case.Name)
			s.num(milestoneMonth, style{kind: input, format: wholes}, float64(k.Month))
			s.num(milestoneAmount, style{kind: input, format: amounts(m.e.Currency())}, num(k.Amount))
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

// benefitInputs has the reservations and savings plans of each case: how many,
// and at which price; or how much an hour.
func (b *book) benefitInputs(s *sheet) {
	owned := b.ownedInputs(s)
	begun := false
	for _, m := range b.cases {
		for _, use := range m.e.Benefits {
			if !begun {
				begun = true
				s.text(0, stylePart, "Reservations and savings plans")
				s.next()
				s.heads(inputsNo, "No.", "Case")
				s.numHeads(inputsValue, "Value")
				s.heads(inputsUnit, "Unit", "", "Benefit")
				s.next()
			}
			b.places.benefits[m.index] = append(b.places.benefits[m.index], s.at)
			row := func(f format, v float64, unit, what string) {
				s.num(inputsNo, styleNo, float64(m.index+1))
				s.text(inputsLabel, styleText, m.e.Case.Name)
				if use.Owned != nil {
					s.calc(inputsValue, style{kind: calc, format: f}, b.ownedFormula(m, use, owned, f), v)
				} else {
					s.num(inputsValue, style{kind: input, format: f}, v)
					s.atLeast(inputsValue, 0)
				}
				s.text(inputsUnit, styleText, unit)
				s.text(inputsSource, styleNote, what)
				s.next()
			}
			currency := string(m.e.Currency())
			if use.Kind == ratebook.SavingsPlan {
				row(unitPrice, num(use.Hourly), currency+" an hour", use.Name())
				continue
			}
			row(wholes, float64(use.Count), "how many", use.Name())
			price, per := eachOf(use)
			row(unitPrice, num(price), currency+per, use.Name()+": the price of one")
		}
	}
	if begun {
		s.next()
	}
}
