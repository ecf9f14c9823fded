package scenario_test

import (
	"fmt"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// TestAlerts reads each kind, and fills in what is left out.
func TestAlerts(t *testing.T) {
	s := read(t, complete(`imports: [{files: [x.csv], as: as-recorded}]
cases:
  - {name: PAYG, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Prepay, like: PAYG, offer: MS-AZR-0026P, commitment: {amount: 60000, months: 12}}
alerts:
  - {name: Budget, on: actual, of: billed, budget: 5000 USD, above: 80%, where: {tags: {project: shop}, category: Storage}}
  - {name: Rated, on: actual, of: rated, case: Prepay, above: 12.5 EUR, worse_by: 0%}
  - {name: Month end, on: forecast, above: 5000 EUR}
  - {name: High end, on: forecast, at: high80, budget: 100 EUR, above: 100%}
  - {name: Rise, on: change, of: billed, above: 20%, least: 50 EUR, late: 2, where: {meter: {name: D4s v5}}}
  - {name: Week, on: change, of: billed, below: -30%, against: week, where: {resource_group: rg, resource: /a/b, subscription: s}}
  - {name: Runs out, on: commitment, case: Prepay, above: 90%}
  - {name: Wasted, on: commitment, case: Prepay, below: 75%}
  - {name: No price, on: unpriced, above: 0}
  - {name: Prices, on: price, above: 3%}
`))
	for i, want := range []string{
		"Budget actual billed  above 80%, category Storage, project=shop, USD 5,000.00, 0.1",
		"Rated actual rated Prepay above 12.5 EUR, total, -, 0",
		"Month end forecast  PAYG above 5000 EUR, total, -, 0.1",
		"High end forecast  PAYG above 100%, total, EUR 100.00, 0.1",
		"Rise change billed  above 20%, meter name: D4s v5, -, 0.1",
		"Week change billed  below -30%, subscription s, resource group rg, resource /a/b, -, 0.1",
		"Runs out commitment  Prepay above 90%, total, -, 0.1",
		"Wasted commitment  Prepay below 75%, total, -, 0.1",
		"No price unpriced  PAYG above 0, total, -, 0.1",
		"Prices price  PAYG above 3%, total, -, 0.1",
	} {
		a := s.Alerts[i]
		side, budget := "above", "-"
		if a.Below {
			side = "below"
		}
		if a.Budget != nil {
			budget = a.Budget.String()
		}
		if got := fmt.Sprintf("%s %s %s %s %s %s, %s, %s, %s", a.Name, a.On, a.Of, a.Case, side, a.Limit, a.Where, budget, a.WorseBy); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	if a := s.Alerts[3]; a.At != scenario.AtHigh80 || s.Alerts[2].At != scenario.AtExpected || s.Alerts[4].Late != 2 || s.Alerts[4].Against != scenario.AgainstMonth || s.Alerts[5].Against != scenario.AgainstWeek {
		t.Errorf("%+v", s.Alerts)
	}
}

// TestAlertWhere picks by all that is given.
func TestAlertWhere(t *testing.T) {
	u := scenario.Used{
		Subscription: "S1", Group: "RG-Web", Resource: "/subscriptions/s1/x", Tags: map[string]string{"env": "prod"},
		Meter: ratebook.Meter{Category: "Storage", Name: "LRS"},
	}
	foreign := scenario.Used{Provider: "AWS", Foreign: scenario.Foreign{Service: "AmazonS3", UsageType: "TimedStorage"}}
	for _, c := range []struct {
		where scenario.AlertWhere
		want  [2]bool
	}{
		{scenario.AlertWhere{}, [2]bool{true, true}},
		{scenario.AlertWhere{Subscription: "s1", ResourceGroup: "rg-web", Resource: "/SUBSCRIPTIONS/s1/x", Category: "storage"}, [2]bool{true, false}},
		{scenario.AlertWhere{Tags: map[string]string{"env": "Prod"}}, [2]bool{false, false}},
		{scenario.AlertWhere{Tags: map[string]string{"env": "prod"}}, [2]bool{true, false}},
		{scenario.AlertWhere{Tags: map[string]string{"env": ""}}, [2]bool{false, true}},
		{scenario.AlertWhere{Category: "AmazonS3"}, [2]bool{false, true}},
		{scenario.AlertWhere{Meter: &ratebook.Selector{Name: "lrs"}}, [2]bool{true, false}},
		{scenario.AlertWhere{Meter: &ratebook.Selector{Name: "lrs"}, Subscription: "s2"}, [2]bool{false, false}},
	} {
		if got := [2]bool{c.where.Picks(u), c.where.Picks(foreign)}; got != c.want {
			t.Errorf("%s: %v, want %v", c.where, got, c.want)
		}
	}
}
