package estimate

import "azwhatif/ratebook/money"

// What a derivation tells of the steps between two charges.

// OfferDiscounts gives what the offer's discount takes off each of Meters in a
// month while a commitment covers it (step 4).
func (e *Estimate) OfferDiscounts(month int) []money.Decimal {
	if e.Commitment == nil || month >= e.Commitment.Months {
		return make([]money.Decimal, len(e.Meters))
	}
	return e.offerDiscounts(month)
}

// Discountable is what of a meter's month the offer's discount is granted on.
func (e *Estimate) Discountable(mm MeterMonth) money.Decimal { return e.discountable(&mm) }

// DiscountRate reads a value of TieredDiscount as a fraction, by the scenario's
// rules.
func (e *Estimate) DiscountRate(value money.Decimal) money.Decimal {
	return discountRate(value, e.rules.DiscountValue)
}
