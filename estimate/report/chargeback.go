package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// ChargeBack writes who pays what, for a terminal: the cost centres under each
// case, and for each case how its dues come about; with DetailMonths their
// months, too. No line is wider than opt.Width.
func ChargeBack(w io.Writer, c *compare.Comparison, cases []*chargeback.Dues, opt Options) error {
	columns := opt.width()
	out := bufio.NewWriter(w)
	out.WriteString(strings.Join(wrap(clean(c.Scenario.Name), columns, 0), "\n") + "\n")
	out.WriteString(shorten("Who pays what, by "+clean(cases[0].By.String())+": "+periodOf(c), columns) + "\n")
	if s := c.Samples(); s != "" {
		out.WriteString(strings.Join(wrap("Note: "+clean(s), columns, 0), "\n") + "\n")
	}
	for _, g := range chargeBackGrids(cases, opt) {
		out.WriteString("\n" + g.title + "\n" + g.draw(columns, opt.Color))
	}
	for i, s := range chargeBackNotes(c, cases) {
		if i == 0 {
			out.WriteString("\n")
		}
		out.WriteString(strings.Join(hanging("- ", s, columns, 0), "\n") + "\n")
	}
	return out.Flush()
}

// ChargeBackMarkdown writes a statement for each cost centre of each case, as
// GitHub's Markdown.
func ChargeBackMarkdown(w io.Writer, c *compare.Comparison, cases []*chargeback.Dues, opt Options) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n\nWho pays what, by %s: %s\n", escape(clean(c.Scenario.Name)), escape(clean(cases[0].By.String())), periodOf(c))
	if s := c.Samples(); s != "" {
		fmt.Fprintf(out, "\n**Note: %s**\n", escape(clean(s)))
	}
	for _, g := range chargeBackGrids(cases, Options{Detail: DetailMonths}) {
		fmt.Fprintf(out, "\n## %s\n\n%s", escape(g.title), g.markdown())
	}
	for _, k := range cases {
		for i := range k.Centres {
			g := statementGrid(k, i)
			fmt.Fprintf(out, "\n## %s\n\n%s", escape(g.title), g.markdown())
		}
	}
	for i, s := range chargeBackNotes(c, cases) {
		if i == 0 {
			out.WriteString("\n## Notes\n\n")
		}
		out.WriteString("- " + escape(s) + "\n")
	}
	out.WriteString("\n## Cards\n\n" + cardsGrid(c).markdown())
	return out.Flush()
}

// periodOf is the scenario's first and last month.
func periodOf(c *compare.Comparison) string {
	months := c.Scenario.Period()
	return fmt.Sprintf("%s to %s", months[0], months[len(months)-1])
}

func chargeBackGrids(cases []*chargeback.Dues, opt Options) []grid {
	grids := []grid{duesGrid(cases)}
	for _, k := range cases {
		grids = append(grids, partsGrid(k))
		if opt.Detail.or(DetailCases).Has(DetailMonths) {
			grids = append(grids, dueMonthsGrid(k))
		}
	}
	return grids
}

// centreCell names a cost centre.
func centreCell(c chargeback.Centre) cell {
	out := words(c.Name)
	switch {
	case c.Name == "":
		out = words("(none)")
	case c.Split != nil:
		out.note = "shared"
	}
	if c.Unpriced > 0 {
		out.alert = true
		out.note = strings.TrimPrefix(out.note+fmt.Sprintf(", incomplete: %d without a price", c.Unpriced), ", ")
	}
	return out
}

// duesGrid is what each cost centre pays under each case.
func duesGrid(cases []*chargeback.Dues) grid {
	g := grid{title: "Due", keep: 1, columns: []column{{"Cost centre", false}}, foot: []cell{words("Total")}}
	at := map[string]int{}
	for k, c := range cases {
		in := c.Estimate.Currency()
		g.columns = append(g.columns, column{clean(c.Estimate.Case.Name) + "\n" + string(in), true})
		g.foot = append(g.foot, figure(amount(c.Total, in)))
		for _, centre := range c.Centres {
			i, known := at[centre.Name]
			if !known {
				i = len(g.rows)
				at[centre.Name] = i
				row := make([]cell, len(cases)+1)
				row[0] = centreCell(centre)
				g.rows = append(g.rows, row)
			}
			g.rows[i][k+1] = figure(amount(centre.Total(), in))
			g.rows[i][k+1].alert = centre.Unpriced > 0
		}
	}
	return g
}

