package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// generated is a card of 40,000 meters in 16 regions, every 20th with 6 tiers.
func generated(t testing.TB) *ratebook.Card {
	t.Helper()
	c := card(t, "{}")
	c.Rates = c.Rates[:0]
	hour, err := unit.Parse("1 Hour")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40_000 {
		r := ratebook.Rate{
			Meter: ratebook.Meter{
				ID:       ratebook.MeterID(fmt.Sprintf("%08x-0000-4000-8000-%012x", i*2654435761%(1<<32), i)),
				Category: fmt.Sprintf("Category %d", i%60), Subcategory: fmt.Sprintf("Series %d", i/16%400), Name: fmt.Sprintf("Size %d", i/16),
				Unit: hour, Region: ratebook.Region(fmt.Sprintf("region%d", i%16)), Status: "Active",
			},
			Effective: august.AddDate(0, 0, -i%2000).Truncate(time.Second),
			Tiers:     []ratebook.Tier{{UnitPrice: money.Int(int64(i + 1)).Mul(money.MustParse("0.000137"))}},
		}
		if i%20 == 0 {
			for k := range int64(5) {
				r.Tiers = append(r.Tiers, ratebook.Tier{Above: money.Int(1024 * (k + 1)), UnitPrice: money.MustParse("0.0819")})
			}
		}
		c.Rates = append(c.Rates, r)
	}
	c.Count()
	return c
}

func BenchmarkPut40000Meters(b *testing.B) {
	book, c := open(b, b.TempDir()), generated(b)
	for b.Loop() {
		if _, err := book.Put(b.Context(), c.Stream(), strings.NewReader("{}")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkResolve opens a ratebook of 24 cards of 40,000 meters each, one for
// each of 24 terms, and asks each of them for 5,000 meters.
func BenchmarkResolve(b *testing.B) {
	dir := b.TempDir()
	book, c := open(b, dir), generated(b)
	var all []ratebook.Terms
	for _, offer := range []ratebook.Offer{"MS-AZR-0003P", "MS-AZR-0026P", "MS-AZR-0023P", "MS-AZR-0062P"} {
		for _, currency := range []money.Currency{"EUR", "USD", "GBP"} {
			for _, market := range []ratebook.Market{"NL", "US"} {
				c.Terms = ratebook.Terms{Source: ratebook.RateCard, Offer: offer, Currency: currency, Market: market, Locale: "en-US"}
				put(b, book, c, "{}")
				all = append(all, c.Terms)
			}
		}
	}
	resolve := func(b *testing.B, want []ratebook.Selector) {
		for b.Loop() {
			book := open(b, dir)
			for _, terms := range all {
				_, found, err := book.Find(b.Context(), terms, time.Time{}, want)
				if err != nil || len(found) != len(want) || len(found[0]) == 0 || len(found[len(want)-1]) == 0 {
					b.Fatal(len(found), err)
				}
			}
			_ = book.Close()
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(all)), "ms/card")
	}
	var ids, families []ratebook.Selector
	for i := range 5000 {
		m := c.Rates[i*8].Meter
		ids = append(ids, ratebook.Selector{ID: m.ID})
		families = append(families, m.Family().In(m.Region))
	}
	b.Run("1 by id", func(b *testing.B) { resolve(b, ids[:1]) })
	b.Run("5000 by id", func(b *testing.B) { resolve(b, ids) })
	b.Run("5000 by family and region", func(b *testing.B) { resolve(b, families) })
	b.Run("5000 by id in one look", func(b *testing.B) {
		for b.Loop() {
			book := open(b, dir)
			found, err := book.FindAll(b.Context(), all, time.Time{}, ids)
			if err != nil || len(found) != len(all) || len(found[23].Rates[len(ids)-1]) == 0 {
				b.Fatal(len(found), err)
			}
			_ = book.Close()
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			book := open(b, dir)
			if found, _, err := book.Search(b.Context(), all, "size 77"); err != nil || len(found) == 0 {
				b.Fatal(len(found), err)
			}
			_ = book.Close()
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			h, _, err := book.Find(b.Context(), all[0], time.Time{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := book.Load(b.Context(), h); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkOpen is what a command pays that reads one rate of one small card.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	c := card(b, "{}")
	put(b, open(b, dir), c, "{}")
	for b.Loop() {
		book, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := book.Find(b.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}}); err != nil {
			b.Fatal(err)
		}
		_ = book.Close()
	}
}
