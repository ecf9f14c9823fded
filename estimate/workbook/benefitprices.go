package workbook

import (
	"fmt"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// What an input of a benefit is.
const (
	inputCount        inputKind = "reservation's count"
	inputHourly       inputKind = "savings plan's hourly amount"
	inputBenefitPrice inputKind = "benefit's price"
)

// benefitPrice is what a card asks for a reservation of one for its term, or for one
// unit under a savings plan. It stands once on Inputs, whichever cases pay it.
type benefitPrice struct {
	card   int // among the comparison's cards
	meter  ratebook.Meter
	kind   ratebook.PriceKind
	months int
	amount money.Decimal
	cases  []int
	at     int // its row on Inputs
}

// cardOf is the card that a rate is from.
func cardOf(e *estimate.Estimate, r *ratebook.Rate) ratebook.Header {
	if r.Card != nil {
		return *r.Card
	}
	return e.Card
}

// priceOf finds or makes a price's row.
func (b *book) priceOf(m *caseModel, meter ratebook.Meter, card ratebook.Header, kind ratebook.PriceKind, months int, amount money.Decimal) *benefitPrice {
	n := cardNumber(b.document().cards, card)
	i := slices.IndexFunc(b.prices, func(p *benefitPrice) bool {
		return p.card == n && p.kind == kind && p.months == months && p.meter.ID == meter.ID && p.meter.Region == meter.Region && p.amount.Equal(amount)
	})
	if i < 0 {
		i = len(b.prices)
		b.prices = append(b.prices, &benefitPrice{card: n, meter: meter, kind: kind, months: months, amount: amount})
	}
	p := b.prices[i]
	if len(p.cases) == 0 || p.cases[len(p.cases)-1] != m.index {
		p.cases = append(p.cases, m.index)
	}
	return p
}

// benefitPrices has a row for each price.
func (b *book) benefitPrices(s *sheet) {
	if len(b.prices) == 0 {
		return
	}
	s.text(0, stylePart, "Prices of reservations and savings plans, as the cards state them")
	s.next()
	s.heads(inputsNo, "No.", "Meter")
	s.numHeads(inputsValue, "Price")
	s.heads(inputsUnit, "Unit", "Term", "Of")
	s.next()
	for i, p := range b.prices {
		card := b.document().cards[p.card]
		kind, unit := fmt.Sprintf("a %s of one", p.kind), "for the term"
		if p.kind.Hourly() {
			kind, unit = fmt.Sprintf("a %s", p.kind), "for "+p.meter.Unit.String()
		}
		p.at = s.at
		s.num(inputsNo, styleNo, float64(i+1))
		s.text(inputsLabel, styleText, p.meter.Title()+", "+p.meter.Region.Display())
		s.input(inputsValue, unitPrice, num(p.amount), inputOf{what: inputBenefitPrice, c: p.cases[0], at: i, price: p})
		s.atLeast(inputsValue, 0)
		s.text(inputsUnit, styleText, string(card.Terms.Currency)+" "+unit)
		s.text(inputsRange, styleText, fmt.Sprintf("%d months", p.months))
		s.text(inputsSource, styleNote, fmt.Sprintf("%s; card of %s; %s", kind, card.Terms, b.caseNames(p.cases)))
		s.next()
	}
	s.next()
}
