package alert_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Two machines run since 1 August. Of the month's budget, 100 EUR, 97 are used up
// on the 10th: 10 × 48 × 0.201843 = 96.88464.
func ExampleCheck() {
	in := alert.Input{AsOf: time.Date(2026, 8, 10, 0, 0, 0, 0, time.UTC)}
	for day := 1; day <= 10; day++ {
		in.Used = append(in.Used, scenario.Used{
			Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2026, Month: 8}, Day: fmt.Sprintf("2026-08-%02d", day),
			Meter:    ratebook.Meter{ID: "1ab41620-5ffa-51b3-ac16-6416f9f747a9", Category: "Virtual Machines", Name: "D4s v5", Unit: unit.MustParse("1 Hour")},
			Quantity: money.Int(48), Records: 1,
		})
	}
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	budget := money.Amount{Value: money.Int(100), Currency: "EUR"}
	in.Scenario = &scenario.Scenario{
		Name: "shop", Start: scenario.Month{Year: 2026, Month: 8}, Months: 1, Rules: scenario.DefaultRules,
		Imports: []scenario.Import{{}}, Cases: []scenario.Case{{Name: "present", Terms: terms}},
		Alerts: []scenario.Alert{{
			Name: "budget", On: scenario.OnActual, Of: scenario.AlertRated, Case: "present",
			Budget: &budget, Limit: scenario.AlertLimit{Value: money.MustParse("0.9"), Part: true},
		}},
	}
	checked, err := alert.Check(context.Background(), sample.Open(), in)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range checked.Fired() {
		fmt.Println(o.Name, o.Status, "in", o.Period)
		fmt.Println(o.Text)
	}
	// Output:
	// budget fired in 2026-08
	// EUR 96.88 rated from 2026-08-01 to 2026-08-10, 96.9% of the budget of EUR 100.00; the limit is 90%
}
