package estimate

import (
	"context"
	"time"

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

// Rating is imported usage priced on one card, month by month as it was
// recorded: tiers and included quantities count a meter's month in a
// subscription, and what that comes to is shared to its usage in proportion to
// quantity.
type Rating struct {
	Card ratebook.Header
	Uses []Rated // one for each of Imported.Used, in its order
}

// Rated is what became of one Used.
type Rated struct {
	Match  Match
	Meter  ratebook.Meter // the card's; the export's where there is no price
	Ours   money.Decimal  // at the card's rates, before the offer's credit and recurring charges; zero where there is no price
	Reason string         // why there is no price
}

// Total is what all usage with a price comes to.
func (r *Rating) Total() money.Amount {
	sum := money.Zero
	for _, u := range r.Uses {
		sum = sum.Add(u.Ours)
	}
	return money.Amount{Value: sum, Currency: r.Card.Terms.Currency}
}

// Rate prices usage on the newest card of the terms that was fetched not after
// asOf (whenever, where that is zero). A tier's sum is the same whatever the
// usage is kept apart by.
func Rate(ctx context.Context, book Ratebook, got *scenario.Imported, terms ratebook.Terms, asOf time.Time) (*Rating, error) {
	r := &Rating{Uses: make([]Rated, len(got.Used))}
	first, last := span(got)
	if first.IsZero() {
		for i := range r.Uses {
			r.Uses[i].Match = NotRated
		}
		var err error
		r.Card, _, err = book.Find(ctx, terms, asOf, nil)
		return r, err
	}
	e, s, err := asRecorded(ctx, book, "usage", got, terms, first, last, asOf)
	if err != nil {
		return nil, err
	}
	r.Card = e.Card
	lines := e.recordedLines(s)
	parts := map[recorded][]int{} // indices into Used
	for i, u := range got.Used {
		if !u.Rated() {
			r.Uses[i].Match = NotRated
			continue
		}
		k := record(u.Subscription, u.Month, u.Meter)
		l := lines[k]
		r.Uses[i] = Rated{Match: l.match, Meter: l.meter, Reason: l.reason}
		parts[k] = append(parts[k], i)
	}
	for k, uses := range parts {
		weights := make([]money.Decimal, len(uses))
		for n, i := range uses {
			weights[n] = got.Used[i].Quantity
		}
		ours := ShareByQuantity(lines[k].ours, weights)
		for n, i := range uses {
			r.Uses[i].Ours = ours[n]
		}
	}
	return r, nil
}

// recordedLine is what the estimate has for one recorded.
type recordedLine struct {
	match  Match
	meter  ratebook.Meter
	ours   money.Decimal
	reason string
}

// recordedLines finds what was priced for each meter, subscription and month.
func (e *Estimate) recordedLines(s *scenario.Scenario) map[recorded]recordedLine {
	reasons := e.reasons()
	ours := e.rateCharges()
	out := map[recorded]recordedLine{}
	i := 0
	for _, w := range s.Workloads {
		for _, u := range w.Usage {
			l := e.Lines[i]
			for m, month := range e.Months {
				k := record(w.Subscription, month, *u.Imported)
				r := out[k]
				r.ours = r.ours.Add(ours[i][m])
				reason, without := reasons[[2]int{i, m}]
				switch {
				case without && l.use < 0 && l.From.Unit.String() == u.Imported.Unit.String():
					r.match, r.meter, r.reason = NotInCard, *u.Imported, reason
				case without: // or it is counted in another unit
					r.match, r.meter, r.reason = NotPriced, *u.Imported, reason
				case r.reason != "": // of another line
				case l.From.ID == u.Imported.ID:
					r.match, r.meter = MatchedByID, l.Meter
				default:
					r.match, r.meter = MatchedByName, l.Meter
				}
				out[k] = r
			}
			i++
		}
	}
	return out
}
