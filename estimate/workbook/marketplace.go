package workbook

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// The columns of the list of purchases on Inputs; behind its months stands what one of
// the purchase's currency is worth in that of the report.
const (
	purchaseAmount   = inputsValue
	purchaseCurrency = inputsUnit
	purchaseEligible = inputsRange
)

// What an input of a purchase is.
const (
	inputPurchase         inputKind = "purchase"
	inputPurchaseEligible inputKind = "purchase counts toward a MACC"
	inputPurchased        inputKind = "month of a purchase"
)

// purchaseRows are where the purchases stand on Inputs: the first and the last row, and
// those of their sums, which are in the currency of the report where there is one.
type purchaseRows struct{ first, last, all, eligible int }

func (b *book) purchaseWorth() int { return inputsMonth + len(b.months()) }

// purchaseInputs has the purchases of the Marketplace, and what they total in each
// month.
func (b *book) purchaseInputs(s *sheet) {
	list := b.c.Scenario.Marketplace
	if len(list) == 0 {
		return
	}
	months, worth := b.months(), b.purchaseWorth()
	to := b.purchasesIn()
	s.text(0, stylePart, "Purchases of the Marketplace: in the total of every case; 1 in a month in which the amount is paid")
	s.next()
	s.heads(inputsNo, "No.", "Purchase")
	s.numHeads(purchaseAmount, "Amount")
	s.heads(purchaseCurrency, "Currency")
	s.numHeads(purchaseEligible, "Eligible: counts toward a MACC")
	s.monthHeads(inputsMonth, months)
	s.numHeads(worth, "One is worth, "+string(to))
	s.tall(45)
	p := &b.places.purchases
	p.first = s.at
	var all, eligible []money.Decimal
	for range months {
		all, eligible = append(all, money.Zero), append(eligible, money.Zero)
	}
	for i, k := range list {
		rate := money.One
		s.num(inputsNo, styleNo, float64(i+1))
		s.text(inputsLabel, styleText, k.Name)
		s.input(purchaseAmount, amounts(k.Currency), num(k.Amount), inputOf{what: inputPurchase, at: i})
		s.atLeast(purchaseAmount, 0)
		s.text(purchaseCurrency, styleText, string(k.Currency))
		s.input(purchaseEligible, yesNo, one(k.Eligible), inputOf{what: inputPurchaseEligible, at: i})
		s.whole(purchaseEligible, 0, 1)
		if row, ok := b.places.exchange[string(k.Currency)]; ok {
			rate, _ = b.c.Scenario.Worth(k.Currency)
			s.calc(worth, style{kind: calc, format: unitPrice}, fixed(inputsValue, row), num(rate))
		} else {
			s.num(worth, style{kind: plain, format: unitPrice}, 1)
		}
		for m, month := range months {
			paid := k.In(month)
			s.input(inputsMonth+m, yesNo, one(!paid.IsZero()), inputOf{what: inputPurchased, at: i, months: [2]int{m, m}})
			s.whole(inputsMonth+m, 0, 1)
			all[m] = all[m].Add(paid.Mul(rate))
			if k.Eligible {
				eligible[m] = eligible[m].Add(paid.Mul(rate))
			}
		}
		s.next()
	}
	p.last = s.at - 1
	rows := func(col int) string { return down(col, p.first, p.last) }
	sums := func(label, more string, values []money.Decimal) int {
		s.text(inputsLabel, style{kind: sum}, label)
		s.blanks(purchaseAmount, purchaseEligible, style{kind: sum})
		s.text(purchaseCurrency, style{kind: sum}, string(to))
		for m := range months {
			s.calc(inputsMonth+m, style{kind: sum, format: amounts(to)}, "SUMPRODUCT("+rows(purchaseAmount)+","+rows(worth)+","+rows(inputsMonth+m)+more+")", num(values[m]))
		}
		s.next()
		return s.at - 1
	}
	p.all = sums("Bought in the month", "", all)
	p.eligible = sums("… of it eligible", ","+rows(purchaseEligible), eligible)
	s.next()
}

