package alert_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// watched is generated usage of two months, and what is watched of it.
func watched(seed uint64) (g *estimatetest.Generated, in alert.Input) {
	g = estimatetest.Generate(seed, 8, 1, 1)
	for day := range 59 { // January and February 2026
		for range 3 {
			at := time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC)
			u := scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Subscription: fmt.Sprint("sub ", g.Rand.IntN(2)), Day: at.Format(time.DateOnly),
				Month: scenario.MonthOf(at, 1), Tags: map[string]string{"team": []string{"", "a", "b"}[g.Rand.IntN(3)]},
				Meter:    ratebook.Meter{ID: estimatetest.ID(g.Rand.IntN(10)), Category: "Test", Name: "Old name", Unit: unit.MustParse("1")}, // two are not in the card
				Quantity: g.Amount(50, 3), Billed: g.Amount(100, 3), Currency: "EUR", Records: 1,
			}
			if g.Rand.IntN(20) == 0 {
				u.Kind, u.Billed = scenario.Tax, g.Amount(100, 2)
			}
			in.Used = append(in.Used, u)
		}
	}
	in.AsOf = time.Date(2026, 2, 1+g.Rand.IntN(28), 0, 0, 0, 0, time.UTC)
	in.Scenario = &scenario.Scenario{
		Name: "watched", Start: scenario.Month{Year: 2026, Month: 1}, Months: 2, Rules: scenario.DefaultRules,
		Imports: []scenario.Import{{KeepTags: []string{"team"}}}, Cases: []scenario.Case{{Name: "c", Terms: g.Terms}},
	}
	return g, in
}

func onActual(name string, of scenario.AlertOf, team *string) scenario.Alert {
	a := scenario.Alert{Name: name, On: scenario.OnActual, Of: of, Limit: scenario.AlertLimit{Value: money.Int(1000), Currency: "EUR"}}
	if of == scenario.AlertRated {
		a.Case = "c"
	}
	if team != nil {
		a.Where.Tags = map[string]string{"team": *team}
	}
	return a
}

