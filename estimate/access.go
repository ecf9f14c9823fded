package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// EligibleIn says which of the offer's terms apply to a meter in a month,
// whether or not it is used then.
func (e *Estimate) EligibleIn(m ratebook.Meter, month scenario.Month) Eligible {
	return e.eligible(m, month)
}

// DiscountRate reads a value of the card's TieredDiscount as a fraction, by
// the scenario's rules.
func (c *Comparison) DiscountRate(value money.Decimal) money.Decimal {
	return discountRate(value, c.Scenario.Rules.DiscountValue)
}
