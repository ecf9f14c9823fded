package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/store"
	"azwhatif/scenario"
)

// book is a ratebook, on disk or built in.
type book interface {
	estimate.Ratebook
	Load(context.Context, ratebook.Header) (*ratebook.Card, error)
	FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error)
	Search(ctx context.Context, terms []ratebook.Terms, query string) (meters []ratebook.Meter, damage []error, err error)
}

// openBook opens a ratebook: a folder, or "sample". close is to be called when
// it is no longer used.
func openBook(name string) (b book, close func() error, err error) {
	if name == scenario.Sample {
		return sample.Open(), func() error { return nil }, nil
	}
	s, err := openStore(name)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

// openStore opens a ratebook that is a folder, as by the config.
func openStore(name string) (*store.Book, error) {
	switch name {
	case scenario.Sample:
		return nil, badInput(errors.New("the sample cards are built in; give --ratebook a folder"))
	case "":
		return nil, badInput(errors.New("there is no home directory to keep the ratebook in: give --ratebook a folder, or set HOME"))
	}
	return store.Open(name)
}

// scenarioBook opens the ratebook of a scenario: the command line's, else the
// scenario's own (a folder beside its file), else the user's.
// Of a sweep over all regions it makes the cases, by the cards that were fetched by asOf.
func (p *program) scenarioBook(ctx context.Context, s *scenario.Scenario, asOf time.Time) (book, func() error, error) {
	b, closeBook, err := p.bookOf(s)
	if err != nil {
		return nil, nil, err
	}
	if s.Sizes, err = sizesOf(b, asOf); err != nil {
		_ = closeBook()
		return nil, nil, err
	}
	if err := s.InRegions(coveredRegions(ctx, b, asOf)); err != nil {
		_ = closeBook()
		return nil, nil, classify(err)
	}
	return b, closeBook, nil
}

// bookOf opens the ratebook of a scenario, and nothing else of scenarioBook.
func (p *program) bookOf(s *scenario.Scenario) (book, func() error, error) {
	name, own := p.bookName(s)
	if own {
		p.bookUsed = name
		if name != scenario.Sample {
			if err := p.fence.CheckAll(name); err != nil {
				return nil, nil, badInput(fmt.Errorf("ratebook: %w", err))
			}
		}
	}
	open := openBook
	if p.shelf != nil {
		open = p.shelf.open
	}
	return open(name)
}

// bookName is the ratebook of a scenario, and whether it is the scenario's own.
func (p *program) bookName(s *scenario.Scenario) (name string, own bool) {
	if s.Ratebook == "" || p.config.ratebookFlag {
		return p.config.Ratebook, false
	}
	if s.Ratebook == scenario.Sample || filepath.IsAbs(s.Ratebook) {
		return s.Ratebook, true
	}
	return filepath.Join(filepath.Dir(s.File), s.Ratebook), true
}

// coveredRegions gives the regions in which the terms' card has meters, sorted.
func coveredRegions(ctx context.Context, b book, asOf time.Time) func(ratebook.Terms) ([]ratebook.Region, error) {
	known := map[ratebook.Terms][]ratebook.Region{}
	return func(terms ratebook.Terms) ([]ratebook.Region, error) {
		if list, ok := known[terms]; ok {
			return list, nil
		}
		meters, err := b.Meters(ctx, terms, asOf)
		if err != nil {
			return nil, err
		}
		has := map[ratebook.Region]bool{}
		for _, m := range meters {
			if m.Region != ratebook.Global && !m.Region.IsZone() {
				has[m.Region] = true
			}
		}
		known[terms] = slices.Sorted(maps.Keys(has))
		return known[terms], nil
	}
}

// classify makes an error of the scenario one of bad input; any other stays a failure.
// To one about a card that is not there it adds how to try the program without.
func classify(err error) error {
	var none *ratebook.NoCardError
	var wrong *scenario.Error
	switch {
	case errors.As(err, &none):
		return errors.Join(err, errors.New(`to try the program on prices built in, put "ratebook: sample" into the scenario`))
	case errors.As(err, &wrong):
		return badInput(err)
	default:
		return err
	}
}
