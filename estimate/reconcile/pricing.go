package reconcile

import (
	"context"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Match says by what imported usage was found in a card.
type Match string

const (
	MatchedByID   Match = "meter id"
	MatchedByName Match = "name and region"              // the same category, subcategory, name, unit and region
	NotPriced     Match = "in the card, without a price" // or in a unit that the export's does not convert to
	NotInCard     Match = "not in the card"
	NotRated      Match = "not rated" // no metered usage of Azure's
)

// Priced tells whether usage so matched has a price.
func (m Match) Priced() bool { return m == MatchedByID || m == MatchedByName }

// Pricing is imported usage priced on one card, month by month as it was
// recorded: tiers and included quantities count a meter's month in a
// subscription, and what that costs is shared to its usage in proportion to
// quantity.
type Pricing struct {
	Card ratebook.Header
	Uses []PricedUse // one for each of Imported.Used, in its order
}

// PricedUse is what became of one Used.
type PricedUse struct {
	Match  Match
	Meter  ratebook.Meter // the card's; the export's where there is no price
	Ours   money.Decimal  // at the card's rates, before the offer's credit and recurring charges; zero where there is no price
	Reason string         // why there is no price
}

// Total is what all usage with a price costs.
func (r *Pricing) Total() money.Amount {
	sum := money.Zero
	for _, u := range r.Uses {
		sum = sum.Add(u.Ours)
	}
	return money.Amount{Value: sum, Currency: r.Card.Terms.Currency}
}

// Price prices usage on the newest card of the terms that was fetched not after
// asOf (at any time, where that is zero). A tier's sum is the same however the
// usage is kept apart.
func Price(ctx context.Context, book estimate.Ratebook, got *scenario.Imported, terms ratebook.Terms, asOf time.Time) (*Pricing, error) {
	r := &Pricing{Uses: make([]PricedUse, len(got.Used))}
	first, last := span(got)
	if first.IsZero() {
		for i := range r.Uses {
			r.Uses[i].Match = NotRated
		}
		var err error
		r.Card, _, err = book.Find(ctx, terms, asOf, nil)
		return r, err
	}
	e, err := priceRecorded(ctx, book, "usage", got, terms, first, last, asOf)
	if err != nil {
		return nil, err
	}
	r.Card = e.Card
	lines := e.byRecord()
	parts := map[recorded][]int{} // indices into Used
	for i, u := range got.Used {
		if !u.Rated() {
			r.Uses[i].Match = NotRated
			continue
		}
		k := record(u.Subscription, u.Month, u.Meter)
		l := lines[k]
		r.Uses[i] = PricedUse{Match: l.match, Meter: l.meter, Reason: l.reason}
		parts[k] = append(parts[k], i)
	}
	for k, uses := range parts {
		weights := make([]money.Decimal, len(uses))
		for n, i := range uses {
			weights[n] = got.Used[i].Quantity
		}
		ours := estimate.ShareByQuantity(lines[k].ours, weights)
		for n, i := range uses {
			r.Uses[i].Ours = ours[n]
		}
	}
	return r, nil
}
