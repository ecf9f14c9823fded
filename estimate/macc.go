package estimate

import "azwhatif/ratebook/money"

// countTowardMACC takes step 5 for a MACC: what shortfalls paid before pay for does
// not count again; the rest of the eligible charges does, up to the amount. So do
// purchases of benefits, when they are paid.
func (e *Estimate) countTowardMACC(month int) {
	c, f, rows := e.Commitment, &e.figures, len(e.Meters)
	net := make([]money.Decimal, rows+1) // of meters, and the purchases
	sum := e.BenefitsPaid(month)
	net[rows] = sum
	for u := range e.Meters {
		if e.Plan.eligible[u][month].Discount {
			net[u] = e.gross(u, month).Add(f.discount.at(u, month))
			sum = sum.Add(net[u])
		}
	}
	c.Returned[month] = c.credit(month).Min(sum).Max(money.Zero)
	counted := c.Opening[month].Min(sum.Sub(c.Returned[month]))
	parts, _ := money.Share(counted.Add(c.Returned[month]), net)
	for u := range e.Meters {
		f.drawn.add(rows, len(e.Months), u, month, parts[u])
	}
	c.Purchases[month] = parts[rows]
	c.note(e.Months[month], month, counted)
}
