package estimate

import (
	"context"
	"time"

	"azwhatif/scenario"
)

// Price prices every case of a scenario, each on the newest card of its terms that
// was fetched not after asOf (whenever, where that is the zero time). The estimates
// are in the order of the cases. It is the door for all that only wants cases
// priced; Compare holds them against the base case. An error is about the scenario
// or a case's card: a *ratebook.NoCardError where there is none.
func Price(ctx context.Context, book Ratebook, s *scenario.Scenario, asOf time.Time) ([]*Estimate, error) {
	r := &resolver{book: book, asOf: asOf, s: s}
	if err := r.name(ctx); err != nil {
		return nil, err
	}
	cards, err := r.cards(ctx)
	if err != nil {
		return nil, err
	}
	estimates := make([]*Estimate, len(s.Cases))
	err = parallel(ctx, len(s.Cases), func(i int) (err error) {
		estimates[i], err = r.estimate(ctx, i, cards[s.Cases[i].Terms])
		return err
	})
	if err != nil {
		return nil, err
	}
	return estimates, nil
}
