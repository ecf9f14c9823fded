package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// BreakEven writes c.BreakEven for a terminal: the verdict, which case is
// cheapest at which usage, the pairs of cases with a break-even, the curves'
// figures, and the amounts of commitments that cost least. No line is wider than
// Width.
func BreakEven(w io.Writer, c *compare.Comparison, opt Options) error {
	out := bufio.NewWriter(w)
	heading(out, c, opt)
	writeVerdict(out, c, opt.width())
	for _, g := range breakEvenGrids(c) {
		if err := drawn(out, g, opt); err != nil {
			return err
		}
	}
	return out.Flush()
}

// BreakEvenMarkdown writes the same as GitHub's Markdown.
func BreakEvenMarkdown(w io.Writer, c *compare.Comparison, _ Options) error {
	out := bufio.NewWriter(w)
	markdownHeading(out, c)
	markdownVerdict(out, c)
	for _, g := range breakEvenGrids(c) {
		out.WriteString("\n## " + escape(g.title) + "\n\n" + g.markdown())
	}
	return out.Flush()
}

// BreakEvenCSV writes a row for each level of usage and case: the points of the
// curves, unrounded.
func BreakEvenCSV(w io.Writer, c *compare.Comparison, _ Options) error {
	b := c.BreakEven
	out := csv.NewWriter(w)
	_ = out.Write([]string{"scenario", "varied", "usage_percent", "case", "complete", "currency", "total", "total_with_owed_lost", "whole_term_month"}) // Error has it
	for _, p := range b.Points {
		for k, i := range b.Cases {
			e := c.Estimates[i]
			lost, term := "", "" // of a case that is open
			if e.Open != nil && p.Lost != nil {
				lost, term = plainAmount(p.Lost[k]), plainAmount(p.Term[k])
			}
			_ = out.Write([]string{
				unformula(c.Scenario.Name), unformula(varied(b)), p.Level.Mul(money.Int(100)).String(), unformula(e.Case.Name),
				map[bool]string{true: "yes", false: "no"}[e.Complete()], string(p.Totals[k].Currency), p.Totals[k].Value.String(), lost, term,
			})
		}
	}
	out.Flush()
	return out.Error()
}

// plainAmount is an amount unrounded; "" where there is none.
func plainAmount(a money.Amount) string {
	if a.Currency == "" {
		return ""
	}
	return a.Value.String()
}

func varied(b *compare.BreakEven) string {
	if b.Workload == "" {
		return "all usage"
	}
	return b.Workload
}

// level shows a level of usage, 1 as "100%".
func level(d money.Decimal) string { return d.Mul(money.Int(100)).String() + "%" }

func breakEvenGrids(c *compare.Comparison) []grid {
	b := c.BreakEven
	if b == nil {
		return nil
	}
	grids := []grid{cheapestGrid(c, b)}
	if g := pairsGrid(c, b); len(g.rows) > 0 {
		grids = append(grids, g)
	}
	grids = append(grids, curveGrid(c, b))
	for _, k := range b.Commitments {
		grids = append(grids, amountsGrid(c, k))
	}
	return grids
}

// names are cases' names, a comma between.
func names(c *compare.Comparison, cases []int) string {
	var list []string
	for _, i := range cases {
		list = append(list, c.Estimates[i].Case.Name)
	}
	return strings.Join(list, ", ")
}

func cheapestGrid(c *compare.Comparison, b *compare.BreakEven) grid {
	g := grid{title: "Cheapest by usage", columns: []column{{"Usage from", true}, {"to", true}, {"Cheapest", false}}}
	if b.Workload != "" {
		g.title = "Cheapest by usage of " + clean(b.Workload)
	}
	if len(b.Cheapest) == 0 {
		g.rows = append(g.rows, []cell{words("–"), words("–"), words("none: " + c.Verdict().Reason)})
	}
	for _, s := range b.Cheapest {
		text := names(c, s.Cases)
		for i, cases := range s.Depends {
			if i > 0 {
				text += "; "
			} else {
				text = "depends on what is still owed: "
			}
			text += string(b.Bases[i]) + " " + names(c, cases)
		}
		g.rows = append(g.rows, []cell{figure(level(s.From)), figure(level(s.To)), words(text)})
	}
	return g
}

