package report

import "azwhatif/estimate/compare"

// overGrid compares the cases over the months that are complete in all of them; ok
// is false where there is no such comparison.
func overGrid(c *compare.Comparison) (g grid, ok bool) {
	o := c.Over()
	if o == nil {
		return g, false
	}
	show := showerOf(c)
	g = grid{title: "Over " + o.Label(), keep: 1, columns: []column{
		{"Case", false}, {show.head("These months", c.Base()), true}, {"Difference\n" + string(c.Reported(c.Base().Total()).Currency), true}, {"%", true}}}
	for _, k := range o.Cases {
		e := c.Estimates[k.Case]
		row := append([]cell{words(e.Case.Name), show.amount(k.Total.Value, e)}, differenceCells(k.Difference, k.Case == 0)...)
		if why := k.Difference.Why(); why != "" && k.Case != 0 {
			row[0].note = why
		}
		g.rows = append(g.rows, row)
	}
	return g, true
}
