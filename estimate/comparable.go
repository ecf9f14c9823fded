package estimate

import (
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// LeftOut is a case that is not compared with the others, and why.
type LeftOut struct {
	Case   int // in Comparison.Estimates
	Reason string
}

const otherLevel = "another level of usage"

// comparable are the cases that can be told apart by their totals: complete, in
// one currency, and for the same usage. The currency is the report's, or that
// of the first case that is complete.
func (c *Comparison) comparable(cases []int) (among []int, leftOut []LeftOut) {
	currency := money.Currency("")
	for _, i := range cases {
		e := c.Estimates[i]
		own := c.Reported(e.Total()).Currency
		switch {
		case !e.Complete():
			leftOut = append(leftOut, LeftOut{i, e.Incomplete()})
		case c.otherUsage(e.Case):
			leftOut = append(leftOut, LeftOut{i, otherLevel})
		case e.Open != nil && e.Open.Why != "":
			leftOut = append(leftOut, LeftOut{i, e.Open.String() + "; over its whole term: " + e.Open.Why})
		case currency != "" && own != currency:
			leftOut = append(leftOut, LeftOut{i, fmt.Sprintf("in %s, without an exchange rate", own)})
		default:
			currency = own
			among = append(among, i)
		}
	}
	return among, leftOut
}

// otherUsage tells whether a case scales all usage otherwise than the base case:
// it then asks what another level of usage costs, and is no way to get the same
// for less.
func (c *Comparison) otherUsage(k scenario.Case) bool {
	return !scaleOfAll(k).Equal(scaleOfAll(c.Base().Case))
}

// Level is what the case's changes scale all usage by: 1 for the usage as stated.
func (e *Estimate) Level() money.Decimal { return scaleOfAll(e.Case) }

// scaleOfAll is what a case's changes scale all usage by.
func scaleOfAll(c scenario.Case) money.Decimal {
	scale := money.One
	for _, ch := range c.Changes {
		w := ch.Where
		all := w.Workload == "" && w.Subscription == "" && len(w.Tags) == 0 && w.Region == "" && w.Meter == nil
		if all && ch.Scale != nil && ch.Swap == nil {
			scale = scale.Mul(*ch.Scale)
		}
	}
	return scale
}
