package report

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// A summary is what a case costs, added up once: the estimate adds its
// meters' months up each time that it is asked.
type summary struct {
	*estimate.Estimate
	base    bool
	months  []money.Decimal // totals
	charges estimate.Charges
	total   money.Amount

	reported   money.Amount
	difference compare.Difference // from the base case
	missing    estimate.Gaps
	nothing    bool // no usage of the case has a price
}

// summarize adds each case up, and compares it with the first.
func summarize(c *compare.Comparison) []*summary {
	var out []*summary
	for i, e := range c.Estimates {
		s := &summary{Estimate: e, base: i == 0, missing: estimate.GapsOf(e)}
		for m := range e.Months {
			charges := e.ChargesIn(m)
			s.months = append(s.months, charges.Total())
			s.charges = s.charges.Add(charges)
		}
		s.total = amountOf(e, s.charges.Total())
		s.reported = c.Reported(s.total)
		s.nothing = s.missing.NothingPriced(e)
		out = append(out, s)
		s.difference = c.Difference(e)
	}
	return out
}
