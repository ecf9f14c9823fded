package report

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// openGrid says what cases have promised beyond the scenario's end, and what they
// cost with it; ok is false where none has.
func openGrid(c *compare.Comparison, cases []*summary) (g grid, ok bool) {
	if !slices.ContainsFunc(cases, func(k *summary) bool { return k.Open != nil }) {
		return g, false
	}
	show := showerOf(c)
	last := c.Base().Months[len(c.Base().Months)-1]
	g = grid{title: "Still owed after " + last.String() + ", and not in the total; whole terms: at the mean month's usage", keep: 1, columns: []column{
		{"Case", false}, {show.head("Still owed", c.Base()), true}, {"Until", false}, {"Total with\nit lost", true}, {"Whole\nterm", true}, {show.head("A month\nof it", c.Base()), true}}}
	for _, k := range cases {
		row := []cell{markedCase(k.Estimate), words("–"), words("–"), words("–"), words("–"), words("–")}
		if k.Open != nil {
			row[1], row[2] = show.amount(k.Open.Sum(), k.Estimate), words(k.Open.Until().String())
		}
		if monthly, ok := c.On(k.Estimate, compare.WholeTerms); ok && k.Complete() {
			row[5] = amountFigure(monthly.Value, monthly.Currency)
			row[5].code = map[bool]string{true: string(monthly.Currency)}[show.codes]
		}
		switch {
		case !k.Complete():
			row[3], row[4], row[5] = words("incomplete"), words("incomplete"), words("incomplete")
		case k.Open == nil:
			row[3] = show.amount(k.total.Value, k.Estimate)
		default:
			row[3] = show.amount(withLost(k.Estimate), k.Estimate)
			if row[0].note = k.Open.Why; k.Open.Why == "" {
				row[4] = show.amount(k.Open.Whole, k.Estimate)
			}
		}
		g.rows = append(g.rows, row)
	}
	return g, true
}

// withLost is an open case's total with what is still owed, in its currency.
func withLost(e *estimate.Estimate) money.Decimal { return e.Total().Value.Add(e.Open.Sum()) }

// openMark is what stands beneath the name of a case that is open.
func openMark(e *estimate.Estimate) string {
	if e.Open == nil {
		return ""
	}
	return "open: " + e.Open.String()
}
