package compare

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Over compares cases over the months that are complete in all of them, where
// they cannot be compared over the whole period.
type Over struct {
	Months  []scenario.Month
	Cases   []OverCase
	Aside   []int // cases without a complete month, in Comparison.Estimates
	Verdict Verdict
}

// OverCase is a case's sum of the months.
type OverCase struct {
	Case       int          // in Comparison.Estimates
	Total      money.Amount // of the months, in the case's currency
	Alone      string       // why the months say nothing of the case alone, in a word or two; "" where they do
	Difference Difference   // from the base case's
}

// Label names the months: "2025-01 to 2025-02, the months that are complete in all
// cases".
func (o *Over) Label() string {
	what, of := "the months that are", "all cases"
	if len(o.Months) == 1 {
		what = "the month that is"
	}
	if o.Aside != nil {
		of = "all cases that have any"
	}
	return scenario.Span(o.Months) + ", " + what + " complete in " + of
}

// Over gives the comparison over the months that are complete in all cases; nil
// where all cases are complete, or no month is so. Cases without any complete
// month are left out; the base case is not. A case whose commitment, reservations
// or savings plans are for a term has no figure of some months alone.
func (c *Comparison) Over() *Over {
	o := &Over{}
	var among []int
	for i, e := range c.Estimates {
		if completeInAny(e) {
			among = append(among, i)
		} else {
			o.Aside = append(o.Aside, i)
		}
	}
	if c.Complete() || len(among) < 2 || among[0] != 0 {
		return nil
	}
	var at []int
	for m, month := range c.Base().Months {
		if !slices.ContainsFunc(among, func(i int) bool { return !c.Estimates[i].CompleteIn(m) }) {
			at, o.Months = append(at, m), append(o.Months, month)
		}
	}
	if at == nil || len(at) == len(c.Base().Months) {
		return nil
	}
	base := sumOf(c.Base(), at)
	for _, i := range among {
		e := c.Estimates[i]
		k := OverCase{Case: i, Total: sumOf(e, at), Alone: termed(e).word}
		k.Difference = difference(c.apartOver(e), o.Months, c.Reported(k.Total), c.Reported(base))
		o.Cases = append(o.Cases, k)
	}
	o.Verdict = c.overVerdict(o)
	return o
}

// completeInAny tells whether an estimate is complete in at least one of its months.
func completeInAny(e *estimate.Estimate) bool {
	for m := range e.Months {
		if e.CompleteIn(m) {
			return true
		}
	}
	return false
}

// sumOf adds up some months.
func sumOf(e *estimate.Estimate, months []int) money.Amount {
	var sum estimate.Charges
	for _, m := range months {
		sum = sum.Add(e.ChargesIn(m))
	}
	return money.Amount{Value: sum.Total(), Currency: e.Currency()}
}

// apartOver says why a case is not compared with the base case over some months
// that are complete in both.
func (c *Comparison) apartOver(e *estimate.Estimate) apart {
	if why := termed(e); why != (apart{}) {
		return why
	}
	if why := termed(c.Base()); why != (apart{}) {
		why.long = "the base case is not compared: " + why.long
		return why
	}
	return c.scope(e)
}

// termed says why some of an estimate's months say nothing alone.
func termed(e *estimate.Estimate) apart {
	switch {
	case slices.ContainsFunc(e.Commitments, func(c *estimate.CommitmentUse) bool { return c.Window() > 1 }):
		return apart{"for a term", "its commitment is for its whole term, and not for these months alone"}
	case e.Buys():
		return apart{"for a term", "its reservations and savings plans are for their whole terms, and not for these months alone"}
	}
	return apart{}
}

// overVerdict says which case is the cheapest of those that have a figure of the
// months alone.
func (c *Comparison) overVerdict(o *Over) Verdict {
	var among []int
	v := Verdict{Next: -1}
	totals := map[int]money.Amount{}
	for _, k := range o.Cases {
		e := c.Estimates[k.Case]
		why := termed(e)
		if why == (apart{}) {
			why = c.scope(e)
		}
		if why != (apart{}) {
			v.LeftOut = append(v.LeftOut, LeftOut{k.Case, why.long})
			continue
		}
		among = append(among, k.Case)
		totals[k.Case] = c.Reported(k.Total)
	}
	if len(among) < 2 {
		v.Reason = "fewer than two cases can be compared"
		return v
	}
	for _, i := range among {
		switch {
		case v.Cheapest == nil || cheaper(totals[i].Value, v.Total.Value) < 0:
			v.Cheapest, v.Total = []int{i}, totals[i]
		case cheaper(totals[i].Value, v.Total.Value) == 0:
			v.Cheapest = append(v.Cheapest, i)
		}
	}
	v.findNext(among, func(i int) money.Amount { return totals[i] })
	return v
}
