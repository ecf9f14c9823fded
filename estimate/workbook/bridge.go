package workbook

import (
	"fmt"
	"strconv"

	"azwhatif/estimate/compare"

	"github.com/xuri/excelize/v2"
)

// The columns of Bridge: the steps, and what the chart draws of them.
const (
	bridgeLever = iota
	bridgeWhat
	bridgeBrings
	bridgeTotal
	bridgeAlone
	bridgeHidden // below a step
	bridgeEnd
	bridgeMore
	bridgeLess
)

// maxBridgeCharts is how many charts Bridge has; the other bridges are tables.
const maxBridgeCharts = 12

// bridge writes what each lever brings, from the base case to each case, where
// it was asked for.
func (b *book) bridge() {
	if len(b.c.Bridges) == 0 {
		return
	}
	s := b.sheet(bridgeSheet, look{widths: []float64{24, 46, 16, 16, 16, 12, 12, 12, 12}, last: bridgeLess, freeze: "A4", broken: true})
	s.title("Bridge", "What each lever brings, one upon another, from the scenario's first case to each of the others; and what it would bring alone, upon the first case. In another order the steps may be other sums.")
	s.text(0, styleNote, "The steps are as the program calculated them: a change of an input shows in the line \"inputs changed since\". Order: what the first case had promised, offer, currency, market, region, each change, discounts, commitment, benefits.")
	s.next()
	s.next()
	for i, k := range b.c.Bridges {
		if i > 0 && i <= maxBridgeCharts {
			s.nextPage()
		}
		b.oneBridge(s, k, i < maxBridgeCharts)
	}
	s.flush()
}

func (b *book) oneBridge(s *sheet, k compare.Bridge, chart bool) {
	m, base := b.cases[k.Case], b.cases[0]
	cur := string(b.reported(m))
	s.text(0, stylePart, "To "+m.e.Case.Name)
	s.next()
	if k.Why != "" {
		s.text(bridgeLever, styleText, "none")
		s.text(bridgeWhat, styleNote, k.Why)
		s.next()
		s.next()
		return
	}
	s.heads(bridgeLever, "Lever", "What")
	s.numHeads(bridgeBrings, "Brings, "+cur, "Total with it, "+cur, "Alone, "+cur, "Below (hidden)", "Total", "More", "Less")
	s.tall(30)
	money := style{kind: calc, format: amounts(b.reported(m))}
	given := style{kind: plain, format: signed(amounts(b.reported(m)))}
	linked := style{kind: link, format: amounts(b.reported(m))}
	first := s.at
	total := func(c *caseModel) string {
		return quote(c.sheet) + fixed(c.at.sum, c.at.term.total) + b.timesExchange(c)
	}
	ends := func(v float64) {
		s.calc(bridgeHidden, money, cell(bridgeTotal, s.at)+"-"+cell(bridgeEnd, s.at), 0.0)
		s.calc(bridgeEnd, money, cell(bridgeTotal, s.at), v)
		s.num(bridgeMore, style{kind: plain, format: amounts(b.reported(m))}, 0)
		s.num(bridgeLess, style{kind: plain, format: amounts(b.reported(m))}, 0)
	}
	from := b.reportedTotal(base)
	s.text(bridgeLever, styleText, "first case")
	s.text(bridgeWhat, styleText, base.e.Case.Name)
	s.blanks(bridgeBrings, bridgeBrings, styleText)
	s.calc(bridgeTotal, linked, total(base), from)
	s.blanks(bridgeAlone, bridgeAlone, styleText)
	ends(from)
	s.next()
	step := func(lever, what string, brings, after float64, alone *float64, formula string) {
		r := strconv.Itoa(s.at)
		s.text(bridgeLever, styleText, lever)
		s.text(bridgeWhat, styleText, what)
		if formula != "" {
			s.calc(bridgeBrings, linked, formula, brings)
		} else {
			s.num(bridgeBrings, given, brings)
		}
		s.calc(bridgeTotal, money, cell(bridgeTotal, s.at-1)+"+"+cell(bridgeBrings, s.at), after)
		if alone != nil {
			s.num(bridgeAlone, given, *alone)
		} else {
			s.text(bridgeAlone, style{kind: center}, "–")
		}
		before := after - brings
		s.calc(bridgeHidden, money, "MIN("+cell(bridgeTotal, s.at-1)+","+column(bridgeTotal)+r+")", min(before, after))
		s.num(bridgeEnd, style{kind: plain, format: amounts(b.reported(m))}, 0)
		s.calc(bridgeMore, money, "MAX(0,"+column(bridgeBrings)+r+")", max(0, brings))
		s.calc(bridgeLess, money, "MAX(0,-"+column(bridgeBrings)+r+")", max(0, -brings))
		s.next()
	}
	for _, t := range k.Steps {
		var alone *float64
		if t.Alone != nil {
			v := num(*t.Alone)
			alone = &v
		}
		step(t.Name, t.What, num(t.Amount), num(t.After), alone, "")
	}
	to := b.reportedTotal(m)
	step("inputs changed since", "nothing, until an input of this workbook is changed", 0, to, nil,
		total(m)+"-"+cell(bridgeTotal, s.at-1))
	last := s.at
	s.text(bridgeLever, style{kind: sum}, m.e.Case.Name)
	s.text(bridgeWhat, style{kind: sum}, "the difference; the case's total")
	sums := style{kind: sum, format: signed(amounts(b.reported(m)))}
	s.calc(bridgeBrings, sums, "SUM("+cell(bridgeBrings, first+1)+":"+cell(bridgeBrings, last-1)+")", to-from)
	s.calc(bridgeTotal, style{kind: sum, format: amounts(b.reported(m))}, total(m), to)
	s.blanks(bridgeAlone, bridgeAlone, style{kind: sum})
	ends(to)
	b.places.bridges = append(b.places.bridges, bridgeRows{k.Case, first, last})
	s.next()
	if chart {
		b.waterfall(s, m, first, last)
	}
	s.next()
}

