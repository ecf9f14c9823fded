package workbook_test

import (
	"os"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// uncertain is the example of uncertain usage, with ranges and break-evens.
func uncertain(t testing.TB) *compare.Comparison {
	t.Helper()
	text, err := os.ReadFile("../../scenarios/uncertain-usage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := compared(t, sample.Open(), string(text))
	if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 200, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
		t.Fatal(err)
	}
	return c
}

// The sheets of break-evens, ranges and commitments have the program's figures,
// and charts over them; they are there only where there is something in them.
func TestUncertain(t *testing.T) {
	c := uncertain(t)
	f := open(t, c)
	if got := strings.Join(f.GetSheetList(), ", "); !strings.Contains(got, "Commitments, Break-even, Ranges, Assumptions") {
		t.Errorf("sheets %s", got)
	}
	found := map[string]bool{}
	want := map[string]string{
		"Break-even": c.BreakEven.Points[7].Totals[1].Value.Round(2).String(),
		"Ranges":     c.Ranges.Cases[1].Likely.Value.Round(2).String(),
		"Summary":    c.Words(c.Verdict())[1],
	}
	each(t, f, func(sheet string, _, _ int, formula, value string) {
		if sheet == "Break-even" || sheet == "Ranges" {
			if formula != "" {
				t.Errorf("%s has a formula, %s", sheet, formula)
			}
		}
		if w, ok := want[sheet]; ok && strings.HasPrefix(strings.ReplaceAll(value, ",", ""), strings.ReplaceAll(w, ",", "")) {
			found[sheet] = true
		}
	})
	for sheet := range want {
		if !found[sheet] {
			t.Errorf("%s does not have %s", sheet, want[sheet])
		}
	}
	plain := open(t, compared(t, everyTerm(), top+allUsage+threeCurrencies))
	for _, sheet := range plain.GetSheetList() {
		if sheet == "Break-even" || sheet == "Ranges" || sheet == "Commitments" {
			t.Errorf("%s is there for nothing", sheet)
		}
	}
}
