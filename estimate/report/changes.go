package report

import (
	"azwhatif/estimate/compare"
)

// Earlier is a comparison from before an edit; the zero value is none.
type Earlier struct {
	*compare.Comparison
	Was func(name string) string // what it calls a case that is called so now; nil where all are called as they were
}

func (e Earlier) was(name string) string {
	if e.Was == nil {
		return name
	}
	return e.Was(name)
}

// Changes is the table of what the cases cost now, beside what they cost as saved, and
// what the last change of the scenario did. Amounts are in the currency of the report, or
// each case's own.
func Changes(now *compare.Comparison, saved, before Earlier) Section {
	g := grid{title: "Totals", keep: 1, columns: []column{{"Case", false}, {"Total now", true}}}
	if saved.Comparison != nil {
		g.columns = append(g.columns, column{"As saved", true}, column{"Difference", true}, column{"%", true})
	}
	if before.Comparison != nil {
		g.columns = append(g.columns, column{"By the last change", true})
	}
	stays := map[string]bool{} // by their names as saved
	for _, k := range summarize(now) {
		name := caseCell(k.Estimate)
		row := []cell{name, reportedCell(k)}
		if saved.Comparison != nil {
			was := saved.was(k.Case.Name)
			stays[was] = true
			row = append(row, totalBefore(saved.Comparison, was))
			if was != k.Case.Name && row[2].text != isNew {
				row[0].note = addNote("saved as "+was, name.note)
			}
			row = append(row, changeCells(saved.Comparison, now, was, k.Case.Name)...)
		}
		if before.Comparison != nil {
			row = append(row, changeCells(before.Comparison, now, before.was(k.Case.Name), k.Case.Name)[0])
		}
		g.rows = append(g.rows, row)
	}
	if saved.Comparison != nil {
		for _, e := range saved.Estimates {
			if stays[e.Case.Name] {
				continue
			}
			row := []cell{words(e.Case.Name), words("gone"), totalBefore(saved.Comparison, e.Case.Name)}
			for len(row) < len(g.columns) {
				row = append(row, words(""))
			}
			g.rows = append(g.rows, row)
		}
	}
	return htmlOf(g)
}

// isNew is the word for a case that was not there before.
const isNew = "new"

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
	return words(isNew)
}

// changeCells are what a case costs more than before, and its percentage, or a word for
// why that is not said.
func changeCells(before, now *compare.Comparison, was, name string) []cell {
	d := compare.Change(before, now, was, name)
	cells := differenceCells(d, false)
	if a, ok := d.Amount(); ok {
		if a.Value.IsZero() {
			return []cell{words("no change"), words("")}
		}
		cells[0].code = string(a.Currency)
	}
	return cells
}
