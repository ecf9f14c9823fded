package estimate

import "azwhatif/ratebook/money"

// LineCharges are the parts of each line's amounts, by line and month: each
// part of a meter's month is shared to its lines as the whole is (step 8), and
// what the rounding of the parts leaves is in Usage, so that they add up to the
// line's amount exactly.
func (e *Estimate) LineCharges() [][]Charges {
	all := make([][]Charges, len(e.Lines))
	for i := range e.Lines {
		all[i] = make([]Charges, len(e.Months))
	}
	for u := range e.Meters {
		use := &e.Meters[u]
		weights, whole := make([]money.Decimal, len(use.Lines)), make([]money.Decimal, len(use.Lines))
		for k, i := range use.Lines {
			whole[k] = e.Lines[i].Total()
		}
		for m := range e.Months {
			for k, i := range use.Lines {
				weights[k] = e.Lines[i].Quantities[m]
			}
			c := e.charges(u, m)
			e.sharePart(all, use.Lines, m, weights, c.Discount, func(c *Charges) *money.Decimal { return &c.Discount })
			e.sharePart(all, use.Lines, m, weights, c.Overage, func(c *Charges) *money.Decimal { return &c.Overage })
			e.sharePart(all, use.Lines, m, weights, c.Credit, func(c *Charges) *money.Decimal { return &c.Credit })
			e.sharePart(all, use.Lines, m, weights, c.Recurring, func(c *Charges) *money.Decimal { return &c.Recurring })
			e.sharePart(all, use.Lines, m, weights, c.Benefit, func(c *Charges) *money.Decimal { return &c.Benefit })
			e.sharePart(all, use.Lines, m, whole, c.Commitment, func(c *Charges) *money.Decimal { return &c.Commitment })
		}
	}
	for i, l := range e.Lines {
		for m := range l.Amounts {
			if l.Unshared {
				all[i][m] = e.unsharedOf(l, m)
				continue
			}
			c := &all[i][m]
			c.Usage = l.Amounts[m].Sub(c.Total())
		}
	}
	return all
}

// sharePart shares one part of a meter's month to its lines.
func (e *Estimate) sharePart(all [][]Charges, lines []int, month int, weights []money.Decimal, sum money.Decimal, of func(*Charges) *money.Decimal) {
	if sum.IsZero() {
		return
	}
	parts := ShareByQuantity(sum, weights)
	for k, i := range lines {
		*of(&all[i][month]) = parts[k]
	}
}
