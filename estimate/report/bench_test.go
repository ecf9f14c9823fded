package report_test

import (
	"fmt"
	"io"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// sized is a comparison of so many cases and lines over 12 months.
func sized(b *testing.B, cases, lines int) *compare.Comparison {
	cards, s := generate(1)
	s.Months = 12
	one := s.Workloads
	s.Workloads = nil
	for i := range lines {
		w := one[i%len(one)]
		w.Name, w.Subscription = fmt.Sprint("load ", i), fmt.Sprint("sub ", i%400)
		w.From, w.Until = s.Start, s.Start.Add(11)
		s.Workloads = append(s.Workloads, w)
	}
	base := s.Cases[0]
	s.Cases = nil
	for i := range cases {
		c := base
		scale := money.MustParse(fmt.Sprintf("1.%02d", i))
		c.Name, c.Changes = fmt.Sprint("case ", i), []scenario.Change{{Scale: &scale}}
		s.Cases = append(s.Cases, c)
	}
	return compared(b, cards, s)
}

// BenchmarkReports writes reports of cases × lines, of 12 months each.
func BenchmarkReports(b *testing.B) {
	type size struct{ cases, lines int }
	large, small := size{24, 5000}, size{4, 1000}
	made := map[size]*compare.Comparison{}
	for _, bb := range []struct {
		name   string
		write  func(io.Writer, *compare.Comparison, report.Options) error
		detail report.Detail
		size
	}{
		{"json", report.JSON, report.DetailLines, large},
		{"json", report.JSON, report.DetailTiers, small},
		{"json", report.JSON, report.DetailTiers, large},
		{"table", report.Table, report.DetailCases, small},
		{"table", report.Table, report.DetailTiers, small},
		{"markdown", report.Markdown, report.DetailTiers, small},
		{"csv", report.CSV, "", small},
	} {
		b.Run(fmt.Sprintf("%s/%s/%dx%d", bb.name, bb.detail, bb.cases, bb.lines), func(b *testing.B) {
			if made[bb.size] == nil {
				made[bb.size] = sized(b, bb.cases, bb.lines)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := bb.write(io.Discard, made[bb.size], report.Options{Detail: bb.detail}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
