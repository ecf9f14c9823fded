package workbook

import (
	"strings"

	"azwhatif/estimate"
	"azwhatif/scenario"
)

// What an input of the sheet Current cost is.
const (
	inputToday  inputKind = "what is paid today each month"
	inputGrows  inputKind = "growth of what is paid today"
	inputFactor inputKind = "figure of a data centre"
	inputShare  inputKind = "wave's part of what is paid today"
	inputWave   inputKind = "what is paid today each month for a wave"
	inputStill  inputKind = "months that a wave is still paid"
)

// The columns of Current cost.
const (
	currentWhat = iota
	currentValue
	currentUnit
	currentSource
)

// currentPlaces are the rows of Current cost that other sheets need.
type currentPlaces struct {
	monthly, growth int
	waves, rest     int // the first wave's row, and that of what is in none; 0 where all of it ends at once
}

// current writes what is paid today: the amount, or the figures that it follows from.
func (b *book) current() {
	k := b.c.Scenario.Current
	if k == nil {
		return
	}
	s := b.sheet(currentSheet, look{widths: []float64{44, 18, 26, 62}, last: currentSource, freeze: "A5"})
	replaced := "what each case replaces"
	if k.Waves != nil {
		replaced += ", wave by wave"
	}
	s.title("Current cost", k.Name+": what is paid today, and "+replaced+". Blue figures on yellow may be changed here.")
	s.text(currentWhat, styleNote, "Amounts are in "+string(k.Currency)+". They are in no case's total; Cash flow holds the cases against them.")
	s.next()
	s.next()
	head := func(title string) {
		s.text(currentWhat, stylePart, title)
		s.next()
		s.heads(currentWhat, "What", "", "Unit", "Source, or formula")
		s.numHeads(currentValue, "Value")
		s.next()
	}
	if k.OnPremises == nil {
		head("What is paid")
		b.places.current.monthly = s.at
		b.currentRow(s, "Paid each month, in the first year", num(k.Monthly), amounts(k.Currency), string(k.Currency)+" a month", "the scenario's current", inputOf{what: inputToday})
	} else {
		head("Figures of the data centre")
		rows := b.factors(s, k.OnPremises)
		s.next()
		head("What it costs in the first year")
		b.yearlyCosts(s, k, rows)
	}
	b.places.current.growth = s.at
	source := "from each year to the next, counted from the scenario's first month"
	b.currentRow(s, "Growth a year", num(k.Growth), percent, "part", source, inputOf{what: inputGrows})
	if k.Waves != nil {
		b.waves(s, k)
	}
	s.flush()
}

// currentRow is an input with its source.
func (b *book) currentRow(s *sheet, label string, v float64, f format, unit, source string, of inputOf) {
	s.text(currentWhat, styleText, label)
	s.input(currentValue, f, v, of)
	s.text(currentUnit, styleText, unit)
	s.text(currentSource, styleNote, source)
	s.next()
}

// factors writes the figures, each an input with its source, and gives their cells by key.
func (b *book) factors(s *sheet, list scenario.OnPremises) map[string]string {
	rows := map[string]string{}
	for i, f := range list {
		rows[f.Key] = cell(currentValue, s.at)
		source, look := scenario.BusinessCase, factor
		switch {
		case f.Stated:
			source = "the scenario's current: on_premises: " + f.Key
		case !f.Known:
			source = "nothing is published, and " + f.Key + " is not stated: 0 leaves the cost out"
		}
		switch {
		case f.Percent:
			look = percent
		case f.Money:
			look = unitPrice
		}
		switch {
		case strings.HasSuffix(f.Key, "_years") || f.Key == "threads":
			s.atLeast(currentValue, 0.01)
		case f.Key == "unused_power":
			s.between(currentValue, 0, 0.99)
		default:
			s.atLeast(currentValue, 0)
		}
		b.currentRow(s, f.Label, num(f.Value), look, f.Unit, source, inputOf{what: inputFactor, at: i})
	}
	return rows
}

