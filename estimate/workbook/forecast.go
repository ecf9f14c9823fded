package workbook

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/forecast"
	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// The columns of a forecast's table.
const (
	aheadKey = iota
	aheadRecorded
	aheadToCome
	aheadExpected
	aheadP50
	aheadLow80
	aheadHigh80
	aheadLow95
	aheadHigh95
	aheadLast = aheadHigh95
)

// The columns of its meters.
const (
	aheadUseWorkload = iota
	aheadUseMeter
	aheadUseMonth
	aheadUseQuantity
	aheadUseUnit
	aheadUseAmount
	aheadUseMethod
	aheadUseMASE
	aheadUseSeason
	aheadUseWhy
)

const (
	forecastSheet = "Forecast"
	aheadMeters   = "Meters"
)

// WriteForecast writes a forecast as a workbook: each case's bills with their ranges and
// a chart, the meters, what is to be known, and the cards. Forecasts are drawn: what
// follows from them are formulas, they themselves are not. The same forecast gives the
// same bytes.
func WriteForecast(w io.Writer, f *forecast.Forecast, opt Options) error {
	d := document{title: "Forecast of bills", cards: f.Comparison.Cards()}
	d.question = fmt.Sprintf("What will the bills of %s to %s be? Usage is recorded up to %s; what comes after is forecast. Without tax.", f.Months[0], f.Months[len(f.Months)-1], f.LastDay.Format(time.DateOnly))
	b := newPlain(d, opt, forecastSheet, aheadMeters, assumptionsSheet, provenanceSheet)
	defer b.file.Close()
	b.ahead(f)
	b.aheadMeters(f)
	b.aheadNotes(f)
	s := b.sheet(provenanceSheet, look{widths: []float64{32, 11, 10, 9, 9, 44, 13, 22, 66, 9, 9, 9, 50}, last: 12, freeze: "B5", repeat: "4:4", titles: 1})
	s.title("Provenance", "The cards that the prices are from. Nothing secret is in it.")
	b.cardRows(s)
	s.flush()
	if b.err != nil {
		return b.err
	}
	return b.pack(w)
}

// WriteForecastFile writes it beside path and renames it.
func WriteForecastFile(ctx context.Context, path string, f *forecast.Forecast, opt Options) error {
	return replace(ctx, path, opt, func(w io.Writer, opt Options) error { return WriteForecast(w, f, opt) })
}

// ahead writes the bills, case by case, each with its chart and its groups.
func (b *book) ahead(f *forecast.Forecast) {
	var keys []string
	for _, c := range f.Cases {
		for _, g := range c.Groups {
			keys = append(keys, named(g.Key))
		}
	}
	s := b.sheet(forecastSheet, look{widths: []float64{fit(20, 50, keys...)}, rest: 15, last: aheadLast, broken: true, titles: 1})
	s.title(b.about.title, b.about.question)
	s.text(0, styleNote, fmt.Sprintf("P50 is the middle of %s outcomes; 80%% and 95%% of them lie between low and high. To come = expected - recorded.", money.Thousands(fmt.Sprint(f.Outcomes))))
	s.next()
	if note := f.Comparison.Samples(); note != "" {
		s.text(0, styleAlert, capital(note)+".")
		s.blanks(1, aheadLast, styleAlert)
		s.next()
	}
	for i := range f.Cases {
		c := &f.Cases[i]
		s.next()
		if i > 0 {
			s.nextPage()
		}
		s.text(0, stylePart, fmt.Sprintf("%s: %s", c.Case.Name, c.Case.Terms))
		s.next()
		if !c.Complete() {
			s.text(0, styleAlert, wordIncomplete+": "+c.Incomplete()+". The bills leave it out.")
			s.blanks(1, aheadLast, styleAlert)
			s.next()
		}
		first := b.aheadHeads(s, "Month", string(c.Currency()))
		for _, o := range c.Outlooks {
			b.aheadRow(s, o, c.Currency(), func() { s.set(aheadKey, style{kind: monthName, format: month}, "", o.Month.Start()) })
		}
		last := s.at - 1
		s.text(aheadKey, style{kind: sum}, "Total")
		recorded, expected := 0.0, 0.0
		for _, o := range c.Outlooks {
			recorded, expected = recorded+num(o.Recorded), expected+num(o.Expected)
		}
		for n, v := range []float64{recorded, expected - recorded, expected} {
			col := aheadRecorded + n
			s.calc(col, style{kind: sum, format: amounts(c.Currency())}, "SUM("+cell(col, first)+":"+cell(col, last)+")", v)
		}
		s.blanks(aheadP50, aheadLast, style{kind: sum})
		s.text(aheadP50, style{kind: sum}, "ranges do not add up")
		s.next()
		if c.Tested {
			s.text(0, styleNote, fmt.Sprintf("Back-test on %d past days: a MASE of %.2f (1 is as good as repeating the last week); the sum of %d days was off by %.1f%% on average.", c.Origins, c.MASE, c.Ahead, c.Off*100))
		} else {
			s.text(0, styleNote, "There are too few days to test the method on.")
		}
		s.next()
		b.aheadChart(s, c, first, last)
		b.aheadGroups(s, c)
	}
	s.flush()
}

