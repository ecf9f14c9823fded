package workbook

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// lineQuantities is block A: a row of Usage, times the case's scale and that of
// all usage.
func (c *caseWriter) lineQuantities() {
	c.block("A. Lines: quantity", "Total", "Usage no.", "Workload", "Meter", "Region", "Meter's unit", "Case's scale", "Meter no.", c.scheduleHead())
	for k := range c.m.lines {
		l := &c.m.lines[k]
		values := c.f.row(c.f.quantity, k)
		c.line(l)
		if l.usage < 0 {
			c.next()
			continue
		}
		if !c.b.lines[l.usage].demand.known {
			for i := range c.f.n {
				c.text(colMonth+i, styleText, wordUnknown)
			}
			c.next()
			continue
		}
		r := strconv.Itoa(c.at)
		f := quantities(values)
		c.lineScale(l)
		if b := c.m.benefit; b != nil {
			if n, ok := b.classOf[k]; ok && n > 0 {
				c.calc(colP3, style{kind: link, format: wholes}, usageSheet+"!"+cell(c.b.places.usageSchedule, usageRow(l.usage)), float64(n))
			} else if ok {
				c.num(colP3, style{kind: plain, format: wholes}, 0)
			}
		}
		usage := "!" // Usage needs no quotes
		row := strconv.Itoa(usageRow(l.usage)) + "*$" + column(colP1) + r + "*" + nameScale
		shift := c.b.places.usageMonth
		id := c.b.style(style{kind: link, format: f})
		for i, v := range values {
			c.put(colMonth+i, id, usageSheet+usage+column(shift+i)+row, v)
		}
		c.total(style{kind: sum, format: f}, sumOf(values))
		c.next()
	}
	if n := len(c.m.lines); n > 0 {
		c.holdRange(cell(colP1, c.m.at.quantity)+":"+cell(colP1, c.m.at.quantity+n-1), excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual, 0, 0, "a number, 0 or more")
	}
	c.skip(c.m.at.quantity + len(c.m.lines) + 2)
}

// scheduleHead is the head of the schedules' numbers, "" without benefits.
func (c *caseWriter) scheduleHead() string {
	if c.m.benefit == nil {
		return ""
	}
	return "Schedule no."
}

// line writes a line's labels.
func (c *caseWriter) line(l *caseLine) {
	plainText := styleText
	if l.usage >= 0 {
		c.num(colNo, styleNo, float64(l.usage+1))
	}
	c.text(colName, plainText, l.Workload)
	c.text(colMeter, plainText, lineTitle(l))
	if l.Meter.Unit.String() != "" && l.Meter.ID != "" && l.Meter.Name != "" {
		c.text(colRegion, plainText, l.Meter.Region.Display())
		c.text(colUnit, plainText, l.Meter.Unit.String())
	}
	if l.use >= 0 {
		c.num(colP2, style{kind: plain, format: wholes}, float64(c.m.uses[l.use].meters[0]+1))
	}
}

func lineTitle(l *caseLine) string {
	if l.Meter.Name == "" {
		return string(l.Meter.ID)
	}
	return l.Meter.Title()
}

// rateLink makes the meter's cell lead to the rate that prices it, the first of
// several.
func (c *caseWriter) rateLink(row meterRow, title string) {
	if row.listed != nil {
		c.text(colMeter, styleJump, title)
		c.link(cell(colMeter, c.at), quote(ratesSheet)+cell(rateTitle, row.listed.at), "to its rate")
	}
}

// block writes a block's title and heads.
func (c *caseWriter) block(title, total string, labels ...string) {
	c.text(0, stylePart, title)
	c.next()
	c.heading(total, labels...)
}

