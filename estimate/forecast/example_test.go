package forecast_test

import (
	"context"
	"fmt"

	"azwhatif/estimate/forecast"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Two machines have run since 1 August, and a day-by-day roll-up reaches to the
// 20th. What August will cost, in all and by project:
// 31 × 48 × 0.201843 = 300.342384.
func ExampleOf() {
	got := &scenario.Imported{}
	for day := 1; day <= 20; day++ {
		got.Used = append(got.Used, scenario.Used{
			Kind: scenario.Metered, Day: fmt.Sprintf("2026-08-%02d", day), Tags: map[string]string{"project": "shop"},
			Meter:    ratebook.Meter{ID: "1ab41620-5ffa-51b3-ac16-6416f9f747a9", Category: "Virtual Machines", Name: "D4s v5", Unit: unit.MustParse("1 Hour")},
			Quantity: money.Int(48), Records: 1,
		})
	}
	daily := &scenario.Daily{}
	if err := daily.Add(scenario.Import{KeepTags: []string{"project"}}, got); err != nil {
		fmt.Println(err)
		return
	}
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	f, err := forecast.Of(context.Background(), sample.Open(), forecast.Spec{
		Scenario: &scenario.Scenario{Rules: scenario.DefaultRules, Cases: []scenario.Case{{Name: "present", Terms: terms}}},
		Daily:    daily, Months: 1, Groups: []forecast.By{forecast.ByTag("project")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := f.Cases[0]
	fmt.Println(c.Outlooks[0].Recorded, "so far;", c.Outlooks[0].Expected, "expected, 95%:", c.Outlooks[0].Low95, "to", c.Outlooks[0].High95)
	for _, g := range c.Groups {
		fmt.Println(g.By.Title, g.Key, g.Outlooks[0].Expected)
	}
	// Output:
	// 193.76928 so far; 300.342384 expected, 95%: 300.342384 to 300.342384
	// Tag project shop 300.342384
}