// aheadHeads writes a table's heads, and gives its first row.
func (b *book) aheadHeads(s *sheet, key, in string) int {
	s.heads(aheadKey, key)
	s.numHeads(aheadRecorded, "Recorded, "+in, "To come", "Expected", "P50", "80%: low", "80%: high", "95%: low", "95%: high")
	s.tall(30)
	return s.at
}

// aheadRow writes an outlook; key fills its first cell.
func (b *book) aheadRow(s *sheet, o forecast.Outlook, in money.Currency, key func()) {
	given := style{kind: plain, format: amounts(in)}
	key()
	s.num(aheadRecorded, given, num(o.Recorded))
	s.calc(aheadToCome, style{kind: calc, format: amounts(in)}, cell(aheadExpected, s.at)+"-"+cell(aheadRecorded, s.at), num(o.Expected.Sub(o.Recorded)))
	for i, d := range []money.Decimal{o.Expected, o.P50, o.Low80, o.High80, o.Low95, o.High95} {
		s.num(aheadExpected+i, given, num(d))
	}
	s.next()
}

// aheadChart draws the bills with their ranges.
func (b *book) aheadChart(s *sheet, c *forecast.Case, first, last int) {
	q := quote(forecastSheet)
	chart := &excelize.Chart{
		Type:      excelize.Line,
		Format:    excelize.GraphicOptions{AltText: fmt.Sprintf("Line chart: the bill that is expected of each month under %s, in %s, and the values between which 80%% and 95%% of the outcomes lie. The figures are in the table above.", c.Case.Name, c.Currency()), Name: "Forecast of " + c.Case.Name, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Title:     chartTitle(fmt.Sprintf("Bills that are expected under %s, %s", c.Case.Name, c.Currency())),
		XAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(month)}, Font: axisFont},
		YAxis:     excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}, MajorGridLines: true, Font: axisFont},
	}
	for i, col := range []int{aheadExpected, aheadLow80, aheadHigh80, aheadLow95, aheadHigh95} {
		chart.Series = append(chart.Series, drawn(i, q+fixed(col, first-1), q+down(aheadKey, first, last), q+down(col, first, last)))
	}
	s.chart(chart, s.rowsFor(chartHeight))
}

// aheadGroups writes the first month by what was asked for.
func (b *book) aheadGroups(s *sheet, c *forecast.Case) {
	for i, g := range c.Groups {
		if i == 0 || c.Groups[i-1].By.Title != g.By.Title {
			s.next()
			if i == 0 {
				s.nextPage()
			}
			s.text(0, stylePart, fmt.Sprintf("%s by %s", g.Outlooks[0].Month, lower(g.By.Title)))
			s.next()
			b.aheadHeads(s, g.By.Title, string(c.Currency()))
		}
		b.aheadRow(s, g.Outlooks[0], c.Currency(), func() { s.text(aheadKey, styleText, named(g.Key)) })
	}
}

