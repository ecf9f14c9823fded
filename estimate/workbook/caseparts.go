package workbook

import "strings"

// monthParts are the rows of a meter, and of those that it is counted with, whose price
// changes within some months, and of which the days of the usage are known: for each
// change of a month the part of each line's quantity that was used before it, and the part
// of all of them.
type monthParts struct {
	use     int    // the first of those that are counted together
	lines   [2]int // by index into caseModel.lines, the last not included
	changes int    // the most of a month
	at      int    // the row of the first line
}

// rows are how many rows it has.
func (p *monthParts) rows() int { return p.changes * (p.lines[1] - p.lines[0] + 1) }

// ratio is the row of the part of all lines that is used before a change, from 0.
func (p *monthParts) ratio(change int) int {
	n := p.lines[1] - p.lines[0]
	return p.at + change*(n+1) + n
}

// findParts finds the months that are charged in parts, and lists the rates of these on
// Rates.
func (m *caseModel) findParts(add func(row *meterRow, month int, of *partRate)) {
	m.partsOf = make([]*monthParts, len(m.uses))
	for k := range m.meters {
		row := &m.meters[k]
		uses := m.e.Meters[row.use].Pooled
		if uses == nil {
			uses = []int{row.use}
		}
		for i := row.from; i <= row.to; i++ {
			list := m.e.Parts(row.use, i)
			if list == nil {
				continue
			}
			p := m.partsOf[uses[0]]
			if p == nil {
				p = &monthParts{use: uses[0], lines: [2]int{m.uses[uses[0]].lines[0], m.uses[uses[len(uses)-1]].lines[1]}}
				m.parts = append(m.parts, p)
			}
			m.partsOf[row.use], m.partsOf[uses[0]] = p, p
			p.changes = max(p.changes, len(list)-1)
			if row.parts == nil {
				row.parts = map[int][]partRate{}
			}
			for _, part := range list {
				of := partRate{rate: part.Rate}
				add(row, i, &of)
				row.parts[i] = append(row.parts[i], of)
			}
		}
	}
}

// monthParts writes the parts of months.
func (c *caseWriter) monthParts() {
	if len(c.m.parts) == 0 {
		return
	}
	c.block("Parts of months in which a price changes: of each line's month, what was used before the change (by the days of the import)", "", "Usage no.", "Workload", "Meter", "Region", "Meter's unit", "Change no.")
	for _, p := range c.m.parts {
		shares := map[[2]int][]float64{} // by line and month, up to each change
		for k := p.lines[0]; k < p.lines[1]; k++ {
			l := &c.m.lines[k]
			for i := range c.f.n {
				for _, v := range c.m.e.LineParts(l.use, i, l.index) {
					shares[[2]int{k, i}] = append(shares[[2]int{k, i}], num(v))
				}
			}
		}
		for n := range p.changes {
			for k := p.lines[0]; k < p.lines[1]; k++ {
				c.line(&c.m.lines[k])
				c.blanks(colNo, colP4, styleText)
				c.num(colP1, style{kind: plain, format: wholes}, float64(n+1))
				for i := range c.f.n {
					if list := shares[[2]int{k, i}]; n < len(list) {
						c.num(colMonth+i, style{kind: plain, format: percent2}, list[n])
					}
				}
				c.next()
			}
			first := p.ratio(n) - (p.lines[1] - p.lines[0])
			c.text(colName, styleText, "All of these")
			c.blanks(colNo, colP4, styleText)
			c.num(colP1, style{kind: plain, format: wholes}, float64(n+1))
			for i := range c.f.n {
				list := c.m.e.Parts(p.use, i)
				if n >= len(list)-1 {
					continue
				}
				before, all := 0.0, 0.0
				for k, part := range list {
					all += num(part.Charge.Quantity)
					if k <= n {
						before += num(part.Charge.Quantity)
					}
				}
				m := monthCol(colMonth + i)
				quantities := m.rows(c.m.at.quantity+p.lines[0], c.m.at.quantity+p.lines[1]-1)
				c.calc(colMonth+i, style{kind: calc, format: percent2}, "IF(SUM("+quantities+")=0,0,SUMPRODUCT("+quantities+","+m.rows(first, p.ratio(n)-1)+")/SUM("+quantities+"))", before/all)
			}
			c.next()
		}
	}
	c.next()
	c.next()
}

// inParts is the amount of a row, where the price changes within some of its months and
// the days of the usage are known: each part of such a month is what its rate prices up to
// its end, less what it prices up to its beginning. of prices a billable quantity by a
// rate's row on Rates.
func (c *caseWriter) inParts(k int, whole func(m monthCol) string, of func(row meterRow) func(billable string) string) func(m monthCol) string {
	row := c.m.meters[k]
	if row.parts == nil {
		return whole
	}
	return func(m monthCol) string {
		list := row.parts[int(m)-colMonth]
		if list == nil {
			return whole(m)
		}
		quantity := c.countedQuantity(k, m)
		var sums []string
		for n, part := range list {
			included := ratesSheet + "!" + fixed(rateIncluded, part.listed.at)
			price := func(change int) string { // up to it; the last part has all
				q := "(" + quantity + ")"
				if change < len(list)-1 {
					q += "*" + m.at(c.m.partsOf[row.use].ratio(change))
				}
				return of(meterRow{listed: part.listed})("MAX(0," + q + "-" + included + ")")
			}
			sum := price(n)
			if n > 0 {
				sum += "-" + price(n-1)
			}
			sums = append(sums, sum)
		}
		return "(" + strings.Join(sums, "+") + ")"
	}
}
