package compare

import (
	"fmt"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// HasPayable tells whether something stands below the total of a case.
func (c *Comparison) HasPayable() bool {
	return slices.ContainsFunc(c.Estimates, func(e *estimate.Estimate) bool { return e.Case.Payable != nil && !e.Case.Payable.IsZero() })
}

// payableWords say which case costs least in the end, where that is another one than
// by the totals; "" where it is the same, or where the cases do not state the same taxes,
// so that their figures are not of one scope.
func (c *Comparison) payableWords(v Verdict) string {
	if !c.HasPayable() || len(v.Cheapest) == 0 {
		return ""
	}
	paid := func(i int) money.Amount {
		e := c.Estimates[i]
		a := e.Total()
		if p := e.Payable(); p != nil {
			a.Value = p.Paid
		}
		return c.Reported(a)
	}
	var least []int
	for i, e := range c.Estimates {
		switch {
		case slices.ContainsFunc(v.LeftOut, func(l LeftOut) bool { return l.Case == i }):
		case !sameTaxes(e.Case.Payable, c.Estimates[v.Cheapest[0]].Case.Payable):
			return ""
		case least == nil || paid(i).Value.Less(paid(least[0]).Value):
			least = []int{i}
		case paid(i).Value.Equal(paid(least[0]).Value):
			least = append(least, i)
		}
	}
	other := slices.IndexFunc(v.Cheapest, func(i int) bool { return !slices.Contains(least, i) })
	if other < 0 {
		return ""
	}
	verb := "costs"
	if len(least) > 1 {
		verb = "cost"
	}
	return fmt.Sprintf("In the end, with partner, support and tax, %s %s least: %s; %s costs %s.",
		c.names(least), verb, paid(least[0]), c.names(v.Cheapest[other:other+1]), paid(v.Cheapest[other]))
}

// sameTaxes tells whether two cases state the same taxes.
func sameTaxes(a, b *scenario.Payable) bool {
	taxes := func(p *scenario.Payable) (list []scenario.StatedTax) {
		if p != nil {
			list = p.Taxes
		}
		return list
	}
	return slices.EqualFunc(taxes(a), taxes(b), func(x, y scenario.StatedTax) bool { return x.Name == y.Name && x.Part.Equal(y.Part) })
}
