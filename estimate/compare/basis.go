package compare

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// Basis is a way to count what cases have promised beyond the scenario's end. A
// case is cheaper than another without a condition where it is so on each.
type Basis string

const (
	AsStated   Basis = "without it"           // the scenario's months, without what is then still owed
	LeftLost   Basis = "with it lost"         // the same with it: later months use none of it
	WholeTerms Basis = "over the whole terms" // a month, from the scenario's first to the last of the case's longest term, each with the mean month's usage
)

// Bases are all of them, in the order in which they are shown.
var Bases = []Basis{AsStated, LeftLost, WholeTerms}

// Condition is what a verdict is on one basis.
type Condition struct {
	Basis Basis
	Cases []int        // the cheapest, in Comparison.Estimates; none where Why says why
	Total money.Amount // of them: of WholeTerms, a month's
	Why   string       // why nothing can be said; "" where Cases are known
}

// totalOn is a case's total on a basis, in the currency of the report; why says
// why there is none.
func (c *Comparison) totalOn(e *estimate.Estimate, open *estimate.Open, basis Basis) (total money.Amount, why string) {
	total = e.Total()
	switch {
	case basis == AsStated, basis == LeftLost && open == nil:
	case basis == LeftLost:
		total.Value = total.Value.Add(open.Sum())
	case open == nil:
		total.Value = e.Lasting(len(e.Months)).Total().Value.Div(money.Int(int64(len(e.Months))))
	case open.Why != "":
		return total, open.Why
	default:
		total.Value = open.Monthly()
	}
	return c.Reported(total), ""
}

// On is a case's total on a basis, in the currency of the report: of WholeTerms, a
// month's. ok is false where there is none.
func (c *Comparison) On(e *estimate.Estimate, basis Basis) (total money.Amount, ok bool) {
	total, why := c.totalOn(e, e.Open, basis)
	return total, why == ""
}

// anyOpen tells whether one of the cases has promised something beyond the
// scenario's end.
func (c *Comparison) anyOpen(cases []int) bool {
	return slices.ContainsFunc(cases, func(i int) bool { return c.Estimates[i].Open != nil })
}

// conditions are what is cheapest of the cases on each basis; on the first alone
// where none of them is Open.
func (c *Comparison) conditions(among []int) (list []Condition) {
	for _, basis := range Bases {
		k := Condition{Basis: basis}
		for _, i := range among {
			total, why := c.totalOn(c.Estimates[i], c.Estimates[i].Open, basis)
			if why != "" {
				k = Condition{Basis: basis, Why: c.Estimates[i].Case.Name + ": " + why}
				break
			}
			switch {
			case k.Cases == nil || cheaper(total.Value, k.Total.Value) < 0:
				k.Cases, k.Total = []int{i}, total
			case cheaper(total.Value, k.Total.Value) == 0:
				k.Cases = append(k.Cases, i)
			}
		}
		if list = append(list, k); !c.anyOpen(among) {
			break
		}
	}
	return list
}

// agreed are the cases that are the cheapest on each basis.
func agreed(list [][]int) []int {
	cases := slices.Clone(list[0])
	for _, other := range list[1:] {
		cases = slices.DeleteFunc(cases, func(i int) bool { return !slices.Contains(other, i) })
	}
	return cases
}