// lineShares is block H: each meter's amount, shared to its lines by quantity.
func (c *caseWriter) lineShares() {
	at := c.m.at
	c.text(0, stylePart, "H. Lines: share of the meter's amount")
	c.next()
	for i, g := range c.b.groups {
		c.text(at.after+1+i, styleHead, g.Title+" no., on "+comparisonSheet)
	}
	c.text(at.after, styleHead, "Months "+wordNotPriced)
	c.heading("Total, "+string(c.m.e.Currency()), "Usage no.", "Workload", "Meter", "Region", "Meter's unit", "Subscription", "Meter no.", "Part of the meter")
	for k := range c.m.lines {
		c.lineShare(k)
	}
	last := at.share + len(c.m.lines) - 1
	c.text(colName, style{kind: sum}, "Total")
	money := style{kind: sum, format: c.money}
	c.monthly(money, func(m monthCol) string {
		return "SUM(" + m.rows(at.share, last) + ")"
	}, func(i int) any { return num(c.m.charges[i].Total()) })
	c.calc(at.sum, money, "SUM("+cell(at.sum, at.share)+":"+cell(at.sum, last)+")", num(c.m.total.Value))
	c.calc(at.after, style{kind: sum, format: wholes}, "SUM("+cell(at.after, at.share)+":"+cell(at.after, last)+")", float64(c.m.unpricedCells(c.f)))
	c.next()
	c.filter(at.share-1, last, at.after+len(c.b.groups))
	if first := cell(colMonth, at.share); len(c.m.e.Unpriced) > 0 && c.b.err == nil {
		c.b.colour(c.name, first+":"+cell(at.sum, last), "ISTEXT("+first+")", red, paleRed)
	}
}

func (c *caseWriter) lineShare(k int) {
	at := c.m.at
	l := &c.m.lines[k]
	c.line(l)
	if l.use >= 0 {
		c.rateLink(c.m.meters[c.m.uses[l.use].meters[0]], lineTitle(l))
	}
	c.text(colP1, styleText, l.Subscription)
	missing, words := 0, 0 // months without a price, and those that say so: the others have a part of what is lost
	for i := range c.f.n {
		if c.m.missing(c.f, k, i) {
			missing++
			if c.f.amount[k*c.f.n+i] == 0 {
				words++
			}
		}
	}
	c.monthly(style{kind: calc, format: c.money}, c.shareFormula(k, c.at), func(i int) any {
		amount := c.f.amount[k*c.f.n+i]
		if amount == 0 && c.m.missing(c.f, k, i) {
			return wordNotPriced
		}
		return amount
	})
	if words == c.f.n {
		c.calc(at.sum, style{kind: calc}, nameNotPriced, wordNotPriced)
	} else {
		c.total(style{kind: sum, format: c.money}, sumOf(c.f.row(c.f.amount, k)))
	}
	c.calc(at.after, style{kind: calc, format: wholes}, c.missingFormula(k), float64(missing))
	for i, g := range c.b.groups {
		c.num(at.after+1+i, style{kind: plain, format: wholes}, float64(g.number[g.Of(*l.Line)]))
	}
	c.next()
}

// missing tells whether a line has usage without a price in a month.
func (m *caseModel) missing(f *figures, k, month int) bool {
	l := &m.lines[k]
	switch {
	case l.Unshared:
		return false
	case l.use < 0:
		return true
	case m.uses[l.use].simple || f.quantity[k*f.n+month] == 0:
		return false
	}
	rows := m.uses[l.use].meters
	for r := rows[0]; r < rows[1]; r++ {
		if m.meters[r].in(month) {
			return f.unpriced[r*f.n+month]
		}
	}
	return false
}

func (m *caseModel) unpricedCells(f *figures) int {
	n := 0
	for k := range m.lines {
		for i := range f.n {
			if m.missing(f, k, i) {
				n++
			}
		}
	}
	return n
}

