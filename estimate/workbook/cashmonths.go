package workbook

import (
	"strconv"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// months has what each case pays in each month, in the currency that cases are compared in.
func (w *cashWriter) months() {
	title := "What each case pays in each month, in the currency that cases are compared in"
	if w.all.Still != nil {
		title += "; with what is still paid of " + w.b.c.CashReference() + " while waves move"
	}
	w.heading(title, cashFactor, "Worth of 1 at the beginning")
	reference := "Base case"
	if k := w.b.c.Scenario.Current; k != nil {
		reference = k.Name
	}
	w.numHeads(cashReference, reference)
	for i, m := range w.b.cases {
		w.numHeads(cashCase+i, m.e.Case.Name)
	}
	w.tall(45)
	w.stands(w.rows.months)
	sums := make([]float64, len(w.b.cases)+1)
	for m, mo := range w.b.months() {
		w.num(cashNo, styleNo, float64(m+1))
		w.set(cashName, style{kind: monthName, format: month}, "", mo.Start())
		number := fixedCol(cashNo, w.at)
		var worth any = ""
		if w.all.Factors != nil {
			worth = num(w.all.Factors[m])
		}
		w.calc(cashFactor, style{kind: calc, format: quantity6}, "IF(ISNUMBER("+nameDiscountRate+"),1/(1+"+nameDiscountRate+")^("+number+"/12),\"\")", worth)
		sums[0] += w.reference(m, number)
		for i, k := range w.b.cases {
			st := style{kind: calc, format: amounts(w.b.reported(k))}
			if w.b.c.Scenario.ReportIn != "" {
				st.kind = link
			}
			v := w.paidIn(i, m)
			f := cell(payPaid, w.rows.cases+i*w.rows.each+m) + w.b.timesExchange(k)
			if still := w.b.stillFormula(number); still != "" {
				st.kind = calc
				f += "+" + still
			}
			w.calc(cashCase+i, st, f, v)
			sums[1+i] += v
		}
		w.next()
	}
	w.text(cashName, style{kind: sum}, "Total")
	w.blanks(cashNo, cashFactor, style{kind: sum})
	for i, v := range sums {
		k := w.b.cases[max(0, i-1)]
		w.calc(cashReference+i, style{kind: sum, format: amounts(w.b.reported(k))}, "SUM("+cell(cashReference+i, w.rows.months)+":"+cell(cashReference+i, w.at-1)+")", v)
	}
	w.next()
	w.next()
}

// paidIn is what a case pays in a month, with what is still paid today's way, in the
// currency that cases are compared in.
func (w *cashWriter) paidIn(i, m int) float64 {
	v := num(w.all.Cases[i].Payments[m].Paid()) * w.b.exchange(w.b.cases[i])
	if w.all.Still != nil {
		v += num(w.all.Still[m])
	}
	return v
}

// reference is what the cases are held against in a month: what is paid today, or what the
// base case pays.
func (w *cashWriter) reference(m int, number string) float64 {
	base := w.b.cases[0]
	st := style{kind: link, format: amounts(w.b.reported(base))}
	if w.all.Current != nil {
		v := num(w.all.Current[m])
		w.calc(cashReference, st, w.b.currentFormula(number), v)
		return v
	}
	st.kind = calc
	v := num(w.all.Cases[0].Payments[m].Paid()) * w.b.exchange(base)
	w.calc(cashReference, st, "INDEX("+cell(cashCase, w.at)+":"+cell(cashCase+len(w.b.cases)-1, w.at)+","+nameBase+")", v)
	return v
}

// saved has what each case has paid less than the reference, up to each month's end.
func (w *cashWriter) saved() {
	if !w.held {
		return
	}
	w.text(0, stylePart, "What each case has paid less than "+w.b.c.CashReference()+" up to the month's end")
	w.next()
	w.text(cashName, styleNote, "why a case is not held against it")
	for i := range w.b.cases {
		if word := w.apartWord(i); word == wordNotSold {
			w.text(cashCase+i, style{kind: noteRight}, word)
		} else {
			w.calc(cashCase+i, style{kind: noteRight}, w.apartFormula(i), word)
		}
	}
	w.next()
	w.heads(cashNo, "No.", "Month", "", "")
	for i, m := range w.b.cases {
		w.numHeads(cashCase+i, m.e.Case.Name)
	}
	w.tall(45)
	w.stands(w.rows.saved)
	sums := make([]float64, len(w.b.cases))
	total := 0.0
	for m, mo := range w.b.months() {
		w.num(cashNo, styleNo, float64(m+1))
		w.set(cashName, style{kind: monthName, format: month}, "", mo.Start())
		w.blanks(cashFactor, cashReference, styleText)
		paid := func(col int) string {
			return "SUM(" + fixed(col, w.rows.months) + ":" + cell(col, w.rows.months+m) + ")"
		}
		total += w.referencePaid(m)
		for i, k := range w.b.cases {
			sums[i] += w.paidIn(i, m)
			apart := fixed(cashCase+i, w.rows.apart)
			var v any = total - sums[i]
			if saved := w.all.Cases[i].Saved; saved != nil {
				v = num(saved[m])
			} else if word := w.apartWord(i); word != "" {
				v = word
			}
			w.calc(cashCase+i, style{kind: calc, format: signed(amounts(w.b.reported(k)))}, "IF("+apart+"<>\"\","+apart+","+paid(cashReference)+"-"+paid(cashCase+i)+")", v)
		}
		w.next()
	}
	w.next()
	c := w.chart()
	w.sheet.chart(c, w.rowsFor(int(c.Dimension.Height)))
	w.next()
}

func (w *cashWriter) referencePaid(m int) float64 {
	if w.all.Current != nil {
		return num(w.all.Current[m])
	}
	return num(w.all.Cases[0].Payments[m].Paid()) * w.b.exchange(w.b.cases[0])
}

// wordNotSold is what a case is whose sizes are not sold in its region.
const wordNotSold = "not sold"

// apartWord is why a case is not held against the reference; "" where it is.
func (w *cashWriter) apartWord(i int) string {
	m := w.b.cases[i]
	switch {
	case w.all.Cases[i].Word == wordNotSold:
		return wordNotSold
	case w.all.Current == nil:
		return w.b.apartWord(m)
	case w.b.state(m) != wordComplete:
		return w.b.state(m)
	case m.level() != w.b.cases[0].level():
		return wordUsage
	}
	return ""
}

// apartFormula is the same, as the inputs stand.
func (w *cashWriter) apartFormula(i int) string {
	at := func(col, row int) string { return comparisonSheet + "!" + fixed(col, row) }
	if w.all.Current == nil {
		return at(compareCases+len(w.b.cases)+i, compareState)
	}
	state := at(compareCases+i, compareState)
	levels := comparisonSheet + "!" + fixed(compareCases, compareLevel) + ":" + fixed(compareCases+len(w.b.cases)-1, compareLevel)
	return "IF(" + state + "<>" + nameComplete + "," + state + ",IF(" + at(compareCases+i, compareLevel) + "<>INDEX(" + levels + "," + nameBase + ")," + nameUsage + ",\"\"))"
}

// chart draws what cases have saved.
func (w *cashWriter) chart() *excelize.Chart {
	cases := w.b.cases[:min(len(w.b.cases), maxSeries)]
	title := "Paid less than " + w.b.c.CashReference() + " up to the month's end, " + string(w.b.reported(w.b.cases[0]))
	if len(cases) < len(w.b.cases) {
		title += " (the first " + strconv.Itoa(maxSeries) + ")"
	}
	c := w.b.lineChart("Cash flow", title, "Line chart: what each case has paid less than "+w.b.c.CashReference()+" up to the end of each month. The figures are in the table above.", len(cases))
	c.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: string(wholes)}
	c.XAxis.TickLabelPosition = excelize.ChartTickLabelLow
	q, last := quote(cashSheet), w.rows.saved+w.n-1
	for i := range cases {
		c.Series = append(c.Series, drawn(i, q+fixed(cashCase+i, w.rows.saved-1), q+down(cashName, w.rows.saved, last), q+down(cashCase+i, w.rows.saved, last)))
	}
	return c
}

