package workbook

// drawnBy writes what a meter drew from the commitment over its term, and, in
// one row of each use, the part that it bears of what is lost.
func (c *caseWriter) drawnBy(k int, row meterRow) {
	at, t := c.m.at, c.m.at.term
	span := func(r int) string { return fixedCol(colMonth, r) + ":" + fixedCol(at.sum-1, r) }
	fixedSpan := func(r int) string { return fixed(colMonth, r) + ":" + fixed(at.sum-1, r) }
	r := c.at
	if !c.m.prepays() && c.m.paysFirst() { // block M has it
		c.calc(colP3, style{kind: calc, format: c.money}, cell(at.sum, at.counted+k), c.f.countedBy[k])
		c.bears(k, row, colP3, at.net, c.f.shortShare[k])
		return
	}
	cover, drawn, share := t.cover, c.f.drawnBy[k], c.f.lostShare[k]
	if !c.m.prepays() {
		cover, drawn, share = t.takes, c.f.countedBy[k], c.f.shortShare[k]
	}
	f := "(" + cell(colP1, r) + "-" + cell(colP2, r) + ")*SUMPRODUCT(" + span(at.gross+k) + "," + fixedSpan(cover) + ")"
	if c.m.drawing {
		f += "-(1-" + cell(colP2, r) + ")*SUMPRODUCT(" + span(at.base+k) + "," + fixedSpan(t.scale) + ")"
	}
	c.calc(colP3, style{kind: calc, format: c.money}, f, drawn)
	c.bears(k, row, colP3, at.net, share)
}

// bears writes, in one row of each use, the part of what is unused that it bears: by
// what its rows took, in a column of the block.
func (c *caseWriter) bears(k int, row meterRow, taken, block int, share float64) {
	rows := c.m.uses[row.use]
	if k != rows.loser {
		c.num(colP4, style{kind: plain, format: percent}, 0)
		return
	}
	drawn := cell(taken, block+rows.meters[0])
	if rows.meters[1]-rows.meters[0] > 1 {
		drawn = "SUM(" + drawn + ":" + cell(taken, block+rows.meters[1]-1) + ")"
	}
	all := c.takenBy(taken, block)
	c.calc(colP4, style{kind: calc, format: percent}, "IF("+all+"=0,0,"+drawn+"/"+all+")", share)
}

// takenBy is what all meters took: purchases are no meter's.
func (c *caseWriter) takenBy(col, block int) string {
	return "SUM(" + fixed(col, block) + ":" + fixed(col, block+len(c.m.meters)-1) + ")"
}

// borne is what a use bears of commitments that are not used, by month.
func (c *caseWriter) borne(row meterRow) func(m monthCol) string {
	at, t, loser := c.m.at, c.m.at.term, c.m.uses[row.use].loser
	part := fixed(colP4, at.net+loser)
	if !c.m.both() {
		return func(m monthCol) string { return part + "*" + m.fixed(t.lost) }
	}
	short := fixed(colP4, at.counted+loser)
	return func(m monthCol) string {
		return "(" + part + "*" + m.fixed(t.unused) + "+" + short + "*(" + m.fixed(t.short) + "-" + m.fixed(t.returned) + "))"
	}
}