// pairsGrid has a row for each break-even of two cases, on each basis.
func pairsGrid(c *compare.Comparison, b *compare.BreakEven) grid {
	g := grid{title: "Break-even of each pair", columns: []column{{"Usage", true}, {"Cheaper below", false}, {"Cheaper from there on", false}}}
	if len(b.Bases) > 1 {
		g.columns = append(g.columns, column{"What is still owed", false})
	}
	without := 0
	cheaper := func(s compare.Stretch) cell {
		if len(s.Cases) > 1 {
			return words(c.Estimates[s.Cases[0]].Case.Name + " and " + c.Estimates[s.Cases[1]].Case.Name + " alike")
		}
		return words(c.Estimates[s.Cases[0]].Case.Name)
	}
	for _, p := range b.Pairs {
		if len(p.Stretches) == 1 {
			without++
		}
		for k, s := range p.Stretches[1:] {
			row := []cell{figure(level(s.From)), cheaper(p.Stretches[k]), cheaper(s)}
			if len(b.Bases) > 1 {
				row = append(row, words(string(p.Basis)))
			}
			g.rows = append(g.rows, row)
		}
	}
	if without > 0 && len(g.rows) > 0 {
		g.title += fmt.Sprintf(" (%d of %d pairs have none)", without, len(b.Pairs))
	}
	return g
}

// mostLevels are shown of a curve, but for its ends and the usage as stated.
const mostLevels = 16

// curveGrid has the totals by usage: of a case that is open with what is then
// still owed beside them, and a month of its whole term.
func curveGrid(c *compare.Comparison, b *compare.BreakEven) grid {
	g := grid{title: "Total by usage", keep: 1, columns: []column{{"Usage", true}}}
	for _, i := range b.Cases {
		e := c.Estimates[i]
		mark, in := "", string(c.Reported(e.Total()).Currency)
		if !e.Complete() {
			mark = "! "
		}
		g.columns = append(g.columns, column{mark + clean(e.Case.Name) + "\n" + in, true})
		if e.Open != nil && len(b.Bases) > 1 {
			g.columns = append(g.columns, column{"with what is\nowed lost", true}, column{"a month of\nwhole term", true})
		}
	}
	for _, p := range b.Shown(mostLevels) {
		row := []cell{figure(level(p.Level))}
		for k, t := range p.Totals {
			row = append(row, amountFigure(t.Value, t.Currency))
			if c.Estimates[b.Cases[k]].Open != nil && len(b.Bases) > 1 {
				row = append(row, owedCell(p.Lost[k]), owedCell(p.Term[k]))
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// owedCell is an amount, or a dash where there is none.
func owedCell(a money.Amount) cell {
	if a.Currency == "" {
		return words("–")
	}
	return amountFigure(a.Value, a.Currency)
}

func amountsGrid(c *compare.Comparison, k compare.CommitmentAmounts) grid {
	e := c.Estimates[k.Cases[0]]
	head := "Commitment"
	if e.Prepaid().Window() == 1 && e.Prepaid().Months > 1 {
		head = "Commitment a month"
	}
	g := grid{
		title:   "Commitment that costs least: " + clean(names(c, k.Cases)) + overTerm(e, k),
		columns: []column{{"Usage", true}, {head + "\n" + string(e.Currency()), true}, {"Total\n" + string(e.Currency()), true}},
	}
	for _, l := range k.Levels {
		g.rows = append(g.rows, []cell{figure(level(l.Level)), amountFigure(l.Amount, e.Currency()), amountFigure(l.Total, e.Currency())})
	}
	return g
}

// overTerm says that amounts are found over a term that goes on after the scenario.
func overTerm(e *estimate.Estimate, k compare.CommitmentAmounts) string {
	if k.Months == len(e.Months) {
		return ""
	}
	return fmt.Sprintf(", over its whole term of %d months", k.Months)
}
