package estimate

import (
	"context"
	"errors"
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// catalog is what a card answered to selectors.
type catalog struct {
	header ratebook.Header   // the newest of inUse
	inUse  []ratebook.Header // the cards that answer
	found  map[string][]ratebook.Rate
	byID   map[ratebook.MeterID][]ratebook.Rate // of found, what was asked for by id
	doubts map[ratebook.MeterID]string          // why a price of zero is not believed

	memo *catalogMemo // what was found for the card's cases
}

// devTest tells whether the card is of a dev/test offer, under which machines with Windows
// and SQL Server cost what those with Linux do (see ratebook.OfferFacts).
func (c *catalog) devTest() bool {
	f, ok := c.header.Terms.Offer.Facts()
	return ok && f.Kind == ratebook.KindDevTest
}

func (c *catalog) rates(s ratebook.Selector) []ratebook.Rate { return c.found[s.String()] }

// look asks the terms' card for all selectors at once, and adds the answers.
func (r *resolver) look(ctx context.Context, terms ratebook.Terms, c *catalog, want []ratebook.Selector) error {
	fresh := c.fresh(want)
	if len(fresh) == 0 && c.found != nil {
		return nil
	}
	header, rates, err := r.book.Find(ctx, terms, r.asOf, fresh)
	if err != nil {
		return err
	}
	r.add(ctx, c, header, fresh, rates)
	return nil
}

// lookAll is look for the cards of several cases, each with its own selectors, in one
// look at all cards. The error names the first case whose card has one.
func (r *resolver) lookAll(ctx context.Context, cases []scenario.Case, cards []*catalog, want [][]ratebook.Selector) error {
	var asked []int // by index into cards
	var terms []ratebook.Terms
	var all []ratebook.Selector
	places := map[string]int{} // in all
	for i, c := range cards {
		want[i] = c.fresh(want[i])
		if len(want[i]) == 0 && c.found != nil {
			continue
		}
		asked, terms = append(asked, i), append(terms, cases[i].Terms)
		for _, s := range want[i] {
			if k := s.String(); places[k] == 0 {
				all = append(all, s)
				places[k] = len(all)
			}
		}
	}
	if len(asked) == 0 {
		return nil
	}
	found, err := r.book.FindAll(ctx, terms, r.asOf, all)
	if err != nil {
		for _, i := range asked {
			if err := r.look(ctx, cases[i].Terms, cards[i], want[i]); err != nil {
				return r.noCards(ctx, fmt.Errorf("%s: case %q: %w", cases[i].Pos, cases[i].Name, err))
			}
		}
		return nil
	}
	for k, i := range asked {
		rates := make([][]ratebook.Rate, len(want[i]))
		for n, s := range want[i] {
			rates[n] = found[k].Rates[places[s.String()]-1]
		}
		r.add(ctx, cards[i], found[k].Header, want[i], rates)
	}
	return nil
}

// noCards adds to an error about a card that is not there those about the other cases'
// cards that are not there either, each once. Any other error it gives back.
func (r *resolver) noCards(ctx context.Context, err error) error {
	var none *ratebook.NoCardError
	if !errors.As(err, &none) {
		return err
	}
	errs := []error{err}
	told := map[ratebook.Terms]bool{none.Terms: true}
	for _, c := range r.s.Cases {
		if told[c.Terms] || ctx.Err() != nil {
			continue
		}
		told[c.Terms] = true
		if _, _, err := r.book.Find(ctx, c.Terms, r.asOf, nil); errors.As(err, &none) {
			errs = append(errs, fmt.Errorf("%s: case %q: %w", c.Pos, c.Name, err))
		}
	}
	return errors.Join(errs...)
}

// fresh are the selectors that the card has not been asked for, each once.
func (c *catalog) fresh(want []ratebook.Selector) (fresh []ratebook.Selector) {
	seen := map[string]bool{}
	for _, s := range want {
		k := s.String()
		if _, known := c.found[k]; !known && !seen[k] && !s.IsZero() {
			seen[k] = true
			fresh = append(fresh, s)
		}
	}
	return fresh
}

// add takes in what the card answered.
func (r *resolver) add(ctx context.Context, c *catalog, header ratebook.Header, asked []ratebook.Selector, rates [][]ratebook.Rate) {
	if c.found == nil {
		c.inUse = r.inUse(ctx, header)
		c.header, c.found, c.byID = header, map[string][]ratebook.Rate{}, map[ratebook.MeterID][]ratebook.Rate{}
	}
	for i, s := range asked {
		c.found[s.String()] = rates[i]
		if s.ID != "" {
			c.byID[s.ID] = rates[i]
		}
	}
}
