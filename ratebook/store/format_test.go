package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"azwhatif/ratebook"
)

// TestOldFormats: a card that was kept before prices stood beside rates (format
// 1), or before they had a last day (2), answers as it did.
func TestOldFormats(t *testing.T) {
	t.Run("1", func(t *testing.T) { testFormat(t, "1", "beside, kind, months, amount, ends") })
	t.Run("2", func(t *testing.T) { testFormat(t, "2", "ends") })
}

func testFormat(t *testing.T, format, without string) {
	dir := t.TempDir()
	b := open(t, dir)
	c := card(t, "{}")
	path := put(t, b, c, "{}")
	where := ""
	for i := range c.Rates {
		c.Rates[i].Ends = time.Time{}
		for k := range c.Rates[i].Beside {
			c.Rates[i].Beside[k].Ends = time.Time{}
		}
		if format == "1" {
			c.Rates[i].Beside, where = nil, " WHERE beside IS NULL"
		}
	}

	// what that program wrote
	db, err := b.duckdb()
	if err != nil {
		t.Fatal(err)
	}
	rates := filepath.Join(path, ratesFile)
	for _, statement := range []string{
		"CREATE TABLE old AS SELECT * EXCLUDE (" + without + ") FROM read_parquet('" + rates + "')" + where + " ORDER BY position, beside NULLS FIRST, tier",
		"COPY old TO '" + rates + "' (FORMAT parquet)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	d, err := readDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	if d.RatesSHA256, err = fileHash(rates); err != nil {
		t.Fatal(err)
	}
	data, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Index(data, []byte(`"sha256": "`)) + len(`"sha256": "`)
	copy(data[start:], noHash)
	data = bytes.Replace(data, []byte(`"format": 3`), []byte(`"format": `+format), 1)
	copy(data[start:], hashOf(data))
	if err := os.WriteFile(filepath.Join(path, cardFile), data, 0o644); err != nil {
		t.Fatal(err)
	}

	b = open(t, dir)
	headers, damage := b.Cards(t.Context())
	if len(headers) != 1 || damage != nil {
		t.Fatal(headers, damage)
	}
	got, err := b.Load(t.Context(), headers[0])
	if err != nil {
		t.Fatal(err)
	}
	if show(headers[0], got.Rates) != show(headers[0], c.Rates) {
		t.Errorf("got\n%s", show(headers[0], got.Rates))
	}
	if f, err := b.Verify(t.Context()); err != nil || f[0].Damage != nil {
		t.Error(f, err)
	}
	if _, found, err := b.Find(t.Context(), terms, time.Time{}, []ratebook.Selector{{ID: c.Rates[0].Meter.ID}}); err != nil || len(found[0]) != 1 {
		t.Error(found, err)
	}
	if meters, err := b.Meters(t.Context(), terms, time.Time{}); err != nil || len(meters) != len(c.Meters()) {
		t.Error(meters, err)
	}
}

// TestBeside: prices beside a rate are kept with it, in their order, and are
// neither tiers nor meters of their own.
func TestBeside(t *testing.T) {
	b := open(t, t.TempDir())
	c := card(t, "{}")
	put(t, b, c, "{}")
	_, found, err := b.Find(t.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []ratebook.PriceKind
	for _, r := range found[0] {
		for _, p := range r.Beside {
			kinds = append(kinds, p.Kind)
		}
	}
	if want := []ratebook.PriceKind{ratebook.Reservation, ratebook.SavingsPlan, ratebook.List}; !slices.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
	if meters, err := b.Meters(t.Context(), terms, time.Time{}); err != nil || len(meters) != 4 {
		t.Error(meters, err)
	}
}