// payPart is a part of what a case pays: its head, its figure, and its formula, which takes
// from the case's sheet by month.
type payPart struct {
	head    string
	of      func(estimate.Payment) money.Decimal
	formula func(cell func(row int) string) string
}

// cases has each case's payments, month by month, in its own currency.
func (w *cashWriter) cases() {
	for i, m := range w.b.cases {
		w.nextPage()
		w.casePayments(m, w.all.Cases[i].Payments, w.rows.cases+i*w.rows.each)
	}
}

func (w *cashWriter) casePayments(m *caseModel, list []estimate.Payment, first int) {
	parts := m.payParts()
	heads := make([]string, 0, len(parts)+3)
	for _, p := range parts {
		heads = append(heads, p.head)
	}
	w.heading(m.e.Case.Name+", "+string(m.e.Currency()), payFirst, append(heads, "Paid", "Cost", "Paid ahead so far")...)
	w.tall(45)
	w.stands(first)
	q := quote(m.sheet)
	st := style{kind: link, format: amounts(m.e.Currency())}
	own := style{kind: calc, format: st.format}
	sums := make([]float64, len(parts)+2)
	ahead := 0.0
	for i, mo := range w.b.months() {
		p := list[i]
		w.num(cashNo, styleNo, float64(i+1))
		w.set(cashName, style{kind: monthName, format: month}, "", mo.Start())
		at := func(row int) string { return q + fixed(colMonth+i, row) }
		for k, part := range parts {
			v := num(part.of(p))
			f := part.formula(at)
			if f == "" {
				w.num(payFirst+k, style{kind: plain, format: st.format}, 0)
			} else {
				w.calc(payFirst+k, st, f, v)
			}
			sums[k] += v
		}
		w.calc(payPaid, own, "SUM("+cell(payFirst, w.at)+":"+cell(payPaid-1, w.at)+")", num(p.Paid()))
		w.calc(payCost, st, at(m.at.term.total), num(p.Cost))
		sums[len(parts)], sums[len(parts)+1] = sums[len(parts)]+num(p.Paid()), sums[len(parts)+1]+num(p.Cost)
		ahead += num(p.Ahead())
		w.calc(payAhead, own, "SUM("+fixed(payPaid, first)+":"+cell(payPaid, w.at)+")-SUM("+fixed(payCost, first)+":"+cell(payCost, w.at)+")", ahead)
		w.next()
	}
	w.text(cashName, style{kind: sum}, "Total")
	w.blanks(cashNo, cashName, style{kind: sum})
	for k, v := range sums {
		w.calc(payFirst+k, style{kind: sum, format: st.format}, "SUM("+cell(payFirst+k, first)+":"+cell(payFirst+k, w.at-1)+")", v)
	}
	w.next()
	w.next()
}

