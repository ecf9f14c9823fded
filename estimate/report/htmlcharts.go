package report

import (
	_ "embed" // ChartStyle
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// The charts' sizes; the page shrinks them to its width.
const (
	chartWidth  = 900
	chartLabel  = 230 // for the names of cases
	chartFigure = 190 // for the figures behind the bars
	barHeight   = 30
	linesHeight = 320
	linesLeft   = 90
	linesRight  = 34
	legendRow   = 22
	mostLines   = 10 // more cannot be told apart
)

// chartColours are dark enough to be told from white; chartShapes stand beside
// them, so that colour is not the only sign.
var chartColours = []string{"#1f3a5f", "#c2410c", "#1b6e2e", "#7a3e9d", "#a40e26", "#0e7490", "#8a6100", "#57606a", "#be185d", "#3f6212"}

// charts draws the totals of the cases that can stand beside one another, and
// their months. What is left out is said.
func (p page) charts(c *compare.Comparison) {
	var cases []*summary
	var without []string
	for _, k := range summarize(c) {
		if ok, why := c.Compares(k.Estimate); ok && !k.nothing {
			cases = append(cases, k)
		} else {
			without = append(without, clean(k.Case.Name)+" ("+why+")")
		}
	}
	if len(cases) > 0 {
		in := cases[0].reported.Currency
		p.figureTag()
		p.bars(cases, in)
		p.put("</figure>\n")
		if len(cases[0].months) > 1 {
			p.figureTag()
			p.lines(c, cases[:min(len(cases), mostLines)], in, len(cases))
			p.put("</figure>\n")
		}
	}
	if without != nil {
		p.put("<p>Not drawn: ", esc(strings.Join(without, ", ")), ".</p>\n")
	}
}

// ChartStyle is how charts look, by style sheet: on a phone, in the dark and on paper.
//
//go:embed charts.css
var ChartStyle string

// figureTag begins a figure that can be scrolled, by the keys, too.
func (p page) figureTag() { p.put("<figure tabindex=\"0\">\n") }

// svg begins a picture with what a screen reader says of it.
func (p page) svg(height float64, id, title, about string) {
	p.put(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %s" role="img" aria-labelledby="%s-t %s-d" font-family="system-ui,Segoe UI,Calibri,Arial,sans-serif" font-size="14" fill="%s">`, chartWidth, px(height), id, id, pageInk),
		"\n<title id=\"", id, "-t\">", esc(title), "</title>\n<desc id=\"", id, "-d\">", esc(about), "</desc>\n",
		fmt.Sprintf(`<text x="0" y="18" font-size="16" font-weight="600" fill="%s">`, pageNavy), esc(title), "</text>\n")
}

// px is a coordinate.
func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// bars draws the totals.
func (p page) bars(cases []*summary, in money.Currency) {
	low, high := 0.0, 0.0
	for _, k := range cases {
		v := k.reported.Value.Float64()
		low, high = min(low, v), max(high, v)
	}
	if high == low {
		high = low + 1
	}
	const top = 34
	scale := float64(chartWidth-chartLabel-chartFigure) / (high - low)
	x := func(v float64) float64 { return chartLabel + (v-low)*scale }
	p.svg(top+float64(len(cases)*barHeight)+4, "totals", "Total by case, "+string(in), "A bar for each case. The figures are in the table above.")
	for i, k := range cases {
		v := k.reported.Value.Float64()
		y := float64(top + i*barHeight)
		from, to := min(x(0), x(v)), max(x(0), x(v))
		name := clean(k.Case.Name)
		p.put(fmt.Sprintf(`<text x="%d" y="%s" text-anchor="end">`, chartLabel-10, px(y+19)), esc(shorten(name, 30)), "</text>",
			fmt.Sprintf(`<rect x="%s" y="%s" width="%s" height="%d" fill="%s"><title>`, px(from), px(y+3), px(to-from), barHeight-8, chartColours[0]), esc(name), "</title></rect>")
		p.put(fmt.Sprintf(`<text x="%s" y="%s" fill="%s">`, px(to+8), px(y+19), pageInk), amount(k.reported.Value, in), "</text>\n")
	}
	p.put("</svg>\n")
}

// lines draws the months' totals.
func (p page) lines(c *compare.Comparison, cases []*summary, in money.Currency, of int) {
	picture := curves{id: "months", title: "Total by month, " + string(in), about: "A line for each case. The workbook and --detail months have the figures."}
	for _, month := range cases[0].Months {
		picture.at = append(picture.at, month.String())
	}
	for _, k := range cases {
		one := curve{name: k.Case.Name}
		for _, d := range k.months {
			one.values = append(one.values, c.Reported(money.Amount{Value: d, Currency: k.Currency()}).Value.Float64())
		}
		picture.of = append(picture.of, one)
	}
	if len(cases) < of {
		picture.title += fmt.Sprintf(" (the first %d of %d cases)", len(cases), of)
	}
	p.curves(picture)
}

// curves are values at the same moments, as lines from moment to moment.
type curves struct {
	id, title, about string
	at               []string
	of               []curve
}

type curve struct {
	name   string
	values []float64
}

// curves draws lines, with a sign for each value, and their names beneath.
func (p page) curves(g curves) {
	low, high := 0.0, 0.0
	for _, k := range g.of {
		low, high = min(low, slices.Min(k.values)), max(high, slices.Max(k.values))
	}
	ticks := ticksOf(low, high)
	low, high = min(low, ticks[0]), max(high, ticks[len(ticks)-1])
	const top, bottom = 36, 28
	legend := (len(g.of) + 2) / 3 * legendRow
	x := func(m int) float64 {
		return linesLeft + float64(m)*float64(chartWidth-linesLeft-linesRight)/float64(len(g.at)-1)
	}
	y := func(v float64) float64 {
		return top + (high-v)/(high-low)*float64(linesHeight-top-bottom)
	}
	p.svg(float64(linesHeight+legend), g.id, g.title, g.about)
	for _, v := range ticks {
		p.put(fmt.Sprintf(`<line x1="%d" x2="%d" y1="%s" y2="%s" stroke="#d0d7de"/><text x="%d" y="%s" text-anchor="end" font-size="12">`, linesLeft, chartWidth-linesRight, px(y(v)), px(y(v)), linesLeft-8, px(y(v)+4)),
			money.Thousands(strconv.FormatFloat(v, 'f', -1, 64)), "</text>\n")
	}
	every := (len(g.at) + 11) / 12
	for m, at := range g.at {
		if m%every == 0 {
			p.put(fmt.Sprintf(`<text x="%s" y="%d" text-anchor="middle" font-size="12">`, px(x(m)), linesHeight-bottom+18), esc(at), "</text>\n")
		}
	}
	for i, k := range g.of {
		colour, path := chartColours[i%len(chartColours)], make([]string, len(k.values))
		for m, v := range k.values {
			path[m] = px(x(m)) + "," + px(y(v))
		}
		p.put(`<polyline fill="none" stroke-width="2" stroke="`, colour, `" points="`, strings.Join(path, " "), "\"><title>", esc(clean(k.name)), "</title></polyline>\n")
		for m, v := range k.values {
			p.put(mark(i, x(m), y(v), colour))
		}
		lx, ly := float64(linesLeft+i%3*260), float64(linesHeight+i/3*legendRow+6)
		p.put("\n", mark(i, lx, ly, colour), fmt.Sprintf(`<text x="%s" y="%s">`, px(lx+12), px(ly+5)), esc(shorten(clean(k.name), 32)), "</text>\n")
	}
	p.put("</svg>\n")
}

// mark is a case's sign on its line: a circle, a square, a triangle, a diamond or
// a cross; the second five are hollow.
func mark(i int, x, y float64, colour string) string {
	fill := colour
	if i >= 5 {
		fill = "#fff"
	}
	look := fmt.Sprintf(` fill="%s" stroke="%s" stroke-width="1.5"/>`, fill, colour)
	at := func(points ...float64) string {
		var list []string
		for k := 0; k < len(points); k += 2 {
			list = append(list, px(x+points[k])+","+px(y+points[k+1]))
		}
		return `<polygon points="` + strings.Join(list, " ") + `"` + look
	}
	switch i % 5 {
	case 0:
		return fmt.Sprintf(`<circle cx="%s" cy="%s" r="4"`, px(x), px(y)) + look
	case 1:
		return at(-4, -4, 4, -4, 4, 4, -4, 4)
	case 2:
		return at(0, -5, 5, 4, -5, 4)
	case 3:
		return at(0, -5.5, 5.5, 0, 0, 5.5, -5.5, 0)
	}
	return at(-5, -2, -2, -2, -2, -5, 2, -5, 2, -2, 5, -2, 5, 2, 2, 2, 2, 5, -2, 5, -2, 2, -5, 2)
}

// ticksOf are round figures that span a range of values, four to eight of them.
func ticksOf(low, high float64) []float64 {
	if high <= low {
		high = low + 1
	}
	step := math.Pow(10, math.Floor(math.Log10(high-low)))
	for _, f := range []float64{0.1, 0.2, 0.5, 1, 2} {
		if (high-low)/(step*f) <= 7 {
			step *= f
			break
		}
	}
	var ticks []float64
	for n := math.Floor(low / step); ; n++ {
		v := n * step
		if i := math.Round(v); math.Abs(v-i) < step/1000 {
			v = i
		} else {
			v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
		}
		ticks = append(ticks, v)
		if v >= high {
			return slices.Compact(ticks)
		}
	}
}