// partsGrid says how the dues of a case come about.
func partsGrid(c *chargeback.Dues) grid {
	in := c.Estimate.Currency()
	g := grid{
		title: clean(c.Estimate.Case.Name) + ": how it comes about", keep: 1,
		columns: []column{{"Cost centre", false}, {"Own use", true}, {"Discounts,\ncredits, …", true}, {"Shared\ncost", true}, {"Rounding", true}, {"Due\n" + string(in), true}},
	}
	sums := make([]money.Decimal, 5)
	places := in.Digits() + 2
	for _, centre := range c.Centres {
		direct := centre.Direct()
		usage := direct.Usage.Add(direct.Overage)
		row := []cell{centreCell(centre)}
		for k, d := range []money.Decimal{usage, direct.Total().Sub(usage), centre.Shared(), centre.Rounding(), centre.Total()} {
			sums[k] = sums[k].Add(d)
			row = append(row, figure(partOfDue(d, k, places, in)))
		}
		g.rows = append(g.rows, row)
	}
	g.foot = []cell{words("Total")}
	for k, d := range sums {
		g.foot = append(g.foot, figure(partOfDue(d, k, places, in)))
	}
	return g
}

// partOfDue shows the parts with two places more than the due, so that a
// reader sees them add up.
func partOfDue(d money.Decimal, k int, places int32, in money.Currency) string {
	if k == 4 {
		return amount(d, in)
	}
	return rounded(d, places)
}

// dueMonthsGrid is each month of a case, a column a cost centre.
func dueMonthsGrid(c *chargeback.Dues) grid {
	in := c.Estimate.Currency()
	g := grid{title: fmt.Sprintf("%s: by month, %s", clean(c.Estimate.Case.Name), in), keep: 1, columns: []column{{"Month", false}}, foot: []cell{words("Total")}}
	for _, centre := range c.Centres {
		g.columns = append(g.columns, column{centreCell(centre).text, true})
		g.foot = append(g.foot, figure(amount(centre.Total(), in)))
	}
	g.columns = append(g.columns, column{"Total", true})
	g.foot = append(g.foot, figure(amount(c.Total, in)))
	for m, month := range c.Estimate.Months {
		row := []cell{words(month.String())}
		for _, centre := range c.Centres {
			row = append(row, figure(amount(centre.Months[m].Due, in)))
		}
		g.rows = append(g.rows, append(row, figure(amount(c.Due[m], in))))
	}
	return g
}

// statementGrid is one cost centre's statement: its lines, what it bears of
// others' cost, rounding, and the sum.
func statementGrid(c *chargeback.Dues, centre int) grid {
	e, in := c.Estimate, c.Estimate.Currency()
	who := c.Centres[centre]
	g := grid{
		title:   fmt.Sprintf("%s: %s", clean(e.Case.Name), centreCell(who).text),
		columns: []column{{"What", false}, {"Meter", false}, {"Region", false}, {"Quantity", true}, {"Unit", false}, {string(in), true}},
	}
	places := in.Digits() + 2
	plain := func(what string, d money.Decimal, places int32) {
		g.rows = append(g.rows, []cell{words(what), words(""), words(""), words(""), words(""), figure(rounded(d, places))})
	}
	missing := estimate.GapsOf(e)
	for i, l := range e.Lines {
		if c.Centre(i) != centre {
			continue
		}
		row := []cell{words(l.Workload), words(title(l.Meter)), words(place(l.Meter.Region)), words(""), words(""), words("not priced")}
		if known(l) {
			row[3], row[4] = figure(quantity(l.Total())), words(l.Meter.Unit.String())
		}
		if sum, ok := missing.Line(e, i); ok {
			row[5] = figure(rounded(sum, places))
		}
		g.rows = append(g.rows, row)
	}
	for from, other := range c.Centres {
		sum := money.Zero
		for _, m := range who.Months {
			if m.Borne != nil {
				sum = sum.Add(m.Borne[from])
			}
		}
		if !sum.IsZero() {
			plain("Share of "+centreCell(other).text+", "+string(other.Split.How), sum, places)
		}
	}
	given := money.Zero
	for _, m := range who.Months {
		given = given.Add(m.Given)
	}
	if !given.IsZero() {
		plain("Borne by others", given, places)
	}
	if r := who.Rounding(); !r.IsZero() {
		plain("Rounding", r, places)
	}
	g.foot = []cell{words("Due"), words(""), words(""), words(""), words(""), figure(amount(who.Total(), in))}
	return g
}

func chargeBackNotes(all *compare.Comparison, cases []*chargeback.Dues) []string {
	var notes []string
	for _, cover := range all.Scenario.Covers {
		notes = append(notes, clean(cover.Import+": "+cover.Note()))
	}
	for _, c := range cases {
		for _, s := range c.Notes {
			notes = append(notes, clean(c.Estimate.Case.Name+": "+s))
		}
		if months := c.Estimate.MissingMonths(); len(months) > 0 {
			notes = append(notes, clean(fmt.Sprintf("%s: incomplete: usage of %s is missing, wholly or in part, and in no sum", c.Estimate.Case.Name, scenario.Span(months))))
		}
		if n := c.Estimate.UnpricedLines(); n > 0 {
			lines := "lines"
			if n == 1 {
				lines = "line"
			}
			notes = append(notes, clean(fmt.Sprintf("%s: incomplete: %d %s without a price, in no sum", c.Estimate.Case.Name, n, lines)))
		}
	}
	return notes
}
