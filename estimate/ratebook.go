package estimate

import (
	"context"
	"time"

	"azwhatif/ratebook"
)

// Ratebook is what an estimate needs of a set of cards. The store and the
// sample cards fulfil it.
type Ratebook interface {
	// Find gives, from the newest card of the terms that was fetched not after
	// asOf (whenever, where that is zero), the rates that each selector picks,
	// and the card's header. It is asked for all meters at once. The error is a
	// *ratebook.NoCardError where there is no such card.
	Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error)
	// FindAll is Find for each of several terms, in one look at all of their cards.
	FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error)
	// Meters lists that card's meters, for messages about a meter that was not
	// found.
	Meters(ctx context.Context, terms ratebook.Terms, asOf time.Time) ([]ratebook.Meter, error)
	// Cards gives the headers of all cards, and an error for each that cannot be
	// read: to look whether another card knows a price where one has zero.
	Cards(ctx context.Context) (headers []ratebook.Header, damaged []error)
}
