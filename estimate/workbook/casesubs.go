package workbook

import (
	"strconv"
)

// subscriptions writes what each subscription's credit and recurring charge
// come to: the credit covers what is not drawn from a commitment.
func (c *caseWriter) subscriptions() {
	if !c.m.monthly {
		return
	}
	at, t, n := c.m.at, c.m.at.term, len(c.m.subs)
	v := c.subFigures()
	cur := string(c.m.e.Currency())
	c.text(0, stylePart, "Subscriptions: credit and recurring charge")
	c.next()
	c.heading("Total, "+cur, "", "Subscription", "Step", "", "Unit", "No.")
	rows := func(block, col int) string { return down(col, block, block+len(c.m.meters)-1) }
	in := func(block int, m string) string {
		return m + strconv.Itoa(block) + ":" + m + strconv.Itoa(block+len(c.m.meters)-1)
	}
	money, part := style{kind: calc, format: c.money}, style{kind: calc, format: unitPrice}
	cover := "$" + strconv.Itoa(t.cover)
	of := func(measure int, m, r string) string { // another measure of the row's subscription
		row, _ := strconv.Atoi(r)
		return m + strconv.Itoa(at.subs+measure*n+(row-at.subs)%n)
	}
	for _, measure := range []struct {
		at      int
		label   string
		unit    string
		st      style
		sums    bool
		formula func(m, r string) string
	}{
		{subGross, "Usage at the card's rates", cur, money, true, func(m, r string) string {
			return "SUMIF(" + rows(at.gross, colP1) + ",$" + column(colP1) + r + "," + in(at.gross, m) + ")"
		}},
		{subCovered, "… of it for the credit to cover", cur, money, true, func(m, r string) string {
			paid := "*(1-" + rows(at.net, colP1) + "*" + m + cover + ")"
			if c.m.macc() {
				paid = ""
			}
			return "SUMPRODUCT((" + rows(at.gross, colP1) + "=$" + column(colP1) + r + ")*" + rows(at.charged, colP1) +
				"*(1-" + rows(at.net, colP2) + ")" + paid + "," + in(at.gross, m) + ")"
		}},
		{subCredit, "Credit used", cur, money, true, func(m, r string) string {
			return "MAX(0,MIN(" + m + "$" + strconv.Itoa(t.creditOf) + "," + of(subCovered, m, r) + "))"
		}},
		{subCreditRate, "Credit, as a part of what it covers", "part", part, false, func(m, r string) string {
			covered := of(subCovered, m, r)
			return "IF(" + covered + "=0,0," + of(subCredit, m, r) + "/" + covered + ")"
		}},
		{subRecurringRate, "Recurring charge, as a part of usage", "part", part, false, func(m, r string) string {
			gross := of(subGross, m, r)
			return "IF(" + gross + "=0,0," + m + "$" + strconv.Itoa(t.recurringOf) + "/" + gross + ")"
		}},
		{subUnshared, "Recurring charge without usage to share it by", cur, money, true, func(m, r string) string {
			return m + "$" + strconv.Itoa(t.recurringOf) + "*(" + of(subGross, m, r) + "=0)"
		}},
	} {
		for k, sub := range c.m.subs {
			r := strconv.Itoa(c.at)
			c.text(colName, styleText, named(sub))
			c.text(colMeter, styleText, measure.label)
			c.text(colUnit, styleText, measure.unit)
			c.num(colP1, style{kind: plain, format: wholes}, float64(k+1))
			c.blanks(colNo, colP4, styleText)
			values := v[measure.at][k]
			formula := measure.formula
			if len(c.m.meters) == 0 && (measure.at == subGross || measure.at == subCovered) {
				formula = func(string, string) string { return "" }
			}
			c.monthly(measure.st, func(m string) string { return formula(m, r) }, func(i int) any { return values[i] })
			if measure.sums {
				c.total(style{kind: sum, format: c.money}, sumOf(values))
			}
			c.next()
		}
	}
	c.next()
}

// subFigures are the values of the block, by measure and subscription.
func (c *caseWriter) subFigures() [subRows][][]float64 {
	var v [subRows][][]float64
	for k := range v {
		for range c.m.subs {
			v[k] = append(v[k], make([]float64, c.f.n))
		}
	}
	e := c.m.e
	r := c.termFigures()
	for k, row := range c.m.meters {
		for i := range c.f.n {
			gross := c.f.gross[k*c.f.n+i]
			v[subGross][row.sub][i] += gross
			if row.eligible.Credit {
				left := 1.0
				if row.eligible.Discount {
					left = 1 - num(e.Meters[row.use].Discount)
					if !c.m.macc() {
						left *= 1 - r.cover[i]
					}
				}
				v[subCovered][row.sub][i] += gross * left
			}
		}
	}
	for k := range c.m.subs {
		for i := range c.f.n {
			gross, covered := v[subGross][k][i], v[subCovered][k][i]
			used := max(0, min(r.credit[i], covered))
			v[subCredit][k][i] = used
			if covered != 0 {
				v[subCreditRate][k][i] = used / covered
			}
			if gross != 0 {
				v[subRecurringRate][k][i] = r.recurring[i] / gross
			} else {
				v[subUnshared][k][i] = r.recurring[i]
			}
		}
	}
	return v
}