// missingFormula counts a line's months without a price: those in which it has a
// quantity, and its meter a row that is words.
func (c *caseWriter) missingFormula(k int) string {
	at, l := c.m.at, &c.m.lines[k]
	over := func(row int) string { return cell(colMonth, row) + ":" + cell(at.sum-1, row) }
	if l.Unshared || l.use < 0 || c.m.uses[l.use].simple {
		return "COUNTIF(" + over(c.at) + "," + nameNotPriced + ")"
	}
	var texts []string
	for row := range c.m.uses[l.use].meters[1] - c.m.uses[l.use].meters[0] {
		texts = append(texts, "("+over(at.charged+c.m.uses[l.use].meters[0]+row)+"="+nameNotPriced+")")
	}
	return "SUMPRODUCT((" + over(at.quantity+k) + "<>0)*((" + strings.Join(texts, "+") + ")>0))"
}

// shareFormula is a line's share of its meter's month: of the charges by the
// month's quantity, of a lost commitment by the quantity of all months.
func (c *caseWriter) shareFormula(k, r int) func(m monthCol) string {
	at := c.m.at
	l := &c.m.lines[k]
	switch {
	case l.Purchase != nil:
		return c.purchaseShare(l)
	case l.Unused:
		return c.formula(c.benefitSum(headUnused), nil)
	case l.Unshared:
		return c.unsharedFormula()
	case l.use < 0:
		return func(monthCol) string { return nameNotPriced }
	}
	rows := c.m.uses[l.use]
	first, last := rows.meters[0], rows.meters[1]-1
	charged, end := at.charged+first, at.charged+last
	if rows.simple && rows.lines[1]-rows.lines[0] == 1 {
		return func(m monthCol) string { return m.at(charged) }
	}
	lost := c.borne(c.m.meters[rows.loser])
	own, part := at.quantity+k, fixedCol(colP3, r)
	all := fixed(at.sum, at.use+first)
	if first != last {
		all = "SUM(" + all + ":" + fixed(at.sum, at.use+last) + ")"
	}
	c.calc(colP3, style{kind: calc, format: percent}, "IF("+all+"=0,"+c.partOfSizes(k)+","+fixed(at.sum, at.quantity+k)+"/"+all+")", c.f.quantityShare[k])
	if rows.simple {
		use := at.use + first
		return func(m monthCol) string {
			l := lost(m)
			charges := "(" + m.at(charged) + "-" + l + ")"
			return "IF(" + m.at(use) + "=0," + c.sizeShare(k, m, charges) + "," + charges + "*" + m.at(own) + "/" + m.at(use) + ")+" + part + "*" + l
		}
	}
	return func(m monthCol) string {
		l := lost(m)
		all, amounts := "SUM("+m.rows(at.use+first, at.use+last)+")", m.rows(charged, end)
		borne := part + "*" + l
		return "IF(AND(" + m.at(own) + "<>0,COUNT(" + amounts + ")<ROWS(" + amounts + ")),IF(" + borne + "=0," + nameNotPriced + "," + borne + ")," +
			"IF(" + all + "=0," + c.sizeShare(k, m, "(SUM("+amounts+")-"+l+")") + ",(SUM(" + amounts + ")-" + l + ")*" + m.at(own) + "/" + all + ")+" + borne + ")"
	}
}

// unsharedFormula has what no usage was there to share by: recurring charges
// of a month without usage, and a commitment of which nothing was drawn.
func (c *caseWriter) unsharedFormula() func(m monthCol) string {
	at, t, n := c.m.at, c.m.at.term, len(c.m.subs)
	drawn := "0"
	if len(c.m.meters) > 0 {
		drawn = c.takenBy(colP3, at.net)
	}
	first := at.subs + subUnshared*n
	return func(m monthCol) string {
		f := m.fixed(t.lost) + "*(" + drawn + "=0)"
		if c.m.both() {
			counted := "0"
			if len(c.m.meters) > 0 {
				counted = c.takenBy(at.sum, at.counted)
			}
			f = m.fixed(t.unused) + "*(" + drawn + "=0)+(" + m.fixed(t.short) + "-" + m.fixed(t.returned) + ")*(" + counted + "=0)"
		}
		if c.m.monthly {
			f = "SUM(" + m.rows(first, first+n-1) + ")+" + f
		}
		return f
	}
}
