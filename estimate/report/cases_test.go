package report_test

import (
	"io"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/estimate/report"
)

// TestCasesAlone: a report of cases alone does not go through their lines: where nothing
// is owed after the scenario, no case is priced over its whole terms.
func TestCasesAlone(t *testing.T) {
	formats := map[string]func(io.Writer, *compare.Comparison, report.Options) error{"table": report.Table, "markdown": report.Markdown, "html": report.HTML}
	sized := func(lines int) *compare.Comparison {
		g := estimatetest.Generate(1, 20, lines, 12)
		g.Scenario.Cases[0].Commitments = nil
		g.Scenario.Cases = append(g.Scenario.Cases, g.Scenario.Cases[0])
		g.Scenario.Cases[1].Name = "again"
		c := g.Compare(t)
		if !c.Complete() || c.Base().Open != nil {
			t.Fatal("the base case is incomplete, or something is owed")
		}
		return c
	}
	small, large := sized(40), sized(2000)
	for name, write := range formats {
		allocations := func(c *compare.Comparison) float64 {
			return testing.AllocsPerRun(3, func() {
				if err := write(io.Discard, c, report.Options{Detail: report.DetailCases, Width: 80}); err != nil {
					t.Fatal(err)
				}
			})
		}
		if few, many := allocations(small), allocations(large); many > few+100 {
			t.Errorf("%s: %v allocations of 2,000 lines, %v of 40", name, many, few)
		}
	}
}
