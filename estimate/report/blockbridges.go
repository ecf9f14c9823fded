package report

import (
	"fmt"

	"azwhatif/estimate/compare"
)

// bridgeGrids lead from the base case to each of the others, a lever a row;
// none where they were not asked for.
func bridgeGrids(c *compare.Comparison) []grid {
	var out []grid
	from := c.Reported(c.Base().Total())
	for _, b := range c.Bridges {
		e := c.Estimates[b.Case]
		to := c.Reported(e.Total())
		g := grid{title: fmt.Sprintf("Bridge to %s, %s", clean(e.Case.Name), to.Currency), keep: 1,
			columns: []column{{"Lever", false}, {"What", false}, {"Brings", true}, {"Total", true}, {"Alone", true}}}
		if b.Why != "" {
			g.columns = g.columns[:2]
			g.rows = [][]cell{{words("none"), words(b.Why)}}
			out = append(out, g)
			continue
		}
		in := from.Currency
		g.rows = append(g.rows, []cell{words("base case"), words(c.Base().Case.Name), words(""), amountFigure(from.Value, in), words("")})
		for _, s := range b.Steps {
			alone := words("–")
			if s.Alone != nil {
				alone = signedFigure(*s.Alone, in)
			}
			lever := words(s.Name)
			g.rows = append(g.rows, []cell{lever, words(s.What), signedFigure(s.Amount, in), amountFigure(s.After, in), alone})
		}
		g.foot = []cell{words("difference"), words(""), signedFigure(b.Sum(), in), amountFigure(to.Value, in), words("")}
		out = append(out, g)
	}
	return out
}
