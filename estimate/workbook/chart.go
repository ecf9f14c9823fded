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
	chartWidth  = 980 // of one that stands by itself; it fits on a page
	legendRow   = 18  // of the names beneath lines, three a row
	legendRoom  = legendRow * (maxSeries - 1) / 3
)

// The colours of lines, dark enough to be told from white, with markers of
// different shapes beside them.
var (
	lineColours = []string{"1F3A5F", "C2410C", "1B6E2E", "7A3E9D", "A40E26", "0E7490", "8A6100", "57606A", "BE185D", "3F6212"}
	lineMarkers = []string{"circle", "square", "triangle", "diamond", "x", "star", "plus", "dash", "dot", "circle"}
)

// totalsHeight leaves each of the cases that can be compared room for its name, and a
// page room for many.
func (b *book) totalsHeight() int {
	n, each := len(b.comparable()), 22
	if n > 12 {
		each = 16
	}
	return max(150, 70+each*n)
}

// totalsChart draws the totals of the cases that can be compared: as many rows of
// Summary from first on. It stands at a row.
func (b *book) totalsChart(s *summarySheetOf, row, first int) {
	cases := b.comparable()
	cur := string(b.reported(cases[0]))
	period := b.months()
	q, last := quote(summarySheet), first+len(cases)-1
	gap := uint(45)
	bars := &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: q + fixed(sumReported, first-1), Categories: q + down(sumCase, first, last), Values: q + down(sumReported, first, last),
			Fill: solid(lineColours[0]), DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Bar chart: the total of each case, %s to %s, in %s. The figures are in the table of cases above.", period[0], period[len(period)-1], cur), Name: "Total by case", Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: pixels(s.look.widths), Height: uint(b.totalsHeight())},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     chartTitle(fmt.Sprintf("Total by case, %s", cur)),
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: axisFont},
		YAxis:     excelize.ChartAxis{None: true, Minimum: b.floor()}, // the labels have the figures
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}},
		GapWidth:  &gap,
	}
	s.chart(bars, row)
}

// chart puts a chart at a row.
func (s *sheet) chart(c *excelize.Chart, row int) {
	if s.b.err == nil {
		s.b.fail(s.b.file.AddChart(s.name, cell(0, row), c))
	}
}

// rowsFor leaves rows free for a chart, and gives the first of them. They are as high
// in every program.
func (s *sheet) rowsFor(height int) int {
	first := s.at
	for range height/chartRow + 1 {
		s.text(0, styleNote, "")
		s.tall(15)
	}
	return first
}

// monthsChart draws the cases' months, from Comparison.
func (b *book) monthsChart(s *summarySheetOf) {
	cases := b.comparable()
	cur := string(b.reported(cases[0]))
	p := quote(comparisonSheet)
	text := "Total by month, " + cur
	if len(cases) > maxSeries {
		text += fmt.Sprintf(" (the first %d of %d cases)", maxSeries, len(cases))
		cases = cases[:maxSeries]
	}
	lines := b.lineChart("Total by month", text, fmt.Sprintf("Line chart: the total of each case by month, in %s. The figures are on Comparison, by month.", cur), len(cases))
	lines.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: string(wholes)}
	lines.YAxis.Minimum = b.floor()
	for i, m := range cases {
		from, to := b.places.monthRow, b.places.monthRow+len(b.months())-1
		lines.Series = append(lines.Series, drawn(i, p+fixed(compareCases+m.index, compareFirst-1), p+down(compareName, from, to), p+down(compareCases+m.index, from, to)))
	}
	lines.Dimension.Width = pixels(s.look.widths)
	s.chart(lines, s.rowsFor(int(lines.Dimension.Height)))
}

// lineChart is a chart of lines over the months, so many of them. Its legend stands
// beneath it and has rows for all names; more than a year's months have upright labels, so
// that none covers another.
func (b *book) lineChart(name, title, alt string, lines int) *excelize.Chart {
	upright := excelize.Alignment{}
	if len(b.months()) > 12 {
		upright.TextRotation = -90
	}
	return &excelize.Chart{
		Type:         excelize.Line,
		Format:       excelize.GraphicOptions{AltText: alt, Name: name, Positioning: "oneCell"},
		Dimension:    excelize.ChartDimension{Width: chartWidth, Height: uint(chartHeight + legendRow*((lines-1)/3))},
		Legend:       excelize.ChartLegend{Position: "bottom"},
		Title:        chartTitle(title),
		XAxis:        excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(month)}, Font: axisFont, Alignment: upright, TickLabelSkip: labelSkip(len(b.months()))},
		YAxis:        excelize.ChartAxis{MajorGridLines: true, Font: axisFont},
		ShowBlanksAs: "gap",
	}
}

// labelSkip is how many months have one label.
func labelSkip(months int) int { return (months + 59) / 60 }

// drawn is a line of a chart: its name, where it is, and its figures. Lines are told
// apart by their marks, too.
func drawn(i int, name, over, values string) excelize.ChartSeries {
	return excelize.ChartSeries{
		Name: name, Categories: over, Values: values,
		Fill: solid(lineColours[i]), Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 2},
		Marker: excelize.ChartMarker{Symbol: lineMarkers[i], Size: 6, Fill: solid(lineColours[i])},
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

// pixels is how wide columns are on the screen.
func pixels(widths []float64) uint {
	n := 0.0
	for _, w := range widths {
		n += w * 7
	}
	return uint(n)
}
