package estimate_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestMissingUsageIsIncomplete holds a case to what its imports lack: it is
// complete in the other months alone.
func TestMissingUsageIsIncomplete(t *testing.T) {
	g := estimatetest.Generate(1, 1, 1, 1)
	pos, start := scenario.Pos{File: "test"}, scenario.Month{Year: 2026, Month: time.January}
	for _, test := range []struct {
		missing []scenario.Missing
		in      []bool // by month: complete
		why     string
	}{
		{nil, []bool{true, true, true}, ""},
		{[]scenario.Missing{{Months: []scenario.Month{start.Add(1)}, Text: "x"}}, []bool{true, false, true}, "usage of 2026-02 missing"},
		{[]scenario.Missing{{Months: []scenario.Month{start.Add(2)}, Text: "x"}, {Months: []scenario.Month{start.Add(1)}, Text: "y"}},
			[]bool{true, false, false}, "usage of 2026-02 to 2026-03 missing"},
		{[]scenario.Missing{{Text: "of no known month"}}, []bool{false, false, false}, "usage of 2026-01 to 2026-03 missing"},
	} {
		count := money.One
		s := &scenario.Scenario{
			Start: start, Months: 3, Rules: scenario.DefaultRules, Missing: test.missing,
			Cases: []scenario.Case{{Pos: pos, Name: "base", Terms: g.Terms}},
			Workloads: []scenario.Workload{{Pos: pos, Name: "w", From: start, Until: start.Add(2), Usage: []scenario.Usage{{
				Pos: pos, Meter: ratebook.Selector{ID: estimatetest.ID(0)}, Imported: &ratebook.Meter{ID: estimatetest.ID(0)},
				Demand: scenario.Demand{Quantity: unit.Quantity{Value: count, Unit: unit.MustParse("1")}}}}}},
		}
		c, err := compare.Cases(context.Background(), estimatetest.Cards{g.Terms: g.Card}, s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		e := c.Base()
		var in []bool
		for m := range e.Months {
			in = append(in, e.CompleteIn(m))
		}
		if !slices.Equal(in, test.in) || e.Complete() == slices.Contains(in, false) || e.Incomplete() != test.why {
			t.Errorf("%v: complete in %v, want %v; as a whole %v, %q, want %q", test.missing, in, test.in, e.Complete(), e.Incomplete(), test.why)
		}
		for _, w := range e.MissingWarnings() {
			if !slices.Contains(e.Warnings, w) {
				t.Errorf("%v: not among the warnings: %s", test.missing, w)
			}
		}
	}
}
