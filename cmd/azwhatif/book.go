package main

import (
	"context"
	"errors"
	"path/filepath"
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
func (p *program) scenarioBook(s *scenario.Scenario) (book, func() error, error) {
	name := p.config.Ratebook
	if s.Ratebook != "" && !p.config.ratebookFlag {
		name = s.Ratebook
		if name != scenario.Sample && !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(s.File), name)
		}
		p.bookUsed = name
	}
	return openBook(name)
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
