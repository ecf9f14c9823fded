package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// shelf keeps ratebooks open while a page is served, with what they answered: an edit of
// a quantity asks for the same meters again. What a ratebook answered is forgotten when
// its folder changes.
type shelf struct {
	mu    sync.Mutex
	books map[string]*keptBook
}

// open gives the ratebook of a name; it stays open.
func (s *shelf) open(name string) (book, func() error, error) {
	state := bookState(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.books[name]
	if kept == nil {
		b, closeBook, err := openBook(name)
		if err != nil {
			return nil, nil, err
		}
		kept = &keptBook{book: b, close: closeBook}
		if s.books == nil {
			s.books = map[string]*keptBook{}
		}
		s.books[name] = kept
	}
	kept.is(state)
	return kept, func() error { return nil }, nil
}

func (s *shelf) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.books {
		_ = b.close() // nothing is being written
	}
	s.books = nil
}

// cardDepth is how deep a card's folder stands in a ratebook: cards/offer/currency/market/locale/card.
const cardDepth = 6

// bookState is a text that changes when a card or a catalogue of sizes comes or goes.
func bookState(name string) string {
	if name == scenario.Sample {
		return name
	}
	var b strings.Builder
	b.WriteString(name)
	_ = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error { // what cannot be read is said when it is
		if err != nil {
			return nil
		}
		rel, _ := filepath.Rel(name, path)
		deep := strings.Count(rel, string(filepath.Separator)) + 1
		info, err := d.Info()
		if err == nil && (deep == cardDepth || !d.IsDir()) {
			fmt.Fprintln(&b, rel, info.ModTime().UnixNano())
		}
		if d.IsDir() && deep >= cardDepth {
			return fs.SkipDir
		}
		return nil
	})
	return b.String()
}

// mostAnswers are kept of a ratebook.
const mostAnswers = 64

// keptBook remembers what its ratebook answered. Cards do not change, and no one changes
// what a ratebook gives.
type keptBook struct {
	book
	close func() error

	mu      sync.Mutex
	state   string
	answers map[string]any
}

// is forgets the answers where the ratebook is no longer in the same state.
func (k *keptBook) is(state string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		k.state, k.answers = state, nil
	}
}

// Sizes is the ratebook's catalogue.
func (k *keptBook) Sizes(asOf time.Time) (*size.Catalogue, error) {
	return answered(k, fmt.Sprint("sizes", asOf), func() (*size.Catalogue, error) { return sizesOf(k.book, asOf) })
}

// Cards are the headers, and what is damaged.
func (k *keptBook) Cards(ctx context.Context) ([]ratebook.Header, []error) {
	type cards struct {
		headers []ratebook.Header
		damaged []error
	}
	got, _ := answered(k, "cards", func() (out cards, err error) {
		out.headers, out.damaged = k.book.Cards(ctx)
		return out, ctx.Err()
	})
	return got.headers, got.damaged
}

// Meters are those of a card.
func (k *keptBook) Meters(ctx context.Context, terms ratebook.Terms, asOf time.Time) ([]ratebook.Meter, error) {
	return answered(k, fmt.Sprint("meters", terms, asOf), func() ([]ratebook.Meter, error) { return k.book.Meters(ctx, terms, asOf) })
}

// Find is what a card has for selectors.
func (k *keptBook) Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	type found struct {
		header ratebook.Header
		rates  [][]ratebook.Rate
	}
	got, err := answered(k, asked("find", []ratebook.Terms{terms}, asOf, want), func() (out found, err error) {
		out.header, out.rates, err = k.book.Find(ctx, terms, asOf, want)
		return out, err
	})
	return got.header, got.rates, err
}

// FindAll is what the cards of several terms have.
func (k *keptBook) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return answered(k, asked("findall", terms, asOf, want), func() ([]ratebook.Found, error) { return k.book.FindAll(ctx, terms, asOf, want) })
}

// asked names a question.
func asked(how string, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q %s", how, terms, asOf)
	for _, s := range want {
		fmt.Fprintf(&b, "\n%q %q %q %q", s.ID, s.Category, s.Name, s.Unit)
		if s.Subcategory != nil {
			fmt.Fprintf(&b, " sub %q", *s.Subcategory)
		}
		if s.Region != nil {
			fmt.Fprintf(&b, " in %q", *s.Region)
		}
	}
	return b.String()
}

// answered gives what was answered to a question in the same state; an error is not kept.
func answered[T any](k *keptBook, question string, ask func() (T, error)) (T, error) {
	k.mu.Lock()
	state := k.state
	got, ok := k.answers[question]
	k.mu.Unlock()
	if ok {
		return got.(T), nil
	}
	out, err := ask()
	if err != nil {
		return out, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		return out, nil
	}
	if k.answers == nil || len(k.answers) >= mostAnswers {
		k.answers = map[string]any{}
	}
	k.answers[question] = out
	return out, nil
}
