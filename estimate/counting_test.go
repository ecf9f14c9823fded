package estimate_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestCounting settles what quantities count whose unit leaves it open: by the
// meter's own unit, by what was billed, or not at all.
func TestCounting(t *testing.T) {
	for _, c := range []struct {
		name, card, prices string // of the card: "above:price …"
		export             string // unit; "" none
		records            string // "quantity@cost …", a month each
		unsure             bool
		want               string // our figure, or a part of the reason
	}{
		{"no unit, blocks", "10K", "0:0.002", "", "50000@100", false, "100"},
		{"no unit, single ones", "10K", "0:0.002", "", "500000000@100", false, "100"},
		{"no unit, one hour", "1 Hour", "0:0.0416", "", "1000@41.6", false, "41.6"},
		{"no unit, one hour, billed at nothing", "1 Hour", "0:0.0416", "", "1000@0", false, "41.6"},
		{"no unit, no cost", "10K", "0:0.002", "", "50000@0", false, "names no unit"},
		{"no unit, cost of neither", "10K", "0:0.002", "", "50000@3", false, "does not show"},
		{"no unit, a month of a disk", "1/Month", "0:19.71", "", "2@39.42", false, "39.42"},
		{"no unit, hundreds of GB", "100 GB", "0:5", "", "7@35", false, "35"},
		{"a plain name, blocks", "10,000s", "0:0.002", "Operation Units", "158175@316.35", false, "316.35"},
		{"a plain name, single ones", "10,000s", "0:0.002", "Operation Units", "1581750000@316.35", false, "316.35"},
		{"a plain name, no cost", "10,000s", "0:0.002", "Operation Units", "158175@0", false, `counts "Operation Units", the card prices "10,000s"`},
		{"a million", "1M", "0:0.2", "Executions", "30000000@6", false, "6"},
		{"a million, blocks", "1M", "0:0.2", "Executions", "30@6", false, "6"},
		{"a discount is no block", "10 Units", "0:1", "Units", "100@89", false, "100"},
		{"a discount by half", "10K", "0:0.002", "1", "50000@50", false, "100"},
		{"tiers", "10K", "0:0.004 100:0.002", "Transactions", "300@0.8", false, "0.8"},
		{"a free tier", "10K", "0:0 100:0.002", "Transactions", "300@0.4", false, "0.4"},
		{"daily units", "Units", "0:16.13", "Daily Units", "30@483.9", false, "483.9"},
		{"units are daily", "1/Day", "0:16.13", "Units", "30@483.9", false, "483.9"},
		{"periods that differ, billed so", "1/Month", "0:30", "1 Hour", "2@60", false, "60"},
		{"periods that differ", "1/Month", "0:30", "1 Hour", "1460@60", false, "the two do not convert"},
		{"days of a meter of hours, billed as days", "1 Hour", "0:0.0416", "1 Day", "30@29.952", false, "29.952"},
		{"days of a meter of hours, billed as hours", "1 Hour", "0:0.0416", "Daily Units", "720@29.952", false, "29.952"},
		{"days of a meter of hours, a plain word", "1 Hour", "0:0.0416", "Days", "720@29.952", false, "29.952"},
		{"days of a meter of ten hours, blocks", "10 Hours", "0:0.416", "Days", "72@29.952", false, "29.952"},
		{"days of a meter of ten hours, hours", "10 Hours", "0:0.416", "Days", "720@29.952", false, "29.952"},
		{"days of a meter of hours, no cost", "1 Hour", "0:0.0416", "Days", "720@0", false, "does not show which of the two"},
		{"days of a meter of hours, cost of neither", "1 Hour", "0:0.0416", "Days", "720@210", false, "does not show which of the two"},
		{"hours of a meter of days", "1/Day", "0:1", "Hours", "30@30", false, "30"},
		{"GB are not hours, even if the bill fits", "1 Hour", "0:0.05", "1 GB", "100@5", false, "do not convert"},
		{"transactions are not GB, even if the bill fits", "1 GB", "0:0.05", "Transactions", "100@5", false, "do not convert"},
		{"GB of a meter of units, by the bill", "Units", "0:0.05", "GB", "100@5", false, "5"},
		{"GB of a meter of units, no bill", "Units", "0:0.05", "GB", "100@0", false, "does not show"},
		{"hours are hours", "10 Hours", "0:1", "Hours", "100@0", false, "10"},
		{"hours, blocks by what was billed", "10 Hours", "0:1", "Hours", "100@100", false, "100"},
		{"stated", "10K", "0:0.002", "1 Transactions", "50000@100", false, "0.01"},
		{"stated blocks", "1 Hour", "0:0.1", "10 Hours", "100@100", false, "100"},
		{"stated blocks, single ones by the bill", "1 Hour", "0:0.1", "10 Hours", "100@10", true, "10"},
		{"stated blocks, and nothing shows", "1 Hour", "0:0.1", "10 Hours", "100@40", true, "100"},
		{"what is not above zero does not decide", "10K", "0:0.002", "", "50000@0 -4@-3 20@0 50000@100", false, "197.04"},
		{"most records agree", "10K", "0:0.002", "", "50000@100 50000@100 50000@0.01 10000@20 50000@100 50000@100 50000@100 50000@100 50000@100 50000@100", false, "920"},
		{"records do not agree", "10K", "0:0.002", "", "50000@100 50000@0.01", false, "does not show"},
	} {
		t.Run(c.name, func(t *testing.T) {
			terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "USD", Market: "US", Locale: "en-US"}
			rate := ratebook.Rate{Meter: ratebook.Meter{ID: estimatetest.ID(1), Category: "Test", Name: "Meter", Unit: unit.MustParse(c.card)}}
			for _, p := range strings.Fields(c.prices) {
				above, price, _ := strings.Cut(p, ":")
				rate.Tiers = append(rate.Tiers, ratebook.Tier{Above: money.MustParse(above), UnitPrice: money.MustParse(price)})
			}
			book := estimatetest.Cards{terms: {Header: ratebook.Header{Terms: terms}, Rates: []ratebook.Rate{rate}}}
			got := &scenario.Imported{}
			for m, r := range strings.Fields(c.records) {
				quantity, cost, _ := strings.Cut(r, "@")
				u := scenario.Used{
					Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2025, Month: time.Month(m + 1)}, Meter: rate.Meter,
					Quantity: money.MustParse(quantity), Billed: money.MustParse(cost), Currency: "USD", Records: 1, Unsure: c.unsure,
				}
				u.Meter.Unit = unit.Unit{}
				if c.export != "" {
					u.Meter.Unit = unit.MustParse(c.export)
				}
				got.Used = append(got.Used, u)
			}
			r, err := reconcile.Usage(context.Background(), book, got, terms, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			found := outcome(r)
			for _, m := range r.Priced {
				if len(m.Reasons) > 0 && strings.HasPrefix(m.Reasons[0], "rounding") {
					t.Errorf("%s against %s is no rounding", m.Ours, m.Billed)
				}
			}
			if found != c.want && !strings.Contains(found, c.want) || len(r.Priced)+len(r.Unpriced) != 1 {
				t.Errorf("%s, want %s", found, c.want)
			}
			if strings.Contains(found, "workload") {
				t.Errorf("internal words: %s", found)
			}
		})
	}
}

