package report

import (
	_ "embed" // ChartStyle
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"azwhatif/estimate/chart"
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
)

// chartColours are dark enough to be told from white; each line's mark stands beside
// them, so that colour is not the only sign.
var chartColours = []string{"#1f3a5f", "#c2410c", "#1b6e2e", "#7a3e9d", "#a40e26", "#0e7490", "#8a6100", "#57606a", "#be185d", "#3f6212"}

// charts draws the totals of the cases that can stand beside one another, and
// their months. What is left out is said.
func (p page) charts(c *compare.Comparison) {
	totals := chart.Totals(c, 0)
	if totals.Of != nil {
		p.figureTag()
		p.bars(totals)
		p.put("</figure>\n")
		if months := chart.Months(c); len(months.At) > 1 {
			p.figureTag()
			p.lines(months, "months", "A line for each case. The workbook and --detail months have the figures.")
			p.put("</figure>\n")
		}
	}
	p.notDrawn("Not drawn", totals.Without)
}

// notDrawn says what is left out, and why.
func (p page) notDrawn(head string, without []chart.Without) {
	if without == nil {
		return
	}
	var said []string
	for _, w := range without {
		s := clean(w.Name)
		if w.Why != "" {
			s += " (" + w.Why + ")"
		}
		said = append(said, s)
	}
	p.put("<p>", head, ": ", esc(strings.Join(said, ", ")), ".</p>\n")
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
func (p page) bars(g chart.Bars) {
	low, high := 0.0, 0.0
	for _, b := range g.Of {
		v := b.Total.Value.Float64()
		low, high = min(low, v), max(high, v)
	}
	if high == low {
		high = low + 1
	}
	const top = 34
	scale := float64(chartWidth-chartLabel-chartFigure) / (high - low)
	x := func(v float64) float64 { return chartLabel + (v-low)*scale }
	p.svg(top+float64(len(g.Of)*barHeight)+4, "totals", g.Title, "A bar for each case. The figures are in the table above.")
	for i, b := range g.Of {
		v := b.Total.Value.Float64()
		y := float64(top + i*barHeight)
		from, to := min(x(0), x(v)), max(x(0), x(v))
		name := clean(b.Case)
		p.put(fmt.Sprintf(`<text x="%d" y="%s" text-anchor="end">`, chartLabel-10, px(y+19)), esc(shorten(name, 30)), "</text>",
			fmt.Sprintf(`<rect x="%s" y="%s" width="%s" height="%d" fill="%s"><title>`, px(from), px(y+3), px(to-from), barHeight-8, chartColours[0]), esc(name), "</title></rect>")
		p.put(fmt.Sprintf(`<text x="%s" y="%s" fill="%s">`, px(to+8), px(y+19), pageInk), amount(b.Total.Value, g.Currency), "</text>\n")
	}
	p.put("</svg>\n")
}

// lines draws lines from moment to moment, with a sign for each value, and their names
// beneath.
func (p page) lines(g chart.Lines, id, about string) {
	low, high := 0.0, 0.0
	for _, k := range g.Of {
		for _, point := range k.Points {
			low, high = min(low, point.Value), max(high, point.Value)
		}
	}
	ticks := ticksOf(low, high)
	low, high = min(low, ticks[0]), max(high, ticks[len(ticks)-1])
	const top, bottom = 36, 28
	legend := (len(g.Of) + 2) / 3 * legendRow
	x := func(m int) float64 {
		return linesLeft + float64(m)*float64(chartWidth-linesLeft-linesRight)/float64(len(g.At)-1)
	}
	y := func(v float64) float64 {
		return top + (high-v)/(high-low)*float64(linesHeight-top-bottom)
	}
	p.svg(float64(linesHeight+legend), id, g.Title, about)
	for _, v := range ticks {
		p.put(fmt.Sprintf(`<line x1="%d" x2="%d" y1="%s" y2="%s" stroke="#d0d7de"/><text x="%d" y="%s" text-anchor="end" font-size="12">`, linesLeft, chartWidth-linesRight, px(y(v)), px(y(v)), linesLeft-8, px(y(v)+4)),
			money.Thousands(strconv.FormatFloat(v, 'f', -1, 64)), "</text>\n")
	}
	every := (len(g.At) + 11) / 12
	for m, at := range g.At {
		if m%every == 0 {
			p.put(fmt.Sprintf(`<text x="%s" y="%d" text-anchor="middle" font-size="12">`, px(x(m)), linesHeight-bottom+18), esc(at), "</text>\n")
		}
	}
	for i, k := range g.Of {
		colour, path := chartColours[i%len(chartColours)], make([]string, len(k.Points))
		for n, point := range k.Points {
			path[n] = px(x(point.At)) + "," + px(y(point.Value))
		}
		p.put(`<polyline fill="none" stroke-width="2" stroke="`, colour, `" points="`, strings.Join(path, " "), "\"><title>", esc(clean(k.Name)), "</title></polyline>\n")
		for _, point := range k.Points {
			p.put(mark(i, x(point.At), y(point.Value), colour))
		}
		lx, ly := float64(linesLeft+i%3*260), float64(linesHeight+i/3*legendRow+6)
		p.put("\n", mark(i, lx, ly, colour), fmt.Sprintf(`<text x="%s" y="%s">`, px(lx+12), px(ly+5)), esc(shorten(clean(k.Name), 32)), "</text>\n")
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
