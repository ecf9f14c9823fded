package reconcile

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// coveredBy is what benefits cover of usage that a card may rate; nil where that
// is nothing.
func coveredBy(got *scenario.Imported, pricing *Pricing) *estimate.Covering {
	cover := scenario.CoverOf(got, 0, func(scenario.Used) bool { return true })
	if cover == nil {
		return nil
	}
	if pricing == nil {
		return &estimate.Covering{Cover: *cover, Unknown: cover.Cost.Unknown}
	}
	sum, unpriced := money.Zero, ""
	for i, u := range got.Used {
		if u.Kind != scenario.CoveredUsage {
			continue
		}
		if sum = sum.Add(pricing.Uses[i].Ours); !pricing.Uses[i].Match.Priced() {
			unpriced = "not all of the usage that they cover has a price in the card"
		}
	}
	terms := pricing.Card.Terms
	k := estimate.NewCovering(*cover, money.Amount{Value: sum, Currency: terms.Currency}, unpriced, string(terms.Offer))
	return &k
}
