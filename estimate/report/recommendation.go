package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

// finer is the number of decimals of recommendations, as Microsoft gives them.
const finer = 3

// Recommendations writes, for a terminal, Microsoft's recommendations beside our own
// calculation. No line is wider than opt.Width.
func Recommendations(w io.Writer, list []*reconcile.RecommendationCheck, opt Options) error {
	out := bufio.NewWriter(w)
	if len(list) == 0 {
		out.WriteString("No recommendations.\n")
	}
	text := writesText(out, opt)
	for i, c := range list {
		if i > 0 {
			out.WriteString("\n")
		}
		text("", recommendationTitle(c))
		for _, s := range recommendationText(c) {
			text("", s)
		}
		for _, g := range recommendationGrids(c) {
			out.WriteString("\n" + g.draw(opt.width(), opt.Color))
		}
		if points := recommendationPoints(c); points != nil {
			out.WriteString("\n")
			for _, s := range points {
				text("- ", s)
			}
		}
	}
	return out.Flush()
}

// RecommendationsMarkdown writes the same as GitHub's Markdown.
func RecommendationsMarkdown(w io.Writer, list []*reconcile.RecommendationCheck, _ Options) error {
	out := bufio.NewWriter(w)
	out.WriteString("# Microsoft's recommendations, checked\n")
	if len(list) == 0 {
		out.WriteString("\nNo recommendations.\n")
	}
	for _, c := range list {
		fmt.Fprintf(out, "\n## %s\n\n", escape(clean(recommendationTitle(c))))
		for _, s := range recommendationText(c) {
			out.WriteString(escape(clean(s)) + "\n")
		}
		for _, g := range recommendationGrids(c) {
			out.WriteString("\n" + g.markdown())
		}
		if points := recommendationPoints(c); points != nil {
			out.WriteString("\n")
			for _, s := range points {
				fmt.Fprintf(out, "- %s\n", escape(clean(s)))
			}
		}
	}
	return out.Flush()
}

// recommendationTitle says what is recommended, from which usage: "Savings plan for
// 12 months, shared, from 168 hours (2022-10-18 to 2022-10-24)".
func recommendationTitle(c *reconcile.RecommendationCheck) string {
	kind := c.Kind
	if kind == "SavingsPlan" || kind == "" {
		kind = "Savings plan"
	}
	s := fmt.Sprintf("%s for %d months", kind, c.Months)
	if c.Scope != "" {
		s += ", " + strings.ToLower(c.Scope)
	}
	if c.Hours > 0 {
		s += fmt.Sprintf(", from the usage of %d hours", c.Hours)
	}
	if !c.First.IsZero() && !c.Last.IsZero() {
		s += fmt.Sprintf(" (%s to %s)", c.First.Format(time.DateOnly), c.Last.Format(time.DateOnly))
	}
	return s
}

func recommendationText(c *reconcile.RecommendationCheck) (list []string) {
	if c.Without != nil {
		list = append(list, fmt.Sprintf("Without the plan the usage costs %s %s.", c.Currency, rounded(*c.Without, finer)))
	}
	if c.Fault != "" {
		return append(list, "Nothing is calculated: "+c.Fault+".")
	}
	s := "Ours is calculated from " + c.By
	if !c.Discount.IsZero() {
		s += ": " + percent2(c.Discount)
	}
	list = append(list, s+".")
	if c.Partial != "" {
		list = append(list, "No difference is given: our figure is incomplete ("+c.Partial+").")
	}
	return list
}

func percent2(part money.Decimal) string {
	return part.Mul(money.Int(100)).Round(2).String() + "%"
}

// recommendationGrids are the two sides, and what becomes of each candidate when
// usage falls.
func recommendationGrids(c *reconcile.RecommendationCheck) []grid {
	in := string(c.Currency)
	if c.Fault != "" {
		return theirsGrid(c, in)
	}
	sides := grid{keep: 1, columns: []column{
		{"An hour\n" + in, true}, {"Microsoft\n" + in, true}, {"Ours\n" + in, true}, {"Difference\n" + in, true}, {"Saved,\nours", true}, {"Used,\nours", true}, {"", false}}}
	falls := grid{keep: 1, columns: []column{{"An hour\n" + in, true}}}
	for _, l := range c.Levels {
		falls.columns = append(falls.columns, column{"Saved with\nusage at " + percentOfLevel(l), true})
	}
	falls.columns = append(falls.columns, column{"Saves\ndown to", true})
	for i, k := range c.Checked {
		row := []cell{figure(k.Hourly.String()), words("–"), figure(rounded(k.Ours.Total(), finer)), words("–"), figure(signed(rounded(k.Ours.Saved(), finer))), words("–"), words("")}
		if k.Total != nil {
			row[1] = figure(rounded(*k.Total, finer))
		}
		if d, ok := k.Difference(); ok {
			row[3] = figure(signed(rounded(d, finer)))
			row[6] = words("the same")
			if !k.Agrees() {
				row[6] = cell{text: "not the same", alert: true}
			}
		}
		if u, ok := k.Ours.Utilisation(); ok {
			row[5] = figure(rounded(u.Mul(money.Int(100)), 1) + "%")
		}
		if i == c.Recommended {
			row[0].note = "recommended"
		}
		sides.rows = append(sides.rows, row)
		fall := []cell{figure(k.Hourly.String())}
		for _, f := range k.Falls {
			fall = append(fall, figure(signed(rounded(f.Saved(), finer))))
		}
		down := words("never")
		if k.BreakEven >= 0 {
			down = figure(fmt.Sprintf("%d%%", k.BreakEven))
		}
		falls.rows = append(falls.rows, append(fall, down))
	}
	return []grid{sides, falls}
}

// theirsGrid is what Microsoft states, where nothing of ours stands beside it.
func theirsGrid(c *reconcile.RecommendationCheck, in string) []grid {
	if len(c.Candidates) == 0 {
		return nil
	}
	g := grid{columns: []column{{"An hour\n" + in, true}, {"Microsoft\n" + in, true}}}
	for i, k := range c.Candidates {
		row := []cell{figure(k.Hourly.String()), words("–")}
		if k.Total != nil {
			row[1] = figure(rounded(*k.Total, finer))
		}
		if i == c.Recommended {
			row[0].note = "recommended"
		}
		g.rows = append(g.rows, row)
	}
	return []grid{g}
}

func percentOfLevel(l money.Decimal) string { return l.Mul(money.Int(100)).String() + "%" }

// recommendationPoints say why figures differ, and what was settled.
func recommendationPoints(c *reconcile.RecommendationCheck) (list []string) {
	for _, k := range c.Checked {
		for _, why := range k.Why {
			list = append(list, fmt.Sprintf("%s an hour: %s", k.Hourly, why))
		}
	}
	return append(list, c.Notes...)
}
