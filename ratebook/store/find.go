package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// Find gives the rates that each selector picks from the cards of the terms that were
// fetched not after asOf (the zero time: now), each meter's from the newest card that
// covers it (see ratebook.Joined), and the newest card's header. A card that says that
// it was fetched in the future is never picked. Without a card it is a
// *ratebook.NoCardError. A card that is damaged is an error; an older one never takes
// its place.
func (b *Book) Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	found, err := b.FindAll(ctx, []ratebook.Terms{terms}, asOf, want)
	if err != nil {
		return ratebook.Header{}, nil, err
	}
	return found[0].Header, found[0].Rates, nil
}

// FindAll is Find for each of several terms, in one look at all of their cards.
func (b *Book) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) (found []ratebook.Found, err error) {
	err = Again(func() (err error) {
		found, err = b.findOnce(ctx, terms, asOf, want)
		return err
	})
	return found, err
}

func (b *Book) findOnce(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	cards, err := b.inUseOf(terms, asOf)
	if err != nil {
		return nil, err
	}
	found := make([]ratebook.Found, len(cards))
	for i, c := range cards {
		found[i] = ratebook.Found{Header: c[0].Header, Rates: make([][]ratebook.Rate, len(want))}
	}
	where, args, none := prefilter(want)
	if none {
		return found, nil
	}
	joined, err := b.joined(ctx, cards, where, args...)
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i].Rates = joined[i].Find(want)
	}
	return found, nil
}

// joined reads rates of cards, in one query, and joins those of each terms.
func (b *Book) joined(ctx context.Context, cards [][]source, where string, args ...any) ([]*ratebook.Card, error) {
	rates, err := b.rates(ctx, slices.Concat(cards...), where, args...)
	if err != nil {
		return nil, err
	}
	joined := make([]*ratebook.Card, len(cards))
	for i, of := range cards {
		one := make([]*ratebook.Card, len(of))
		for k, c := range of {
			one[k] = &ratebook.Card{Header: c.Header, Rates: rates[k]}
		}
		joined[i], rates = ratebook.Joined(one), rates[len(of):]
	}
	return joined, nil
}

// few values are handed over one by one: DuckDB then leaves out the row groups that
// have none of them.
const few = 50

// prefilter is a condition that holds for all rates that a selector can pick,
// and for few others; none is true where nothing is asked for.
func prefilter(want []ratebook.Selector) (where string, args []any, none bool) {
	var ids, names, places, categories, sizes []string
	all := false
	for _, s := range want {
		switch {
		case s.ID != "":
			ids = append(ids, string(s.ID))
		case s.Name != "" && s.Region != nil:
			for _, name := range s.Names() {
				places = append(places, name+tagEnd+string(*s.Region))
			}
			sizes = append(sizes, s.Sizes()...)
		case s.Name != "":
			names = append(names, s.Names()...)
			sizes = append(sizes, s.Sizes()...)
		case s.Category != "":
			categories = append(categories, strings.ToLower(s.Category))
		case !s.IsZero():
			all = true
		}
	}
	if all {
		return "", nil, false
	}
	var conditions []string
	add := func(column string, values []string) {
		if n := len(values); n > 0 && n <= few {
			conditions = append(conditions, column+" IN (?"+strings.Repeat(", ?", n-1)+")")
			for _, v := range values {
				args = append(args, v)
			}
		} else if n > 0 {
			// one text, since a list of 5,000 takes longer to hand over than to look up
			conditions = append(conditions, column+" IN (SELECT unnest(string_split(?, chr(31))))")
			args = append(args, strings.Join(values, fieldEnd))
		}
	}
	add("meter_id", ids)
	add("lower(name)", names)
	add("(lower(name) || chr(30) || region)", places)
	add("lower(category)", categories)
	for n := 1; n <= 2; n++ { // a machine's meter of two sizes is found by each
		add(fmt.Sprintf("CASE WHEN (contains(name, '/') OR contains(name, '_')) AND lower(category) = 'virtual machines' THEN "+
			"split_part(regexp_replace(replace(lower(name), '_', ' '), '( low priority| spot| - expired)$', ''), '/', %d) END", n), sizes)
	}
	return strings.Join(conditions, " OR "), args, len(conditions) == 0
}

// Meters gives the meters of the cards that Find would use, each once.
func (b *Book) Meters(ctx context.Context, terms ratebook.Terms, asOf time.Time) (meters []ratebook.Meter, err error) {
	err = Again(func() error {
		cards, err := b.inUseOf([]ratebook.Terms{terms}, asOf)
		if err != nil {
			return err
		}
		joined, err := b.joined(ctx, cards, "beside IS NULL AND (tier IS NULL OR tier = 0)")
		if err == nil {
			meters = joined[0].Meters()
		}
		return err
	})
	return meters, err
}

