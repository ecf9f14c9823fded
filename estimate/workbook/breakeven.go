package workbook

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// The columns of the Break-even sheet.
const (
	evenFrom = iota
	evenTo
	evenCheapest

	evenCases = evenFrom + 1 // of the curve, from here on; its levels stand under evenFrom
)

// evenChart is the row of the chart, evenCurve that of the heads of the curve's
// figures.
func (b *book) evenChart() int { return 8 + max(1, len(b.c.BreakEven.Cheapest)) }
func (b *book) evenCurve() int { return b.evenChart() + (chartHeight+legendRoom)/chartRow + 3 }

// breakEven writes the totals by the level of usage, with a chart, and which case
// is cheapest where.
func (b *book) breakEven() {
	if b.c.BreakEven == nil {
		return
	}
	e := b.c.BreakEven
	s := b.sheet(breakEvenSheet, look{widths: []float64{14}, rest: 18, last: max(evenCheapest, len(e.Cases)+2*len(b.openOf(e.Cases)))})
	what := "of all workloads"
	if e.Workload != "" {
		what = "of " + e.Workload
	}
	s.title("Break-even", "What each case costs at other levels of the usage "+what+", 100% as stated, and where another case becomes the cheapest.")
	s.text(0, styleNote, "The program calculated each figure at its level, exactly; the figures do not follow inputs that are changed here.")
	s.next()
	s.next()
	s.text(0, stylePart, "Cheapest by usage")
	s.next()
	s.numHeads(evenFrom, "Usage from", "to")
	s.heads(evenCheapest, "Cheapest")
	s.next()
	level := style{kind: plain, format: percent2}
	if len(e.Cheapest) == 0 {
		s.text(evenCheapest, style{kind: value}, "none: "+b.c.Verdict().Reason)
		s.next()
	}
	for _, r := range e.Cheapest {
		s.num(evenFrom, level, r.From.Float64())
		s.num(evenTo, level, r.To.Float64())
		text := b.caseNamesOf(r.Cases)
		for i, cases := range r.Depends {
			if i == 0 {
				text = "depends on what is still owed"
			}
			text += "; " + string(e.Bases[i]) + ": " + b.caseNamesOf(cases)
		}
		s.text(evenCheapest, style{kind: value}, text)
		s.next()
	}
	s.skip(b.evenCurve() - 1)
	s.text(0, stylePart, "Total by usage")
	s.next()
	s.numHeads(evenFrom, "Usage")
	for k, i := range e.Cases {
		s.numHeads(evenCases+k, fmt.Sprintf("%s, %s", b.c.Estimates[i].Case.Name, e.Points[0].Totals[k].Currency))
	}
	open := b.openOf(e.Cases)
	for n, k := range open {
		name, in := b.c.Estimates[e.Cases[k]].Case.Name, e.Points[0].Totals[k].Currency
		s.numHeads(evenCases+len(e.Cases)+2*n, fmt.Sprintf("%s, with what is owed lost, %s", name, in), fmt.Sprintf("%s, a month of the whole term, %s", name, in))
	}
	s.tall(34)
	first := s.at
	for _, p := range e.Points {
		s.num(evenFrom, level, p.Level.Float64())
		for k, t := range p.Totals {
			s.num(evenCases+k, style{kind: plain, format: amounts(t.Currency)}, num(t.Value))
		}
		for n, k := range open {
			for at, a := range []money.Amount{p.Lost[k], p.Term[k]} {
				if a.Currency != "" { // else there is none
					s.num(evenCases+len(e.Cases)+2*n+at, style{kind: plain, format: amounts(a.Currency)}, num(a.Value))
				}
			}
		}
		s.next()
	}
	b.curveChart(breakEvenSheet, cell(0, b.evenChart()), curve{
		title: fmt.Sprintf("Total by usage %s, %s", what, e.Currency), x: "usage, 100% as stated", y: string(e.Currency), xFormat: "0%",
		alt:     fmt.Sprintf("Line chart: the total of each case from %s to %s of the usage, in %s. The figures are in the table beneath.", percentOf(e.Points[0].Level), percentOf(e.Points[len(e.Points)-1].Level), e.Currency),
		heads:   b.evenCurve(),
		from:    first,
		to:      s.at - 1,
		xColumn: evenFrom, columns: b.drawable(e.Cases, evenCases),
		most: e.Points[len(e.Points)-1].Level.Float64(),
	})
	s.flush()
}

func percentOf(level money.Decimal) string { return level.Mul(money.Int(100)).String() + "%" }

func (b *book) caseNamesOf(cases []int) string {
	var names []string
	for _, i := range cases {
		names = append(names, b.c.Estimates[i].Case.Name)
	}
	return strings.Join(names, ", ")
}

// openOf are the cases of the curves that are open, where these are on all bases.
func (b *book) openOf(cases []int) (list []int) {
	for k, i := range cases {
		if b.c.Estimates[i].Open != nil && len(b.c.BreakEven.Bases) > 1 {
			list = append(list, k)
		}
	}
	return list
}

// drawable are the columns, from first on, of the cases that can stand beside one
// another, as many as can be told apart.
func (b *book) drawable(cases []int, first int) (columns []int) {
	for k, i := range cases {
		if ok, _ := b.c.Compares(b.c.Estimates[i]); ok && len(columns) < maxSeries {
			columns = append(columns, first+k)
		}
	}
	return columns
}

// curve is a chart of columns over a column.
type curve struct {
	title, alt, x, y, xFormat string
	heads, from, to           int // rows
	xColumn                   int
	most                      float64 // of the X axis
	columns                   []int
}

func (b *book) curveChart(sheet, at string, c curve) {
	if len(c.columns) == 0 {
		return
	}
	q := quote(sheet)
	chart := &excelize.Chart{
		Type:      excelize.Scatter,
		Format:    excelize.GraphicOptions{AltText: c.alt, Name: c.title, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: uint(chartHeight + legendRow*((len(c.columns)-1)/3))},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Title:     chartTitle(c.title),
		XAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: c.xFormat}, Font: axisFont, Title: chartTitle(c.x), Maximum: &c.most},
		YAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}, MajorGridLines: true, Font: axisFont, Title: chartTitle(c.y)},
	}
	for i, col := range c.columns {
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: q + fixed(col, c.heads), Categories: q + down(c.xColumn, c.from, c.to), Values: q + down(col, c.from, c.to),
			Fill: solid(lineColours[i]), Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 2},
			Marker: excelize.ChartMarker{Symbol: "none"},
		})
	}
	if b.err == nil {
		b.fail(b.file.AddChart(sheet, at, chart))
	}
}
