package compare_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// TestOverCompleteMonths compares two cases over the months that are complete in
// both, where the whole period is not; a case with a commitment for a term has no
// figure of them.
func TestOverCompleteMonths(t *testing.T) {
	g := estimatetest.Generate(1, 1, 1, 1)
	pos, start := scenario.Pos{File: "test"}, scenario.Month{Year: 2026, Month: time.January}
	missing := []scenario.Missing{{Months: []scenario.Month{start.Add(1)}, Text: "x"}}
	s := &scenario.Scenario{
		Start: start, Months: 3, Rules: scenario.DefaultRules, Missing: missing,
		Cases: []scenario.Case{
			{Pos: pos, Name: "base", Terms: g.Terms}, {Pos: pos, Name: "less", Terms: g.Terms, Discount: money.MustParse("0.1")},
			{Pos: pos, Name: "promised", Terms: g.Terms, Commitments: []scenario.Commitment{{Amount: money.Int(1), Months: 3}}},
		},
		Workloads: []scenario.Workload{{Pos: pos, Name: "w", From: start, Until: start.Add(2), Usage: []scenario.Usage{{
			Pos: pos, Meter: ratebook.Selector{ID: estimatetest.ID(0)}, Imported: &ratebook.Meter{ID: estimatetest.ID(0)},
			Demand: scenario.Demand{Quantity: unit.Quantity{Value: money.Int(1000), Unit: unit.MustParse("1")}}}}}},
	}
	c, err := compare.Cases(context.Background(), estimatetest.Cards{g.Terms: g.Card}, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.Estimates {
		if _, ok := c.Difference(e).Amount(); ok || !strings.Contains(c.Difference(e).Why(), "usage of 2026-02 missing") {
			t.Errorf("%s: a difference of the whole period: %q", e.Case.Name, c.Difference(e).Why())
		}
	}
	o := c.Over()
	if o == nil || o.Label() != "2026-01, 2026-03, the months that are complete in all cases" || len(o.Cases) != 3 {
		t.Fatalf("over %+v", o)
	}
	want := money.Zero
	for _, m := range []int{0, 2} {
		want = want.Add(c.Estimates[1].ChargesIn(m).Total()).Sub(c.Estimates[0].ChargesIn(m).Total())
	}
	if d, ok := o.Cases[1].Difference.Amount(); !ok || !d.Value.Equal(want) {
		t.Errorf("the difference over the months is %s, want %s", d, want)
	}
	if _, ok := o.Cases[2].Difference.Amount(); ok {
		t.Error("a case with a commitment for a term has a difference of some of its months")
	}
	words := strings.Join(c.Words(c.Verdict()), "\n")
	if !strings.Contains(words, "No verdict") || !strings.Contains(words, "Over 2026-01, 2026-03, the months that are complete in all cases, ") {
		t.Errorf("the verdict is\n%s", words)
	}
}
