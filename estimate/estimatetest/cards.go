package estimatetest

import (
	"context"
	"time"

	"azwhatif/ratebook"
)

// Cards is a ratebook of a test's own cards.
type Cards map[ratebook.Terms]*ratebook.Card

func (c Cards) card(terms ratebook.Terms) (*ratebook.Card, error) {
	if card, ok := c[terms]; ok {
		return card, nil
	}
	return nil, &ratebook.NoCardError{Terms: terms}
}

func (c Cards) Find(_ context.Context, terms ratebook.Terms, _ time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	card, err := c.card(terms)
	if err != nil {
		return ratebook.Header{}, nil, err
	}
	return card.Header, card.Find(want), nil
}

func (c Cards) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return c.Find(ctx, t, asOf, want) })
}

func (c Cards) Meters(_ context.Context, terms ratebook.Terms, _ time.Time) ([]ratebook.Meter, error) {
	card, err := c.card(terms)
	if err != nil {
		return nil, err
	}
	return card.Meters(), nil
}

func (c Cards) Cards(context.Context) (headers []ratebook.Header, damaged []error) {
	for _, card := range c {
		headers = append(headers, card.Header)
	}
	return headers, nil
}
