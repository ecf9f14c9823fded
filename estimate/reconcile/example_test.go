package reconcile_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// A machine ran for 100 hours of August, and was billed at 0.19 EUR an hour. The
// card says 0.201843.
func ExampleUsage() {
	got := &scenario.Imported{Used: []scenario.Used{{
		Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2026, Month: time.August},
		Meter:    ratebook.Meter{ID: "1ab41620-5ffa-51b3-ac16-6416f9f747a9", Category: "Virtual Machines", Name: "D4s v5", Unit: unit.MustParse("1 Hour")},
		Quantity: money.Int(100), Billed: money.Int(19), Currency: "EUR", Records: 4,
	}}}
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	s, err := reconcile.Usage(context.Background(), sample.Open(), got, terms, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range s.Priced {
		fmt.Println(m.Meter.Title(), "billed", m.Billed, "ours", m.Ours, m.Reasons)
	}
	// Output:
	// Virtual Machines / D4s v5 billed 19 ours 20.1843 [another price: billed at 0.19 for "1 Hour", card 0.201843]
}
