package workbook

import (
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// The names of global inputs, constants and words, as formulas have them.
const (
	nameHours      = "HoursPerMonth"
	nameWeek       = "HoursPerWeek"
	nameScale      = "UsageScale"
	nameGrown      = "GrowthDecimals"
	nameBaseName   = "BaseCaseName"
	nameBase       = "BaseCase" // its number
	nameNotPriced  = "NotPriced"
	nameComplete   = "WordComplete"
	nameIncomplete = "WordIncomplete"
	nameLowest     = "WordLowest"
	nameHighest    = "WordHighest"
	nameOther      = "WordOtherCurrency"
	nameOpen       = "WordOpen"
	nameUnsold     = "WordNotSold"
	nameUsage      = "WordOtherUsage"
	nameTimes      = "WordTimes"
	nameAMonth     = "WordHoursAMonth"
)

// Words that formulas show.
const (
	wordNotPriced  = "not priced"
	wordComplete   = "complete"
	wordIncomplete = "INCOMPLETE"
	wordLowest     = "lowest"
	wordHighest    = "highest"
	wordOther      = "other currency"
	wordOpen       = "OPEN"
	wordUnsold     = "not sold"
	wordUsage      = "other usage"
	wordUnknown    = "not known"
	wordTimes      = "x"
	wordAMonth     = " hours a month"
)

// What inputs for all cases are.
const (
	inputCalendar inputKind = "hours per month"
	inputScale    inputKind = "scale of all usage"
	inputExchange inputKind = "exchange rate"
	inputBase     inputKind = "base case"
)

// The columns of Inputs: those of the lists, those of the table of cases, and
// the first month.
const (
	inputsNo = iota
	inputsLabel
	inputsValue
	inputsUnit
	inputsRange
	inputsSource

	inputsOffer      = inputsValue
	inputsMarket     = inputsUnit
	inputsCurrency   = inputsRange
	inputsExchange   = inputsSource
	inputsDiscount   = inputsExchange + 1
	inputsCommitment = inputsExchange + 2
	inputsTerm       = inputsExchange + 3
	inputsKind       = inputsExchange + 4
	inputsEach       = inputsExchange + 5
	inputsShortfall  = inputsExchange + 6
	inputsBeside     = inputsExchange + 7 // a MACC beside a prepayment
	inputsBesideTerm = inputsExchange + 8
	inputsMonth      = inputsSource
)

// inputs writes what the reader may change for all lines or for a case.
func (b *book) inputs() {
	months := b.months()
	l := look{
		widths: []float64{6, 36, 18, 18, 13}, rest: 13, last: max(inputsMonth+len(months)-1, inputsBesideTerm, b.inputsLast()), freeze: "A4", titles: 2, cuts: inputsPages(months),
	}
	wide := max(inputsBesideTerm, b.inputsLast(), inputsMonth+longPeriod-1) + 1
	if wide <= l.last {
		l.screen = [2]int{wide, l.last + 1}
	}
	s := b.sheet(inputsSheet, l)
	s.title("Inputs", "Blue figures on yellow may be changed here; everything that follows from them changes with them.")
	if l.leavesOut() {
		s.text(0, styleNote, "Months from "+months[wide-inputsMonth].String()+" on are not printed. "+howToPrintMonths)
	}
	s.next()
	s.text(0, stylePart, "For all cases")
	s.next()
	s.inputHeads("Input", "Value", "Unit", "May be", "Source")
	b.hoursInput(s)
	b.constant(s, nameWeek, "Hours in a week", wholes, 24*7, "hours", "24 hours × 7 days: what a schedule such as 12x5 is a part of")
	b.scaleInput(s)
	if slices.ContainsFunc(b.c.Scenario.Workloads, func(w scenario.Workload) bool { return !w.Growth.IsZero() }) {
		b.constant(s, nameGrown, "Decimals of usage that grows", wholes, scenario.GrowthPlaces, "decimals", "a quantity after growth is rounded to so many")
	}
	s.next()
	b.exchangeInputs(s)
	b.caseInputs(s)
	b.baseInput(s)
	b.discountInputs(s)
	b.milestoneInputs(s)
	b.scaleInputs(s)
	b.offerTerms(s)
	b.benefitInputs(s)
	b.purchaseInputs(s)
	b.scheduleInputs(s)
	b.calendar(s)
	b.words(s)
	s.flush()
}

// inputsPages are the ways to cut Inputs: the first page has a first part of the months.
func inputsPages(months []scenario.Month) (ways [][]int) {
	for _, way := range monthCuts(months, inputsMonth) {
		ways = append(ways, way[1:])
	}
	return ways
}

// inputHeads writes the heads of a list of inputs.
func (s *sheet) inputHeads(names ...string) {
	s.text(inputsNo, styleHead, "")
	s.heads(inputsLabel, names...)
	s.text(inputsValue, styleNums, names[1])
	s.next()
}

// constant writes a figure that has a name, and is no input.
func (b *book) constant(s *sheet, name, label string, f format, v float64, unit, source string) {
	s.text(inputsLabel, styleText, label)
	s.num(inputsValue, style{kind: plain, format: f}, v)
	s.text(inputsUnit, styleText, unit)
	s.blanks(inputsRange, inputsRange, styleText)
	s.text(inputsSource, styleNote, source)
	b.define(name, quote(inputsSheet)+fixed(inputsValue, s.at))
	s.next()
}

func (b *book) scaleInput(s *sheet) {
	s.text(inputsLabel, styleText, "Scale of all usage")
	s.input(inputsValue, factor, 1.0, inputOf{what: inputScale})
	s.atLeast(inputsValue, 0)
	s.text(inputsUnit, styleText, "factor")
	s.text(inputsRange, styleText, "0 or more")
	s.text(inputsSource, styleNote, "1 is the scenario's usage; 1.2 is a fifth more in every case")
	b.define(nameScale, quote(inputsSheet)+fixed(inputsValue, s.at))
	s.next()
}

func (b *book) hoursInput(s *sheet) {
	h := b.c.Scenario.Hours
	s.text(inputsLabel, styleText, "Hours per month")
	if h.Calendar() {
		s.input(inputsValue, general, "calendar", inputOf{what: inputCalendar})
	} else {
		s.input(inputsValue, factor, num(h.Fixed), inputOf{what: inputCalendar})
	}
	s.text(inputsUnit, styleText, "hours")
	s.text(inputsRange, styleText, "1 to 744")
	s.text(inputsSource, styleNote, `"calendar" takes each month's own hours`)
	b.define(nameHours, quote(inputsSheet)+fixed(inputsValue, s.at))
	v := excelize.NewDataValidation(true)
	v.SetSqref(cell(inputsValue, s.at))
	b.fail(v.SetDropList([]string{"730", "744", "720", "calendar"}))
	v.ShowErrorMessage = false // other numbers are right, too
	v.SetInput("Hours per month", `A number of hours from 1 to 744, or the word "calendar" for each month's own.`)
	if b.err == nil {
		b.fail(b.file.AddDataValidation(inputsSheet, v))
	}
	s.next()
}

func (b *book) exchangeInputs(s *sheet) {
	to := b.c.Scenario.ReportIn
	if to == "" {
		return
	}
	s.text(0, stylePart, "Exchange rates to "+string(to))
	s.next()
	s.inputHeads("Currency", "Rate", "Unit", "As of", "Source")
	seen := map[money.Currency]bool{}
	for _, c := range b.exchanged() {
		if seen[c] {
			continue
		}
		seen[c] = true
		x := b.c.Scenario.Exchange[c]
		if c == to {
			x.Rate, x.AsOf, x.Source = money.One, "", "the currency of the report"
		}
		s.text(inputsLabel, styleText, string(c))
		if c == to {
			s.num(inputsValue, style{kind: plain, format: unitPrice}, 1)
		} else {
			s.input(inputsValue, unitPrice, num(x.Rate), inputOf{what: inputExchange, currency: c})
			s.atLeast(inputsValue, 0)
		}
		s.text(inputsUnit, styleText, fmt.Sprintf("%s for 1 %s", to, c))
		s.text(inputsRange, styleText, x.AsOf)
		s.text(inputsSource, styleNote, x.Source)
		b.places.exchange[string(c)] = s.at
		s.next()
	}
	s.next()
}

// caseInputs has a row a case.
func (b *book) caseInputs(s *sheet) {
	s.text(0, stylePart, "For each case")
	s.next()
	s.heads(0, "No.", "Case", "Offer", "Market", "Currency")
	s.numHeads(inputsExchange, "Exchange rate", "Negotiated discount", "Commitment, own currency", "Term, months")
	s.heads(inputsKind, "Kind of commitment")
	s.numHeads(inputsEach, "It is for, months (0: the term)", "Shortfalls pay for later usage")
	if slices.ContainsFunc(b.cases, (*caseModel).both) {
		s.numHeads(inputsBeside, "MACC beside it, own currency", "The MACC's term, months")
	}
	s.tall(58)
	b.places.caseInputs = s.at
	for _, m := range b.cases {
		e := m.e
		m.inputs = s.at
		s.num(inputsNo, styleNo, float64(m.index+1))
		s.text(inputsLabel, styleText, e.Case.Name)
		s.text(inputsOffer, styleText, string(e.Case.Terms.Offer))
		s.text(inputsMarket, styleText, string(e.Case.Terms.Market))
		s.text(inputsCurrency, styleText, string(e.Currency()))
		if row, ok := b.places.exchange[string(e.Currency())]; ok {
			s.calc(inputsExchange, style{kind: calc, format: unitPrice}, fixed(inputsValue, row), b.exchange(m))
		} else {
			s.text(inputsExchange, styleText, "none stated")
		}
		b.caseTerms(s, m)
		s.next()
	}
	s.next()
}

// baseInput chooses the base case by its name.
//
// Note: EXACT tells capitals apart, and takes "*" for itself, which MATCH does not.
func (b *book) baseInput(s *sheet) {
	s.text(0, stylePart, "The base case")
	s.next()
	s.inputHeads("Input", "Value", "Unit", "May be", "Source")
	first, last := b.places.caseInputs, b.places.caseInputs+len(b.cases)-1
	names := down(inputsLabel, first, last)
	s.text(inputsLabel, styleText, "Base case")
	s.input(inputsValue, general, b.cases[0].e.Case.Name, inputOf{what: inputBase})
	s.text(inputsUnit, styleText, "name of a case")
	s.text(inputsRange, styleText, "a case above")
	s.text(inputsSource, styleNote, "the scenario's first; choose another from the list")
	b.places.base = s.at
	b.define(nameBaseName, quote(inputsSheet)+fixed(inputsValue, s.at))
	v := excelize.NewDataValidation(false)
	v.SetSqref(cell(inputsValue, s.at))
	v.SetSqrefDropList(names)
	v.SetError(excelize.DataValidationErrorStyleStop, "Not possible", "This input takes the name of a case, from the list.")
	v.SetInput("Base case", "The case that the others are compared with. Choose one from the list.")
	if b.err == nil {
		b.fail(b.file.AddDataValidation(inputsSheet, v))
	}
	s.next()
	s.text(inputsLabel, styleText, "Number of the base case")
	s.calc(inputsValue, style{kind: calc, format: wholes}, "MAX(1,SUMPRODUCT(EXACT("+names+","+nameBaseName+")*"+down(inputsNo, first, last)+"))", 1.0)
	s.text(inputsUnit, styleText, "No. of a case")
	s.text(inputsRange, styleText, "")
	s.text(inputsSource, styleNote, "the first where no case has the name: see "+checksSheet)
	b.define(nameBase, quote(inputsSheet)+fixed(inputsValue, s.at))
	s.next()
	s.next()
}

// calendar has the hours that a schedule of one hour a day runs in a month, by
// the days of its week: those of the calendar, and those in force.
func (b *book) calendar(s *sheet) {
	months := b.months()
	heads := func(title, first string) {
		s.text(0, stylePart, title)
		s.next()
		s.heads(0, "", first)
		s.numHeads(inputsValue, "Days a week")
		s.heads(inputsUnit, "Unit", "")
		s.monthHeads(inputsMonth, months)
		s.next()
	}
	labels := func(label string, n int, unit string) {
		s.text(inputsLabel, styleText, label)
		s.num(inputsValue, style{kind: plain, format: wholes}, float64(n))
		s.text(inputsUnit, styleText, unit)
		s.blanks(inputsNo, inputsRange, styleText)
	}
	heads("Days of each month's calendar", "Days of the month that are")
	days := s.at
	for n := 1; n <= 7; n++ {
		labels(weekdays[n], n, "days")
		for i, m := range months {
			s.num(inputsMonth+i, style{kind: plain, format: wholes}, float64(m.Days(n)))
		}
		s.next()
	}
	s.next()
	heads("Hours of a schedule of one hour a day", "Schedule")
	if len(b.schedules) == 0 {
		b.places.calendar = s.at
	} else if b.places.calendar != s.at {
		b.fail(fmt.Errorf("inputs: the calendar is in row %d, not %d", s.at, b.places.calendar))
	}
	h := b.c.Scenario.Hours
	for n := 1; n <= 7; n++ {
		labels(fmt.Sprintf("1x%d", n), n, "hours")
		for i, m := range months {
			value := float64(m.Days(n))
			if !h.Calendar() {
				value = num(h.Fixed) * float64(n) / (24 * 7)
			}
			s.calc(inputsMonth+i, style{kind: calc, format: quantity2},
				"IF(ISNUMBER("+nameHours+"),"+nameHours+"*"+fixedCol(inputsValue, s.at)+"/"+nameWeek+","+cell(inputsMonth+i, days+n-1)+")", value)
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
	s.heads(inputsNo, "", "Name", "Word")
	s.next()
	list := [][2]string{
		{nameNotPriced, wordNotPriced}, {nameComplete, wordComplete}, {nameIncomplete, wordIncomplete},
		{nameLowest, wordLowest}, {nameHighest, wordHighest}, {nameOther, wordOther},
		{nameOpen, wordOpen}, {nameUnsold, wordUnsold}, {nameUsage, wordUsage}, {nameTimes, wordTimes}, {nameAMonth, wordAMonth},
	}
	if b.c.Cash != nil {
		list = append(list, b.cashWords()...)
	}
	for _, w := range list {
		s.text(inputsLabel, styleText, w[0])
		s.text(inputsValue, styleText, w[1])
		b.define(w[0], quote(inputsSheet)+fixed(inputsValue, s.at))
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