// Load gives the whole card of a header that Cards or Find gave. Where the card is not
// there any more the error is ratebook.ErrRemoved: see Again.
func (b *Book) Load(ctx context.Context, header ratebook.Header) (*ratebook.Card, error) {
	parent, err := folderOf(b.root(), header.Terms)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(parent, nameOf(header))
	d, err := readDocument(folder)
	if err != nil {
		return nil, damaged(folder, err)
	}
	rates, err := b.rates(ctx, []source{{folder, d}}, "")
	if err != nil {
		return nil, err
	}
	return &ratebook.Card{Header: d.Header, Rates: rates[0]}, nil
}

// inUseOf finds the cards of each of the terms that answer, newest first.
func (b *Book) inUseOf(terms []ratebook.Terms, asOf time.Time) (cards [][]source, err error) {
	cards = make([][]source, len(terms))
	for i, t := range terms {
		if cards[i], err = b.inUse(t, asOf); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// inUse finds the folders of a terms' cards by their names, and reads the documents of
// those that answer for something: mostly of the newest alone, which is whole. A card
// that another run removes meanwhile does not count.
func (b *Book) inUse(terms ratebook.Terms, asOf time.Time) (cards []source, err error) {
	folders, none, err := b.foldersOf(terms, asOf)
	if err != nil {
		return nil, err
	}
	var headers []ratebook.Header
	for _, folder := range folders {
		c := source{folder: folder}
		if c.document, err = readDocument(folder); err != nil {
			if gone(folder) {
				continue
			}
			return nil, damaged(folder, err)
		}
		cards, headers = append(cards, c), append(headers, c.Header)
		if c.Whole() {
			break
		}
	}
	if len(cards) == 0 {
		return nil, none
	}
	used := ratebook.InUse(headers)
	return slices.DeleteFunc(cards, func(c source) bool {
		return !slices.ContainsFunc(used, func(h ratebook.Header) bool { return h.Provenance.Fetched.Equal(c.Provenance.Fetched) })
	}), nil
}

// foldersOf are those of the terms' cards, newest first; none is the error where they
// are none.
func (b *Book) foldersOf(terms ratebook.Terms, asOf time.Time) (folders []string, none, err error) {
	parent, err := folderOf(b.root(), terms)
	if err != nil {
		return nil, nil, err
	}
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("ratebook: %w", err)
	}
	var future time.Time
	for _, e := range slices.Backward(entries) { // by name, which is by time
		source, fetched, ok := parseName(e.Name())
		switch {
		case !ok || source != terms.Source:
		case (ratebook.Provenance{Fetched: fetched}).FromFuture(b.now()):
			if future.IsZero() {
				future = fetched
			}
		case asOf.IsZero() || !fetched.After(asOf):
			folders = append(folders, filepath.Join(parent, e.Name()))
		}
	}
	missing := &ratebook.NoCardError{Terms: terms}
	if !asOf.IsZero() {
		missing.AsOf = asOf.Format(time.DateOnly)
	}
	if !future.IsZero() {
		missing.Future = future.Format(time.DateOnly)
	}
	return folders, missing, nil
}

// rates reads rates of cards whose rates.parquet have their hash. The hash is
// taken once for each card and Book: a flipped bit in a page of Parquet could
// otherwise change a price unseen.
func (b *Book) rates(ctx context.Context, cards []source, where string, args ...any) ([][]ratebook.Rate, error) {
	for _, c := range cards {
		if err := b.checkOnce(c); err != nil {
			return nil, err
		}
	}
	if _, err := b.duckdb(); err != nil {
		return nil, err
	}
	rates, err := b.queryRates(ctx, cards, where, args...)
	if err == nil || ctx.Err() != nil {
		return rates, err
	}
	if len(cards) == 1 {
		return nil, damaged(cards[0].folder, fmt.Errorf("%s cannot be read: %w", ratesFile, err))
	}
	for i, c := range cards { // which of them is it?
		one, err := b.rates(ctx, []source{c}, where, args...)
		if err != nil {
			return nil, err
		}
		rates = append(rates[:i], one[0])
	}
	return rates, nil
}

// checkOnce compares a card's rates with their hash, the first time.
func (b *Book) checkOnce(c source) error {
	b.mu.Lock()
	sound := b.sound[c.folder]
	b.mu.Unlock()
	if sound {
		return nil
	}
	if err := checkRates(c.rates(), c.document); err != nil {
		return damaged(c.folder, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sound[c.folder] = true
	return nil
}

func checkRates(path string, d document) error {
	got, err := fileHash(path)
	if err != nil {
		return err
	}
	if got != d.RatesSHA256 {
		return fmt.Errorf("%s is damaged: it does not have the hash that %s states", ratesFile, cardFile)
	}
	return nil
}

// damaged names the card and says what to do.
func damaged(folder string, err error) error {
	if gone(folder) {
		return fmt.Errorf("card %s %w", folder, ratebook.ErrRemoved)
	}
	return fmt.Errorf(`card %s: %w; run "azwhatif cards verify" to see what else is damaged, `+
		`fetch the card again, or use an older one with --as-of`, folder, err)
}
