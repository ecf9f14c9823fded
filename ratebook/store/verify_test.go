package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/duck/ducktest"
	"azwhatif/ratebook"
)

// TestDamage flips, cuts and removes in each file of the newest card. Verify
// names it, Find does not take an older card instead, and other cards answer.
func TestDamage(t *testing.T) {
	flip := func(at func(n int) int) func(string) error {
		return func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			data[at(len(data))] ^= 0x20
			return os.WriteFile(path, data, 0o644)
		}
	}
	kinds := map[string]func(path string) error{
		"first byte":  flip(func(int) int { return 0 }),
		"middle byte": flip(func(n int) int { return n / 2 }),
		"last byte":   flip(func(n int) int { return n - 1 }),
		"cut off": func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			return os.Truncate(path, info.Size()/2)
		},
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"missing": os.Remove,
	}
	response := strings.Repeat(`{"a":1}`, 100)
	for _, file := range []string{cardFile, ratesFile, responseFile} {
		for kind, damage := range kinds {
			t.Run(file+" "+kind, func(t *testing.T) {
				b := open(t, t.TempDir())
				older := card(t, response)
				older.Provenance.Fetched = august.AddDate(0, 0, -1)
				sound := put(t, b, older, response)
				path := put(t, b, card(t, response), response)
				if err := damage(filepath.Join(path, file)); err != nil {
					t.Fatal(err)
				}
				findings, err := b.Verify(t.Context())
				if err != nil || len(findings) != 2 {
					t.Fatal(findings, err)
				}
				if findings[0].Path != sound || findings[0].Damage != nil {
					t.Errorf("the sound card: %+v", findings[0])
				}
				if f := findings[1]; f.Path != path || len(f.Damage) != 1 || !strings.HasPrefix(f.Damage[0], file) {
					t.Errorf("the damaged card: %+v", f)
				}
				headers, errs := b.Cards(t.Context())
				if file == cardFile {
					if len(headers) != 1 || len(errs) != 1 || !strings.Contains(errs[0].Error(), path) {
						t.Errorf("cards: %d, %v", len(headers), errs)
					}
				} else if len(headers) != 2 || errs != nil {
					t.Errorf("cards: %d, %v", len(headers), errs)
				}
				want := []ratebook.Selector{{Name: "D4s v5"}}
				_, _, err = b.Find(t.Context(), terms, time.Time{}, want)
				if file == responseFile {
					if err != nil {
						t.Errorf("rates do not need the response: %v", err)
					}
				} else if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "cards verify") || !strings.Contains(err.Error(), "--as-of") {
					t.Errorf("find: %v", err)
				}
				if _, rates, err := b.Find(t.Context(), terms, older.Provenance.Fetched, want); err != nil || len(rates[0]) != 3 {
					t.Errorf("the sound card: %v, %v", rates, err)
				}
			})
		}
	}
}

func TestDisplaced(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	path := put(t, b, card(t, "{}"), "{}")
	away := filepath.Join(dir, "cards", "MS-AZR-0003P", "USD", "NL", "en-US", filepath.Base(path))
	if err := os.MkdirAll(filepath.Dir(away), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, away); err != nil {
		t.Fatal(err)
	}
	f, err := b.Verify(t.Context())
	if err != nil || len(f) != 1 || len(f[0].Damage) != 1 || !strings.Contains(f[0].Damage[0], "is not the folder that it stands in") {
		t.Error(f, err)
	}
	dollars := terms
	dollars.Currency = "USD"
	if _, _, err := b.Find(t.Context(), dollars, time.Time{}, nil); err == nil || !strings.Contains(err.Error(), "is not the folder") {
		t.Error(err)
	}
	later := filepath.Join(filepath.Dir(away), "notes")
	if err := os.Mkdir(later, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, damage := b.Cards(t.Context()); len(damage) != 2 || !strings.Contains(fmt.Sprint(damage), "card.json is missing") {
		t.Error(damage)
	}
}

// TestCounts: rates that lack some of what the card states are found, even
// where their hash is right.
func TestCounts(t *testing.T) {
	b := open(t, t.TempDir())
	path := put(t, b, card(t, "{}"), "{}")
	d, err := readDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	d.Provenance.Tiers++
	data, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(path, cardFile), data, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := b.Verify(t.Context())
	want := "rates.parquet has 4 meters, 5 rates and 6 tiers, where card.json states 4, 5 and 7"
	if err != nil || len(f[0].Damage) != 1 || f[0].Damage[0] != want {
		t.Error(f, err)
	}
	data = bytes.Replace(data, []byte(`"format": 3`), []byte(`"format": 4`), 1)
	if err := os.WriteFile(filepath.Join(path, cardFile), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, damage := b.Cards(t.Context()); len(damage) != 1 || !strings.Contains(damage[0].Error(), "use a newer azwhatif") {
		t.Error(damage)
	}
}

// No character of a ratebook's folder changes what is read from it.
func TestFolderNamesArePlain(t *testing.T) {
	for _, name := range ducktest.Names(t) {
		dir := filepath.Join(t.TempDir(), name, "book")
		b := open(t, dir)
		const response = `{"x":1}`
		c := card(t, response)
		put(t, b, c, response)
		findings, err := b.Verify(t.Context())
		if err != nil || len(findings) != 1 || len(findings[0].Damage) > 0 {
			t.Errorf("%q: %+v, %v", name, findings, err)
			continue
		}
		got, err := b.Load(t.Context(), findings[0].Header)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if got, want := show(got.Header, got.Rates), show(findings[0].Header, c.Rates); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", name, got, want)
		}
	}
}