// payParts are the parts of what a case pays, in the order of their columns.
func (m *caseModel) payParts() []payPart {
	t := m.at.term
	row := func(sign string, rows ...int) func(func(int) string) string {
		return func(at func(int) string) string {
			f := ""
			for _, r := range rows {
				if r > 0 {
					f += sign + at(r)
				}
			}
			return strings.TrimPrefix(f, "+")
		}
	}
	paid := func(once bool) func(func(int) string) string {
		var rows []int
		for b := range m.e.Benefits {
			if m.e.Benefits[b].PaidOnce() == once && m.benefit != nil {
				rows = append(rows, m.benefit.heads[b]+headPaid)
			}
		}
		return row("+", rows...)
	}
	prepaid, drawn, short, by := row(""), row(""), row(""), row("")
	if m.prepays() {
		drawn = row("-", t.drawn, t.bought)
		prepaid = m.prepaymentPaid
	}
	if m.macc() {
		short, by = row("+", t.short), row("-", t.returned)
	}
	charges := func(at func(int) string) string {
		f := at(t.total) + "-" + at(t.lost)
		if t.benefit > 0 {
			f += "-" + at(t.benefit)
		}
		return f
	}
	return []payPart{
		{"Prepayment", func(p estimate.Payment) money.Decimal { return p.Prepayment }, prepaid},
		{"Benefits, upfront", func(p estimate.Payment) money.Decimal { return p.Upfront }, paid(true)},
		{"Benefits, monthly", func(p estimate.Payment) money.Decimal { return p.Monthly }, paid(false)},
		{"Usage and other charges", func(p estimate.Payment) money.Decimal { return p.Charges }, charges},
		{"Paid by the prepayment", func(p estimate.Payment) money.Decimal { return p.Drawn }, drawn},
		{"Shortfall due", func(p estimate.Payment) money.Decimal { return p.Shortfall }, short},
		{"Paid by shortfalls before", func(p estimate.Payment) money.Decimal { return p.ByShortfalls }, by},
	}
}

// prepaymentPaid is what is paid in a month for the prepayment itself, from the inputs on
// the case's sheet: all of it in the first month, or each month of a plan its part.
func (m *caseModel) prepaymentPaid(at func(row int) string) string {
	q := quote(m.sheet)
	amount, term, further := q+fixed(colP1, rowTerms+1), q+fixed(colP1, rowTerms+2), q+fixed(colP1, rowTerms+3)
	if k := m.e.Prepaid(); k != nil && k.Kind == scenario.PlanOf2012 && !k.Upfront {
		return at(m.at.term.inTerm) + "*" + amount
	}
	return amount + "*" + term + "/" + further + "*(" + at(rowIndex) + "=1)"
}