// aheadMeters writes what each meter is expected to use and to cost, month by month,
// under the first case.
func (b *book) aheadMeters(f *forecast.Forecast) {
	c := &f.Cases[0]
	var titles, workloads []string
	for _, l := range c.Lines {
		titles, workloads = append(titles, l.Meter.Title()), append(workloads, l.Workload)
	}
	s := b.sheet(aheadMeters, look{widths: []float64{fit(14, 30, workloads...), fit(30, 60, titles...), 10, 15, 16, 16, 22, 9, 18, 44}, last: aheadUseWhy, freeze: "A4", repeat: "3:3"})
	s.title("Meters", "What each meter is expected to use and to cost under "+c.Case.Name+", with the method that a back-test on its own past days chose, why, and the season that was found in them.")
	s.heads(aheadUseWorkload, "Workload", "Meter", "Month")
	s.numHeads(aheadUseQuantity, "Quantity")
	s.heads(aheadUseUnit, "Unit")
	s.numHeads(aheadUseAmount, string(c.Currency()))
	s.heads(aheadUseMethod, "Method")
	s.numHeads(aheadUseMASE, "MASE")
	s.heads(aheadUseSeason, "Season", "Why this method")
	s.next()
	none := map[int]bool{}
	for _, u := range c.Unpriced {
		none[u.Line] = true
	}
	first := s.at
	for i, u := range f.Uses {
		l := c.Lines[i]
		for n, mo := range f.Months {
			at := f.First + n
			s.text(aheadUseWorkload, styleText, l.Workload)
			s.text(aheadUseMeter, styleText, l.Meter.Title())
			s.set(aheadUseMonth, style{kind: monthName, format: month}, "", mo.Start())
			s.num(aheadUseQuantity, style{kind: plain, format: quantity2}, num(l.Quantities[at]))
			s.text(aheadUseUnit, styleText, l.Meter.Unit.String())
			if none[i] {
				s.text(aheadUseAmount, style{kind: alert}, wordNotPriced)
			} else {
				s.num(aheadUseAmount, style{kind: plain, format: amounts(c.Currency())}, num(l.Amounts[at]))
			}
			s.text(aheadUseMethod, styleText, u.Series.Method)
			if u.Series.Tested {
				s.num(aheadUseMASE, style{kind: plain, format: "0.00"}, u.Series.MASE)
			} else {
				s.blanks(aheadUseMASE, aheadUseMASE, styleText)
			}
			s.text(aheadUseSeason, styleText, u.Series.Season())
			s.text(aheadUseWhy, styleText, u.Series.Why)
			s.next()
		}
	}
	s.filter(first-1, s.at-1, aheadUseWhy)
	s.flush()
}

// aheadNotes writes what is to be known of the usage, the prices and the cases.
func (b *book) aheadNotes(f *forecast.Forecast) {
	s := b.sheet(assumptionsSheet, look{widths: []float64{34, 130}, last: 1, freeze: "A4", repeat: "3:3"})
	s.title("Assumptions", "What is to be known of the usage and the prices, and what is not priced.")
	s.heads(0, "About", "What")
	s.next()
	note := func(about, text string) {
		s.text(0, styleText, about)
		s.text(1, styleWrap, text)
		s.tall(lines(text, 140))
	}
	for _, w := range f.Warnings {
		note("the usage", w.String())
	}
	for _, c := range f.Cases {
		for _, u := range c.Unpriced {
			l := c.Lines[u.Line]
			note(c.Case.Name, wordNotPriced+": "+strings.TrimSpace(l.Workload+": "+l.Meter.Title()+": "+u.Reason))
		}
		for _, w := range c.Estimate.Warnings {
			note(c.Case.Name, w.String())
		}
		for _, a := range c.Assumptions() {
			note(c.Case.Name, a)
		}
	}
	s.flush()
}
