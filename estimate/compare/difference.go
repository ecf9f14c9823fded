package compare

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Difference is what a case costs more than the base case over some months, or
// the reason why that cannot be said. Only Comparison makes one, of two totals
// that are both complete, that promise nothing beyond the months, and that are of
// the same usage and in one currency. The zero Difference has no amount.
type Difference struct {
	amount money.Amount
	part   money.Decimal
	parted bool
	months []scenario.Month
	why    apart
	ok     bool
}

// Amount is the difference in the currency of the report where there is one, else
// in that of both cases; below zero where the case costs less. ok is false where
// Why says why there is none.
func (d Difference) Amount() (a money.Amount, ok bool) { return d.amount, d.ok }

// Part is Amount as a part of the base case's total, 0.1 for ten percent; ok is
// false where there is no Amount, or that total is not above zero.
func (d Difference) Part() (part money.Decimal, ok bool) { return d.part, d.parted }

// Months are those that the difference is of.
func (d Difference) Months() []scenario.Month { return d.months }

// Why says why there is no Amount; "" where there is one. Word says it in a word or
// two: "incomplete", "not sold", "open", "base open", "other usage", "no exchange".
func (d Difference) Why() string  { return d.why.long }
func (d Difference) Word() string { return d.why.word }

// Difference compares a case with the base case, over all months.
func (c *Comparison) Difference(e *estimate.Estimate) Difference {
	return difference(c.apart(e), e.Months, c.Reported(e.Total()), c.Reported(c.Base().Total()))
}

// difference is the one place where a total is taken from another.
func difference(why apart, months []scenario.Month, own, base money.Amount) Difference {
	if why != (apart{}) {
		return Difference{why: why, months: months}
	}
	d := Difference{months: months, ok: true}
	d.amount = money.Amount{Value: own.Value.Sub(base.Value), Currency: own.Currency}
	if base.Value.Sign() > 0 {
		d.part, d.parted = d.amount.Value.Div(base.Value), true
	}
	return d
}

// apart is why two totals cannot be told apart by their amounts; zero where they
// can.
type apart struct{ word, long string }

// otherUsage is the word of a case whose total is complete, and of other usage.
const otherUsage = "other usage"

// apart says why a case is not compared with the base case, over all months.
func (c *Comparison) apart(e *estimate.Estimate) apart {
	base := c.Base()
	if why := c.lacks(e); why != (apart{}) {
		return why
	}
	if why := c.lacks(base); why != (apart{}) {
		why.word, why.long = "base "+why.word, "the base case is not compared: "+why.long
		return why
	}
	return c.scope(e)
}

// lacks says what a case's own total lacks.
func (c *Comparison) lacks(e *estimate.Estimate) apart {
	switch {
	case !e.Complete():
		return apart{"incomplete", "incomplete: " + e.Incomplete()}
	case c.Unsold(e) != "":
		return apart{"not sold", c.Unsold(e)}
	case e.Open != nil:
		return apart{"open", e.Open.String()}
	}
	return apart{}
}

// scope says why a case is of another scope than the base case.
func (c *Comparison) scope(e *estimate.Estimate) apart {
	own, base := c.Reported(e.Total()).Currency, c.Reported(c.Base().Total()).Currency
	switch {
	case own != base:
		return apart{"no exchange", "in " + string(own) + ", and the base case in " + string(base) + ": state report_in and exchange"}
	case c.otherUsage(e):
		return apart{otherUsage, otherLevel + " than the base case's"}
	}
	return apart{}
}

// Compares tells whether a case's total can stand beside the base case's as a bar
// or a rank: both are complete, promise nothing beyond the months, and are of one
// scope. why says why it cannot, in a word or two.
func (c *Comparison) Compares(e *estimate.Estimate) (ok bool, why string) {
	w := c.lacks(e)
	if w == (apart{}) {
		w = c.scope(e)
	}
	return w == (apart{}), w.word
}
