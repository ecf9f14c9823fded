// Package sample is a small ratebook built into the program: cards of four offers, two currencies and two
// markets, and retail prices with those of reservations and savings plans, for trying out. README.md says where
// each figure comes from and which are made up.
package sample

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
)

//go:generate go run generate.go

//go:embed cards/*.json
var files embed.FS

// Note is to be said of every output made with these cards.
const Note = "sample prices of 2026-08, for trying out"

// fetched stands for the time when the prices were taken down.
var fetched = time.Date(2026, time.August, 3, 0, 0, 0, 0, time.UTC)

// Book is the cards built in. It answers as a store.Book does, and decodes a
// card when it is first asked for.
type Book struct {
	terms []ratebook.Terms // in the order of the files' names
	cards map[ratebook.Terms]func() (*ratebook.Card, error)
}

// Open gives the cards built in.
func Open() *Book {
	b := &Book{cards: map[ratebook.Terms]func() (*ratebook.Card, error){}}
	names, err := fs.Glob(files, "cards/*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		terms := termsOf(name)
		b.terms = append(b.terms, terms)
		b.cards[terms] = sync.OnceValues(func() (*ratebook.Card, error) { return read(name, terms) })
	}
	return b
}

// termsOf reads a file's name: "cards/MS-AZR-0003P_EUR_NL.json", with "retail_"
// before it where the card is of that source.
func termsOf(name string) ratebook.Terms {
	source := ratebook.RateCard
	name, isRetail := strings.CutPrefix(strings.TrimSuffix(path.Base(name), ".json"), "retail_")
	if isRetail {
		source = ratebook.Retail
	}
	part := strings.Split(name, "_")
	return ratebook.Terms{
		Source: source, Offer: ratebook.Offer(part[0]), Currency: money.Currency(part[1]),
		Market: ratebook.Market(part[2]), Locale: ratebook.DefaultLocale,
	}
}

func read(name string, terms ratebook.Terms) (*ratebook.Card, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	decode := fetch.DecodeRateCard
	if terms.Source == ratebook.Retail {
		decode = fetch.DecodeRetail
	}
	card, err := decode(bytes.NewReader(data), terms)
	if err != nil {
		return nil, fmt.Errorf("built-in %s: %w", name, err)
	}
	card.Provenance.URL, card.Provenance.Sample, card.Provenance.Fetched = "built in", Note, fetched
	return card, nil
}

// card gives the card of the terms, where there is one and it was there by
// asOf; the zero time is whenever. Its Rates are shared: read them only.
func (b *Book) card(terms ratebook.Terms, asOf time.Time) (*ratebook.Card, error) {
	if terms.Locale == "" {
		terms.Locale = ratebook.DefaultLocale
	}
	open, ok := b.cards[terms]
	switch {
	case !ok:
		return nil, fmt.Errorf("no sample card for %s; there are %s; for other terms fetch cards into a ratebook of your own", terms, b.list())
	case !asOf.IsZero() && fetched.After(asOf):
		return nil, fmt.Errorf("no sample card as of %s: the sample prices are of %s", asOf.Format(time.DateOnly), fetched.Format(time.DateOnly))
	}
	return open()
}

// list is "MS-AZR-0003P, … in EUR, USD for NL, US": the cards are every
// combination of their offers, currencies and markets. Those of the source
// retail are of MS-AZR-0003P, and stand behind.
func (b *Book) list() string {
	var offers, currencies, markets []string
	add := func(list *[]string, s string) {
		for _, have := range *list {
			if have == s {
				return
			}
		}
		*list = append(*list, s)
	}
	for _, t := range b.terms {
		add(&offers, string(t.Offer))
		add(&currencies, string(t.Currency))
		add(&markets, string(t.Market))
	}
	return strings.Join(offers, ", ") + " in " + strings.Join(currencies, ", ") + " for " + strings.Join(markets, ", ") + ", and MS-AZR-0003P of the source retail"
}

// Cards gives the header of each card.
func (b *Book) Cards(context.Context) (headers []ratebook.Header, damaged []error) {
	for _, terms := range b.terms {
		card, err := b.cards[terms]()
		if err != nil {
			damaged = append(damaged, err)
			continue
		}
		headers = append(headers, card.Header)
	}
	return headers, damaged
}

// Find gives the rates that each selector picks from the card of the terms.
func (b *Book) Find(_ context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	card, err := b.card(terms, asOf)
	if err != nil {
		return ratebook.Header{}, nil, err
	}
	return card.Header, card.Find(want), nil
}

// FindAll is Find for each of several terms.
func (b *Book) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return b.Find(ctx, t, asOf, want) })
}

// Search gives the meters of the cards of the terms that each word of the query occurs
// in, best matches first: see ratebook.Search. No sample card is damaged.
func (b *Book) Search(_ context.Context, terms []ratebook.Terms, query string) (meters []ratebook.Meter, damage []error, err error) {
	for _, t := range terms {
		card, err := b.card(t, time.Time{})
		if err != nil {
			return nil, nil, err
		}
		for _, r := range card.Rates {
			meters = append(meters, r.Meter)
		}
	}
	return ratebook.Search(meters, query), make([]error, len(terms)), nil
}

// Meters gives the meters of the card of the terms, each once.
func (b *Book) Meters(_ context.Context, terms ratebook.Terms, asOf time.Time) ([]ratebook.Meter, error) {
	card, err := b.card(terms, asOf)
	if err != nil {
		return nil, err
	}
	return card.Meters(), nil
}

// Load gives the whole card of a header that Cards or Find gave.
func (b *Book) Load(_ context.Context, header ratebook.Header) (*ratebook.Card, error) {
	return b.card(header.Terms, time.Time{})
}
