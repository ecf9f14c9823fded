package usage_test

import (
	"context"
	"fmt"

	"azwhatif/scenario/usage"
)

// The exports of a year, of any format become monthly quantities by
// subscription, meter and region, and here by one tag.
func ExampleRollUp() {
	imported, err := usage.RollUp(context.Background(), usage.Spec{
		Files: []string{"testdata/azure-cost/ea.csv", "testdata/focus/*.csv"},
		Tags:  []string{"env"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range imported.Sources {
		fmt.Printf("%s: %d rows, of which %d are usage, %d something else, %d refused\n", s.Format, s.Rows, s.Metered, s.Aside, s.Refused)
	}
	for _, u := range imported.Used {
		if u.Kind == "usage" && u.Meter.Category == "Virtual Machines" {
			fmt.Printf("%s %s %v: %s of %q, billed %s %s\n", u.Month, u.Meter.Name, u.Tags["env"], u.Quantity, u.Meter.Unit, u.Billed, u.Currency)
		}
	}
	// Output:
	// azure-cost: 9 rows, of which 4 are usage, 3 something else, 2 refused
	// focus: 5 rows, of which 3 are usage, 2 something else, 0 refused
	// 2026-01 D4s v5 prod: 2.4 of "10 Hours", billed 1.2 USD
	// 2026-02 D4s v5 prod: 4.8 of "10 Hours", billed 9.6 EUR
}
