package sample_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/sample"
)

func Example() {
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	linux, region := "Dsv5 Series", ratebook.ParseRegion("West Europe")
	card, rates, err := sample.Open().Find(context.Background(), terms, time.Time{}, []ratebook.Selector{
		{Category: "Virtual Machines", Subcategory: &linux, Name: "D4s v5", Region: &region},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rates[0] {
		fmt.Println(r.Meter.Title(), r.Tiers[0].UnitPrice, card.Terms.Currency, "per", r.Meter.Unit)
	}
	fmt.Println(card.Provenance.Sample)
	// Output:
	// Virtual Machines / Dsv5 Series / D4s v5 0.201843 EUR per 1 Hour
	// sample prices of 2026-08, for trying out
}
