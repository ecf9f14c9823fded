package workbook

import (
	"slices"

	"azwhatif/ratebook"
)

// Formulas for meters with lines below zero, as MeterUse.correct prices them: a
// month below zero takes its quantity off the month before, at that month's rate,
// where that has so much; else it is a credit at the first tier that is not free.

// beforeRow is the row of block B that a month before has, of the stretch that
// the month's own row continues; ok is false where there is no such month, or it
// has no price.
func (c *caseWriter) beforeRow(k, month int) (before int, ok bool) {
	row := c.m.meters[k]
	if month == row.from && month > 0 { // a stretch's first month follows the stretch before
		return k - 1, c.m.meters[k-1].use == row.use && c.m.meters[k-1].priced
	}
	return k, month > row.from
}

// enough tells whether the month before has what a month below zero takes off.
func (c *caseWriter) enough(k, before int, m monthCol) string {
	return c.countedUse(before, m.before()) + "+" + c.countedUse(k, m) + ">=0"
}

// billableBelow is block C: of a month that corrects the one before, what that has
// less of billable quantity.
func (c *caseWriter) billableBelow(k int, left, otherwise func(m monthCol) string) func(m monthCol) string {
	return func(m monthCol) string {
		credit := left(m)
		if c.m.meters[k].rate.FirstPaid() < 0 {
			credit = "0"
		}
		if before, ok := c.beforeRow(k, int(m-colMonth)); ok {
			had := c.countedQuantity(before, m.before())
			included := ratesSheet + "!" + fixed(rateIncluded, c.m.meters[before].listed.at)
			over := func(q string) string { return "MAX(0,MAX(0," + q + ")-MAX(0," + included + "))" }
			credit = "IF(" + c.enough(k, before, m) + "," + over(had+"+"+left(m)) + "-" + over(had) + "," + credit + ")"
		}
		return "IF(" + left(m) + "<0," + credit + "," + otherwise(m) + ")"
	}
}

// amountBelow is block D: the difference of the month before's amounts, or a
// credit.
func (c *caseWriter) amountBelow(k int, own func(billable string) string) func(m monthCol) string {
	return c.corrected(k, own, func(row meterRow) func(string) string { return c.atTiers(row) }, func(b string) string {
		i := slices.IndexFunc(tiersOf(c.m.meters[k].rate), func(t ratebook.Tier) bool { return !t.UnitPrice.IsZero() })
		if i < 0 {
			return "0"
		}
		return b + "*" + ratesSheet + "!" + fixed(c.b.places.rates.price+i, c.m.meters[k].listed.at)
	})
}

// firstBelow is block E: the same of the first tier.
func (c *caseWriter) firstBelow(k int, own func(billable string) string) func(m monthCol) string {
	return c.corrected(k, own, func(row meterRow) func(string) string { return c.atFirstTier(row) }, own)
}

func (c *caseWriter) corrected(k int, own func(billable string) string, of func(row meterRow) func(string) string, credit func(billable string) string) func(m monthCol) string {
	return func(m monthCol) string {
		b := c.countedBillable(k, m)
		less := credit(b)
		if before, ok := c.beforeRow(k, int(m-colMonth)); ok {
			price, had := of(c.m.meters[before]), c.countedBillable(before, m.before())
			less = "IF(" + c.enough(k, before, m) + "," + price("("+had+"+"+b+")") + "-" + price(had) + "," + less + ")"
		}
		return "IF(" + b + "<0," + less + "," + own(b) + ")"
	}
}

// sizeShare is a line's share of a month whose lines cancel out: by their sizes.
func (c *caseWriter) sizeShare(k int, m monthCol, charges string) string {
	rows := c.m.uses[c.m.lines[k].use]
	if !c.m.meters[rows.meters[0]].below {
		return "0"
	}
	at := c.m.at.quantity
	sizes := "SUMPRODUCT(ABS(" + m.rows(at+rows.lines[0], at+rows.lines[1]-1) + "))"
	return "IF(" + sizes + "=0,0," + charges + "*ABS(" + m.at(at+k) + ")/" + sizes + ")"
}

// partOfSizes is a line's part of all months' quantity where lines cancel out.
func (c *caseWriter) partOfSizes(k int) string {
	rows := c.m.uses[c.m.lines[k].use]
	if !c.m.meters[rows.meters[0]].below {
		return "0"
	}
	at, sum := c.m.at.quantity, c.m.at.sum
	sizes := "SUMPRODUCT(ABS(" + fixed(sum, at+rows.lines[0]) + ":" + fixed(sum, at+rows.lines[1]-1) + "))"
	return "IF(" + sizes + "=0,0,ABS(" + fixed(sum, at+k) + ")/" + sizes + ")"
}

// runsOf is the part of a meter's lines above zero that runs in a month: what is
// corrected within it does not.
func (m *caseModel) runsOf(f *figures, row meterRow, month int) float64 {
	if !row.below {
		return 1
	}
	above, all := 0.0, 0.0
	rows := m.uses[row.use].lines
	for line := rows[0]; line < rows[1]; line++ {
		q := f.quantity[line*f.n+month]
		above, all = above+max(0, q), all+q
	}
	if all <= 0 {
		return 0
	}
	return all / above
}