// TestCountingFarOff warns where a quantity without a unit is taken for the
// meter's, and what was billed speaks against it.
func TestCountingFarOff(t *testing.T) {
	for _, c := range []struct{ record, want string }{
		{"100@4.16", ""},
		{"100@2", ""}, // a discount
		{"100@29.12", `read as "1 Hour": 7 times the card's price was billed in 2025-01`},
		{"2400@4.16", `read as "1 Hour": the card's price is 24 times what was billed in 2025-01`},
	} {
		quantity, cost, _ := strings.Cut(c.record, "@")
		terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "USD", Market: "US", Locale: "en-US"}
		rate := ratebook.Rate{
			Meter: ratebook.Meter{ID: estimatetest.ID(1), Category: "Test", Name: "Meter", Unit: unit.MustParse("1 Hour")},
			Tiers: []ratebook.Tier{{UnitPrice: money.MustParse("0.0416")}},
		}
		exported := rate.Meter
		exported.Unit = unit.Unit{}
		s := &scenario.Scenario{
			Start: scenario.Month{Year: 2025, Month: 1}, Months: 1, Rules: scenario.DefaultRules,
			Cases: []scenario.Case{{Name: "Today", Terms: terms}},
		}
		got := &scenario.Imported{
			Used: []scenario.Used{{
				Provider: "Azure", Kind: scenario.Metered, Month: s.Start, Meter: exported, Quantity: money.MustParse(quantity),
				Billed: money.MustParse(cost), Currency: "USD", Records: 1, First: "2025-01-01", Last: "2025-01-31",
			}},
			Sources: []scenario.ImportSource{{First: "2025-01-01", Last: "2025-01-31"}},
		}
		if err := s.Add(scenario.Import{As: scenario.AsRecorded}, got); err != nil {
			t.Fatal(err)
		}
		all, err := compare.Cases(context.Background(), estimatetest.Cards{terms: {Header: ratebook.Header{Terms: terms}, Rates: []ratebook.Rate{rate}}}, s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, w := range all.Estimates[0].Warnings {
			if strings.Contains(w.Text, "far from") {
				said = append(said, w.Text)
			}
		}
		if text := strings.Join(said, "; "); (c.want == "") != (text == "") || !strings.Contains(text, c.want) {
			t.Errorf("%s: %q, want %q", c.record, text, c.want)
		}
	}
}

