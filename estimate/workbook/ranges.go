package workbook

import (
	"cmp"
	"fmt"
	"strconv"

	"azwhatif/ratebook/money"
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
	s := b.sheet(rangesSheet, look{widths: []float64{fit(24, 44, names...)}, rest: 18, last: max(rangeRegret, percentile+len(r.Cases))})
	s.title("Ranges", fmt.Sprintf("What each case comes to where usage is uncertain: %s draws of the workloads' spreads, seed %d, the same for every case.", money.Thousands(strconv.Itoa(r.Draws)), r.Seed))
	s.text(0, styleAlert, "Drawn figures: they are good to some draws' noise, and do not follow inputs that are changed here.")
	s.blanks(1, rangeRegret, styleAlert)
	s.next()
	s.next()
	s.heads(rangeCase, "Case")
	s.numHeads(rangeLikely, "At the likely usage", "P10", "P50", "P90", "Mean", "Cheapest in", "Expected regret")
	s.next()
	why := map[int]string{}
	for _, l := range r.LeftOut {
		why[l.Case] = l.Reason
	}
	for i, k := range r.Cases {
		money := style{kind: plain, format: amounts(k.Likely.Currency)}
		s.text(rangeCase, styleText, names[i])
		s.num(rangeLikely, money, num(k.Likely.Value))
		for n, x := range []float64{k.P10, k.P50, k.P90, k.Mean} {
			s.num(rangeP10+n, money, x)
		}
		if k.Compared {
			s.num(rangeCheapest, style{kind: plain, format: percent2}, k.Cheapest)
			s.num(rangeRegret, money, k.Regret)
		} else {
			s.text(rangeCheapest, styleNote, "not compared: "+cmp.Or(why[i], "no other case can be"))
		}
		s.next()
	}
	s.text(0, styleNote, "P10: a tenth of the draws come to less. Cheapest in: the part of the draws. Expected regret: what choosing the case costs more than the cheapest of the draw, on average.")
	s.next()
	s.next()
	b.percentiles(s)
	s.next()
	b.swings(s)
	s.flush()
}

// percentiles are the cases' totals by the part of draws below, with a chart
// beneath.
func (b *book) percentiles(s *sheet) {
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
			s.num(percentile+1+i, style{kind: plain, format: amounts(r.Cases[i].Likely.Currency)}, r.Cases[i].Percentiles[p])
		}
		s.next()
	}
	last := s.at - 1
	s.next()
	currency := string(r.Cases[0].Likely.Currency)
	b.curveChart(rangesSheet, cell(0, s.at), curve{
		title: "Totals by percentile, " + currency, x: "part of the draws below", y: currency, xFormat: "0%",
		alt:   fmt.Sprintf("Line chart: the total of each case by the part of the draws that come to less, in %s. The figures are in the table above.", currency),
		heads: heads, from: first, to: last, xColumn: percentile, most: 1, columns: b.drawable(cases, percentile+1),
	})
	s.skip(s.at + chartHeight/chartRow + 1)
}

// swings are what each workload's uncertainty does to the total of each case that has
// all usage and owes nothing after the period.
func (b *book) swings(s *sheet) {
	s.text(0, stylePart, "What the uncertainty comes from: one workload's usage at its P10 and P90, the others likely")
	s.next()
	s.heads(swingCase, "Case", "Workload")
	s.numHeads(swingUsage, "Usage at P10", "Usage at P90", "Total at P10", "Total at P90", "Swing")
	s.next()
	for i, k := range b.c.Ranges.Cases {
		if e := b.cases[i].e; !e.Complete() || e.Open != nil {
			continue
		}
		for _, w := range k.Swings {
			money := style{kind: plain, format: amounts(k.Likely.Currency)}
			s.text(swingCase, styleText, b.cases[i].e.Case.Name)
			s.text(swingWorkload, styleText, b.c.Scenario.Workloads[w.Workload].Name)
			s.num(swingUsage, style{kind: plain, format: percent2}, w.LowFactor)
			s.num(swingUsage+1, style{kind: plain, format: percent2}, w.HighFactor)
			s.num(swingUsage+2, money, w.Low)
			s.num(swingUsage+3, money, w.High)
			s.num(swingUsage+4, money, w.Width())
			s.next()
		}
	}
}
