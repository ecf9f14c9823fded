package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

var (
	terms  = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	august = time.Date(2026, 8, 3, 12, 30, 0, 123_456_789, time.UTC)
)

func dec(s string) money.Decimal { return money.MustParse(s) }

func parse(t testing.TB, s string) unit.Unit {
	t.Helper()
	u, err := unit.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// card makes a card of the response, with rates of every shape.
func card(t testing.TB, response string) *ratebook.Card {
	t.Helper()
	id := func(n int) ratebook.MeterID { return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", n)) }
	sum := sha256.Sum256([]byte(response))
	c := &ratebook.Card{
		Header: ratebook.Header{
			Terms: terms,
			OfferTerms: ratebook.OfferTerms{
				Credits:     []ratebook.Credit{{Effective: time.Date(2014, 5, 1, 0, 0, 0, 0, time.UTC), Amount: dec("100.00"), Excluded: []ratebook.MeterID{id(3)}}},
				Commitments: []ratebook.Discount{{Tiers: []ratebook.DiscountTier{{From: dec("0"), Value: dec("0.05")}}}},
				Unknown:     []string{"Overage <discount>"},
			},
			Provenance: ratebook.Provenance{URL: "file:a&b.json", Fetched: august, SHA256: hex.EncodeToString(sum[:]), Warnings: []string{"odd"}},
		},
		Rates: []ratebook.Rate{
			{Meter: ratebook.Meter{ID: id(9), Category: "VSTS", Name: "Users", Unit: parse(t, "1/Month")}, Effective: time.Date(2016, 1, 1, 0, 0, 0, 1000, time.UTC), Included: dec("5"),
				Tiers: []ratebook.Tier{{Above: dec("0"), UnitPrice: dec("6")}, {Above: dec("5"), UnitPrice: dec("8")}, {Above: dec("95.5"), UnitPrice: dec("4")}}},
			{Meter: ratebook.Meter{ID: id(2), Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: "D4s v5", Unit: parse(t, "1 Hour"), Region: "westeurope", Tags: []string{"Third Party", "a'b"}, Status: "Active"},
				Tiers: []ratebook.Tier{{UnitPrice: dec("0.1097999999999999712")}},
				Beside: []ratebook.Price{
					{Kind: ratebook.Reservation, Months: 36, Effective: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Ends: time.Date(2029, 7, 1, 0, 0, 0, 0, time.UTC), Amount: dec("2297")},
					{Kind: ratebook.SavingsPlan, Months: 12, Amount: dec("0.0000000000000000000000000175")},
					{Kind: ratebook.List, Above: dec("10.5"), Amount: dec("-1.25")}}},
			{Meter: ratebook.Meter{ID: id(2), Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: "D4s v5", Unit: parse(t, "1 Hour"), Region: "westeurope"}, Effective: august.Truncate(time.Second), Ends: time.Date(2027, 8, 31, 23, 59, 0, 0, time.UTC),
				Tiers: []ratebook.Tier{{UnitPrice: dec("9999999999.0000000000000000000000000001")}}},
			{Meter: ratebook.Meter{ID: id(3), Category: "Größe", Name: "ÅNGSTRÖM %_ ' \"", Unit: parse(t, "10K"), Region: "Mars Central"}, Included: dec("99999999999999999999.000000000000000001"),
				Beside: []ratebook.Price{{Kind: ratebook.Base, Amount: dec("3")}, {Kind: ratebook.List, Amount: dec("4")}}},
			{Meter: ratebook.Meter{ID: id(1), Category: "Rebates", Name: "d4S V5", Unit: parse(t, "100 GB/Month"), Region: "Zone 1"}, Tiers: []ratebook.Tier{{Above: dec("10"), UnitPrice: dec("-0.5")}}},
		},
	}
	c.Count()
	return c
}

// show is a card as text.
func show(h ratebook.Header, rates []ratebook.Rate) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", h)
	for _, r := range rates {
		fmt.Fprintf(&b, "%+v %s %s %s %s %v %v\n", r.Meter, r.Meter.Unit, r.Effective, r.Ends, r.Included, r.Tiers, r.Beside)
	}
	return b.String()
}

func open(t testing.TB, dir string) *Book {
	t.Helper()
	b, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func put(t testing.TB, b *Book, c *ratebook.Card, response string) string {
	t.Helper()
	path, err := b.Put(t.Context(), c.Stream(), strings.NewReader(response))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRoundTrip(t *testing.T) {
	// a folder whose name is a pattern and ends a text, for DuckDB
	dir := filepath.Join(t.TempDir(), "it's [a] book")
	b := open(t, dir)
	c := card(t, "{}")
	path := put(t, b, c, "{}")
	if want := filepath.Join(dir, "cards", "MS-AZR-0003P", "EUR", "NL", "en-US", "ratecard-20260803T123000.123Z"); path != want {
		t.Errorf("path %s, want %s", path, want)
	}
	want := *c
	want.Provenance.Fetched = august.Truncate(time.Millisecond)

	b = open(t, dir) // another Book, as in another run
	headers, damage := b.Cards(t.Context())
	if len(headers) != 1 || damage != nil {
		t.Fatalf("%d headers, damage %v", len(headers), damage)
	}
	got, err := b.Load(t.Context(), headers[0])
	if err != nil {
		t.Fatal(err)
	}
	if got, want := show(got.Header, got.Rates), show(want.Header, want.Rates); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if f, err := b.Verify(t.Context()); err != nil || len(f) != 1 || f[0].Damage != nil || f[0].Path != path {
		t.Errorf("verify: %+v, %v", f, err)
	}
	names, err := os.ReadDir(path)
	if err != nil || len(names) != 3 {
		t.Errorf("files %v, %v", names, err)
	}
}

func TestFind(t *testing.T) {
	b := open(t, t.TempDir())
	c := card(t, "{}")
	put(t, b, c, "{}")
	sub, none, region := "Dsv5 Series", "", ratebook.Region("westeurope")
	want := []ratebook.Selector{
		{ID: c.Rates[0].Meter.ID},
		{Name: "D4S v5"},
		{Name: "D4s v5", Region: &region},
		{Name: "ångström %_ ' \""},
		{Category: "virtual machines"},
		{ID: "no such id"},
		{Name: "no such name"},
		{},
		{Category: "GRÖßE", Subcategory: &none},
	}
	check := func(want []ratebook.Selector) {
		t.Helper()
		h, got, err := b.Find(t.Context(), terms, time.Time{}, want)
		if err != nil {
			t.Fatal(err)
		}
		if h.Provenance.URL != "file:a&b.json" {
			t.Errorf("header %+v", h)
		}
		for i, rates := range c.Find(want) {
			if got, want := show(h, got[i]), show(h, rates); got != want {
				t.Errorf("selector %d: got\n%s\nwant\n%s", i, got, want)
			}
		}
	}
	check(want)
	for i := range want {
		check(want[i : i+1])
	}
	check(append(want, ratebook.Selector{Subcategory: &sub}, ratebook.Selector{Unit: "10k"}))
	check(nil)

	meters, err := b.Meters(t.Context(), terms, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v", meters), fmt.Sprintf("%+v", c.Meters()); got != want || len(meters) != 4 {
		t.Errorf("meters\n%s\nwant\n%s", got, want)
	}
}

func TestNewest(t *testing.T) {
	b := open(t, t.TempDir())
	b.now = func() time.Time { return august.AddDate(5, 0, 0) }
	put3 := func(fetched time.Time, url string, terms ratebook.Terms) {
		c := card(t, url)
		c.Provenance.Fetched, c.Provenance.URL, c.Terms = fetched, url, terms
		put(t, b, c, url)
	}
	retail, other := terms, terms
	retail.Source, other.Currency = "retail", "USD"
	put3(august, "second", terms)
	put3(august.AddDate(0, -1, 0), "first", terms)
	put3(august.AddDate(0, 1, 0), "third", terms)
	put3(august.AddDate(1, 0, 0), "retail", retail)
	put3(august.AddDate(2, 0, 0), "dollars", other)
	for _, c := range []struct {
		asOf time.Time
		want string
	}{
		{time.Time{}, "third"},
		{august.AddDate(3, 0, 0), "third"},
		{august, "second"},
		{august.Add(-time.Second), "first"},
	} {
		h, _, err := b.Find(t.Context(), terms, c.asOf, nil)
		if err != nil || h.Provenance.URL != c.want {
			t.Errorf("as of %v: %q, %v; want %q", c.asOf, h.Provenance.URL, err, c.want)
		}
	}

	noCard := func(terms ratebook.Terms, asOf time.Time, want string) {
		t.Helper()
		var none *ratebook.NoCardError
		if _, _, err := b.Find(t.Context(), terms, asOf, nil); !errors.As(err, &none) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		if _, err := b.Meters(t.Context(), terms, asOf); !errors.As(err, &none) {
			t.Errorf("meters: %v", err)
		}
	}
	noCard(terms, august.AddDate(0, -2, 0), "fetched by 2026-06-03")
	other.Currency = "GBP"
	noCard(other, time.Time{}, `run "azwhatif fetch --offer MS-AZR-0003P --currency GBP --market NL"`)
	if headers, damage := b.Cards(t.Context()); len(headers) != 5 || damage != nil {
		t.Errorf("%d cards, damage %v", len(headers), damage)
	}
}

func TestAbsent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	b := open(t, dir)
	if h, damage := b.Cards(t.Context()); h != nil || damage != nil {
		t.Error(h, damage)
	}
	if f, err := b.Verify(t.Context()); len(f) != 0 || err != nil {
		t.Error(f, err)
	}
	var none *ratebook.NoCardError
	if _, _, err := b.Find(t.Context(), terms, time.Time{}, nil); !errors.As(err, &none) {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("reading made the folder")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); err == nil || !strings.Contains(err.Error(), "is a file; give a folder") {
		t.Error(err)
	}
}

func TestPutErrors(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	for _, c := range []struct {
		name, want string
		change     func(*ratebook.Card)
	}{
		{"another response", "is not the one that the card was read from", func(c *ratebook.Card) { c.Provenance.SHA256 = noHash }},
		{"no time", "does not say when it was fetched", func(c *ratebook.Card) { c.Provenance.Fetched = time.Time{} }},
		{"a path as offer", "a part that no card can have", func(c *ratebook.Card) { c.Terms.Offer = "../MS" }},
		{"no currency", "a part that no card can have", func(c *ratebook.Card) { c.Terms.Currency = "" }},
		{"price with 29 decimals", `meter 00000000-0000-0000-0000-000000000002 "D4s v5": its price 0.12345678901234567890123456789 does not fit`,
			func(c *ratebook.Card) { c.Rates[1].Tiers[0].UnitPrice = dec("0.12345678901234567890123456789") }},
		{"price with 11 digits", "its price -10000000000 does not fit", func(c *ratebook.Card) { c.Rates[1].Tiers[0].UnitPrice = dec("-1e10") }},
		{"bound with 21 digits", "its tier above 100000000000000000000 does not fit", func(c *ratebook.Card) { c.Rates[1].Tiers[0].Above = dec("1e20") }},
		{"included with 19 decimals", "its included quantity 0.0000000000000000001 does not fit", func(c *ratebook.Card) { c.Rates[1].Included = dec("1e-19") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			card := card(t, "{}")
			c.change(card)
			if path, err := b.Put(t.Context(), card.Stream(), strings.NewReader("{}")); err == nil || path != "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q, %v", path, err)
			}
		})
	}
	short := card(t, "{}").Stream()
	short.Provenance.Rates++
	if path, err := b.Put(t.Context(), short, strings.NewReader("{}")); err == nil || path != "" || !strings.Contains(err.Error(), "the card states ") {
		t.Errorf("%q, %v", path, err)
	}
	midway, end := context.WithCancel(t.Context())
	endless := card(t, "{}").Stream()
	endless.Rates = func(yield func(ratebook.Rate) bool) {
		for n := 0; yield(ratebook.Rate{}); n++ {
			if n == 100_000 {
				end()
			}
		}
	}
	if path, err := b.Put(midway, endless, strings.NewReader("{}")); path != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("%q, %v", path, err)
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Put(canceled, card(t, "{}").Stream(), strings.NewReader("{}")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := unfinishedIn(t, dir); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	put(t, b, card(t, "{}"), "{}") // the engine still works
}

// unfinishedIn lists the folders that a writer left.
func unfinishedIn(t testing.TB, dir string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "cards/*/*/*/*", unfinished+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func TestPackedResponse(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte("{}"))
	_ = w.Close()
	b := open(t, t.TempDir())
	if _, err := b.Put(t.Context(), card(t, "{}").Stream(), &packed); err != nil {
		t.Fatal(err)
	}
	if f, err := b.Verify(t.Context()); err != nil || f[0].Damage != nil {
		t.Error(f, err)
	}
}

// TestKilled leaves behind what a writer that was killed would, after each of
// its steps. It is not read, and a later writer removes it once it is old.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	path := put(t, b, card(t, "{}"), "{}")
	old := time.Now().Add(-48 * time.Hour)
	for i, files := range [][]string{{}, {responseFile}, {responseFile, ratesFile}, {responseFile, ratesFile, cardFile}} {
		left := filepath.Join(filepath.Dir(path), fmt.Sprintf("%s%d", unfinished, i))
		if err := os.Mkdir(left, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(filepath.Join(path, f))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(left, f), data[:len(data)/2], 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(filepath.Join(left, f), old, old); err != nil {
				t.Fatal(err)
			}
		}
		if i%2 == 0 {
			if err := os.Chtimes(left, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if headers, damage := b.Cards(t.Context()); len(headers) != 1 || damage != nil {
		t.Errorf("%d cards, damage %v", len(headers), damage)
	}
	if f, err := b.Verify(t.Context()); err != nil || len(f) != 1 || f[0].Damage != nil {
		t.Error(f, err)
	}
	put(t, b, card(t, "{}"), "{}")
	if left := unfinishedIn(t, dir); len(left) != 2 {
		t.Errorf("left: %v, want the two young ones", left)
	}
}

// TestManyWriters puts cards of one time from several Books at once: none is
// lost, and each has its own millisecond.
func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var paths []string
	for range 3 {
		b := open(t, dir)
		for range 4 {
			wg.Go(func() {
				path, err := b.Put(t.Context(), card(t, "{}").Stream(), strings.NewReader("{}"))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				paths = append(paths, path)
				mu.Unlock()
				if _, _, err := b.Find(t.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	slices.Sort(paths)
	if n := len(slices.Compact(paths)); n != 12 {
		t.Errorf("%d paths, want 12", n)
	}
	b := open(t, dir)
	findings, err := b.Verify(t.Context())
	if err != nil || len(findings) != 12 {
		t.Fatal(len(findings), err)
	}
	for i, f := range findings {
		want := august.Truncate(time.Millisecond).Add(time.Duration(i) * time.Millisecond)
		if f.Damage != nil || !f.Header.Provenance.Fetched.Equal(want) {
			t.Errorf("%s: %v, fetched %s", f.Path, f.Damage, f.Header.Provenance.Fetched)
		}
	}
}

// TestFuture: a card that says it was fetched in the future is not taken in, and
// is never the one that answers.
func TestFuture(t *testing.T) {
	b := open(t, t.TempDir())
	now := august
	b.now = func() time.Time { return now }
	c := card(t, "{}")
	c.Provenance.Fetched = august.AddDate(73, 0, 0)
	if _, err := b.Put(t.Context(), c.Stream(), strings.NewReader("{}")); err == nil || !strings.Contains(err.Error(), "says that it was fetched at 2099-08-03T12:30:00Z, and it is 2026-08-03T12:30:00Z now") {
		t.Error(err)
	}
	now = august.AddDate(73, 0, 1) // it was kept by a wrong clock
	put(t, b, c, "{}")
	now = august
	_, _, err := b.Find(t.Context(), terms, time.Time{}, nil)
	var none *ratebook.NoCardError
	if !errors.As(err, &none) || none.Future != "2099-08-03" {
		t.Error(err)
	}
	put(t, b, card(t, "{}"), "{}")
	for _, asOf := range []time.Time{{}, august.AddDate(100, 0, 0)} {
		h, _, err := b.Find(t.Context(), terms, asOf, nil)
		if err != nil || !h.Provenance.Fetched.Equal(august.Truncate(time.Millisecond)) {
			t.Error(h.Provenance.Fetched, err)
		}
	}
}

// TestRemovedMeanwhile: where another command removes a card after it was chosen and
// before it is read, the newest that is then there counts.
func TestRemovedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	b, other := open(t, dir), open(t, dir)
	var terms []ratebook.Terms
	var newest ratebook.Header
	for _, currency := range []money.Currency{"EUR", "USD"} {
		for day := range 2 {
			c := card(t, "{}")
			c.Terms.Currency = currency
			c.Provenance.Fetched = august.AddDate(0, 0, day)
			put(t, b, c, "{}")
			if currency == "EUR" {
				newest = c.Header
			}
		}
		terms = append(terms, ratebook.Terms{Source: newest.Terms.Source, Offer: newest.Terms.Offer, Currency: currency, Market: newest.Terms.Market, Locale: newest.Terms.Locale})
	}
	looked, clock := 0, b.now
	b.now = func() time.Time { // it is asked for each card: twice for EUR, whose newest is then chosen, and then for USD
		if looked++; looked == 3 {
			if _, err := other.Remove(newest); err != nil {
				t.Error(err)
			}
		}
		return clock()
	}
	found, err := b.FindAll(t.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := found[0].Header.Provenance.Fetched; looked < 3 || !got.Equal(august.Truncate(time.Millisecond)) {
		t.Errorf("the card of %s, want that of %s", got, august)
	}
	tries := 0
	err = Again(func() error {
		_, err := b.Load(t.Context(), newest)
		if tries++; tries > 1 && errors.Is(err, ratebook.ErrRemoved) {
			_, err = b.Load(t.Context(), found[0].Header)
		}
		return err
	})
	if err != nil || tries != 2 {
		t.Errorf("after %d tries: %v", tries, err)
	}
}

// TestRatesInOrder: the rates of a card of many row groups stand in its order.
func TestRatesInOrder(t *testing.T) {
	b, want := open(t, t.TempDir()), generated(t)
	put(t, b, want, "{}")
	got, err := b.Load(t.Context(), want.Header)
	if err != nil || len(got.Rates) != len(want.Rates) {
		t.Fatal(err)
	}
	for i, r := range got.Rates {
		if r.Meter.ID != want.Rates[i].Meter.ID || len(r.Tiers) != len(want.Rates[i].Tiers) {
			t.Fatalf("rate %d is %v, want %v", i, r, want.Rates[i])
		}
	}
}

// TestRowsOutOfOrder: rows that come in another order than the card's are noticed, and
// sorted.
func TestRowsOutOfOrder(t *testing.T) {
	b, c := open(t, t.TempDir()), card(t, "{}")
	path := put(t, b, c, "{}")
	db, err := b.duckdb()
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), ratesFile)
	if _, err := db.ExecContext(t.Context(), "COPY (FROM read_parquet('"+filepath.Join(path, ratesFile)+"') ORDER BY position DESC, beside, tier DESC) TO '"+other+"' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	d, err := readDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.queryRates(t.Context(), []source{{path, d}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scanRates(t.Context(), db, []int{0}, "WITH rows AS (SELECT 0 AS card, * FROM read_parquet(?)) "+selection+"FROM rows", []any{other}); !errors.Is(err, errOrder) {
		t.Errorf("rows in another order: %v", err)
	}
	got, err := b.queryRates(t.Context(), []source{{filepath.Dir(other), d}}, "")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v\nwant %v", got, err, want)
	}
}