// yearlyCosts writes the parts of the first year's cost, by the formulas of
// estimate.OnPremisesCost, their sum, and a month of it.
func (b *book) yearlyCosts(s *sheet, k *scenario.Current, rows map[string]string) {
	const servers = "(({core_price}+IF({cores}*{threads}=0,0,{memory_price}*{memory}/({cores}*{threads})))*{cores}*{threads})"
	const storage = "({storage}*{storage_price})"
	formulas := []string{
		servers + "/{server_years}",
		storage + "/{storage_years}",
		storage + "*{storage_maintenance}",
		"(" + servers + "+" + storage + ")*{network}/{network_years}",
		"(" + servers + "+" + storage + ")*{network}*{network_maintenance}",
		"{servers}*{security}+{sql_servers}*{sql_security}",
		"({cores}*{core_power}+{storage}/1000*{storage_power}*{storage_power_factor})*{load_factor}*{pue}/(1-{unused_power})*{colocation}*12",
		"IF({servers_per_admin}=0,0,{servers}/{servers_per_admin}*{admin_hours}*{admin_hourly}*12)",
		"{servers}*({monitoring}+{patching}+{backup})",
		"{licences}",
	}
	names := refs{}
	for key, at := range rows {
		names[key] = ref{text: at}
	}
	first := s.at
	in := string(k.Currency)
	for i, part := range estimate.OnPremisesCost(k.OnPremises) {
		f, err := formula(formulas[i], names)
		b.fail(err)
		if b.err != nil {
			return
		}
		s.text(currentWhat, styleText, part.Name)
		s.calc(currentValue, style{kind: calc, format: amounts(k.Currency)}, f(0), num(part.Amount))
		s.text(currentUnit, styleText, in+" a year")
		note := ""
		if part.Lacks != "" {
			note = "not counted as long as " + part.Lacks + " has no value"
		}
		s.text(currentSource, styleNote, note)
		s.next()
	}
	monthly := estimate.CurrentMonthly(k)
	s.text(currentWhat, style{kind: sum}, "A year")
	s.calc(currentValue, style{kind: sum, format: amounts(k.Currency)}, "SUM("+cell(currentValue, first)+":"+cell(currentValue, s.at-1)+")", num(monthly)*12)
	s.text(currentUnit, style{kind: sum}, in+" a year")
	s.next()
	b.places.current.monthly = s.at
	s.text(currentWhat, styleText, "Paid each month, in the first year")
	s.calc(currentValue, style{kind: calc, format: amounts(k.Currency)}, cell(currentValue, s.at-1)+"/12", num(monthly))
	s.text(currentUnit, styleText, in+" a month")
	s.next()
	s.next()
}

// waves writes which part of today's cost ends when: until then it is paid beside Azure.
func (b *book) waves(s *sheet, k *scenario.Current) {
	in, months := string(k.Currency), len(b.months())
	monthly := fixed(currentValue, b.places.current.monthly)
	shares := make([]string, len(k.Waves))
	s.next()
	s.text(currentWhat, stylePart, "Waves: what ends when")
	s.next()
	for i, w := range k.Waves {
		if w.Share != nil {
			shares[i] = cell(currentValue, s.at)
			s.between(currentValue, 0, 1)
			b.currentRow(s, "Part of wave "+w.String(), num(*w.Share), percent, "part", "the scenario's current: waves", inputOf{what: inputShare, at: i})
		}
	}
	s.heads(currentWhat, "Wave", "", "", "")
	s.numHeads(currentValue, "Paid each month, in the first year", "Still paid for so many months")
	s.tall(30)
	s.next()
	b.places.current.waves = s.at
	look := amounts(k.Currency)
	rest := num(estimate.CurrentMonthly(k))
	for i, w := range k.Waves {
		v := num(estimate.WaveMonthly(k, w))
		rest -= v
		s.text(currentWhat, styleText, w.String())
		if w.Share != nil {
			s.calc(currentValue, style{kind: calc, format: look}, monthly+"*"+shares[i], v)
		} else {
			s.atLeast(currentValue, 0)
			s.input(currentValue, look, v, inputOf{what: inputWave, at: i})
		}
		s.whole(currentUnit, 0, months)
		s.input(currentUnit, wholes, float64(w.MonthsPaid(b.c.Scenario.Start, months)), inputOf{what: inputStill, at: i})
		s.text(currentSource, styleNote, w.Words())
		s.next()
	}
	b.places.current.rest = s.at
	s.text(currentWhat, style{kind: sum}, "In no wave")
	s.calc(currentValue, style{kind: sum, format: look}, monthly+"-SUM("+cell(currentValue, b.places.current.waves)+":"+cell(currentValue, s.at-1)+")", rest)
	s.num(currentUnit, style{kind: sum, format: wholes}, float64(months))
	s.text(currentSource, styleNote, "goes on in every month; amounts in "+in)
	s.next()
}

// stillFormula is what of today's cost is still paid in the month whose number is in a cell,
// in the currency of the report; "" where all of it ends at once.
func (b *book) stillFormula(number string) string {
	p, q := b.places.current, quote(currentSheet)
	if p.waves == 0 {
		return ""
	}
	paid := q + down(currentValue, p.waves, p.rest) + ",--(" + q + down(currentUnit, p.waves, p.rest) + ">=" + number + ")"
	return "SUMPRODUCT(" + paid + ")" + b.currentTimes(number)
}

// currentFormula is what is paid today in the month whose number is in a cell, in the
// currency of the report.
func (b *book) currentFormula(number string) string {
	return quote(currentSheet) + fixed(currentValue, b.places.current.monthly) + b.currentTimes(number)
}

// currentTimes is the factor on what is paid in the first year: growth, and the exchange.
func (b *book) currentTimes(number string) string {
	k := b.c.Scenario.Current
	q := quote(currentSheet)
	f := "*(1+" + q + fixed(currentValue, b.places.current.growth) + ")^INT((" + number + "-1)/12)"
	if b.c.Scenario.ReportIn != "" {
		f += "*" + inputsSheet + "!" + fixed(inputsValue, b.places.exchange[string(k.Currency)])
	}
	return f
}
