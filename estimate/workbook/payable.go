package workbook

import (
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// inputPayable is what an input of the Payable sheet is: it is in no total.
const inputPayable inputKind = "below the total"

// The columns of the Payable sheet: what a row is, its unit, and a column a case.
const (
	payableWhat = iota
	payableUnit
	payableCase
)

// payable writes what is paid in the end, below each case's total, where it is stated.
func (b *book) payable() {
	if !b.c.HasPayable() {
		return
	}
	last := payableCase + len(b.cases) - 1
	s := b.sheet(payableSheet, look{widths: []float64{46, 12}, rest: 18, last: last, freeze: "C5"})
	s.title("Payable", "What is paid in the end: partner, support and tax, below the totals and in none of them. Blue figures on yellow may be changed here.")
	s.text(payableWhat, styleNote, "Without what is still owed after the scenario. A case that is not complete has no such figure.")
	s.next()
	s.heads(payableWhat, "In the case's currency", "Unit")
	for i, m := range b.cases {
		s.numHeads(payableCase+i, m.e.Case.Name)
	}
	s.tall(45)
	w := payableWriter{sheet: s, paid: make([]*estimate.Payable, len(b.cases))}
	for i, m := range b.cases {
		if w.paid[i] = m.e.Payable(); w.paid[i] == nil && m.e.Complete() { // nothing is stated
			total := m.e.Total().Value
			w.paid[i] = &estimate.Payable{Bought: total, Sold: total, Net: total, Paid: total}
		}
	}
	w.write()
	s.flush()
}

// payableWriter writes the sheet's rows.
type payableWriter struct {
	*sheet
	paid []*estimate.Payable // by case; nil of one that is not complete
}

func (w *payableWriter) write() {
	total := w.figures("Total", func(i int) string {
		return quote(w.b.cases[i].sheet) + fixed(w.b.cases[i].at.sum, w.b.cases[i].at.term.total)
	},
		func(i int) money.Decimal { return w.b.cases[i].total.Value })
	buy := w.inputs("Partner buys at", "of the total", percent, func(p scenario.Payable) (money.Decimal, bool) {
		if p.Partner == nil {
			return money.One, false
		}
		return p.Partner.Buy, true
	})
	sell := w.inputs("Partner sells at", "of the total", percent, func(p scenario.Payable) (money.Decimal, bool) {
		if p.Partner == nil {
			return money.One, false
		}
		return p.Partner.Sell, true
	})
	at := func(row, i int) string { return cell(payableCase+i, row) }
	bought := w.figures("Partner pays", func(i int) string { return at(total, i) + "*" + at(buy, i) }, func(i int) money.Decimal { return w.paid[i].Bought })
	sold := w.figures("Paid for Azure", func(i int) string { return at(total, i) + "*" + at(sell, i) }, func(i int) money.Decimal { return w.paid[i].Sold })
	w.figures("Partner's margin", func(i int) string { return at(sold, i) + "-" + at(bought, i) }, func(i int) money.Decimal { keeps, _, _ := w.paid[i].Margin(); return keeps })
	support := w.support(sold)
	net := w.figures("Before tax", func(i int) string { return at(sold, i) + sumOfRows(support, i) }, func(i int) money.Decimal { return w.paid[i].Net })
	taxes := w.taxes(net)
	w.b.places.paid = w.figures("Paid in the end", func(i int) string { return at(net, i) + sumOfRows(taxes, i) }, func(i int) money.Decimal { return w.paid[i].Paid })
}

func sumOfRows(rows []int, i int) string {
	var f strings.Builder
	for _, row := range rows {
		f.WriteString("+" + cell(payableCase+i, row))
	}
	return f.String()
}

// inputs writes a row of what is stated, by case.
func (w *payableWriter) inputs(label, unit string, f format, of func(scenario.Payable) (money.Decimal, bool)) int {
	w.text(payableWhat, styleText, label)
	w.text(payableUnit, styleText, unit)
	for i, m := range w.b.cases {
		var stated scenario.Payable
		if m.e.Case.Payable != nil {
			stated = *m.e.Case.Payable
		}
		d, _ := of(stated)
		from := slices.IndexFunc(w.b.cases[:i], func(o *caseModel) bool { return m.e.Case.Payable != nil && o.e.Case.Payable == m.e.Case.Payable })
		if from >= 0 {
			w.calc(payableCase+i, style{kind: calc, format: f}, cell(payableCase+from, w.at), num(d))
			continue
		}
		w.input(payableCase+i, f, num(d), inputOf{what: inputPayable, c: i})
		w.atLeast(payableCase+i, 0)
	}
	w.next()
	return w.at - 1
}

// figures writes a row of formulas: a word where a case is not complete.
func (w *payableWriter) figures(label string, formula func(i int) string, value func(i int) money.Decimal) int {
	w.text(payableWhat, styleText, label)
	w.text(payableUnit, styleText, "amount")
	for i, m := range w.b.cases {
		st := style{kind: calc, format: amounts(m.e.Currency())}
		if strings.Contains(formula(i), "!") {
			st.kind = link
		}
		state := comparisonSheet + "!" + fixed(compareCases+i, compareState)
		var v any = wordIncomplete
		if w.paid[i] != nil {
			v = num(value(i))
		}
		w.calc(payableCase+i, st, "IF("+state+"="+nameIncomplete+","+nameIncomplete+","+formula(i)+")", v)
	}
	w.next()
	return w.at - 1
}

// support has the support plans of all cases, by name and currency; it gives the rows of
// what each costs.
func (w *payableWriter) support(sold int) (rows []int) {
	for _, s := range w.plans() {
		find := func(p scenario.Payable) (price money.Decimal, ok bool) {
			for _, own := range p.Support {
				if own.Name == s.Name && own.Currency == s.Currency {
					return own.Monthly.Add(own.Part), true // one of the two is zero
				}
			}
			return money.Zero, false
		}
		amount := func(i int) money.Decimal {
			for k, own := range w.paid[i].Stated.Support {
				if own.Name == s.Name && own.Currency == s.Currency {
					return w.paid[i].Support[k]
				}
			}
			return money.Zero
		}
		if s.Currency == "" {
			row := w.inputs("Support: "+s.Name, "of Azure's", percent, find)
			rows = append(rows, w.figures("… support of the period", func(i int) string { return cell(payableCase+i, sold) + "*" + cell(payableCase+i, row) }, amount))
			continue
		}
		row := w.inputs("Support: "+s.Name, string(s.Currency)+" a month", amounts(s.Currency), find)
		rows = append(rows, w.figures("… support of the period", func(i int) string {
			return cell(payableCase+i, row) + "*" + w.b.cases[i].periodFormula() + w.b.exchangeTo(i, s.Currency)
		}, amount))
	}
	return rows
}

// plans are the support plans of all cases, each once.
func (w *payableWriter) plans() (list []scenario.Support) {
	type key struct {
		name string
		in   money.Currency
	}
	seen := map[key]bool{}
	for _, m := range w.b.cases {
		if m.e.Case.Payable == nil {
			continue
		}
		for _, s := range m.e.Case.Payable.Support {
			if k := (key{s.Name, s.Currency}); !seen[k] {
				seen[k] = true
				list = append(list, s)
			}
		}
	}
	return list
}

// taxes has the taxes of all cases, by name; it gives the rows of what each is.
func (w *payableWriter) taxes(net int) (rows []int) {
	seen := map[string]bool{}
	for _, m := range w.b.cases {
		if m.e.Case.Payable == nil {
			continue
		}
		for _, t := range m.e.Case.Payable.Taxes {
			if seen[t.Name] {
				continue
			}
			seen[t.Name] = true
			row := w.inputs("Tax: "+t.Name, "of that", percent, func(p scenario.Payable) (money.Decimal, bool) {
				for _, own := range p.Taxes {
					if own.Name == t.Name {
						return own.Part, true
					}
				}
				return money.Zero, false
			})
			rows = append(rows, w.figures("… tax of the period", func(i int) string { return cell(payableCase+i, net) + "*" + cell(payableCase+i, row) }, func(i int) money.Decimal {
				for k, own := range w.paid[i].Stated.Taxes {
					if own.Name == t.Name {
						return w.paid[i].Taxes[k]
					}
				}
				return money.Zero
			}))
		}
	}
	return rows
}

// exchangeTo is the factor from a currency to a case's, by the rates on Inputs.
func (b *book) exchangeTo(i int, in money.Currency) string {
	m := b.cases[i]
	if in == m.e.Currency() {
		return ""
	}
	q := quote(inputsSheet)
	return "*" + q + fixed(inputsValue, b.places.exchange[string(in)]) + "/" + q + fixed(inputsExchange, b.places.caseInputs+i)
}

// payableChecks hold the sheet against the program.
func (b *book) payableChecks() (list []check) {
	if !b.c.HasPayable() {
		return nil
	}
	for i, m := range b.cases {
		if p := m.e.Payable(); p != nil {
			list = append(list, check{
				test: "Program = workbook: paid in the end", caseName: m.e.Case.Name, unit: string(m.e.Currency()), format: amounts(m.e.Currency()),
				value: num(p.Paid), found: quote(payableSheet) + fixed(payableCase+i, b.places.paid),
			})
		}
	}
	return list
}
