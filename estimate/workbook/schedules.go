package workbook

import (
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// Schedules are inputs of their own: each stands once on Inputs, with its hours in each
// month, and rows of Usage have its number.

// What an input of a schedule is.
const (
	inputDay      inputKind = "hours a day"
	inputWeek     inputKind = "days a week"
	inputHours    inputKind = "hours a month"
	inputSchedule inputKind = "schedule of a line"
)

// listSchedules finds the schedules that rows of Usage have.
func (b *book) listSchedules() {
	for i := range b.lines {
		u := &b.lines[i]
		h := u.first.Quantity.Hours
		if h == nil || !u.demand.known || u.demand.recorded {
			continue
		}
		at := slices.IndexFunc(b.schedules, func(s scenario.Schedule) bool { return s.String() == h.String() })
		if at < 0 {
			at = len(b.schedules)
			b.schedules = append(b.schedules, *h)
		}
		u.schedule = at + 1
	}
}

// scheduleInputs has a row for each schedule: what it is, and its hours in each month.
func (b *book) scheduleInputs(s *sheet) {
	if len(b.schedules) == 0 {
		return
	}
	months := b.months()
	s.text(0, stylePart, "Schedules: hours that machines run")
	s.next()
	s.heads(inputsNo, "No.", "Schedule")
	s.numHeads(inputsValue, "Hours a day", "Days a week", "Hours a month")
	s.monthHeads(inputsMonth, months)
	s.next()
	b.places.schedules = s.at
	b.places.calendar = s.at + len(b.schedules) + 13 // see calendar
	for i, h := range b.schedules {
		day, week, hours := cell(inputsValue, s.at), cell(inputsUnit, s.at), cell(inputsRange, s.at)
		s.num(inputsNo, styleNo, float64(i+1))
		s.calc(inputsLabel, style{kind: word}, "IF(ISNUMBER("+hours+"),"+hours+"&"+nameAMonth+","+day+"&"+nameTimes+"&"+week+")", scheduleName(h))
		of := inputOf{what: inputHours, at: i}
		s.input(inputsRange, factor, nil, of)
		if h.HoursADay > 0 {
			of.what = inputDay
			s.input(inputsValue, factor, float64(h.HoursADay), of)
			of.what = inputWeek
			s.input(inputsUnit, wholes, float64(h.DaysAWeek), of)
			s.holdRange(day+":"+day, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween, 0, 24, "hours a day, from 0 to 24")
			s.holdRange(week+":"+week, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween, 1, 7, "days a week, from 1 to 7")
		} else {
			s.cells[inputsRange].Value = num(h.Hours)
			s.blanks(inputsValue, inputsUnit, styleText)
		}
		s.holdRange(hours+":"+hours, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween, 0, 744, "hours a month, from 0 to 744; they go before hours a day")
		for m, mo := range months {
			k := column(inputsMonth + m)
			s.calc(inputsMonth+m, style{kind: calc, format: quantity2},
				fmt.Sprintf("IF(ISNUMBER(%s),%s,%s*INDEX(%s:%s,%s))", fixedCol(inputsRange, s.at), fixedCol(inputsRange, s.at), fixedCol(inputsValue, s.at),
					k+"$"+fmt.Sprint(b.places.calendar), k+"$"+fmt.Sprint(b.places.calendar+6), fixedCol(inputsUnit, s.at)),
				num(h.In(mo, b.c.Scenario.Hours)))
		}
		s.next()
	}
	s.next()
}

// scheduleName is a schedule as Inputs shows it.
func scheduleName(h scenario.Schedule) string {
	if h.HoursADay == 0 {
		return excelNumber(h.Hours) + wordAMonth
	}
	return h.String()
}

// excelNumber is a number as a formula that joins texts shows it.
func excelNumber(d money.Decimal) string { return d.String() }

// scheduleHours is the formula of a schedule's hours in a month, by the column of the
// month on Inputs and the cell that has the schedule's number.
func (b *book) scheduleHours(k, number string) string {
	first := b.places.schedules
	return fmt.Sprintf("INDEX(%s%s$%d:%s$%d,%s)", quote(inputsSheet), k, first, k, first+len(b.schedules)-1, number)
}
