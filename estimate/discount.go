package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// OfferDiscounts gives what the offer's discount takes off each of Meters in a
// month while a commitment covers it (step 4).
func (e *Estimate) OfferDiscounts(month int) []money.Decimal {
	if e.Commitment == nil || month >= e.Commitment.Months {
		return make([]money.Decimal, len(e.Meters))
	}
	return e.offerDiscounts(month)
}

// offerDiscounts gives, for each meter, the discount that the offer grants on
// its charges of the month while a commitment covers them (step 4). All are
// zero where the card has no such term.
func (e *Estimate) offerDiscounts(month int) []money.Decimal {
	off := make([]money.Decimal, len(e.Meters))
	terms, ok := e.Card.OfferTerms.CommitmentIn(e.Months[month].End())
	if !ok || len(terms.Tiers) == 0 {
		return off
	}
	base := make([]money.Decimal, len(e.Meters))
	sum := money.Zero
	for u := range e.Meters {
		base[u] = e.discountable(&e.Meters[u].Months[month])
		sum = sum.Add(base[u])
	}
	if e.rules.DiscountTier == scenario.PerSlab {
		off, _ = money.Share(e.slabDiscount(terms.Tiers, sum), base)
		return off
	}
	rate := e.commitmentDiscount(terms.Tiers)
	for u := range base {
		off[u] = base[u].Mul(rate)
	}
	return off
}

// Discountable is what of a meter's month the offer's discount is granted on.
func (e *Estimate) Discountable(mm MeterMonth) money.Decimal { return e.discountable(&mm) }

func (e *Estimate) discountable(mm *MeterMonth) money.Decimal {
	switch {
	case !mm.Eligible.Discount:
		return money.Zero
	case e.rules.DiscountOn == scenario.AllTiers:
		return mm.Charge.Amount
	default:
		return mm.Charge.BaseAmount()
	}
}

// commitmentDiscount is the discount of the tier that the committed amount
// reaches.
func (e *Estimate) commitmentDiscount(tiers []ratebook.DiscountTier) money.Decimal {
	rate := money.Zero
	for _, t := range tiers {
		if !e.Case.Commitment.Amount.Less(t.From) {
			rate = discountRate(t.Value, e.rules.DiscountValue)
		}
	}
	return rate
}

// slabDiscount grants each part of the sum the discount of its slab.
func (e *Estimate) slabDiscount(tiers []ratebook.DiscountTier, sum money.Decimal) money.Decimal {
	off := money.Zero
	for i, t := range tiers {
		to := sum
		if i+1 < len(tiers) {
			to = to.Min(tiers[i+1].From)
		}
		if t.From.Less(to) {
			off = off.Add(to.Sub(t.From).Mul(discountRate(t.Value, e.rules.DiscountValue)))
		}
	}
	return off
}

// DiscountRate reads a value of TieredDiscount as a fraction, by the scenario's
// rules.
func (e *Estimate) DiscountRate(value money.Decimal) money.Decimal {
	return discountRate(value, e.rules.DiscountValue)
}

// discountRate reads a value of TieredDiscount as a fraction.
func discountRate(v money.Decimal, reading scenario.DiscountValue) money.Decimal {
	percent := v.Mul(money.MustParse("0.01"))
	switch reading {
	case scenario.AsPercent:
		return percent
	case scenario.AsFraction:
		return v
	default:
		if money.One.Less(v) {
			return percent
		}
		return v
	}
}

// checkDiscounts refuses discounts that cannot be meant.
func (e *Estimate) checkDiscounts() error {
	for _, term := range e.Card.OfferTerms.Commitments {
		for _, t := range term.Tiers {
			if e.rules.DiscountValue == scenario.ByMagnitude && t.Value.Equal(money.One) {
				return e.Case.Errorf("case %q: the card's TieredDiscount has the value 1, which can be read as 1%% or as 100%%; state rules: {discount_value: percent} or fraction", e.Case.Name)
			}
			r := discountRate(t.Value, e.rules.DiscountValue)
			if r.Sign() < 0 || money.One.Less(r) {
				return e.Case.Errorf("case %q: the card's TieredDiscount has the value %s, which is no discount when read as %q; state another discount_value under rules", e.Case.Name, t.Value, e.rules.DiscountValue)
			}
		}
	}
	return nil
}
