package workbook

import (
	"fmt"
	"strconv"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// The columns of the Usage sheet before those of tags.
const (
	usageNo = iota
	usageWorkload
	usageSubscription
	usageMeter
	usageRegion
	usageTags // the first tag
)

// usageColumns are those behind the tags.
type usageColumns struct {
	unit, asked, amount, factor, day, week, hours, growth, from, until, before, cases, month, sum int
}

func (b *book) usageColumns() usageColumns {
	at := usageTags + len(b.c.Scenario.TagKeys())
	take := func() int { at++; return at - 1 }
	var c usageColumns
	c.asked, c.unit = take(), take()
	c.amount, c.factor, c.day, c.week, c.hours, c.growth, c.from, c.until = take(), take(), take(), take(), take(), take(), take(), take()
	c.cases, c.before, c.month = take(), take(), take()
	c.sum = c.month + len(b.months())
	return c
}

// usageIndex is the row of the months' numbers, usageHead that of the months.
const (
	usageIndex = 4
	usageHead  = 5
	usageFirst = 6
)

// usageRow is where a row of book.lines stands.
func usageRow(i int) int { return usageFirst + i }

// usage writes a row a line: what the scenario states, and the quantity of each
// month that follows, in the meter's unit.
func (b *book) usage() {
	c := b.usageColumns()
	tags := b.c.Scenario.TagKeys()
	b.places.usageMonth = c.month
	var workloads, subs, meters, cases, stated, units []string
	for _, u := range b.lines {
		l := u.first
		workloads, subs, meters = append(workloads, l.Workload), append(subs, l.Subscription), append(meters, l.From.Title())
		cases, stated, units = append(cases, b.caseNames(u.cases)), append(stated, l.Asked), append(units, l.Meter.Unit.String())
	}
	widths := []float64{6, fit(14, 40, workloads...), fit(12, 24, subs...), fit(30, 72, meters...), 16}
	for _, t := range tags {
		widths = append(widths, fit(9, 24, "Tag "+t))
	}
	widths = append(widths, fit(12, 30, stated...), fit(9, 20, units...), 12, 12, 8, 8, 8, 9, 9, 9, fit(10, 40, cases...), 8)
	s := b.sheet(usageSheet, look{widths: widths, rest: 13, last: c.sum, freeze: cell(usageMeter, usageFirst), repeat: "4:5",
		titles: usageRegion, cuts: monthCuts(b.months(), c.month)})
	s.title("Usage", "A row a line. What the scenario states is blue, as are the months of usage as it was recorded; else each month's quantity follows. In the meter's unit, before any scale.")
	months := b.months()
	s.skip(usageIndex)
	s.text(c.cases, styleNote, "number of the month")
	for m := range months {
		s.num(c.month+m, style{kind: note, format: wholes}, float64(m))
	}
	s.next()
	s.heads(0, "No.", "Workload", "Subscription", "Meter, as the scenario names it", "Region")
	for i, t := range tags {
		s.text(usageTags+i, styleHead, "Tag "+t)
	}
	s.heads(c.asked, "As stated", "Meter's unit")
	s.numHeads(c.amount, "Amount stated", "Meter's units in one", "Hours a day", "Days a week", "Hours a month", "Growth a month", "From", "Until")
	s.heads(c.cases, "Of cases")
	s.numHeads(c.before, "Months before")
	s.monthHeads(c.month, months)
	s.numHeads(c.sum, "Total")
	s.tall(42)
	for i := range b.lines {
		b.usageLine(s, c, i, tags, months)
	}
	b.holdUsage(s, c)
	s.filter(usageHead, usageRow(len(b.lines))-1, c.sum)
	s.flush()
}

func (b *book) usageLine(s *sheet, c usageColumns, i int, tags []string, months []scenario.Month) {
	u := &b.lines[i]
	l := u.first
	q := l.Quantity
	row, first := s.at, usageRow(u.main)
	if row != usageRow(i) {
		b.fail(fmt.Errorf("usage: line %d is in row %d", i, row))
	}
	s.num(usageNo, styleNo, float64(i+1))
	s.text(usageWorkload, styleText, l.Workload)
	s.text(usageSubscription, styleText, l.Subscription)
	from := l.From
	if from.Name == "" {
		from = l.Meter
	}
	if from.Name == "" {
		s.text(usageMeter, styleText, string(from.ID))
		s.text(usageRegion, styleText, wordUnknown)
	} else {
		s.text(usageMeter, styleText, from.Title())
		s.text(usageRegion, styleText, from.Region.Display())
	}
	for k, t := range tags {
		s.text(usageTags+k, styleText, l.Tags[t])
	}
	s.text(c.asked, styleText, l.Asked)
	s.text(c.cases, styleText, b.caseNames(u.cases))
	if !u.demand.known {
		s.text(c.unit, styleText, wordUnknown)
		for m := range months {
			s.text(c.month+m, styleText, wordUnknown)
		}
		s.text(c.sum, styleText, wordUnknown)
		s.next()
		return
	}
	s.text(c.unit, styleText, l.Meter.Unit.String())
	if u.demand.recorded {
		b.recordedLine(s, c, i)
		return
	}
	own := u.main == i // else the line's first row has the inputs
	put := func(col int, f format, v any) {
		if own {
			s.set(col, style{kind: input, format: f}, "", v)
		} else {
			s.calc(col, style{kind: calc, format: f}, fixedRow(col, first), v)
		}
	}
	put(c.amount, factor, u.demand.amount)
	s.num(c.factor, style{kind: input, format: factor}, u.demand.factor)
	b.schedule(s, c, q.Hours)
	put(c.growth, percent, num(q.Growth))
	put(c.from, month, serial(q.From))
	put(c.until, month, serial(q.Until))
	before := max(0, min(q.From.Since(months[0]), len(months)))
	s.calc(c.before, style{kind: calc, format: wholes},
		"SUMPRODUCT(--("+fixed(c.month, usageHead)+":"+fixed(c.sum-1, usageHead)+"<"+cell(c.from, row)+"))", float64(before))
	values := make([]float64, len(months))
	var hours []money.Decimal
	if q.Hours != nil {
		hours = q.Hours.Months(months, b.c.Scenario.Hours)
	}
	used := make([]money.Decimal, len(months))
	q.Used(months, hours, scenario.NewGrowth(q.Growth), used)
	total := 0.0
	for m, n := range used {
		values[m] = num(n)
		total += values[m]
	}
	f := quantities(values)
	st, r := b.style(style{kind: calc, format: f}), strconv.Itoa(row)
	rest := b.usageFormula(c, r, !q.Growth.IsZero())
	for m := range months {
		s.put(c.month+m, st, rest(c.month+m, inputsMonth+m), values[m])
	}
	s.calc(c.sum, style{kind: rowSum, format: f}, "SUM("+cell(c.month, row)+":"+cell(c.sum-1, row)+")", total)
	s.next()
}

// recordedLine writes usage as it was recorded: a quantity for each month, to be
// changed in its cell. A line's further rows count the first one's in another
// unit.
func (b *book) recordedLine(s *sheet, c usageColumns, i int) {
	u := &b.lines[i]
	q := u.first.Quantity
	months := b.months()
	values := make([]float64, len(months))
	for m, mo := range months {
		values[m] = num(q.BaseIn(mo))
	}
	s.text(c.amount, styleText, "each month")
	f := quantities(values)
	if u.main == i {
		st := style{kind: input, format: f}
		for m := range months {
			s.num(c.month+m, st, values[m])
		}
	} else {
		main := b.lines[u.main].first.Quantity
		s.num(c.factor, style{kind: input, format: factor}, num(q.Factor.Div(main.Factor)))
		first, by := strconv.Itoa(usageRow(u.main)), "*"+fixedCol(c.factor, s.at)
		st := b.style(style{kind: calc, format: f})
		for m := range months {
			col := column(c.month + m)
			s.put(c.month+m, st, col+first+by, values[m])
		}
	}
	s.blanks(c.amount, c.before, styleText)
	s.calc(c.sum, style{kind: rowSum, format: f}, "SUM("+cell(c.month, s.at)+":"+cell(c.sum-1, s.at)+")", sumOf(values))
	s.next()
}

// usageFormula gives a month's quantity before any scale: amount × factor × hours × growth,
// within the months of use; of a usage that grows, rounded as Growth.Grow does it.
func (b *book) usageFormula(c usageColumns, r string, grows bool) func(col, calendar int) string {
	ref := func(col int) string { return "$" + column(col) + r }
	from, until, before := ref(c.from), ref(c.until), ref(c.before)
	head, index := "$"+strconv.Itoa(usageHead), "$"+strconv.Itoa(usageIndex)
	amount := ref(c.amount) + "*" + ref(c.factor) +
		"*IF(ISNUMBER(" + ref(c.hours) + ")," + ref(c.hours) + ",IF(ISNUMBER(" + ref(c.day) + ")," + ref(c.day) + "*INDEX(" + quote(inputsSheet)
	first, last := "$"+strconv.Itoa(b.places.calendar), "$"+strconv.Itoa(b.places.calendar+6)
	week := "," + ref(c.week) + "),1))*IF("
	growth := "=" + before + ",1,(1+" + ref(c.growth) + ")^("
	round, places := "", ""
	if grows {
		round, places = "ROUND(", ","+nameGrown+")"
	}
	return func(col, calendar int) string {
		m, k := column(col), column(calendar)
		return "IF(AND(" + m + head + ">=" + from + "," + m + head + "<=" + until + ")," +
			round + amount + k + first + ":" + k + last + week + m + index + growth + m + index + "-" + before + "))" + places + ",0)"
	}
}

func (b *book) schedule(s *sheet, c usageColumns, h *scenario.Schedule) {
	st := style{kind: input, format: factor}
	switch {
	case h == nil:
		return
	case h.HoursADay > 0:
		s.num(c.day, st, float64(h.HoursADay))
		s.num(c.week, st, float64(h.DaysAWeek))
	default:
		s.num(c.hours, st, num(h.Hours))
	}
	s.blanks(c.day, c.hours, st)
}

// holdUsage holds the inputs of all lines to what is possible.
func (b *book) holdUsage(s *sheet, c usageColumns) {
	last := usageRow(len(b.lines)) - 1
	if last < usageFirst || b.err != nil {
		return
	}
	ref := func(col int) string { return cell(col, usageFirst) + ":" + cell(col, last) }
	number, wholeNumber := excelize.DataValidationTypeDecimal, excelize.DataValidationTypeWhole
	between, atLeast := excelize.DataValidationOperatorBetween, excelize.DataValidationOperatorGreaterThanOrEqual
	s.holdRange(ref(c.amount), number, atLeast, 0, 0, "a number, 0 or more")
	s.holdRange(ref(c.factor), number, atLeast, 0, 0, "a number, 0 or more")
	s.holdRange(ref(c.day), number, between, 0, 24, "hours a day, from 0 to 24")
	s.holdRange(ref(c.week), wholeNumber, between, 1, 7, "days a week, from 1 to 7")
	s.holdRange(ref(c.hours), number, between, 0, 744, "hours a month, from 0 to 744; they go before a schedule")
	s.holdRange(ref(c.growth), number, between, -1, 10, "a growth from -100% to 1000%")
}

// serial is a month's first day as Excel counts days.
func serial(m scenario.Month) float64 {
	return float64(m.Start().Unix()/86400 + 25569)
}
