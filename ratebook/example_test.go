package ratebook_test

import (
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Of 16 units, 5 are included; of the 11 that remain, the first 5 cost 1 each
// and the others 2.
func ExampleRate_Charge() {
	r := ratebook.Rate{
		Included: money.Int(5),
		Tiers: []ratebook.Tier{
			{Above: money.Int(0), UnitPrice: money.Int(1)},
			{Above: money.Int(5), UnitPrice: money.Int(2)},
		},
	}
	c := r.Charge(money.Int(16))
	fmt.Println("included", c.Included)
	for _, t := range c.Tiers {
		fmt.Println(t.Quantity, "×", t.UnitPrice, "=", t.Amount)
	}
	fmt.Println("charge", c.Amount)
	// Output:
	// included 5
	// 5 × 1 = 5
	// 6 × 2 = 12
	// charge 17
}

// A card is asked for all meters at once; the answers come in the order of the
// questions.
func ExampleCard_Find() {
	card := &ratebook.Card{Rates: []ratebook.Rate{
		{Meter: ratebook.Meter{ID: "9995d93a-7d35-4d3f-9c69-7a7fea447ef4", Category: "Bandwidth", Name: "Data Transfer Out", Region: "Zone 1"}},
		{Meter: ratebook.Meter{ID: "0b3a24b3-1a2e-4c32-8b1d-3c1f0a0c8c11", Category: "Virtual Machines", Name: "D4s v5", Region: "westeurope"}},
		{Meter: ratebook.Meter{ID: "7d0d1a7e-52c1-4c5a-9a3e-6a4b2f0f5d22", Category: "Virtual Machines", Name: "D4s v5", Region: "swedencentral"}},
	}}
	found := card.Find([]ratebook.Selector{
		ratebook.Selector{Name: "d4s v5"}.In("swedencentral"),
		{ID: "9995d93a-7d35-4d3f-9c69-7a7fea447ef4"},
		{Name: "D8s v5"},
	})
	for _, rates := range found {
		for _, r := range rates {
			fmt.Print(r.Meter.Title(), ", ", r.Meter.Region.Display())
		}
		fmt.Println()
	}
	// Output:
	// Virtual Machines / D4s v5, Sweden Central
	// Bandwidth / Data Transfer Out, Zone 1
	//
}
