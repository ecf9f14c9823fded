package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// maxSeries is how many cases the chart by month shows; more cannot be told apart.
const maxSeries = 10

// Sizes of the charts, in pixels; a row is 20 high.
const (
	chartRow    = 20
	chartHeight = 340
	chartGap    = 16
)

// The colours of lines, dark enough to be told from white, with markers of
// different shapes beside them.
var (
	lineColours = []string{"1F3A5F", "C2410C", "1B6E2E", "7A3E9D", "A40E26", "0E7490", "8A6100", "57606A", "BE185D", "3F6212"}
	lineMarkers = []string{"circle", "square", "triangle", "diamond", "x", "star", "plus", "dash", "dot", "circle"}
)

// totalsHeight leaves each case room for its name.
func (b *book) totalsHeight() uint {
	return uint(max(chartHeight, 110+26*len(b.comparable())))
}

// chartRows is how many rows the charts cover.
func (b *book) chartRows() int { return int(b.totalsHeight())/chartRow + 2 }

// charts puts the two charts beside each other: totals by case, from a row of
// Summary on, and months, from Comparison.
func (b *book) charts(s *sheet, row, totals int, widths []float64) {
	cases := b.comparable()
	cur := string(b.reported(cases[0]))
	code := string(wholes)
	period := b.months()
	q, p := quote(summarySheet), quote(comparisonSheet)
	first, last := totals, totals+len(cases)-1
	gap := uint(45)
	bars := &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: q + fixed(sumReported, totals-1), Categories: q + down(sumCase, first, last), Values: q + down(sumReported, first, last),
			Fill: solid(lineColours[0]), DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Bar chart: the total of each case, %s to %s, in %s. The figures are in the table of cases above.", period[0], period[len(period)-1], cur), Name: "Total by case", Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: pixels(widths) - chartGap, Height: b.totalsHeight()},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     chartTitle(fmt.Sprintf("Total by case, %s", cur)),
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: axisFont},
		YAxis:     excelize.ChartAxis{None: true, Minimum: b.floor()}, // the labels have the figures
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: code}},
		GapWidth:  &gap,
	}
	lines := &excelize.Chart{
		Type:         excelize.Line,
		Format:       excelize.GraphicOptions{AltText: fmt.Sprintf("Line chart: the total of each case by month, in %s. The figures are on Comparison, by month.", cur), Name: "Total by month", Positioning: "oneCell"},
		Dimension:    excelize.ChartDimension{Width: (sumComplete - sumTotal + 1) * columnPixels(summaryColumn), Height: chartHeight},
		Legend:       excelize.ChartLegend{Position: "bottom"},
		XAxis:        excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(month)}, Font: axisFont},
		YAxis:        excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: code}, MajorGridLines: true, Font: axisFont, Minimum: b.floor()},
		ShowBlanksAs: "gap",
	}
	text := "Total by month, " + cur
	if len(cases) > maxSeries {
		text += fmt.Sprintf(" (the first %d cases)", maxSeries)
		cases = cases[:maxSeries]
	}
	lines.Title = chartTitle(text)
	for i, m := range cases {
		from, to := b.places.monthRow, b.places.monthRow+len(period)-1
		lines.Series = append(lines.Series, excelize.ChartSeries{
			Name: p + fixed(compareCases+m.index, compareFirst-1), Categories: p + down(compareName, from, to),
			Values: p + down(compareCases+m.index, from, to),
			Fill:   solid(lineColours[i]),
			Line:   excelize.LineOptions{Type: excelize.LineSolid, Width: 2},
			Marker: excelize.ChartMarker{Symbol: lineMarkers[i], Size: 6, Fill: solid(lineColours[i])},
		})
	}
	if b.err == nil {
		b.fail(b.file.AddChart(summarySheet, cell(0, row), bars))
		b.fail(b.file.AddChart(summarySheet, cell(sumTotal, row), lines))
	}
}

var axisFont = excelize.Font{Size: 10, Color: ink}

func chartTitle(text string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Size: 12, Bold: true, Color: navy}}}}
}

// floor is where the axes begin: at zero, unless a total is below it.
func (b *book) floor() *float64 {
	for _, m := range b.comparable() {
		for i := range b.months() {
			if m.charges[i].Total().Sign() < 0 {
				return nil
			}
		}
	}
	zero := 0.0
	return &zero
}

// columnPixels is how wide a column of so many characters is on the screen.
func columnPixels(width float64) uint { return uint(width*7 + 5) }

func pixels(widths []float64) uint {
	n := uint(0)
	for _, w := range widths {
		n += columnPixels(w)
	}
	return n
}
