package compare

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
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
		case c.Unsold(e) != "":
			leftOut = append(leftOut, LeftOut{i, c.Unsold(e)})
		case c.otherUsage(e):
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
func (c *Comparison) otherUsage(e *estimate.Estimate) bool { return !e.Level().Equal(c.Base().Level()) }

// CommonLevel is one factor on all usage, or on that of one workload; the rest
// stays as stated. workload is "" for all; ok is false where there is none of
// the name.
func (c *Comparison) CommonLevel(workload string, factor money.Decimal) (levels estimate.Levels, ok bool) {
	levels = make(estimate.Levels, len(c.Scenario.Workloads))
	for i := range levels {
		levels[i] = money.One
		if c.varies(workload, i) {
			levels[i], ok = factor, true
		}
	}
	return levels, ok
}

// varies tells whether a workload, by index, is at the level that is given to one by
// name; "" names all.
func (c *Comparison) varies(name string, workload int) bool {
	return name == "" || c.Scenario.Workloads[workload].Name == name
}
