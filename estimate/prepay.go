package estimate

import "azwhatif/ratebook/money"

// discountAndCommit takes steps 4 and 5 for a month: discounts, then the
// commitment that eligible charges draw down or count toward.
func (e *Estimate) discountAndCommit(month int) {
	c := e.Commitment
	if c == nil || month >= c.Months {
		e.negotiated(month)
		return
	}
	c.Opening[month] = c.opening(month)
	if !c.Paid() {
		e.negotiated(month)
		e.countTowardMACC(month)
		return
	}
	e.drawPrepaid(month)
}

// drawPrepaid lets a month's eligible charges, after discounts, draw the commitment
// down. The part that it does not cover is overage, at the card's rates.
func (e *Estimate) drawPrepaid(month int) {
	c, f, rows := e.Commitment, &e.figures, len(e.Meters)
	off := e.offerDiscounts(month)
	net := make([]money.Decimal, rows)
	sum := money.Zero
	for u := range e.Meters {
		if e.Plan.eligible[u][month].Discount {
			net[u] = e.gross(u, month)
			if off != nil {
				net[u] = net[u].Sub(off[u])
			}
			net[u] = net[u].Mul(e.Meters[u].keep())
			sum = sum.Add(net[u])
		}
	}
	open := c.Opening[month]
	drawn, parts := sum, net
	if open.Less(sum) {
		drawn = open
		parts, _ = money.Share(drawn, net)
	}
	for u := range e.Meters {
		if !e.Plan.eligible[u][month].Discount {
			continue
		}
		gross, overage := e.gross(u, month), money.Zero
		if open.Less(sum) {
			overage = gross.Sub(gross.MulDiv(drawn, sum))
		}
		f.drawn.add(rows, len(e.Months), u, month, parts[u])
		f.overage.add(rows, len(e.Months), u, month, overage)
		f.discount.add(rows, len(e.Months), u, month, parts[u].Add(overage.Mul(e.Meters[u].keep())).Sub(gross))
	}
	c.note(e.Months[month], month, drawn)
}

// negotiated takes the negotiated discounts off a month's eligible charges.
func (e *Estimate) negotiated(month int) {
	f := &e.figures
	for u := range e.Meters {
		if d := &e.Meters[u].Discount; !d.IsZero() && e.Plan.eligible[u][month].Discount {
			f.discount.add(len(e.Meters), len(e.Months), u, month, e.gross(u, month).Mul(*d).Neg())
		}
	}
}
