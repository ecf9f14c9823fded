package compare_test

import (
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestVerdict has what is said of cases that cost "0:2" (2 for the one unit),
// and so on.
func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		name  string
		tiers []string
		alter func(*estimatetest.Generated)
		want  string
	}{
		{"two", []string{"0:2", "0:1.5"}, nil, "case 1 is cheapest at the usage as stated: EUR 1.50, EUR 0.50 (25.0%) less than case 0, the next."},
		{"the next of three", []string{"0:4", "0:1", "0:2"}, nil, "case 1 is cheapest at the usage as stated: EUR 1.00, EUR 1.00 (50.0%) less than case 2, the next."},
		{"a tie of two", []string{"0:1", "0:1", "0:2"}, nil, "case 0 and case 1 are cheapest at the usage as stated, and cost the same: EUR 1.00, EUR 1.00 (50.0%) less than case 2, the next."},
		{"a tie of all", []string{"0:1", "0:1"}, nil, "case 0 and case 1 are cheapest at the usage as stated, and cost the same: EUR 1.00."},
		{"one case", []string{"0:1"}, nil, "No verdict: there is one case, and none to compare it with."},
		{"an incomplete case", []string{"0:3", "0:2", "5:1"}, nil,
			"case 1 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 0, the next.\nNot compared: case 2 (1 of 1 lines not priced)."},
		{"one complete case", []string{"0:3", "5:1"}, nil,
			"No verdict: only case 0 can be compared.\nNot compared: case 1 (1 of 1 lines not priced)."},
		{"no complete case", []string{"5:3", "5:1"}, nil,
			"No verdict: no case can be compared.\nNot compared: case 0 and case 1 (1 of 1 lines not priced)."},
		{"another level of usage", []string{"0:3", "0:2", "0:3"}, func(g *estimatetest.Generated) {
			scale := money.MustParse("0.5")
			g.Scenario.Cases[2].Changes = []scenario.Change{{Scale: &scale}}
		}, "case 1 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 0, the next.\nNot compared: case 2 (another level of usage)."},
		{"the base case's usage", []string{"0:3", "0:2", "0:3"}, func(g *estimatetest.Generated) {
			scale := money.MustParse("0.5")
			for i := range 2 {
				g.Scenario.Cases[i].Changes = append(g.Scenario.Cases[i].Changes, scenario.Change{Scale: &scale})
			}
		}, "case 1 is cheapest at 50% of the usage as stated: EUR 1.00, EUR 0.50 (33.3%) less than case 0, the next.\nNot compared: case 2 (another level of usage)."},
		{"nothing is used", []string{"0:3", "0:2"}, func(g *estimatetest.Generated) { g.Scenario.Workloads[0].Usage[0].Count = &money.Zero },
			"case 0 and case 1 are cheapest at the usage as stated, and cost the same: EUR 0.00."},
		{"break-even below", []string{"0:3", "0:2 2:10"}, look(compare.BreakEvenOptions{}),
			"case 1 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 0, the next.\nAbove 228.57% of that usage case 0 is cheapest (looked at from 0% to 300%)."},
		{"break-even on both sides", []string{"0:3", "0:4 0.5:1 2:10"}, look(compare.BreakEvenOptions{}),
			"case 1 is cheapest at the usage as stated: EUR 2.50, EUR 0.50 (16.7%) less than case 0, the next.\nBelow 75% of that usage case 0 is cheapest; above 235.71% of that usage case 0 is cheapest (looked at from 0% to 300%)."},
		{"several below: 0.72 + 9(q - 0.6) = 1.4q at 4.68 ÷ 7.6, 0.3 + 9(q - 0.3) = 1.2q at 2.4 ÷ 7.8", []string{"0:1 0.3:9", "0:1.2 0.6:9", "0:1.4"}, look(compare.BreakEvenOptions{}),
			"case 2 is cheapest at the usage as stated: EUR 1.40, EUR 2.92 (67.6%) less than case 1, the next.\nBelow 61.58% of that usage case 1 is cheapest, below 30.77% case 0 (looked at from 0% to 300%)."},
		{"no break-even", []string{"0:3", "0:2"}, look(compare.BreakEvenOptions{Workload: "w"}),
			"case 1 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 0, the next.\nThat is so from 0% to 300% of the usage of w."},
		{"elsewhere", []string{"0:3", "0:2"}, look(compare.BreakEvenOptions{From: money.Int(2), To: money.Int(3)}),
			"case 1 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 0, the next."},
		{"a tie with what is owed lost: 2 used and 2 lost are 4", []string{"0:4", "0:2"}, func(g *estimatetest.Generated) {
			g.Scenario.Cases[1].Commitments = []scenario.Commitment{{Amount: money.Int(4), Months: 2}}
		}, "case 1 is cheapest at the usage as stated: EUR 2.00. It is so with what is still owed after 2026-01 lost, too, and over the whole terms; with it lost case 0 costs the same."},
		{"some cases", []string{"0:1", "0:3", "0:2"}, look(compare.BreakEvenOptions{Cases: []int{1, 2}}),
			"case 2 is cheapest at the usage as stated: EUR 2.00, EUR 1.00 (33.3%) less than case 1, the next.\nThat is so from 0% to 300% of that usage."},
	} {
		g := curved(t, c.tiers...)
		looked = nil
		if c.alter != nil {
			c.alter(g)
		}
		found := g.Compare(t)
		if looked != nil {
			if err := found.FindBreakEven(t.Context(), *looked); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(found.Words(found.Verdict()), "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// looked is what look asks for.
var looked *compare.BreakEvenOptions

func look(opt compare.BreakEvenOptions) func(*estimatetest.Generated) {
	return func(*estimatetest.Generated) { looked = &opt }
}

// TestVerdictCurrencies has totals that do not compare, and do with a rate.
func TestVerdictCurrencies(t *testing.T) {
	g := curved(t, "0:3", "0:2")
	usd := g.Terms
	usd.Currency = "USD"
	g.Scenario.Cases[1].Terms = usd
	card := *g.Card
	card.Header.Terms = usd
	book := estimatetest.Cards{g.Terms: g.Card, usd: &card}
	price := func() string {
		c, err := compare.Cases(t.Context(), book, g.Scenario, (ratebook.Rate{}).Effective)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(c.Words(c.Verdict()), "\n")
	}
	if got, want := price(), "No verdict: totals in EUR and USD cannot be compared; state report_in and exchange.\nNot compared: case 1 (in USD, without an exchange rate)."; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	g.Scenario.ReportIn, g.Scenario.Exchange = "EUR", map[money.Currency]scenario.Exchange{"USD": {Rate: money.MustParse("0.9")}}
	if got, want := price(), "case 1 is cheapest at the usage as stated: EUR 1.80, EUR 1.20 (40.0%) less than case 0, the next."; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
