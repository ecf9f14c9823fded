package workbook

import (
	"fmt"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// What an input of a card's terms is.
const (
	inputDiscountFrom  inputKind = "offer's discount: from"
	inputOfferDiscount inputKind = "offer's discount"
)

// termKey tells the terms on Inputs apart: those of cards stand once, whichever cases
// have them; a discount that a commitment states is its case's.
type termKey struct {
	card  int
	c     int // the case that states it; -1 of a card's
	what  inputKind
	level int
}

// termStretch is what a term is from a month on until another one, both by index.
type termStretch struct {
	from, until int
	value       money.Decimal
	again       bool // the level before, where there are fewer in this stretch
}

// offerTerms has the credits, recurring charges and discounts that cards and commitments
// state, a row for each stretch of months.
func (b *book) offerTerms(s *sheet) {
	begun := false
	for _, m := range b.cases {
		for _, t := range b.termsOf(m) {
			if _, ok := b.places.terms[t.key]; ok {
				continue
			}
			if !begun {
				begun = true
				s.text(0, stylePart, "Terms that cards and commitments state")
				s.next()
				s.heads(inputsNo, "No.", "Term")
				s.numHeads(inputsValue, "Value", "From", "Until")
				s.heads(inputsSource, "Unit, and what it is of")
				s.next()
			}
			b.offerTerm(s, m, t)
		}
	}
	if begun {
		s.next()
	}
}

// offerTerm is one of a card's terms, or of a commitment's.
type offerTerm struct {
	key    termKey
	label  string
	fact   bool // a plan's or a rule's: no input
	ofCase bool // a case states it beside its card
	list   []termStretch
}

func (b *book) offerTerm(s *sheet, m *caseModel, t offerTerm) {
	unit, f := string(m.e.Currency()), amounts(m.e.Currency())
	if t.key.what == inputOfferDiscount {
		unit, f = "part", percent
	}
	of := "the commitment of " + m.e.Case.Name
	if t.ofCase {
		of = "case " + m.e.Case.Name
	} else if t.key.c < 0 {
		of = "card of " + b.document().cards[t.key.card].Terms.String()
	}
	first := s.at
	b.places.terms[t.key] = [2]int{first, first + len(t.list) - 1}
	for i, k := range t.list {
		s.num(inputsNo, styleNo, float64(i+1))
		s.text(inputsLabel, styleText, t.label)
		switch {
		case k.again:
			lower := t.key
			lower.level--
			s.calc(inputsValue, style{kind: calc, format: f}, cell(inputsValue, b.places.terms[lower][0]+i), num(k.value))
		case t.fact:
			s.num(inputsValue, style{kind: plain, format: f}, num(k.value))
		default:
			s.input(inputsValue, f, num(k.value), inputOf{what: t.key.what, c: m.index, at: t.key.level, months: [2]int{k.from, k.until}})
		}
		s.num(inputsUnit, style{kind: plain, format: month}, serial(b.months()[k.from]))
		s.num(inputsRange, style{kind: plain, format: month}, serial(b.months()[k.until]))
		s.text(inputsSource, styleNote, unit+"; "+of)
		s.next()
	}
}

// termsOf are the terms of a case, those that discount what its commitment pays for by
// rising levels.
func (b *book) termsOf(m *caseModel) (list []offerTerm) {
	card := cardNumber(b.document().cards, m.e.Card)
	if stretches := m.monthlyStretches(creditIn); stretches != nil {
		list = append(list, offerTerm{key: termKey{card, -1, inputCredit, 0}, label: "Monthly credit of each subscription", list: stretches})
	}
	for _, k := range m.monthlyCharges() {
		whose := -1
		if k.ofCase {
			whose = m.index
		}
		if stretches := m.monthlyStretches(k.stated); stretches != nil {
			list = append(list, offerTerm{key: termKey{card, whose, k.what, 0}, label: k.label, ofCase: k.ofCase, list: stretches})
		}
	}
	stated, rule := -1, false
	if c := m.e.Prepaid(); c != nil && c.Steps() != nil {
		stated, rule = b.statesCommitments(m).index, c.Discount == nil // a plan's discount is published
	}
	for level := range m.levels() {
		from := offerTerm{key: termKey{card, stated, inputDiscountFrom, level}, label: fmt.Sprintf("Offer's discount %d: from", level+1), fact: stated >= 0}
		rate := offerTerm{key: termKey{card, stated, inputOfferDiscount, level}, label: fmt.Sprintf("Offer's discount %d", level+1), fact: rule}
		for i := range m.e.Months {
			now, _ := m.e.DiscountLevels(i)
			if n := len(from.list); n > 0 && m.sameLevels(i-1, i) {
				from.list[n-1].until, rate.list[n-1].until = i, i
				continue
			}
			var k estimate.DiscountLevel
			if len(now) > 0 {
				k = now[min(level, len(now)-1)]
			}
			again := level > 0 && level >= len(now)
			from.list = append(from.list, termStretch{i, i, k.From, again})
			rate.list = append(rate.list, termStretch{i, i, k.Rate, again})
		}
		list = append(list, from, rate)
	}
	return list
}

// sameLevels tells whether two months have the same discounts.
func (m *caseModel) sameLevels(a, b int) bool {
	x, _ := m.e.DiscountLevels(a)
	y, _ := m.e.DiscountLevels(b)
	return slices.EqualFunc(x, y, func(x, y estimate.DiscountLevel) bool { return x.From.Equal(y.From) && x.Rate.Equal(y.Rate) })
}

// creditIn is the card's credit in a month.
func creditIn(e *estimate.Estimate, month int) (money.Decimal, bool) {
	t, ok := e.Card.OfferTerms.CreditIn(e.Months[month].End())
	return t.Amount, ok
}

// monthlyStretches are what a term is month by month; nil where no month has it.
func (m *caseModel) monthlyStretches(stated func(e *estimate.Estimate, month int) (money.Decimal, bool)) (list []termStretch) {
	some := false
	for i := range m.e.Months {
		v, ok := stated(m.e, i)
		some = some || ok
		if n := len(list); n > 0 && list[n-1].value.Equal(v) {
			list[n-1].until = i
		} else {
			list = append(list, termStretch{from: i, until: i, value: v})
		}
	}
	if !some {
		return nil
	}
	return list
}

// given writes a row of the terms that takes from a term on Inputs: in each month what is
// in force.
func (c *caseWriter) given(at int, label, unit string, st style, what inputKind, level int, values []float64) {
	c.standsAt(at, label)
	c.label(label, unit, "")
	for _, t := range c.b.termsOf(c.m) {
		if t.key.what != what || t.key.level != level {
			continue
		}
		rows := c.b.places.terms[t.key]
		in := func(col int) string { return inputsSheet + "!" + down(col, rows[0], rows[1]) }
		c.monthly(st, func(m monthCol) string {
			return "SUMPRODUCT((" + in(inputsUnit) + "<=" + m.fixed(rowMonths) + ")*(" + in(inputsRange) + ">=" + m.fixed(rowMonths) + ")*" + in(inputsValue) + ")"
		}, func(i int) any { return values[i] })
		c.next()
		return
	}
	for i, v := range values {
		c.num(colMonth+i, style{kind: plain, format: st.format}, v)
	}
	c.next()
}
