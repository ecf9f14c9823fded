package estimate

import (
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// CommitmentUse tells how a commitment was drawn down.
type CommitmentUse struct {
	Amount    money.Decimal
	Months    int             // the term
	Drawn     []money.Decimal // by month of the scenario
	Left      money.Decimal   // at the scenario's end; 0 once it is lost
	Lost      money.Decimal   // unused at the term's end
	Exhausted scenario.Month  // the month in which it ran out; zero where it did not
}

// newCommitmentUse is a commitment that nothing is drawn from, in a scenario of
// so many months.
func newCommitmentUse(c scenario.Commitment, months int) *CommitmentUse {
	return &CommitmentUse{Amount: c.Amount, Months: c.Months, Left: c.Amount, Drawn: make([]money.Decimal, months)}
}

// TotalDrawn is what was used of it.
func (c CommitmentUse) TotalDrawn() money.Decimal { return money.Sum(c.Drawn...) }

// discountAndCommit takes steps 4 and 5 for a month: discounts, then the
// commitment that eligible charges draw down.
func (e *Estimate) discountAndCommit(month int) {
	c := e.Commitment
	if c == nil || month >= c.Months {
		for u := range e.Meters {
			mm := &e.Meters[u].Months[month]
			if mm.Eligible.Discount {
				mm.Charges.Discount = mm.Charge.Amount.Mul(e.Case.Discount).Neg()
			}
		}
		return
	}
	off := e.offerDiscounts(month)
	keep := money.One.Sub(e.Case.Discount) // what the negotiated discount leaves
	net := make([]money.Decimal, len(e.Meters))
	sum := money.Zero
	for u := range e.Meters {
		if mm := &e.Meters[u].Months[month]; mm.Eligible.Discount {
			net[u] = mm.Charge.Amount.Sub(off[u]).Mul(keep)
			sum = sum.Add(net[u])
		}
	}
	drawn, parts := sum, net
	if c.Left.Less(sum) {
		drawn = c.Left
		parts, _ = money.Share(drawn, net)
	}
	for u := range e.Meters {
		mm := &e.Meters[u].Months[month]
		if !mm.Eligible.Discount {
			continue
		}
		gross := mm.Charge.Amount
		mm.Drawn = parts[u]
		if c.Left.Less(sum) { // the part that the commitment does not cover, at the card's rates
			mm.Charges.Overage = gross.Sub(gross.Mul(drawn).Div(sum))
			mm.Charges.Usage = gross.Sub(mm.Charges.Overage)
		}
		mm.Charges.Discount = mm.Drawn.Add(mm.Charges.Overage.Mul(keep)).Sub(gross)
	}
	c.Drawn[month] = drawn
	c.Left = c.Left.Sub(drawn)
	if c.Left.IsZero() && c.Exhausted.IsZero() {
		c.Exhausted = e.Months[month]
	}
	if month == c.Months-1 {
		c.Lost, c.Left = c.Left, money.Zero
	}
}

// loseCommitment adds what is left at the end of the term to the cost of its
// last month, shared by what each meter drew over the term.
func (e *Estimate) loseCommitment() {
	c := e.Commitment
	if c == nil || c.Months > len(e.Months) || c.Lost.IsZero() {
		return
	}
	last := c.Months - 1
	drawn := make([]money.Decimal, len(e.Meters))
	for u := range e.Meters {
		for m := range c.Months {
			drawn[u] = drawn[u].Add(e.Meters[u].Months[m].Drawn)
		}
	}
	parts, ok := money.Share(c.Lost, drawn)
	if !ok {
		e.Unshared[last].Commitment = c.Lost
		return
	}
	for u := range e.Meters {
		e.Meters[u].Months[last].Charges.Commitment = parts[u]
	}
}
