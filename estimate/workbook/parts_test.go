package workbook_test

import (
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestPriceWithinMonth has months recalculated in which a price changes (of meter 8 on July
// 15), and of which the days are known: alone, as a part of a billing account, and under
// terms that look at the first tier.
func TestPriceWithinMonth(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	recalc.Check(t, write(t, dir, "parts", withDays(t, "")), write(t, dir, "account", withDays(t, "rules: {tier_scope: billing-account}\n")))
}

func withDays(t *testing.T, rules string) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("test.yaml", []byte(top+rules+`
imports: [{name: ours, files: [ours.csv], as: as-recorded}]
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL, discount: 3%}
  - {name: more, like: payg, changes: [{scale: 1.5}]}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 9000, months: 12}}
`))
	if err != nil {
		t.Fatal(err)
	}
	meter := ratebook.Meter{ID: meterID(8), Category: "Things", Name: "changing", Unit: unit.MustParse("1/Month"), Region: "westeurope"}
	s.KeepDays = map[string]bool{scenario.EvidenceOf(meter): true}
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-06-01", Last: "2026-08-31"}}}
	for _, u := range []struct {
		sub  string
		days []scenario.DayUsed
	}{
		{"a", []scenario.DayUsed{{Day: "2026-06-20", Quantity: dec("12")}}},
		{"a", []scenario.DayUsed{{Day: "2026-07-02", Quantity: dec("7")}, {Day: "2026-07-14", Quantity: dec("6")}, {Day: "2026-07-15", Quantity: dec("4")}, {Day: "2026-07-31", Quantity: dec("2.5")}}},
		{"b", []scenario.DayUsed{{Day: "2026-07-01", Quantity: dec("3")}, {Day: "2026-07-20", Quantity: dec("5")}}},
		{"b", []scenario.DayUsed{{Day: "2026-08-01", Quantity: dec("3")}}},
	} {
		month, _ := scenario.ParseMonth(u.days[0].Day[:7])
		sum := dec("0")
		for _, d := range u.days {
			sum = sum.Add(d.Quantity)
		}
		got.Used = append(got.Used, scenario.Used{Provider: "Azure", Kind: scenario.Metered, Month: month, Subscription: u.sub, Meter: meter, Quantity: sum, Days: u.days, Records: 1})
	}
	if err := s.Add(s.Imports[0], got); err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(t.Context(), everyTerm(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Base().Plan.PriceChanges() {
		t.Fatal("no month is charged in parts")
	}
	return c
}
