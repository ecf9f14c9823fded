package workbook

import (
	"fmt"
	"slices"
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
	unit, asked, amount, factor, schedule, hours, growth, from, until, before, cases, sum, month, last int
}

func (b *book) usageColumns() usageColumns {
	at := usageTags + len(b.c.Scenario.TagKeys())
	take := func() int { at++; return at - 1 }
	var c usageColumns
	c.asked, c.unit = take(), take()
	c.amount, c.factor, c.schedule, c.hours, c.growth, c.from, c.until = take(), take(), take(), take(), take(), take(), take()
	c.cases, c.before, c.sum, c.month = take(), take(), take(), take()
	c.last = c.month + len(b.months()) - 1
	return c
}

// What an input on Usage is.
const (
	inputAmount   inputKind = "amount"
	inputGrowth   inputKind = "growth"
	inputFrom     inputKind = "from"
	inputUntil    inputKind = "until"
	inputRecorded inputKind = "recorded"
)

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
	b.places.usageMonth, b.places.usageSchedule = c.month, c.schedule
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
	widths = append(widths, fit(12, 30, stated...), fit(9, 20, units...), 12, 12, 9, fit(8, 20, wordAMonth), 9, 9, 9, fit(10, 40, cases...), 8, 15)
	months := b.months()
	look := look{widths: widths, rest: 13, last: c.last, freeze: cell(usageMeter, usageFirst), repeat: "4:5", titles: usageRegion, cuts: monthCuts(months, c.month)}
	if len(months) > longPeriod {
		look.screen = [2]int{c.month, c.last + 1}
	}
	s := b.sheet(usageSheet, look)
	s.title("Usage", "A row a line. What the scenario states is blue, as are the months of usage as it was recorded; else each month's quantity follows. In the meter's unit, before any scale.")
	s.skip(usageIndex)
	if look.leavesOut() {
		s.text(usageWorkload, styleNote, "Months are not printed. "+howToPrintMonths)
	}
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
	s.numHeads(c.amount, "Amount stated", "Meter's units in one", "Schedule no.")
	s.heads(c.hours, "Schedule")
	s.numHeads(c.growth, "Growth a month", "From", "Until")
	s.heads(c.cases, "Of cases")
	s.numHeads(c.before, "Months before", "Total")
	s.monthHeads(c.month, months)
	s.tall(42)
	for i := range b.lines {
		b.usageLine(s, c, i, tags, months)
	}
	b.holdUsage(s, c)
	s.filter(usageHead, usageRow(len(b.lines))-1, c.last)
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
	put := func(col int, f format, v any, own bool, first int, what inputKind) {
		if own {
			s.input(col, f, v, inputOf{what: what, line: u.line})
		} else {
			s.calc(col, style{kind: calc, format: f}, fixedRow(col, first), v)
		}
	}
	put(c.amount, factor, u.demand.amount, own, first, inputAmount)
	s.num(c.factor, style{kind: plain, format: factor}, u.demand.factor)
	b.schedule(s, c, i)
	ofWorkload := usageRow(u.ofWorkload) // the workload's first row has what is the workload's
	own = u.ofWorkload == i
	put(c.growth, percent, num(q.Growth), own, ofWorkload, inputGrowth)
	put(c.from, month, serial(q.From), own, ofWorkload, inputFrom)
	put(c.until, month, serial(q.Until), own, ofWorkload, inputUntil)
	before := max(0, min(q.From.Since(months[0]), len(months)))
	s.calc(c.before, style{kind: calc, format: wholes},
		"SUMPRODUCT(--("+fixed(c.month, usageHead)+":"+fixed(c.last, usageHead)+"<"+cell(c.from, row)+"))", float64(before))
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
	rest := b.usageFormula(c, r, u.schedule > 0, !b.lines[u.ofWorkload].first.Quantity.Growth.IsZero())
	for m := range months {
		s.put(c.month+m, st, rest(c.month+m, inputsMonth+m), values[m])
	}
	s.calc(c.sum, style{kind: rowSum, format: f}, "SUM("+cell(c.month, row)+":"+cell(c.last, row)+")", total)
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
		for m := range months {
			s.input(c.month+m, f, values[m], inputOf{what: inputRecorded, line: u.line, at: m})
		}
	} else {
		main := b.lines[u.main].first.Quantity
		s.num(c.factor, style{kind: plain, format: factor}, num(q.Factor.Div(main.Factor)))
		first, by := strconv.Itoa(usageRow(u.main)), "*"+fixedCol(c.factor, s.at)
		st := b.style(style{kind: calc, format: f})
		for m := range months {
			col := column(c.month + m)
			s.put(c.month+m, st, col+first+by, values[m])
		}
	}
	s.blanks(c.amount, c.before, styleText)
	s.calc(c.sum, style{kind: rowSum, format: f}, "SUM("+cell(c.month, s.at)+":"+cell(c.last, s.at)+")", sumOf(values))
	s.next()
}

