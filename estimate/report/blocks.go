package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// blocks are the tables of a comparison down to a level, in the order in which
// Table and Markdown show them.
func blocks(c *estimate.Comparison, d Detail) []grid {
	out := []grid{casesGrid(c)}
	if g, ok := chargesGrid(c); ok {
		out = append(out, g)
	}
	if d.Has(DetailMonths) {
		out = append(out, monthsGrid(c))
	}
	if d.Has(DetailLines) {
		for _, e := range c.Estimates {
			out = append(out, linesGrid(e))
			if d.Has(DetailTiers) {
				out = append(out, tiersGrid(e))
			}
		}
	}
	return out
}

// currencies lists the cases' currencies, each once.
func currencies(c *estimate.Comparison) []money.Currency {
	var out []money.Currency
	seen := map[money.Currency]bool{}
	for _, e := range c.Estimates {
		if !seen[e.Currency()] {
			seen[e.Currency()] = true
			out = append(out, e.Currency())
		}
	}
	return out
}

// A shower shows amounts of a case's currency, with its code where the
// comparison has several.
type shower struct{ codes bool }

func showerOf(c *estimate.Comparison) shower { return shower{len(currencies(c)) > 1} }

func (s shower) amount(d money.Decimal, e *estimate.Estimate) cell {
	out := figure(amount(d, e.Currency()))
	if s.codes {
		out.code = string(e.Currency())
	}
	return out
}

// head names a column of amounts, with the currency where it is the same for
// all cases.
func (s shower) head(name string, e *estimate.Estimate) string {
	if s.codes {
		return name
	}
	return name + "\n" + string(e.Currency())
}

func casesGrid(c *estimate.Comparison) grid {
	show := showerOf(c)
	to := c.Scenario.ReportIn
	g := grid{keep: 1, columns: []column{{"Case", false}, {show.head("Total", c.Base()), true}}}
	exchanged := to != "" && (show.codes || to != c.Base().Currency())
	if exchanged {
		g.columns = append(g.columns, column{"Total\n" + string(to), true})
	}
	if len(c.Estimates) > 1 {
		in := c.Reported(c.Base().Total()).Currency
		g.columns = append(g.columns, column{"Difference\n" + string(in), true}, column{"%", true})
	}
	for i, e := range c.Estimates {
		row := []cell{caseCell(e), show.amount(e.Total().Value, e)}
		if exchanged {
			row = append(row, figure(amount(c.Reported(e.Total()).Value, to)))
		}
		if len(c.Estimates) > 1 {
			row = append(row, differenceCells(c, e, i == 0)...)
		}
		if nothing(e) { // 0 would be read as a price
			row[1] = cell{text: notPriced, alert: true}
			for k := range row[2:] {
				row[2+k] = words("")
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// caseCell is a case's name, with what marks an incomplete total.
func caseCell(e *estimate.Estimate) cell {
	out := words(e.Case.Name)
	if !e.Complete() {
		out.mark, out.note, out.alert = "! ", "incomplete: "+incomplete(e), true
	}
	return out
}

// nothing tells whether no usage of the case has a price.
func nothing(e *estimate.Estimate) bool {
	g := gapsOf(e)
	for i := range e.Lines {
		if _, ok := g.line(e, i); ok {
			return false
		}
	}
	return true
}

func incomplete(e *estimate.Estimate) string {
	lines, all := map[int]bool{}, 0
	for _, u := range e.Unpriced {
		lines[u.Line] = true
	}
	for _, l := range e.Lines {
		if !l.Unshared {
			all++
		}
	}
	return fmt.Sprintf("%d of %d lines not priced", len(lines), all)
}

func differenceCells(c *estimate.Comparison, e *estimate.Estimate, base bool) []cell {
	if base {
		return []cell{words("base"), words("")}
	}
	d, ok := c.Difference(e)
	if !ok {
		return []cell{words("no exchange"), words("")}
	}
	cells := []cell{figure(signed(amount(d.Value, d.Currency))), words("")}
	if p, ok := c.Percent(e); ok {
		cells[1] = figure(percent(p))
	}
	return cells
}

// chargesGrid shows the parts of the totals; ok is false where there is usage
// only, which is the total.
func chargesGrid(c *estimate.Comparison) (g grid, ok bool) {
	show := showerOf(c)
	parts := []struct {
		name string
		of   func(estimate.Charges) money.Decimal
	}{
		{"Usage", func(p estimate.Charges) money.Decimal { return p.Usage }},
		{"Discount", func(p estimate.Charges) money.Decimal { return p.Discount }},
		{"Commitment lost", func(p estimate.Charges) money.Decimal { return p.Commitment }},
		{"Overage", func(p estimate.Charges) money.Decimal { return p.Overage }},
		{"Credit", func(p estimate.Charges) money.Decimal { return p.Credit }},
		{"Recurring", func(p estimate.Charges) money.Decimal { return p.Recurring }},
	}
	g = grid{title: "Charges", keep: 1, columns: []column{{"Case", false}}}
	var priced []*estimate.Estimate
	for _, e := range c.Estimates {
		if !nothing(e) {
			priced = append(priced, e)
			g.rows = append(g.rows, []cell{words(e.Case.Name)})
		}
	}
	for _, p := range parts {
		any := false
		for _, e := range priced {
			any = any || !p.of(e.Charges()).IsZero()
		}
		if !any {
			continue
		}
		ok = ok || p.name != "Usage"
		g.columns = append(g.columns, column{show.head(p.name, c.Base()), true})
		for i, e := range priced {
			part := words("–")
			if d := p.of(e.Charges()); !d.IsZero() {
				part = show.amount(d, e)
			}
			g.rows[i] = append(g.rows[i], part)
		}
	}
	g.columns = append(g.columns, column{show.head("Total", c.Base()), true})
	for i, e := range priced {
		g.rows[i] = append(g.rows[i], show.amount(e.Total().Value, e))
	}
	return g, ok
}

// monthsGrid has a row a month and a column a case.
func monthsGrid(c *estimate.Comparison) grid {
	g := grid{title: "Months", keep: 1, columns: []column{{"Month", false}}, foot: []cell{words("Total")}}
	for _, month := range c.Base().Months {
		g.rows = append(g.rows, []cell{words(month.String())})
	}
	for _, e := range c.Estimates {
		if nothing(e) {
			continue
		}
		mark := ""
		if !e.Complete() {
			mark = "! "
		}
		g.columns = append(g.columns, column{mark + clean(e.Case.Name) + "\n" + string(e.Currency()), true})
		for m := range e.Months {
			g.rows[m] = append(g.rows[m], figure(amount(e.ChargesIn(m).Total(), e.Currency())))
		}
		g.foot = append(g.foot, figure(amount(e.Total().Value, e.Currency())))
	}
	return g
}