// TestTies: what the parts of the usage cost, billed or rated, is what the
// whole costs; and the whole is the sum of the records, or the estimate's.
func TestTies(t *testing.T) {
	for seed := range uint64(60) {
		g, in := watched(seed)
		teams := []string{"", "a", "b"}
		for _, of := range []scenario.AlertOf{scenario.AlertBilled, scenario.AlertRated} {
			in.Scenario.Alerts = append(in.Scenario.Alerts, onActual("all "+string(of), of, nil))
			for _, team := range teams {
				in.Scenario.Alerts = append(in.Scenario.Alerts, onActual(string(of)+" "+team, of, &team))
			}
		}
		a, err := alert.Check(context.Background(), estimatetest.Cards{g.Terms: g.Card}, in)
		if err != nil {
			t.Fatal(err)
		}
		february := slices.DeleteFunc(slices.Clone(a.Outcomes), func(o alert.Outcome) bool { return o.Period != "2026-02" })
		if len(february) != 8 {
			t.Fatalf("seed %d: %d outcomes of February", seed, len(february))
		}
		billed, got := money.Zero, &scenario.Imported{}
		for _, u := range in.Used {
			if u.Month.Month == 2 && u.Day <= in.AsOf.Format(time.DateOnly) {
				billed = billed.Add(u.Billed)
				got.Used = append(got.Used, u)
			}
		}
		s := *in.Scenario
		s.Start, s.Months, s.Imports = scenario.Month{Year: 2026, Month: 2}, 1, nil
		if err := s.Add(scenario.Import{As: scenario.AsRecorded}, got); err != nil {
			t.Fatal(err)
		}
		c, err := compare.Cases(context.Background(), estimatetest.Cards{g.Terms: g.Card}, &s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for i, whole := range []money.Decimal{billed, c.Base().Total().Value} {
			list := february[4*i : 4*i+4]
			parts := money.Sum(list[1].Value.Value, list[2].Value.Value, list[3].Value.Value)
			if list[0].Of == scenario.AlertRated {
				parts = parts.Add(c.Base().Unshared[0].Total()) // such as a fee of a subscription without priced usage
			}
			if !list[0].Value.Value.Equal(whole) || !parts.Equal(whole) {
				t.Errorf("seed %d, %s: the whole is %s, the alert has %s, and the parts total %s", seed, list[0].Of, whole, list[0].Value.Value, parts)
			}
			for _, o := range list {
				if fired := o.Limit.Value.Less(o.Value.Value); fired != (o.Status == alert.Fired) {
					t.Errorf("seed %d: %s of %s is %s", seed, o.Value, o.Limit, o.Status)
				}
			}
		}
	}
}

// TestSame: the same input gives the same outcomes, in any order of the
// records.
func TestSame(t *testing.T) {
	g, in := watched(3)
	one := scenario.AlertLimit{Value: money.MustParse("0.1"), Part: true}
	in.Scenario.Alerts = []scenario.Alert{
		{Name: "change", On: scenario.OnChange, Of: scenario.AlertRated, Case: "c", Limit: one, Against: scenario.AgainstMonth},
		{Name: "week", On: scenario.OnChange, Of: scenario.AlertBilled, Limit: one, Against: scenario.AgainstWeek},
		{Name: "unpriced", On: scenario.OnUnpriced, Case: "c", Limit: one},
		{Name: "forecast", On: scenario.OnForecast, Case: "c", At: scenario.AtHigh80, Limit: scenario.AlertLimit{Value: money.Int(1), Currency: "EUR"}},
	}
	first := ""
	for range 4 {
		a, err := alert.Check(context.Background(), estimatetest.Cards{g.Terms: g.Card}, in)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%v %v", a.Outcomes, a.Warnings)
		if first == "" {
			first = text
		}
		if text != first {
			t.Errorf("%s\nwant %s", text, first)
		}
		g.Rand.Shuffle(len(in.Used), func(i, j int) { in.Used[i], in.Used[j] = in.Used[j], in.Used[i] })
	}
}

// TestApart: what an alert says does not depend on which others there are.
func TestApart(t *testing.T) {
	g, in := watched(5)
	in.AsOf = time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)
	euro := scenario.AlertLimit{Value: money.Int(1), Currency: "EUR"}
	team := func(name string) scenario.AlertWhere {
		return scenario.AlertWhere{Tags: map[string]string{"team": name}}
	}
	all := []scenario.Alert{
		{Name: "whole", On: scenario.OnForecast, Case: "c", At: scenario.AtExpected, Limit: euro},
		{Name: "a", On: scenario.OnForecast, Case: "c", At: scenario.AtExpected, Limit: euro, Where: team("a")},
		{Name: "unpriced", On: scenario.OnUnpriced, Case: "c", Limit: scenario.AlertLimit{}, Where: team("b")},
		onActual("rated", scenario.AlertRated, nil),
	}
	check := func(list ...scenario.Alert) map[string]string {
		in.Scenario.Alerts = list
		a, err := alert.Check(context.Background(), estimatetest.Cards{g.Terms: g.Card}, in)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for _, o := range a.Outcomes {
			texts[o.Name] = o.Text
		}
		return texts
	}
	together := check(all...)
	for _, a := range all {
		if got := check(a)[a.Name]; got != together[a.Name] || got == "" {
			t.Errorf("alone: %s; among others: %s", got, together[a.Name])
		}
	}
}

