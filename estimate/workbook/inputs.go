package workbook

import (
	"fmt"
	"strconv"

	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// The names of global inputs, constants and words, as formulas have them.
const (
	nameHours      = "HoursPerMonth"
	nameWeek       = "HoursPerWeek"
	nameScale      = "UsageScale"
	nameBase       = "BaseCase"
	nameNotPriced  = "NotPriced"
	nameComplete   = "WordComplete"
	nameIncomplete = "WordIncomplete"
	nameLowest     = "WordLowest"
	nameHighest    = "WordHighest"
	nameOther      = "WordOtherCurrency"
)

// Words that formulas show.
const (
	wordNotPriced  = "not priced"
	wordComplete   = "complete"
	wordIncomplete = "INCOMPLETE"
	wordLowest     = "lowest"
	wordHighest    = "highest"
	wordOther      = "other currency"
	wordUnknown    = "not known"
)

// The columns of the table of cases on Inputs, and its months.
const (
	inputsExchange = 5 + iota
	inputsDiscount
	inputsCommitment
	inputsTerm
	inputsMonth = 4
)

// inputs writes what the reader may change for all lines or for a case.
func (b *book) inputs() {
	months := b.months()
	s := b.sheet(inputsSheet, look{
		widths: []float64{34, 22, 16, 13}, rest: 13, last: max(inputsMonth+len(months), 9), freeze: "A4",
	})
	s.title("Inputs", "Blue figures on yellow may be changed here; everything that follows from them changes with them.")
	s.next()
	s.text(0, stylePart, "For all cases")
	s.next()
	s.heads(0, "Input", "Value", "Unit", "May be", "Source")
	s.next()
	b.hoursInput(s)
	s.text(0, styleText, "Hours in a week")
	s.num(1, style{kind: input, format: wholes}, 24*7)
	s.text(2, styleText, "hours")
	s.text(3, styleText, "")
	s.text(4, styleNote, "24 hours × 7 days: what a schedule such as 12x5 is a part of")
	b.define(nameWeek, quote(inputsSheet)+fixed(1, s.at))
	s.next()
	s.text(0, styleText, "Scale of all usage")
	s.num(1, style{kind: input, format: factor}, 1)
	s.text(2, styleText, "factor")
	s.text(3, styleText, "0 or more")
	s.text(4, styleNote, "1 is the scenario's usage; 1.2 is a fifth more in every case")
	b.define(nameScale, quote(inputsSheet)+fixed(1, s.at))
	s.atLeast(1, 0)
	s.next()
	s.text(0, styleText, "Base case")
	s.num(1, style{kind: input, format: wholes}, 1)
	s.text(2, styleText, "number of a case")
	s.text(3, styleText, fmt.Sprintf("1 to %d", len(b.cases)))
	s.text(4, styleNote, "the case that the others are compared with; its number is in the table of cases")
	b.define(nameBase, quote(inputsSheet)+fixed(1, s.at))
	s.whole(1, 1, len(b.cases))
	s.next()
	s.next()
	b.exchangeInputs(s)
	b.caseInputs(s)
	b.calendar(s)
	b.words(s)
	s.flush()
}

func (b *book) hoursInput(s *sheet) {
	h := b.c.Scenario.Hours
	s.text(0, styleText, "Hours per month")
	if h.Calendar() {
		s.text(1, style{kind: input}, "calendar")
	} else {
		s.num(1, style{kind: input, format: factor}, num(h.Fixed))
	}
	s.text(2, styleText, "hours")
	s.text(3, styleText, "1 to 744")
	s.text(4, styleNote, `the scenario's hours_per_month; the word "calendar" takes each month's own hours`)
	b.define(nameHours, quote(inputsSheet)+fixed(1, s.at))
	at := cell(1, s.at)
	v := excelize.NewDataValidation(true)
	v.SetSqref(at)
	b.fail(v.SetDropList([]string{"730", "744", "720", "calendar"}))
	v.ShowErrorMessage = false
	v.SetInput("Hours per month", `A number of hours from 1 to 744, or the word "calendar" for each month's own.`)
	b.fail(b.file.AddDataValidation(inputsSheet, v))
	s.next()
}

func (b *book) exchangeInputs(s *sheet) {
	to := b.c.Scenario.ReportIn
	if to == "" {
		return
	}
	s.text(0, stylePart, "Exchange rates to "+string(to))
	s.next()
	s.heads(0, "Currency", "Rate", "Unit", "As of", "Source")
	s.next()
	seen := map[money.Currency]bool{}
	for _, m := range b.cases {
		c := m.e.Currency()
		if seen[c] {
			continue
		}
		seen[c] = true
		x := b.c.Scenario.Exchange[c]
		if c == to {
			x.Rate, x.AsOf, x.Source = money.One, "", "the currency of the report"
		}
		s.text(0, styleText, string(c))
		s.num(1, style{kind: input, format: unitPrice}, num(x.Rate))
		s.text(2, styleText, fmt.Sprintf("%s for 1 %s", to, c))
		s.text(3, styleText, x.AsOf)
		s.text(4, styleNote, x.Source)
		s.atLeast(1, 0)
		b.places.exchange[string(c)] = s.at
		s.next()
	}
	s.next()
}

// caseInputs has a row a case.
func (b *book) caseInputs(s *sheet) {
	s.text(0, stylePart, "For each case")
	s.next()
	s.heads(0, "Case", "Offer", "Market", "Currency", "No.", "Exchange rate", "Negotiated discount", "Commitment, in the case's currency", "Commitment's term, months")
	s.tall(42)
	b.places.caseInputs = s.at
	for _, m := range b.cases {
		e := m.e
		s.text(0, styleText, e.Case.Name)
		s.text(1, styleText, string(e.Case.Terms.Offer))
		s.text(2, styleText, string(e.Case.Terms.Market))
		s.text(3, styleText, string(e.Currency()))
		s.num(4, style{kind: plain, format: wholes}, float64(m.index+1))
		if row, ok := b.places.exchange[string(e.Currency())]; ok {
			s.calc(inputsExchange, style{kind: calc, format: unitPrice}, fixed(1, row), b.exchange(m))
		} else {
			s.text(inputsExchange, styleText, "none stated")
		}
		amount, months := 0.0, 0.0
		if c := e.Commitment; c != nil {
			amount, months = num(c.Amount), float64(c.Months)
		}
		s.num(inputsDiscount, style{kind: input, format: percent}, num(e.Case.Discount))
		s.num(inputsCommitment, style{kind: input, format: amounts(e.Currency())}, amount)
		s.num(inputsTerm, style{kind: input, format: wholes}, months)
		s.between(inputsDiscount, 0, 1)
		s.atLeast(inputsCommitment, 0)
		s.whole(inputsTerm, 0, 120)
		s.next()
	}
	s.next()
}

// calendar has the hours that a schedule of one hour a day runs in a month, by
// the days of its week: those of the calendar, and those in force.
func (b *book) calendar(s *sheet) {
	months := b.months()
	heads := func(title, first string) {
		s.text(0, stylePart, title)
		s.next()
		s.heads(0, first, "Days a week", "Unit", "")
		for i, m := range months {
			s.set(inputsMonth+i, style{kind: head, format: month}, "", m.Start())
		}
		s.next()
	}
	heads("Days of each month's calendar", "Days of the month that are")
	days := s.at
	for n := 1; n <= 7; n++ {
		s.text(0, styleText, weekdays[n])
		s.num(1, style{kind: plain, format: wholes}, float64(n))
		s.text(2, styleText, "days")
		s.text(3, styleText, "")
		for i, m := range months {
			s.num(inputsMonth+i, style{kind: plain, format: wholes}, float64(m.Days(n)))
		}
		s.next()
	}
	s.next()
	heads("Hours of a schedule of one hour a day", "Schedule")
	b.places.calendar = s.at
	h := b.c.Scenario.Hours
	for n := 1; n <= 7; n++ {
		s.text(0, styleText, fmt.Sprintf("1x%d", n))
		s.num(1, style{kind: plain, format: wholes}, float64(n))
		s.text(2, styleText, "hours")
		s.text(3, styleText, "")
		for i, m := range months {
			value := float64(m.Days(n))
			if !h.Calendar() {
				value = num(h.Fixed) * float64(n) / (24 * 7)
			}
			s.calc(inputsMonth+i, style{kind: calc, format: quantity2},
				"IF(ISNUMBER("+nameHours+"),"+nameHours+"*"+fixedCol(1, s.at)+"/"+nameWeek+","+cell(inputsMonth+i, days+n-1)+")", value)
		}
		s.next()
	}
	s.next()
}

var weekdays = [...]string{
	1: "Mondays", 2: "Mondays to Tuesdays", 3: "Mondays to Wednesdays", 4: "Mondays to Thursdays",
	5: "Mondays to Fridays", 6: "Mondays to Saturdays", 7: "all days",
}

// words are the texts that formulas show.
func (b *book) words(s *sheet) {
	s.text(0, stylePart, "Words that formulas show")
	s.next()
	s.heads(0, "Name", "Word")
	s.next()
	for _, w := range [][2]string{
		{nameNotPriced, wordNotPriced}, {nameComplete, wordComplete}, {nameIncomplete, wordIncomplete},
		{nameLowest, wordLowest}, {nameHighest, wordHighest}, {nameOther, wordOther},
	} {
		s.text(0, styleText, w[0])
		s.text(1, styleText, w[1])
		b.define(w[0], quote(inputsSheet)+fixed(1, s.at))
		s.next()
	}
}

// exchange is a case's rate to the currency of the report, 1 where there is none.
func (b *book) exchange(m *caseModel) float64 {
	to, from := b.c.Scenario.ReportIn, m.e.Currency()
	if to == "" || to == from {
		return 1
	}
	return num(b.c.Scenario.Exchange[from].Rate)
}

// atLeast, between and whole hold a cell of the row to a range.
func (s *sheet) atLeast(col int, low float64) {
	s.hold(col, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual, low, low, fmt.Sprintf("a number, %g or more", low))
}

func (s *sheet) between(col int, low, high float64) {
	s.hold(col, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween, low, high, fmt.Sprintf("a number from %g to %g", low, high))
}

func (s *sheet) whole(col, low, high int) {
	s.hold(col, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween, float64(low), float64(high), fmt.Sprintf("a whole number from %d to %d", low, high))
}

func (s *sheet) hold(col int, t excelize.DataValidationType, op excelize.DataValidationOperator, low, high float64, says string) {
	s.holdRange(column(col)+strconv.Itoa(s.at), t, op, low, high, says)
}

func (s *sheet) holdRange(ref string, t excelize.DataValidationType, op excelize.DataValidationOperator, low, high float64, says string) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(ref)
	s.b.fail(v.SetRange(low, high, t, op))
	v.SetError(excelize.DataValidationErrorStyleStop, "Not possible", "This input takes "+says+".")
	if s.b.err == nil {
		s.b.fail(s.b.file.AddDataValidation(s.name, v))
	}
}
