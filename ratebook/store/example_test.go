package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/store"
)

func Example() {
	dir, err := os.MkdirTemp("", "ratebook")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	book, err := store.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = book.Close() }()

	ctx := context.Background()
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	if _, _, err := book.Find(ctx, terms, time.Time{}, nil); err != nil {
		fmt.Println(err)
	}

	response := `[…]` // as fetch read it
	sum := sha256.Sum256([]byte(response))
	card := &ratebook.Card{
		Header: ratebook.Header{Terms: terms, Provenance: ratebook.Provenance{
			Fetched: time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC), SHA256: hex.EncodeToString(sum[:])}},
		Rates: []ratebook.Rate{{Meter: ratebook.Meter{ID: "9995d93a-7d35-4d3f-9c69-7a7fea447ef4", Name: "Data Transfer Out"},
			Tiers: []ratebook.Tier{{UnitPrice: money.MustParse("0.087")}}}},
	}
	path, err := book.Put(ctx, card.Stream(), strings.NewReader(response))
	if err != nil {
		fmt.Println(err)
		return
	}
	place, _ := filepath.Rel(dir, path)
	fmt.Println(filepath.ToSlash(place))
	_, rates, err := book.Find(ctx, terms, time.Time{}, []ratebook.Selector{{Name: "data transfer out"}})
	fmt.Println(rates[0][0].Tiers[0].UnitPrice, err)
	// Output:
	// no card for MS-AZR-0003P in EUR for NL; run "azwhatif fetch --offer MS-AZR-0003P --currency EUR --market NL"
	// cards/MS-AZR-0003P/EUR/NL/en-US/ratecard-20260803T090000.000Z
	// 0.087 <nil>
}