// TestCountingByName settles usage without a meter id and without a unit, where its
// name and region pick one meter of the card.
func TestCountingByName(t *testing.T) {
	meter := func(n int, name, of string, region ratebook.Region, price string) ratebook.Rate {
		return ratebook.Rate{
			Meter: ratebook.Meter{ID: estimatetest.ID(n), Category: "Storage", Name: name, Unit: unit.MustParse(of), Region: region},
			Tiers: []ratebook.Tier{{UnitPrice: money.MustParse(price)}},
		}
	}
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "USD", Market: "US", Locale: "en-US"}
	book := estimatetest.Cards{terms: {Header: ratebook.Header{Terms: terms}, Rates: []ratebook.Rate{
		meter(1, "Operations", "10K", "westeurope", "0.05"), meter(2, "Operations", "10K", "eastus", "0.04"),
		meter(3, "Snapshots", "1 GB/Month", "westeurope", "0.05"), meter(4, "Snapshots", "1/Month", "westeurope", "5"),
	}}}
	for _, c := range []struct{ name, region, record, want string }{
		{"operations", "westeurope", "30@1.5", "1.5"},
		{"Operations", "eastus", "300000@1.2", "1.2"},
		{"Operations", "eastus", "300000@0", "names no unit, the card prices \"10K\""},
		{"Operations", "norwayeast", "30@1.5", "names neither a meter id nor a unit, and the card of"},
		{"Snapshots", "westeurope", "100@5", "names neither a meter id nor a unit, and 2 meters have its name"},
	} {
		quantity, cost, _ := strings.Cut(c.record, "@")
		got := &scenario.Imported{Used: []scenario.Used{{
			Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2025, Month: 1}, Quantity: money.MustParse(quantity),
			Meter:  ratebook.Meter{Category: "Storage", Name: c.name, Region: ratebook.Region(c.region)},
			Billed: money.MustParse(cost), Currency: "USD", Records: 1,
		}}}
		r, err := reconcile.Usage(context.Background(), book, got, terms, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		found := outcome(r)
		if found != c.want && !strings.Contains(found, c.want) {
			t.Errorf("%s in %s, %s: %q, want %q", c.name, c.region, c.record, found, c.want)
		}
	}
}

// outcome is what the last priced usage was charged, else why the last is not priced.
func outcome(r *reconcile.Statement) (found string) {
	for _, m := range r.Unpriced {
		found = strings.Join(m.Reasons, "; ")
	}
	for _, m := range r.Priced {
		found = m.Ours.Round(6).String()
	}
	return found
}
