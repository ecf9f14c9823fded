package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

const notPriced = "not priced"

// linesGrid shows what each usage of a case costs.
func linesGrid(k *summary) grid {
	e := k.Estimate
	g := grid{keep: 1, ditto: 1, title: "Lines: " + clean(e.Case.Name), columns: []column{
		{"Workload", false}, {"Meter", false}, {"Region", false},
		{"Quantity", true}, {"Unit", false}, {"Amount\n" + string(e.Currency()), true},
	}}
	for i, l := range e.Lines {
		row := []cell{words(l.Workload), words(title(l.Meter)), words(""), words(""), words(""), words("")}
		if p := l.Pulled(); p != "" {
			row[1] = words(title(l.Meter) + " (" + p + ")")
		}
		if known(l) {
			row[2], row[3], row[4] = words(place(l.Meter.Region)), figure(quantity(l.Total())), words(l.Meter.Unit.String())
		}
		row[5] = amountCell(k.missing.Line(e, i))(e).explained(Figure{e.Case.Name, ExplainFilter{Workload: l.Workload, Meter: l.Meter.ID}})
		if len(k.missing[i]) > 0 {
			row[0].mark, row[0].alert = "! ", true
		}
		g.rows = append(g.rows, row)
	}
	g.foot = []cell{words("Total"), words(""), words(""), words(""), words(""), amountCell(k.total.Value, !k.nothing)(e)}
	return g
}

func amountCell(d money.Decimal, ok bool) func(*estimate.Estimate) cell {
	return func(e *estimate.Estimate) cell {
		if !ok {
			return cell{text: notPriced, alert: true}
		}
		return amountFigure(d, e.Currency())
	}
}

// tiersGrid shows what the tiers of a case's lines price, each line's share of
// its meter's month; months that are the same are one row.
func tiersGrid(e *estimate.Estimate) grid {
	g := grid{keep: 2, ditto: 1, title: "Tiers, before discounts, commitment and credit: " + clean(e.Case.Name), columns: []column{
		{"Line", false}, {"Months", false}, {"Above", true},
		{"Quantity", true}, {"Unit price", true}, {"Amount\n" + string(e.Currency()), true},
	}}
	shares := tiersOf(e)
	for i, l := range e.Lines {
		for m := 0; m < len(e.Months); {
			last := m
			for last+1 < len(e.Months) && sameTiers(shares[i][m], shares[i][last+1]) {
				last++
			}
			label, when := words(l.Workload+": "+l.Meter.Name), words(months(e, m, last))
			for _, row := range tierRows(e, shares[i][m]) {
				g.rows = append(g.rows, append([]cell{label, when}, row...))
			}
			m = last + 1
		}
	}
	return g
}

// tierRows show what a line has of its meter's month: above, quantity, price
// and amount.
func tierRows(e *estimate.Estimate, share lineTiers) [][]cell {
	var rows [][]cell
	if !share.Included.IsZero() {
		rows = append(rows, []cell{words("included"), figure(quantity(share.Included)), words(""), words("")})
	}
	for _, t := range share.Tiers {
		if !t.Quantity.IsZero() {
			rows = append(rows, []cell{figure(t.Above.String()), figure(quantity(t.Quantity)),
				figure(t.UnitPrice.String()), amountFigure(t.Amount, e.Currency())})
		}
	}
	return rows
}

func sameTiers(a, b lineTiers) bool {
	if !a.Included.Equal(b.Included) || len(a.Tiers) != len(b.Tiers) {
		return false
	}
	for i, t := range a.Tiers {
		u := b.Tiers[i]
		if !t.Above.Equal(u.Above) || !t.UnitPrice.Equal(u.UnitPrice) || !t.Quantity.Equal(u.Quantity) || !t.Amount.Equal(u.Amount) {
			return false
		}
	}
	return true
}

// months names those from one to another, by their index.
func months(e *estimate.Estimate, from, to int) string {
	if from == to {
		return e.Months[from].String()
	}
	return e.Months[from].String() + " to " + e.Months[to].String()
}
