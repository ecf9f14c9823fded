package estimate_test

import (
	"context"
	"strings"
	"testing"
	"time"

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
			found := ""
			for _, m := range r.Unpriced {
				found = strings.Join(m.Reasons, "; ")
			}
			for _, m := range r.Priced {
				found = m.Ours.Round(6).String()
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
