package store

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// TestSearch: looking for words in the files finds what looking for them in the loaded
// cards finds, in the same order; a damaged card is named, and the others are searched.
func TestSearch(t *testing.T) {
	b := open(t, t.TempDir())
	var terms []ratebook.Terms
	var all []ratebook.Meter
	for _, currency := range []money.Currency{"EUR", "USD"} {
		c := card(t, "{}")
		if currency == "USD" {
			c = generated(t)
			c.Rates = c.Rates[:2000]
			c.Rates[7].Meter.Name = "ÉTOILE 100%_ 'x'"
			c.Count()
		}
		c.Terms.Currency = currency
		put(t, b, c, "{}")
		terms = append(terms, c.Terms)
		for _, r := range c.Rates {
			all = append(all, r.Meter)
		}
	}
	for _, query := range []string{
		"d4s v5", "D4S west europe", "west", "global", "eu", "size 77", "region3 category 7", "hour", "étoile", "100%_", "'x'", "users 1/month", "00000000-0000-0000-0000-000000000002", "nothing at all", "", "%", "_", "\x1f", "\x00",
	} {
		got, damage, err := b.Search(t.Context(), terms, query)
		if err != nil || damage[0] != nil || damage[1] != nil {
			t.Fatalf("%q: %v %v", query, damage, err)
		}
		want := ratebook.Search(all, query)
		seen := map[string]bool{}
		once := want[:0:0]
		for _, m := range want { // several effective dates are one description
			if k := string(m.ID) + m.Title() + m.Unit.String() + string(m.Region) + m.Status; !seen[k] {
				seen[k] = true
				once = append(once, m)
			}
		}
		if len(got)+len(once) > 0 && !reflect.DeepEqual(got, once) {
			t.Errorf("%q: %d meters, want %d\n%v\n%v", query, len(got), len(once), got, once)
		}
	}

	folder, err := b.inUse(terms[1], august.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(folder[0].folder, ratesFile), 100); err != nil {
		t.Fatal(err)
	}
	again := open(t, b.dir)
	got, damage, err := again.Search(t.Context(), terms, "d4s v5")
	if err != nil || damage[0] != nil || damage[1] == nil || len(got) == 0 {
		t.Errorf("beside a damaged card: %v %v %v", got, damage, err)
	}
}
