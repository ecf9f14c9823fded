package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/estimate/compare"

	"github.com/xuri/excelize/v2"
)

// regionsSheet ranks the regions of cases that differ in nothing else; where there are such.
const regionsSheet = "Regions"

// The columns of Regions.
const (
	regionRank = iota
	regionName
	regionCase
	regionTotal
	regionOwed
	regionBy // what is ranked: the total, with what is owed
	regionMore
	regionZones
	regionAgainst
	regionChart // where the charts stand
)

// maxRegionCharts is how many charts Regions has; the other rankings are tables.
const maxRegionCharts = 6

// regions writes the rankings, each a table with a chart of what is ranked.
func (b *book) regions() {
	rankings := b.c.Rankings()
	if len(rankings) == 0 {
		return
	}
	s := b.sheet(regionsSheet, look{widths: []float64{8, 22, 44, 16, 16, 16, 16, 8, 70}, rest: 11, last: regionChart + 8, freeze: "A4", print: regionAgainst})
	s.title("Regions", "Regions by what each case costs there, the cheapest first, with what stands against each. A region that lacks a price or a size is not ranked: it does not gain by what it lacks.")
	s.text(0, styleNote, "Totals, differences and ranks follow from the cases' sheets; the order of the rows, what is owed after the scenario and the reasons are as the program found them.")
	s.next()
	s.next()
	for i, r := range rankings {
		b.ranking(s, r, i < maxRegionCharts)
	}
	s.flush()
}

func (b *book) ranking(s *sheet, r compare.Ranking, chart bool) {
	top := s.at
	s.text(0, stylePart, r.Group)
	s.next()
	s.text(0, styleNote, r.Words())
	s.next()
	cur := string(r.Currency)
	s.numHeads(regionRank, "Rank")
	s.heads(regionName, "Region", "Case")
	s.numHeads(regionTotal, "Total, "+cur, "Owed after, as found, "+cur, "Ranked by, "+cur, "More than first, "+cur, "Zones")
	s.heads(regionAgainst, "What stands against it")
	s.tall(30)
	money := style{kind: calc, format: amounts(r.Currency)}
	plainMoney := style{kind: plain, format: amounts(r.Currency)}
	more := style{kind: calc, format: signed(amounts(r.Currency))}
	first := s.at
	last := first - 1
	for _, p := range r.Places {
		if p.Rank > 0 {
			last++
		}
	}
	by := "$" + column(regionBy) + "$" + strconv.Itoa(first) + ":$" + column(regionBy) + "$" + strconv.Itoa(last)
	for _, p := range r.Places {
		m := b.cases[p.Case]
		s.text(regionName, styleText, string(p.Region))
		s.text(regionCase, styleText, m.e.Case.Name)
		against := strings.Join(p.Against, "; ")
		if p.Rank == 0 {
			against = "not ranked: " + strings.Join(append(p.Why, p.Against...), "; ")
			s.text(regionRank, style{kind: center}, "–")
		} else {
			total, owed := b.reportedTotal(m), 0.0
			s.calc(regionTotal, style{kind: link, format: amounts(r.Currency)}, quote(m.sheet)+fixed(m.at.sum, m.at.term.total)+b.timesExchange(m), total)
			owed = num(p.Total) - total
			if m.e.Open == nil {
				owed = 0
			}
			s.num(regionOwed, plainMoney, owed)
			s.calc(regionBy, money, cell(regionTotal, s.at)+"+"+cell(regionOwed, s.at), num(p.Total))
			s.calc(regionMore, more, cell(regionBy, s.at)+"-MIN("+by+")", num(p.More))
			s.calc(regionRank, style{kind: calc, format: wholes}, "COUNTIF("+by+",\"<\"&"+cell(regionBy, s.at)+")+1", float64(p.Rank))
		}
		if p.Zones > 0 {
			s.num(regionZones, style{kind: plain, format: wholes}, float64(p.Zones))
		}
		s.text(regionAgainst, styleWrap, against)
		s.tall(lines(against, 80))
	}
	if chart && last >= first {
		b.regionChart(r, top, first, last)
	}
	for s.at < top+chartHeight/chartRow+3 && chart {
		s.next()
	}
	s.next()
}

// regionChart draws what is ranked, a bar a region.
func (b *book) regionChart(r compare.Ranking, top, first, last int) {
	q := quote(regionsSheet)
	gap := uint(45)
	bars := &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: q + fixed(regionBy, first-1), Categories: q + down(regionName, first, last), Values: q + down(regionBy, first, last),
			Fill: solid(lineColours[0]), DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Bar chart: %s in each ranked region, in %s. The figures are in the table beside it.", r.Group, r.Currency), Name: "Regions, row " + strconv.Itoa(top), Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: 640, Height: uint(max(chartHeight, 110+20*(last-first+1)))},
		Legend:    excelize.ChartLegend{Position: "none"},
		Title:     chartTitle(fmt.Sprintf("Total by region, %s", r.Currency)),
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: axisFont},
		YAxis:     excelize.ChartAxis{None: true, Minimum: b.floor()},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}},
		GapWidth:  &gap,
	}
	if b.err == nil {
		b.fail(b.file.AddChart(regionsSheet, cell(regionChart, top), bars))
	}
}
