package workbook

import "azwhatif/estimate"

// Formulas for meters whose tiers count several subscriptions of a billing account
// (MeterUse.Pooled). Their rows stand one after another, so that a range has them all:
// each is charged for the sum of the range, and has its part of that.

// pooledTogether are the indices of meters in their order, but for the meters of a
// pool, which follow its first.
func pooledTogether(meters []estimate.MeterUse) []int {
	order := make([]int, 0, len(meters))
	for u := range meters {
		switch pool := meters[u].Pooled; {
		case pool == nil:
			order = append(order, u)
		case pool[0] == u:
			order = append(order, pool...)
		}
	}
	return order
}

// poolRows are the first and the last of the rows, by index into caseModel.meters, that
// a row's tiers count with; ok is false where it counts alone.
func (c *caseWriter) poolRows(k int) (first, last int, ok bool) {
	pool := c.m.e.Meters[c.m.meters[k].use].Pooled
	if pool == nil {
		return k, k, false
	}
	return c.m.uses[pool[0]].meters[0], c.m.uses[pool[len(pool)-1]].meters[1] - 1, true
}

// counted is the sum of a block's rows that a row's tiers count; of a row that counts
// alone its cell.
func (c *caseWriter) counted(block, k int, m monthCol) string {
	first, last, ok := c.poolRows(k)
	if !ok {
		return m.at(block + k)
	}
	return "SUM(" + m.rows(block+first, block+last) + ")"
}

func (c *caseWriter) countedUse(k int, m monthCol) string { return c.counted(c.m.at.use, k, m) }

func (c *caseWriter) countedBillable(k int, m monthCol) string {
	return c.counted(c.m.at.billable, k, m)
}

// countedQuantity is what a row's tiers count of a month, without what benefits cover.
func (c *caseWriter) countedQuantity(k int, m monthCol) string {
	first, last, ok := c.poolRows(k)
	if !ok {
		return c.chargedQuantity(k, m)
	}
	from, to := -1, -1 // benefits have rows for some of the range, in its order
	for r := first; r <= last; r++ {
		if at, ok := c.benefitAt(r); ok {
			if from < 0 {
				from = at
			}
			to = at
		}
	}
	if from < 0 {
		return c.countedUse(k, m)
	}
	return "(" + c.countedUse(k, m) + "-SUM(" + m.rows(c.m.benefit.covered+from, c.m.benefit.covered+to) + "))"
}

// chargedQuantity is a row's own quantity of a month, without what benefits cover.
func (c *caseWriter) chargedQuantity(k int, m monthCol) string {
	f := m.at(c.m.at.use + k)
	if at, ok := c.benefitAt(k); ok {
		f = "(" + f + "-" + m.at(c.m.benefit.covered+at) + ")"
	}
	return f
}

// partOf is a row's part, by its quantity, of what all that its tiers count is charged;
// of a row that counts alone all of it. A row has a part in its own months only.
func (c *caseWriter) partOf(k int, all func(m monthCol) string) func(m monthCol) string {
	if _, _, pooled := c.poolRows(k); !pooled {
		return all
	}
	return func(m monthCol) string {
		own, counted := c.chargedQuantity(k, m), c.countedQuantity(k, m)
		return "IF(" + own + "=0,0,IF(" + counted + "=0,0,(" + all(m) + ")*" + own + "/" + counted + "))"
	}
}
