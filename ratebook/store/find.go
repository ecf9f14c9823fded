package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// Find gives the rates that each selector picks from the newest card of the
// terms that was fetched not after asOf (the zero time: now), and that card's
// header. A card that says that it was fetched in the future is never picked. Without a card it is a *ratebook.NoCardError. A newest card
// that is damaged is an error; an older one never takes its place.
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
	cards, err := b.newestOf(terms, asOf)
	if err != nil {
		return nil, err
	}
	found := make([]ratebook.Found, len(cards))
	for i, c := range cards {
		found[i] = ratebook.Found{Header: c.Header, Rates: make([][]ratebook.Rate, len(want))}
	}
	where, args, none := prefilter(want)
	if none {
		return found, nil
	}
	rates, err := b.rates(ctx, cards, where, args...)
	if err != nil {
		return nil, err
	}
	for i := range found {
		card := ratebook.Card{Header: found[i].Header, Rates: rates[i]}
		found[i].Rates = card.Find(want)
	}
	return found, nil
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

// Meters gives the meters of the card that Find would use, each once.
func (b *Book) Meters(ctx context.Context, terms ratebook.Terms, asOf time.Time) (meters []ratebook.Meter, err error) {
	err = Again(func() error {
		cards, err := b.newestOf([]ratebook.Terms{terms}, asOf)
		if err != nil {
			return err
		}
		rates, err := b.rates(ctx, cards, "beside IS NULL AND (tier IS NULL OR tier = 0)")
		if err == nil {
			meters = (&ratebook.Card{Header: cards[0].Header, Rates: rates[0]}).Meters()
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

// newestOf finds the newest card of each of the terms.
func (b *Book) newestOf(terms []ratebook.Terms, asOf time.Time) (cards []source, err error) {
	cards = make([]source, len(terms))
	for i, t := range terms {
		if cards[i], err = b.newest(t, asOf); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// newest finds the folder of the newest card of the terms by its name, and
// reads its document. A card that another run removes meanwhile does not count.
func (b *Book) newest(terms ratebook.Terms, asOf time.Time) (c source, err error) {
	for {
		if c.folder, err = b.newestFolder(terms, asOf); err != nil {
			return c, err
		}
		if c.document, err = readDocument(c.folder); err == nil {
			return c, nil
		}
		if !gone(c.folder) {
			return c, damaged(c.folder, err)
		}
	}
}

func (b *Book) newestFolder(terms ratebook.Terms, asOf time.Time) (folder string, err error) {
	parent, err := folderOf(b.root(), terms)
	if err != nil {
		return "", err
	}
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("ratebook: %w", err)
	}
	var last, future time.Time
	for _, e := range entries {
		source, fetched, ok := parseName(e.Name())
		if ok = ok && source == terms.Source; ok && (ratebook.Provenance{Fetched: fetched}).FromFuture(b.now()) {
			future = fetched
			continue
		}
		if ok && (asOf.IsZero() || !fetched.After(asOf)) && (folder == "" || fetched.After(last)) {
			folder, last = filepath.Join(parent, e.Name()), fetched
		}
	}
	if folder != "" {
		return folder, nil
	}
	none := &ratebook.NoCardError{Terms: terms}
	if !asOf.IsZero() {
		none.AsOf = asOf.Format(time.DateOnly)
	}
	if !future.IsZero() {
		none.Future = future.Format(time.DateOnly)
	}
	return "", none
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
