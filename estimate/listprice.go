package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// AtList is what the usage that is charged by the card's rates costs at the agreement's
// prices, and at the list prices that its price sheet states beside them, over the meters
// and tiers that have both; without discounts and all that follows. all is false where
// some usage that costs something has no list price.
func (e *Estimate) AtList() (paid, list money.Decimal, all bool) {
	all = true
	for use := range e.Meters {
		for month := range e.Months {
			mm := e.Month(use, month)
			for _, t := range mm.Charge.Tiers {
				price, ok := listPrice(mm.Rate, t.Above)
				if !ok {
					all = all && t.Amount.IsZero()
					continue
				}
				paid, list = paid.Add(t.Amount), list.Add(t.Quantity.Mul(price))
			}
		}
	}
	return paid, list, all
}

// listPrice is the list price of a tier.
func listPrice(r *ratebook.Rate, above money.Decimal) (money.Decimal, bool) {
	for _, b := range r.Beside {
		if b.Kind == ratebook.List && b.Above.Equal(above) {
			return b.Amount, true
		}
	}
	return money.Zero, false
}

// warnAboutList says how far an agreement's prices are from the list.
func (e *Estimate) warnAboutList() {
	if e.Card.Terms.Source != ratebook.PriceSheet {
		return
	}
	paid, list, all := e.AtList()
	if list.Sign() <= 0 {
		return
	}
	digits, currency := e.Currency().Digits(), e.Currency()
	part := list.Sub(paid).Div(list).Mul(money.Int(100))
	than := "less than"
	if part.Sign() < 0 {
		part, than = part.Neg(), "more than"
	}
	which := "the usage"
	if !all {
		which = "the usage that has a list price in the sheet"
	}
	e.warn(string(e.Card.Terms.Offer), "at the agreement's prices %s costs %s %s, %s%% %s at list prices (%s %s), before discounts and commitments", which, currency, money.Thousands(paid.Fixed(digits)), part.Fixed(1), than, currency, money.Thousands(list.Fixed(digits)))
}