// bridgeRows are where a bridge stands: its first and its last row.
type bridgeRows struct{ estimate, first, last int }

// waterfall draws a bridge as stacked columns: what is below a step is not
// seen.
func (b *book) waterfall(s *sheet, m *caseModel, first, last int) {
	q := quote(bridgeSheet)
	series := func(col int, colour string) excelize.ChartSeries {
		fill := excelize.Fill{Type: "pattern", Pattern: 0}
		if colour != "" {
			fill = solid(colour)
		}
		return excelize.ChartSeries{
			Name: q + fixed(col, first-1), Categories: q + down(bridgeLever, first, last), Values: q + down(col, first, last), Fill: fill,
		}
	}
	gap := uint(40)
	c := &excelize.Chart{
		Type: excelize.ColStacked,
		Series: []excelize.ChartSeries{
			series(bridgeHidden, ""), series(bridgeEnd, lineColours[0]), series(bridgeMore, lineColours[4]), series(bridgeLess, lineColours[2]),
		},
		Format: excelize.GraphicOptions{AltText: fmt.Sprintf("Waterfall: from the total of %s to that of %s, a column a lever. The figures are in the table above.", b.cases[0].e.Case.Name, m.e.Case.Name),
			Name: "Bridge to " + m.e.Case.Name, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     chartTitle(fmt.Sprintf("%s to %s, %s (red: more, green: less)", b.cases[0].e.Case.Name, m.e.Case.Name, b.reported(m))),
		XAxis:     excelize.ChartAxis{Font: axisFont},
		YAxis:     excelize.ChartAxis{Font: axisFont, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}, Minimum: b.floor()},
		GapWidth:  &gap,
	}
	s.chart(c, s.rowsFor(chartHeight))
}

// bridgeChecks hold the steps against the differences.
func (b *book) bridgeChecks() []check {
	var list []check
	for _, r := range b.places.bridges {
		m := b.cases[r.estimate]
		q := quote(bridgeSheet)
		value := b.reportedTotal(m) - b.reportedTotal(b.cases[0])
		list = append(list, check{test: "Bridge: the steps = the difference", caseName: m.e.Case.Name, unit: string(b.reported(m)), format: amounts(b.reported(m)), value: value,
			expected: q + fixed(bridgeTotal, r.last) + "-" + q + fixed(bridgeTotal, r.first),
			found:    "SUM(" + q + down(bridgeBrings, r.first+1, r.last-2) + ")"})
	}
	return list
}
