package walktest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// book is a ratebook of cards that never change.
type book []*ratebook.Card

// cards are one offer's in two currencies: dollars have a price of the meter
// "free", which is zero in euros.
var cards = book{card("EUR", "1", "0"), card("USD", "1.08", "0.5")}

func id(n int) ratebook.MeterID {
	return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", n))
}

func card(currency money.Currency, by, free string) *ratebook.Card {
	c := &ratebook.Card{}
	c.Terms = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: currency, Market: "NL", Locale: ratebook.DefaultLocale}
	c.Provenance = ratebook.Provenance{URL: "file:made.json", Fetched: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC), SHA256: strings.Repeat("0123456789abcdef", 4)}
	since := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	add := func(n int, name, counted string, region ratebook.Region, effective time.Time, prices ...string) *ratebook.Rate {
		r := ratebook.Rate{Effective: effective, Meter: ratebook.Meter{ID: id(n), Category: "Things", Subcategory: "Series", Name: name, Unit: unit.MustParse(counted), Region: region}}
		for i, p := range prices {
			r.Tiers = append(r.Tiers, ratebook.Tier{Above: money.Int(int64(100 * i)), UnitPrice: money.MustParse(p).Mul(money.MustParse(by))})
		}
		c.Rates = append(c.Rates, r)
		return &c.Rates[len(c.Rates)-1]
	}
	vm := add(1, "vm", "1 Hour", "westeurope", since, "0.2", "0.18")
	for _, months := range []int{12, 36} {
		vm.Beside = append(vm.Beside,
			ratebook.Price{Kind: ratebook.Reservation, Months: months, Amount: money.Int(int64(90 * months))},
			ratebook.Price{Kind: ratebook.SavingsPlan, Months: months, Amount: money.MustParse("0.13")})
	}
	add(2, "disk", "1/Month", "westeurope", since, "20")
	add(2, "disk", "1/Month", "swedencentral", since, "19")
	add(3, "none", "1/Month", "westeurope", since)
	add(4, "free", "1/Month", "westeurope", since, free)
	add(5, "late", "1/Month", "westeurope", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "25")
	c.Count()
	return c
}

func (b book) Find(_ context.Context, terms ratebook.Terms, _ time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	for _, c := range b {
		if c.Terms == terms {
			return c.Header, c.Find(want), nil
		}
	}
	return ratebook.Header{}, nil, &ratebook.NoCardError{Terms: terms}
}

func (b book) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return b.Find(ctx, t, asOf, want) })
}

func (b book) Meters(_ context.Context, terms ratebook.Terms, _ time.Time) ([]ratebook.Meter, error) {
	for _, c := range b {
		if c.Terms == terms {
			return c.Meters(), nil
		}
	}
	return nil, &ratebook.NoCardError{Terms: terms}
}

func (b book) Cards(context.Context) (headers []ratebook.Header, damaged []error) {
	for _, c := range b {
		headers = append(headers, c.Header)
	}
	return headers, nil
}
