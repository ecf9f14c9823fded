package workbook

import (
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// results has a row a case: what it pays and costs, what it saves, and its payback.
func (w *cashWriter) results() {
	w.text(0, stylePart, "What each case pays over all months")
	w.next()
	w.heads(cashNo, "No.", "Case", "Currency")
	w.numHeads(cashPaid, "Paid", "Cost", "Paid for other months", "Present value of what is paid")
	w.heads(cashIn, "In")
	w.numHeads(cashSaves, "Saves against "+w.b.c.CashReference(), "… at present value", "Last month behind, No.", "Payback")
	if w.all.Still != nil {
		w.numHeads(cashWith, "With what is still paid of "+w.b.c.CashReference())
	}
	w.tall(45)
	if current := w.b.c.Scenario.Current; current != nil {
		in := amounts(w.b.reported(w.b.cases[0]))
		all := num(money.Sum(w.all.Current...))
		w.text(cashName, styleText, current.Name)
		w.text(cashCurrency, styleText, string(w.b.reported(w.b.cases[0])))
		w.calc(cashPaid, style{kind: calc, format: in}, cell(cashReference, w.rows.sums), all)
		w.calc(cashCost, style{kind: calc, format: in}, cell(cashPaid, w.at), all)
		var present any = wordNoRate
		if w.all.Discount != nil {
			present = num(w.all.CurrentPresent())
		}
		w.calc(cashPresent, style{kind: calc, format: in}, w.presentFormula(w.down(cashReference)), present)
		w.text(cashIn, styleText, string(w.b.reported(w.b.cases[0])))
		w.calc(cashPayback, style{kind: calc}, nameReference, wordReference)
		w.blanks(cashNo, cashPayback, styleText)
		w.next()
	}
	w.stands(w.rows.results)
	for i := range w.b.cases {
		w.result(i)
	}
	w.next()
}

func (w *cashWriter) result(i int) {
	m, k := w.b.cases[i], &w.all.Cases[i]
	own, in := style{kind: calc, format: amounts(m.e.Currency())}, style{kind: calc, format: amounts(w.b.reported(m))}
	sums := w.rows.cases + i*w.rows.each + w.n
	r := w.at
	w.num(cashNo, styleNo, float64(i+1))
	w.text(cashName, styleText, m.e.Case.Name)
	w.text(cashCurrency, styleText, string(m.e.Currency()))
	w.calc(cashPaid, own, cell(payPaid, sums), num(k.All.Paid()))
	w.calc(cashCost, own, cell(payCost, sums), num(k.All.Cost))
	w.calc(cashAhead, own, cell(cashPaid, r)+"-"+cell(cashCost, r), num(k.All.Ahead()))
	state, incomplete := comparisonSheet+"!"+fixed(compareCases+i, compareState), ""
	if !m.e.Complete() {
		incomplete = wordIncomplete
	}
	w.calc(cashPresent, style{kind: link, format: in.format}, "IF("+state+"="+nameIncomplete+","+nameIncomplete+","+w.presentFormula(w.down(cashCase+i))+")", w.present(k.Present, incomplete))
	w.text(cashIn, styleText, string(w.b.reported(m)))
	if w.held {
		w.savings(i, in)
	}
	if w.all.Still != nil {
		w.calc(cashWith, in, cell(cashCase+i, w.rows.sums), num(k.With))
	}
	w.next()
}

// savings has what a case saves against the reference, and when it has paid back.
func (w *cashWriter) savings(i int, in style) {
	m, k, r := w.b.cases[i], &w.all.Cases[i], w.at
	apart := fixed(cashCase+i, w.rows.apart)
	word := w.apartWord(i)
	otherwise := func(f string) string {
		f = "IF(" + apart + "<>\"\"," + apart + "," + f + ")"
		if w.all.Current != nil {
			return f
		}
		return "IF(" + nameBase + "=" + cell(cashNo, r) + "," + nameReference + "," + f + ")"
	}
	value := func(v any) any {
		switch {
		case k.Reference:
			return wordReference
		case word != "":
			return word
		}
		return v
	}
	saved, behind, payback := 0.0, 0.0, any(compare.PaidAtOnce)
	if k.Saved != nil {
		saved = num(k.Saved[w.n-1])
	}
	switch k.Back.Kind {
	case compare.NotWithin:
		behind, payback = float64(w.n), notWithin(w.n)
	case compare.InMonth:
		behind, payback = float64(k.Back.Month.Since(m.e.Months[0])), serial(k.Back.Month)
	}
	in.format = signed(in.format)
	w.calc(cashSaves, in, otherwise(cell(cashCase+i, w.rows.saved+w.n-1)), value(saved))
	difference := w.down(cashReference) + "-" + w.down(cashCase+i)
	w.calc(cashNet, in, otherwise(w.presentFormula(difference)), value(w.present(k.Net, word)))
	paid := down(cashCase+i, w.rows.saved, w.rows.saved+w.n-1)
	w.calc(cashBehind, style{kind: calc, format: wholes}, otherwise("SUMPRODUCT(MAX((ROUND("+paid+",6)<0)*"+down(cashNo, w.rows.saved, w.rows.saved+w.n-1)+"))"), value(behind))
	at, numbers := cell(cashBehind, r), down(cashNo, w.rows.saved, w.rows.saved+w.n-1)
	w.calc(cashPayback, style{kind: calc, format: month}, otherwise("IF("+at+"=0,"+nameNeverBehind+",IF("+at+"="+"COUNT("+numbers+")"+","+nameNotWithin+",INDEX("+down(cashName, w.rows.saved, w.rows.saved+w.n-1)+","+at+"+1)))"), value(payback))
}

// present is a present value as the sheet shows it; word is why there is none.
func (w *cashWriter) present(p compare.Present, word string) any {
	switch {
	case word != "":
		return word
	case w.all.Discount == nil:
		return wordNoRate
	}
	return num(p.Value)
}

// presentFormula is the present value of a range of months.
func (w *cashWriter) presentFormula(months string) string {
	return "IF(ISNUMBER(" + nameDiscountRate + "),SUMPRODUCT(" + w.down(cashFactor) + "," + months + ")," + nameNoRate + ")"
}

// down is the range of a column's months in the block of what is paid.
func (w *cashWriter) down(col int) string { return down(col, w.rows.months, w.rows.sums-1) }
