package report_test

import (
	"fmt"
	"io"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// large is 24 cases × 5,000 lines × 12 months.
func large(b *testing.B) *estimate.Comparison {
	cards, s := generate(1)
	s.Months = 12
	one := s.Workloads
	s.Workloads = nil
	for i := range 5000 {
		w := one[i%len(one)]
		w.Name, w.Subscription = fmt.Sprint("load ", i), fmt.Sprint("sub ", i%400)
		w.From, w.Until = s.Start, s.Start.Add(11)
		s.Workloads = append(s.Workloads, w)
	}
	base := s.Cases[0]
	s.Cases = nil
	for i := range 24 {
		c := base
		scale := money.MustParse(fmt.Sprintf("1.%02d", i))
		c.Name, c.Changes = fmt.Sprint("case ", i), []scenario.Change{{Scale: &scale}}
		s.Cases = append(s.Cases, c)
	}
	return compare(b, cards, s)
}

// BenchmarkReports writes each report of 24 cases × 5,000 lines × 12 months.
func BenchmarkReports(b *testing.B) {
	c := large(b)
	for name, f := range map[string]func(io.Writer, *estimate.Comparison, report.Options) error{
		"table": report.Table, "json": report.JSON, "csv": report.CSV, "markdown": report.Markdown,
	} {
		for _, d := range []report.Detail{report.DetailCases, report.DetailTiers} {
			b.Run(name+"/"+string(d), func(b *testing.B) {
				for b.Loop() {
					if err := f(io.Discard, c, report.Options{Detail: d}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
