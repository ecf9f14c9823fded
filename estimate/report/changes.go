package report

import (
	"azwhatif/estimate/compare"
)

// Changes is the table of what the cases cost now, beside what they cost as saved, and
// what the last change of the scenario did. saved and before may be nil: then there is
// nothing to compare with. Amounts are in the currency of the report, or each case's own.
func Changes(now, saved, before *compare.Comparison) Section {
	g := grid{title: "Totals", keep: 1, columns: []column{{"Case", false}, {"Total now", true}}}
	if saved != nil {
		g.columns = append(g.columns, column{"As saved", true}, column{"Difference", true}, column{"%", true})
	}
	if before != nil {
		g.columns = append(g.columns, column{"By the last change", true})
	}
	for _, k := range summarize(now) {
		row := []cell{caseCell(k.Estimate), reportedCell(k)}
		if saved != nil {
			row = append(row, totalBefore(saved, k.Case.Name))
			row = append(row, changeCells(saved, now, k.Case.Name)...)
		}
		if before != nil {
			row = append(row, changeCells(before, now, k.Case.Name)[0])
		}
		g.rows = append(g.rows, row)
	}
	if saved != nil {
		for _, e := range saved.Estimates {
			if d := compare.Change(saved, now, e.Case.Name); d.Word() != "gone" {
				continue
			}
			row := []cell{words(e.Case.Name), words("gone"), totalBefore(saved, e.Case.Name)}
			for len(row) < len(g.columns) {
				row = append(row, words(""))
			}
			g.rows = append(g.rows, row)
		}
	}
	return htmlOf(g)
}

// reportedCell is a case's total in the currency of the report.
func reportedCell(k *summary) cell {
	if k.nothing { // 0 would be read as a price
		return cell{text: notPriced, alert: true}
	}
	out := amountFigure(k.reported.Value, k.reported.Currency)
	out.code = string(k.reported.Currency)
	return out
}

// totalBefore is the total of the case of a name in another comparison.
func totalBefore(c *compare.Comparison, name string) cell {
	for _, k := range summarize(c) {
		if k.Case.Name != name {
			continue
		}
		out := reportedCell(k)
		if !k.Complete() {
			out.mark = "! "
		}
		return out
	}
	return words("new")
}

// changeCells are what a case costs more than before, and its percentage, or a word for
// why that is not said.
func changeCells(before, now *compare.Comparison, name string) []cell {
	d := compare.Change(before, now, name)
	cells := differenceCells(d, false)
	if a, ok := d.Amount(); ok {
		if a.Value.IsZero() {
			return []cell{words("no change"), words("")}
		}
		cells[0].code = string(a.Currency)
	}
	return cells
}