// usageFormula gives a month's quantity before any scale: amount × factor × hours × growth,
// within the months of use; of a usage that grows, rounded as Growth.Grow does it.
func (b *book) usageFormula(c usageColumns, r string, scheduled, grows bool) func(col, calendar int) string {
	ref := func(col int) string { return "$" + column(col) + r }
	from, until, before := ref(c.from), ref(c.until), ref(c.before)
	head, index := "$"+strconv.Itoa(usageHead), "$"+strconv.Itoa(usageIndex)
	amount := ref(c.amount) + "*" + ref(c.factor)
	growth := "=" + before + ",1,(1+" + ref(c.growth) + ")^("
	round, places := "", ""
	if grows {
		round, places = "ROUND(", ","+nameGrown+")"
	}
	return func(col, calendar int) string {
		m, hours := column(col), ""
		if scheduled {
			hours = "*" + b.scheduleHours(column(calendar), ref(c.schedule))
		}
		return "IF(AND(" + m + head + ">=" + from + "," + m + head + "<=" + until + ")," +
			round + amount + hours + "*IF(" + m + index + growth + m + index + "-" + before + "))" + places + ",0)"
	}
}

// schedule writes a line's number of a schedule, an input where no row before is of the
// same line and schedule.
func (b *book) schedule(s *sheet, c usageColumns, i int) {
	u := &b.lines[i]
	if u.schedule == 0 {
		s.blanks(c.schedule, c.hours, styleText)
		return
	}
	same := slices.IndexFunc(b.lines[u.main:i], func(o usageLine) bool { return o.schedule == u.schedule })
	switch {
	case same >= 0:
		s.calc(c.schedule, style{kind: calc, format: wholes}, fixedRow(c.schedule, usageRow(u.main+same)), float64(u.schedule))
	case len(b.schedules) == 1: // there is no other one to choose
		s.num(c.schedule, style{kind: plain, format: wholes}, 1)
	default:
		s.input(c.schedule, wholes, float64(u.schedule), inputOf{what: inputSchedule, line: u.line, cases: b.casesOfSchedule(u), at: u.schedule - 1})
		s.whole(c.schedule, 1, len(b.schedules))
	}
	names := quote(inputsSheet) + down(inputsLabel, b.places.schedules, b.places.schedules+len(b.schedules)-1)
	s.calc(c.hours, style{kind: link}, "INDEX("+names+","+cell(c.schedule, s.at)+")", scheduleName(b.schedules[u.schedule-1]))
}

// casesOfSchedule are the cases of all rows of a line that have its schedule.
func (b *book) casesOfSchedule(u *usageLine) (cases []int) {
	for _, o := range b.lines[u.main:] {
		if o.line != u.line {
			break
		}
		if o.schedule == u.schedule {
			cases = append(cases, o.cases...)
		}
	}
	return cases
}

// holdUsage holds the inputs of all lines to what is possible.
func (b *book) holdUsage(s *sheet, c usageColumns) {
	last := usageRow(len(b.lines)) - 1
	if last < usageFirst || b.err != nil {
		return
	}
	ref := func(col int) string { return cell(col, usageFirst) + ":" + cell(col, last) }
	number := excelize.DataValidationTypeDecimal
	between, atLeast := excelize.DataValidationOperatorBetween, excelize.DataValidationOperatorGreaterThanOrEqual
	s.holdRange(ref(c.amount), number, atLeast, 0, 0, "a number, 0 or more")
	s.holdRange(ref(c.growth), number, between, -1, 10, "a growth from -100% to 1000%")
}

// serial is a month's first day as Excel counts days.
func serial(m scenario.Month) float64 {
	return float64(m.Start().Unix()/86400 + 25569)
}