// TestSpans compares as many days, no matter the months' lengths.
func TestSpans(t *testing.T) {
	use := func(days ...string) (list []scenario.Used) {
		for _, day := range days {
			at, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, scenario.Used{Kind: scenario.Metered, Day: day, Month: scenario.MonthOf(at, 1), Billed: money.One, Currency: "EUR", Records: 1})
		}
		return list
	}
	for _, c := range []struct {
		asOf, first, last string
		against           scenario.AlertAgainst
		late              int
		want              string
	}{
		{"2026-03-31", "2025-01-01", "2026-03-30", "month", 0, "EUR 0.00 billed from 2026-03-01 to 2026-03-28, and EUR 0.00 from 2026-02-01 to 2026-02-28"},
		{"2026-03-31", "2025-01-01", "2026-03-20", "month", 2, "EUR 0.00 billed from 2026-03-01 to 2026-03-18, and EUR 0.00 from 2026-02-01 to 2026-02-18"},
		{"2026-02-28", "2025-01-01", "2026-02-28", "month", 0, "EUR 1.00 billed from 2026-02-01 to 2026-02-28, and EUR 0.00 from 2026-01-01 to 2026-01-28"},
		{"2024-02-29", "2023-01-01", "2024-02-29", "year", 0, "EUR 0.00 billed from 2024-02-01 to 2024-02-28, and EUR 0.00 from 2023-02-01 to 2023-02-28"},
		{"2026-03-02", "2025-01-01", "2026-03-02", "week", 0, "EUR 1.00 billed from 2026-02-24 to 2026-03-02, and EUR 0.00 from 2026-02-17 to 2026-02-23"},
		{"2026-03-02", "2026-02-02", "2026-03-02", "month", 0, "the usage begins on 2026-02-02: there is none of 2026-02-01 to 2026-02-02 to compare with"},
		{"2026-03-02", "2025-02-01", "2026-02-27", "month", 0, "there is no day of 2026-03 yet whose usage counts"},
		{"2026-03-02", "2025-02-01", "2026-03-02", "month", 2, "there is no day of 2026-03 yet whose usage counts"},
	} {
		asOf, _ := time.Parse(time.DateOnly, c.asOf)
		in := alert.Input{AsOf: asOf, Used: use(c.first, c.last), Scenario: &scenario.Scenario{
			Imports: []scenario.Import{{}}, Cases: []scenario.Case{{Name: "c"}},
			Alerts: []scenario.Alert{{Name: "a", On: scenario.OnChange, Of: scenario.AlertBilled, Against: c.against, Late: c.late, Limit: scenario.AlertLimit{Part: true}}},
		}}
		a, err := alert.Check(context.Background(), estimatetest.Cards{}, in)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Outcomes[0].Text; got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

// TestMemory: worse is further on by the step, in the direction of the limit.
func TestMemory(t *testing.T) {
	s := &scenario.Scenario{Name: "s"}
	for _, c := range []struct {
		sent, now, by string
		below, due    bool
	}{
		{"100", "109", "0.1", false, false}, {"100", "110", "0.1", false, true}, {"100", "90", "0.1", false, false},
		{"100", "100", "0", false, false}, {"100", "100.01", "0", false, true}, {"0", "1", "0.1", false, true}, {"0", "0", "0.1", false, false},
		{"-0.2", "-0.21", "0.1", true, false}, {"-0.2", "-0.22", "0.1", true, true}, {"-0.2", "-0.1", "0.1", true, false}, {"0.7", "0.63", "0.1", true, true}, {"0.7", "0.69", "0.1", true, false},
	} {
		memory := alert.Memory{{Scenario: "s", Alert: "a", Period: "p", Extent: money.MustParse(c.sent)}}
		a := &alert.Checked{Scenario: s, Outcomes: []alert.Outcome{
			{Alert: scenario.Alert{Name: "a", WorseBy: money.MustParse(c.by), Below: c.below}, Period: "p", Status: alert.Fired, Extent: money.MustParse(c.now)},
			{Alert: scenario.Alert{Name: "a"}, Period: "q", Status: alert.Fired},
			{Alert: scenario.Alert{Name: "b"}, Period: "p", Status: alert.Quiet},
		}}
		memory.Mark(a)
		if got := [3]bool{a.Outcomes[0].Due, a.Outcomes[1].Due, a.Outcomes[2].Due}; got != [3]bool{c.due, true, false} {
			t.Errorf("%+v: due %v", c, got)
		}
		after := memory.With(a)
		want := c.sent
		if c.due {
			want = c.now
		}
		i := slices.IndexFunc(after, func(s alert.Sent) bool { return s.Period == "p" })
		if len(after) != 2 || !after[i].Extent.Equal(money.MustParse(want)) {
			t.Errorf("%+v: %v is remembered", c, after)
		}
	}
	var memory alert.Memory
	for i := range 100 {
		a := &alert.Checked{Scenario: s, Outcomes: []alert.Outcome{{Alert: scenario.Alert{Name: "a"}, Period: fmt.Sprint(i), Status: alert.Fired}}}
		memory.Mark(a)
		memory = memory.With(a)
	}
	if len(memory) != 40 || memory[0].Period != "60" || memory[39].Period != "99" {
		t.Errorf("%d periods are remembered, from %s", len(memory), memory[0].Period)
	}
}

// TestPriceCards: the newest, and the last one before it that is not the same.
func TestPriceCards(t *testing.T) {
	for hashes, want := range map[string]string{"": "", "a": "", "ab": "a0b1", "abb": "a0b1", "aab": "a1b2", "abcc": "b1c2", "aa": "", "aba": "b1a2"} {
		var list []ratebook.Header
		for i, h := range hashes {
			list = append(list, ratebook.Header{Provenance: ratebook.Provenance{SHA256: string(h), Meters: i, Fetched: time.Unix(int64(i), 0)}})
		}
		got := ""
		for _, pair := range alert.PriceCards(list) {
			for _, h := range pair {
				got += fmt.Sprint(h.Provenance.SHA256, h.Provenance.Meters)
			}
		}
		if got != want {
			t.Errorf("of %s: %s, want %s", hashes, got, want)
		}
	}
}
