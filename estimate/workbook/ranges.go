package workbook

import (
	"cmp"
	"fmt"
	"strconv"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// The columns of the Ranges sheet.
const (
	rangeCase = iota
	rangeLikely
	rangeP10
	rangeP50
	rangeP90
	rangeMean
	rangeCheapest
	rangeRegret

	swingCase     = rangeCase
	swingWorkload = rangeLikely
	swingUsage    = rangeP10
	swingBelow    = swingUsage + 5
	swingLess     = swingUsage + 6
	swingMore     = swingUsage + 7

	percentile = rangeCase // of the percentiles; their cases stand behind it
)

// ranges writes how the cases' totals spread where usage is uncertain, and what
// the uncertainty comes from.
func (b *book) ranges() {
	if b.c.Ranges == nil {
		return
	}
	r := b.c.Ranges
	var names []string
	for _, m := range b.cases {
		names = append(names, m.e.Case.Name)
	}
	s := b.sheet(rangesSheet, look{widths: []float64{fit(24, 44, names...)}, rest: 18, last: max(swingMore, percentile+len(r.Cases)), broken: true, titles: 1})
	s.title("Ranges", fmt.Sprintf("What each case costs where usage is uncertain: %s draws of the workloads' spreads, seed %d, the same for every case.", money.Thousands(strconv.Itoa(r.Draws)), r.Seed))
	s.text(0, styleAlert, "Drawn figures: they are good to some draws' noise, and do not follow inputs that are changed here.")
	s.blanks(1, rangeRegret, styleAlert)
	s.next()
	s.next()
	s.heads(rangeCase, "Case")
	s.numHeads(rangeLikely, "At the likely usage", "P10", "P50", "P90", "Mean", "Cheapest in", "Expected regret")
	s.next()
	var nothing []bool // by case: none of its usage has a price
	for _, k := range b.cases {
		nothing = append(nothing, estimate.GapsOf(k.e).NothingPriced(k.e))
	}
	why := map[int]string{}
	for _, l := range r.LeftOut {
		why[l.Case] = l.Reason
	}
	for i, k := range r.Cases {
		money := style{kind: plain, format: amounts(k.Likely.Currency)}
		s.text(rangeCase, styleText, names[i])
		if nothing[i] { // 0 would be read as a price
			s.text(rangeLikely, style{kind: noteRight}, wordNotPriced)
		} else {
			s.num(rangeLikely, money, num(k.Likely.Value))
			for n, x := range []float64{k.P10, k.P50, k.P90, k.Mean} {
				s.num(rangeP10+n, money, x)
			}
		}
		if k.Compared {
			s.num(rangeCheapest, style{kind: plain, format: percent2}, k.Cheapest)
			s.num(rangeRegret, money, k.Regret)
		} else {
			s.text(rangeCheapest, styleNote, "not compared: "+cmp.Or(why[i], "no other case can be"))
		}
		s.next()
	}
	s.text(0, styleNote, "P10: a tenth of the draws cost less. Cheapest in: the part of the draws. Expected regret: what choosing the case costs more than the cheapest of the draw, on average.")
	s.next()
	s.next()
	s.nextPage()
	b.percentiles(s, nothing)
	s.nextPage()
	b.swings(s)
	s.flush()
}

// percentiles are the cases' totals by the part of draws below, with a chart
// beneath; nothing has the cases of which no usage has a price.
func (b *book) percentiles(s *sheet, nothing []bool) {
	r := b.c.Ranges
	s.text(0, stylePart, "Totals by percentile")
	s.next()
	s.numHeads(percentile, "Part of the draws below")
	var cases []int
	for i, m := range b.cases {
		s.numHeads(percentile+1+i, fmt.Sprintf("%s, %s", m.e.Case.Name, r.Cases[i].Likely.Currency))
		cases = append(cases, i)
	}
	s.tall(34)
	heads, first := s.at-1, s.at
	for p := 0; p <= 100; p += 5 {
		s.num(percentile, style{kind: plain, format: "0%"}, float64(p)/100)
		for i := range b.cases {
			if !nothing[i] {
				s.num(percentile+1+i, style{kind: plain, format: amounts(r.Cases[i].Likely.Currency)}, r.Cases[i].Percentiles[p])
			}
		}
		s.next()
	}
	last := s.at - 1
	s.next()
	currency := string(r.Cases[0].Likely.Currency)
	b.curveChart(rangesSheet, cell(0, s.at), curve{
		title: "Totals by percentile, " + currency, x: "part of the draws below", y: currency, xFormat: "0%",
		alt:   fmt.Sprintf("Line chart: the total of each case by the part of the draws that cost less, in %s. The figures are in the table above.", currency),
		heads: heads, from: first, to: last, xColumn: percentile, most: 1, columns: b.drawable(cases, percentile+1),
	})
	s.rowsFor(chartHeight + legendRoom)
}

// mostTornadoes is how many cases have their swings drawn.
const mostTornadoes = 4

// swings are what each workload's uncertainty does to the total of each case that has
// all usage and owes nothing after the period, and charts of them.
func (b *book) swings(s *sheet) {
	s.text(0, stylePart, "What the uncertainty comes from: one workload's usage at its P10 and P90, the others likely")
	s.next()
	s.heads(swingCase, "Case", "Workload")
	s.numHeads(swingUsage, "Usage at P10", "Usage at P90", "Total at P10", "Total at P90", "Swing", "Below (not drawn)", "Less than likely", "More than likely")
	s.tall(30)
	heads := s.at - 1
	type rows struct{ of, first, last int }
	var drawn []rows
	for i, k := range b.c.Ranges.Cases {
		if e := b.cases[i].e; !e.Complete() || e.Open != nil || len(k.Swings) == 0 {
			continue
		}
		first := s.at
		likely := num(k.Likely.Value)
		for _, w := range k.Swings {
			money := style{kind: plain, format: amounts(k.Likely.Currency)}
			s.text(swingCase, styleText, b.cases[i].e.Case.Name)
			s.text(swingWorkload, styleText, w.Name)
			s.num(swingUsage, style{kind: plain, format: percent2}, w.LowFactor)
			s.num(swingUsage+1, style{kind: plain, format: percent2}, w.HighFactor)
			s.num(swingUsage+2, money, w.Low)
			s.num(swingUsage+3, money, w.High)
			s.num(swingUsage+4, money, w.Width())
			low, high := min(w.Low, w.High, likely), max(w.Low, w.High, likely)
			s.num(swingBelow, money, low)
			s.num(swingLess, money, likely-low)
			s.num(swingMore, money, high-likely)
			s.next()
		}
		drawn = append(drawn, rows{i, first, s.at - 1})
	}
	s.next()
	for _, d := range drawn[:min(len(drawn), mostTornadoes)] {
		b.tornado(s, heads, d.of, d.first, d.last)
	}
	if n := len(drawn); n > mostTornadoes {
		s.text(0, styleNote, fmt.Sprintf("The first %d of %d cases are drawn.", mostTornadoes, n))
		s.next()
	}
}

// tornado draws the swings of a case, the widest at the top, around its total at the
// likely usage. What is below a bar is not seen.
func (b *book) tornado(s *sheet, heads, of, first, last int) {
	k, q := b.c.Ranges.Cases[of], quote(rangesSheet)
	series := func(col int, colour string) excelize.ChartSeries {
		fill := excelize.Fill{Type: "pattern", Pattern: 0}
		if colour != "" {
			fill = solid(colour)
		}
		return excelize.ChartSeries{Name: q + fixed(col, heads), Categories: q + down(swingWorkload, first, last), Values: q + down(col, first, last), Fill: fill}
	}
	name, cur := b.cases[of].e.Case.Name, string(k.Likely.Currency)
	likely := money.Thousands(k.Likely.Value.Fixed(0))
	lowest, highest := num(k.Likely.Value), num(k.Likely.Value)
	for _, w := range k.Swings {
		lowest, highest = min(lowest, w.Low, w.High), max(highest, w.Low, w.High)
	}
	from := lowest - 0.1*(highest-lowest)
	if lowest >= 0 {
		from = max(0, from)
	}
	gap := uint(40)
	height := max(200, 110+30*(last-first+1))
	c := &excelize.Chart{
		Type:      excelize.BarStacked,
		Series:    []excelize.ChartSeries{series(swingBelow, ""), series(swingLess, lineColours[2]), series(swingMore, lineColours[1])},
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Tornado chart: how far the total of %s goes, in %s, where one workload's usage is at its P10 and at its P90 and the others are likely, the widest swing first. The figures are in the table above.", name, cur), Name: "Tornado of " + name, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: uint(height)},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     chartTitle(fmt.Sprintf("%s: each workload between its P10 and P90, %s (likely: %s; green: less, orange: more)", name, cur, likely)),
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: axisFont},
		YAxis:     excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}, Minimum: &from},
		GapWidth:  &gap,
	}
	if s.at > first+20 {
		s.nextPage()
	}
	s.chart(c, s.rowsFor(height))
}