// purchasesIn is the currency of the sums: that of the report or, where there is none,
// the only one that the scenario has.
func (b *book) purchasesIn() money.Currency {
	if to := b.c.Scenario.ReportIn; to != "" {
		return to
	}
	return b.cases[0].e.Currency()
}

// purchased is a cell of Inputs in the case's currency, by month.
func (c *caseWriter) purchased(of func(col int) string) func(m monthCol) string {
	by := ""
	if c.b.c.Scenario.ReportIn != "" {
		by = "/" + quote(inputsSheet) + fixed(inputsExchange, c.b.places.caseInputs+c.m.index)
	}
	return func(m monthCol) string { return of(int(m)-colMonth+inputsMonth) + by }
}

// purchaseSum is the sum of a month's purchases in the case's currency: of all, or of
// those that are eligible.
func (c *caseWriter) purchaseSum(eligible bool) ref {
	row := c.b.places.purchases.all
	if eligible {
		row = c.b.places.purchases.eligible
	}
	return ref{of: c.purchased(func(col int) string { return quote(inputsSheet) + fixedRow(col, row) })}
}

// purchaseShare is what a line of block H is that has a purchase.
func (c *caseWriter) purchaseShare(l *caseLine) func(m monthCol) string {
	row := c.b.places.purchases.first + c.b.purchaseAt(l.Purchase)
	q := quote(inputsSheet)
	return c.purchased(func(col int) string {
		return q + fixed(purchaseAmount, row) + "*" + q + fixedRow(col, row) + "*" + q + fixed(c.b.purchaseWorth(), row)
	})
}

// purchaseAt is the place of a purchase among the scenario's.
func (b *book) purchaseAt(p *estimate.PurchaseUse) int {
	for i := range b.c.Scenario.Marketplace {
		if &b.c.Scenario.Marketplace[i] == p.MarketplacePurchase {
			return i
		}
	}
	b.fail(fmt.Errorf("the purchase %q is none of the scenario's", p.Name))
	return 0
}

// marketplaceRow is the charge of a case's month.
func (c *caseWriter) marketplaceRow() {
	if !c.m.buys() {
		return
	}
	c.termRow(termRow{at: c.m.at.term.market, label: "Purchases of the Marketplace", unit: c.currency(), style: c.amounts(), sums: true,
		formula: "{bought}", own: refs{"bought": c.purchaseSum(false)}, values: c.charged(func(k estimate.Charges) money.Decimal { return k.Marketplace })})
}

// buys tells whether the case has purchases of the Marketplace.
func (m *caseModel) buys() bool { return len(m.e.Purchases) > 0 }

// exchanged are the currencies that have a rate on Inputs: the cases', and those of
// purchases, of what one has already, of what is paid today, and of support plans.
func (b *book) exchanged() (list []money.Currency) {
	for _, m := range b.cases {
		list = append(list, m.e.Currency())
	}
	for _, p := range b.c.Scenario.Marketplace {
		list = append(list, p.Currency)
	}
	for _, use := range b.cases[0].e.Benefits {
		if use.Owned != nil {
			list = append(list, use.Owned.Price.Currency)
		}
	}
	if k := b.c.Scenario.Current; k != nil {
		list = append(list, k.Currency)
	}
	for _, m := range b.cases {
		if m.e.Case.Payable == nil {
			continue
		}
		for _, p := range m.e.Case.Payable.Support {
			if p.Currency != "" && p.Currency != m.e.Currency() {
				list = append(list, p.Currency)
			}
		}
	}
	return list
}

// inputsLast is the last column of Inputs that purchases need.
func (b *book) inputsLast() int {
	if len(b.c.Scenario.Marketplace) == 0 {
		return 0
	}
	return b.purchaseWorth()
}
