package report

import (
	"iter"
	"slices"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// blocks are the tables of a comparison down to a level, in the order in which
// Table and Markdown show them; each is made when its turn comes.
func blocks(c *compare.Comparison, d Detail) iter.Seq[grid] {
	return func(yield func(grid) bool) {
		cases := summarize(c)
		if !yield(casesGrid(c, cases)) {
			return
		}
		if g, ok := overGrid(c); ok && !yield(g) {
			return
		}
		if g, ok := openGrid(c, cases); ok && !yield(g) {
			return
		}
		if g, ok := chargesGrid(c, cases); ok && !yield(g) {
			return
		}
		if g, ok := payableGrid(c, cases); ok && !yield(g) {
			return
		}
		if g, ok := cashGrid(c, cases); ok && !yield(g) {
			return
		}
		if g, ok := commitmentsGrid(c, cases); ok && !yield(g) {
			return
		}
		if g, ok := benefitsGrid(c); ok && !yield(g) {
			return
		}
		if g, ok := laterGrid(c); ok && !yield(g) {
			return
		}
		if g, ok := fallsGrid(c); ok && !yield(g) {
			return
		}
		for g := range billedGrids(c) {
			if !yield(g) {
				return
			}
		}
		for _, g := range slices.Concat(regionGrids(c), bridgeGrids(c), rangesGrids(c), breakEvenGrids(c)) {
			if !yield(g) {
				return
			}
		}
		if d.Has(DetailMonths) && !yield(monthsGrid(cases)) {
			return
		}
		for i, k := range cases {
			if d.Has(DetailMonths) && c.Cash != nil && !k.nothing && !yield(cashMonthsGrid(c, k, &c.Cash.Cases[i])) {
				return
			}
			for _, use := range k.Commitments {
				if d.Has(DetailMonths) && !yield(drawdownGrid(k, use)) {
					return
				}
			}
			if d.Has(DetailMonths) && len(k.Benefits) > 0 && !yield(benefitMonthsGrid(k)) {
				return
			}
		}
		if !d.Has(DetailLines) {
			return
		}
		for _, k := range cases {
			if !yield(linesGrid(k)) || d.Has(DetailTiers) && !yield(tiersGrid(k.Estimate)) {
				return
			}
		}
	}
}

// currencies lists the cases' currencies, each once.
func currencies(c *compare.Comparison) []money.Currency {
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

func showerOf(c *compare.Comparison) shower { return shower{len(currencies(c)) > 1} }

func (s shower) amount(d money.Decimal, e *estimate.Estimate) cell {
	out := amountFigure(d, e.Currency())
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

func casesGrid(c *compare.Comparison, cases []*summary) grid {
	show := showerOf(c)
	to := c.Scenario.ReportIn
	g := grid{keep: 1, columns: []column{{"Case", false}, {show.head("Total", c.Base()), true}}}
	exchanged := to != "" && (show.codes || to != c.Base().Currency())
	if exchanged {
		g.columns = append(g.columns, column{"Total\n" + string(to), true})
	}
	several := len(cases) > 1
	if several {
		in := cases[0].reported.Currency
		g.columns = append(g.columns, column{"Difference\n" + string(in), true}, column{"%", true})
	}
	for _, k := range cases {
		row := []cell{caseCell(k.Estimate), show.amount(k.total.Value, k.Estimate).explained(Figure{Case: k.Case.Name})}
		if exchanged {
			row = append(row, amountFigure(k.reported.Value, to))
		}
		if several {
			row = append(row, differenceCells(k.difference, k.base)...)
		}
		if k.nothing { // 0 would be read as a price
			row[1] = cell{text: notPriced, alert: true}
			for i := range row[2:] {
				row[2+i] = words("")
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// caseCell is a case's name, with what marks an incomplete total.
func caseCell(e *estimate.Estimate) cell {
	out := words(e.Case.Name)
	out.note = openMark(e)
	if !e.Complete() {
		out.mark, out.note, out.alert = "! ", addNote("incomplete: "+e.Incomplete(), openMark(e)), true
	}
	return out
}

// markedCase is a case's name in a table behind the first, which says why its total is
// incomplete: here it is only marked.
func markedCase(e *estimate.Estimate) cell {
	name := words(e.Case.Name)
	if !e.Complete() {
		name.mark, name.alert = "! ", true
	}
	return name
}

// differenceCells are an amount and a percentage, or a word for why there is none.
func differenceCells(d compare.Difference, base bool) []cell {
	a, ok := d.Amount()
	switch {
	case base:
		return []cell{words("base"), words("")}
	case !ok:
		return []cell{words(d.Word()), words("")}
	}
	cells := []cell{signedFigure(a.Value, a.Currency), words("")}
	if part, ok := d.Part(); ok {
		cells[1] = percentFigure(part)
	}
	return cells
}

// marketplacePart is the name of what is bought of the Marketplace, and of fixed costs.
const marketplacePart = "Marketplace"

// parts are the charges' names for readers.
var parts = []struct {
	name string
	of   func(estimate.Charges) money.Decimal
}{
	{"Usage", func(p estimate.Charges) money.Decimal { return p.Usage }},
	{"Discount", func(p estimate.Charges) money.Decimal { return p.Discount }},
	{"Commitment unused", func(p estimate.Charges) money.Decimal { return p.Commitment }},
	{"Overage", func(p estimate.Charges) money.Decimal { return p.Overage }},
	{"Credit", func(p estimate.Charges) money.Decimal { return p.Credit }},
	{"Recurring", func(p estimate.Charges) money.Decimal { return p.Recurring }},
	{"Benefits", func(p estimate.Charges) money.Decimal { return p.Benefit }},
	{marketplacePart, func(p estimate.Charges) money.Decimal { return p.Marketplace }},
	{"Total", estimate.Charges.Total},
}

// chargesGrid shows the parts of the totals; ok is false where there is usage
// only, which is the total.
func chargesGrid(c *compare.Comparison, cases []*summary) (g grid, ok bool) {
	show := showerOf(c)
	g = grid{title: "Charges", keep: 1, columns: []column{{"Case", false}}}
	var priced []*summary
	for _, k := range cases {
		if !k.nothing {
			priced = append(priced, k)
			g.rows = append(g.rows, []cell{markedCase(k.Estimate)})
		}
	}
	for _, p := range parts {
		any := false
		for _, k := range priced {
			any = any || !p.of(k.charges).IsZero()
		}
		if !any {
			continue
		}
		ok = ok || p.name != "Usage" && p.name != "Total"
		name := p.name
		if name == marketplacePart && slices.ContainsFunc(c.Scenario.Marketplace, func(m scenario.MarketplacePurchase) bool { return m.Fixed }) {
			name += ", fixed"
		}
		g.columns = append(g.columns, column{show.head(name, c.Base()), true})
		for i, k := range priced {
			part := words("–")
			if d := p.of(k.charges); !d.IsZero() {
				part = show.amount(d, k.Estimate).explained(Figure{Case: k.Case.Name})
			}
			g.rows[i] = append(g.rows[i], part)
		}
	}
	return g, ok
}

// monthsGrid has a row a month and a column a case. A month that is not complete is
// marked, as the case is.
func monthsGrid(cases []*summary) grid {
	g := grid{title: "Months", keep: 1, columns: []column{{"Month", false}}, foot: []cell{words("Total")}}
	for _, month := range cases[0].Months {
		g.rows = append(g.rows, []cell{words(month.String())})
	}
	for _, k := range cases {
		if k.nothing {
			continue
		}
		mark := ""
		if !k.Complete() {
			mark = "! "
		}
		g.columns = append(g.columns, column{mark + clean(k.Case.Name) + "\n" + string(k.Currency()), true})
		for m, total := range k.months {
			shown := amountFigure(total, k.Currency()).explained(Figure{k.Case.Name, ExplainFilter{Month: k.Months[m]}})
			if !k.CompleteIn(m) { // what is missing is not zero
				if shown.alert = true; total.IsZero() {
					shown.text = "–"
				}
				shown.text = "! " + shown.text
			}
			g.rows[m] = append(g.rows[m], shown)
		}
		g.foot = append(g.foot, amountFigure(k.total.Value, k.Currency()).explained(Figure{Case: k.Case.Name}))
	}
	return g
}
