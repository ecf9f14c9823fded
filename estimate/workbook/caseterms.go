package workbook

import (
	"fmt"
	"strconv"
)

// terms writes the block "Month by month" and the block that says how the
// offer's terms come to it.
func (c *caseWriter) terms() {
	t, at := c.m.at.term, c.m.at
	r := c.termFigures()
	cur := string(c.m.e.Currency())
	ref := func(row int) func(string) string {
		return func(col string) string { return col + strconv.Itoa(row) }
	}
	amount, term := fixed(colP1, rowTerms+1), fixed(colP1, rowTerms+2)
	money, whole := style{kind: calc, format: c.money}, style{kind: sum, format: c.money}
	row := func(at int, label, unit string, st style, sums bool, formula func(string) string, value func(int) float64) {
		if c.at != at {
			c.b.fail(fmt.Errorf("sheet %q: %s is in row %d, not %d", c.name, label, c.at, at))
		}
		c.label(label, unit, "")
		total := 0.0
		for i := range c.f.n {
			total += value(i)
		}
		c.monthly(st, formula, func(i int) any { return value(i) })
		if sums {
			st.kind = sum
			c.total(st, total)
		}
		c.next()
	}
	charges := make([]map[string]float64, c.f.n)
	for i := range charges {
		k := c.m.charges[i]
		charges[i] = map[string]float64{"usage": num(k.Usage), "overage": num(k.Overage), "discount": num(k.Discount),
			"lost": num(k.Commitment), "credit": num(k.Credit), "recurring": num(k.Recurring), "benefit": num(k.Benefit), "total": num(k.Total())}
	}
	of := func(name string) func(int) float64 { return func(i int) float64 { return charges[i][name] } }
	none := func(int) float64 { return 0 }

	c.text(0, stylePart, "Month by month")
	c.next()
	row(t.usage, "Usage at the card's rates, without overage", cur, money, true,
		func(m string) string { return m + strconv.Itoa(t.gross) + "-" + m + strconv.Itoa(t.overage) }, of("usage"))
	overage := func(m string) string {
		return m + strconv.Itoa(t.eligible) + "*(" + m + strconv.Itoa(t.inTerm) + "-" + m + strconv.Itoa(t.cover) + ")"
	}
	if c.m.macc() {
		c.noTerm(t.overage, "Overage: beyond the commitment, at the card's rates", "a MACC has none")
	} else {
		row(t.overage, "Overage: beyond the commitment, at the card's rates", cur, money, true, overage, of("overage"))
	}
	row(t.discount, "Discounts: the offer's and the negotiated ones", cur, money, true,
		func(m string) string {
			return m + strconv.Itoa(t.keptGross) + "-" + m + strconv.Itoa(t.eligible) + "-" + m + strconv.Itoa(t.keptBase) + "*" + m + strconv.Itoa(t.scale)
		}, of("discount"))
	if c.m.macc() {
		row(t.lost, "Shortfall due, less what is paid by those before", cur, money, true,
			func(m string) string { return m + strconv.Itoa(t.unused) + "-" + m + strconv.Itoa(t.returned) }, of("lost"))
	} else {
		row(t.lost, "Commitment lost", cur, money, true, func(m string) string { return m + strconv.Itoa(t.unused) }, of("lost"))
	}
	if c.m.monthly {
		first, n := at.subs, len(c.m.subs)
		used, unit := first+subCredit*n, first+subGross*n
		row(t.credit, "Monthly credit", cur, money, true,
			func(m string) string {
				return "-SUM(" + m + strconv.Itoa(used) + ":" + m + strconv.Itoa(used+n-1) + ")"
			}, of("credit"))
		row(t.recurring, "Recurring charge", cur, money, true,
			func(m string) string {
				return m + strconv.Itoa(t.recurringOf) + "*COUNT(" + down(colP1, unit, unit+n-1) + ")"
			}, of("recurring"))
	} else {
		c.noTerm(t.credit, "Monthly credit", "the card has none")
		c.noTerm(t.recurring, "Recurring charge", "the card has none")
	}
	if c.m.benefit != nil {
		row(t.benefit, "Reservations and savings plans, used or not", cur, money, true, c.benefitSum(headCost), of("benefit"))
	}
	c.link(cell(at.sum, t.total), quote(c.name)+cell(colName, at.share), "to the lines of the total")
	row(t.total, "Total", cur, whole, true,
		func(m string) string {
			return "SUM(" + m + strconv.Itoa(t.usage) + ":" + m + strconv.Itoa(t.lastCharge()) + ")"
		}, of("total"))
	c.label("Total, as the program calculated it", cur, "")
	for i := range c.f.n {
		c.num(colMonth+i, style{kind: plain, format: c.money}, charges[i]["total"])
	}
	c.num(at.sum, style{kind: strong, format: c.money}, num(c.m.total.Value))
	c.next()
	row(t.difference, "Difference", cur, style{kind: calc, format: tiny}, true,
		func(m string) string { return m + strconv.Itoa(t.total) + "-" + m + strconv.Itoa(t.engine) }, none)

	c.next()
	c.text(0, stylePart, "How the offer's terms come to it")
	c.next()
	meters := func(block int) (int, int) { return block, block + len(c.m.meters) - 1 }
	span := func(block int) func(string) string {
		from, to := meters(block)
		return func(m string) string { return m + strconv.Itoa(from) + ":" + m + strconv.Itoa(to) }
	}
	flags := func(col, block int) string { from, to := meters(block); return down(col, from, to) }
	some := len(c.m.meters) > 0
	sumOrZero := func(f func(string) string) func(string) string {
		if some {
			return f
		}
		return func(string) string { return "" }
	}
	row(t.gross, "Usage at the card's rates", cur, money, true,
		sumOrZero(func(m string) string { return "SUM(" + span(at.gross)(m) + ")" }),
		func(i int) float64 { return charges[i]["usage"] + charges[i]["overage"] })
	row(t.eligible, "… of it eligible for discounts and the commitment", cur, money, true,
		sumOrZero(func(m string) string { return "SUMPRODUCT(" + flags(colP1, at.net) + "," + span(at.gross)(m) + ")" }),
		func(i int) float64 { return r.eligible[i] })
	kept := func(m string) string {
		return "SUMPRODUCT(" + flags(colP1, at.net) + "-" + flags(colP2, at.net) + "," + span(at.gross)(m) + ")"
	}
	row(t.keptGross, "… after the negotiated discounts", cur, money, true, sumOrZero(kept), func(i int) float64 { return r.keptGross[i] })
	base, keptBase := ref(t.eligible), ref(t.keptGross)
	if c.m.drawing {
		base = sumOrZero(func(m string) string { return "SUM(" + span(at.base)(m) + ")" })
		keptBase = sumOrZero(func(m string) string { return "SUMPRODUCT(1-" + flags(colP2, at.net) + "," + span(at.base)(m) + ")" })
	}
	row(t.base, "… of it discounted by the offer (block E)", cur, money, true, base, func(i int) float64 { return r.base[i] })
	row(t.keptBase, "… of that after the negotiated discounts", cur, money, true, keptBase, func(i int) float64 { return r.keptBase[i] })
	c.discountLevels(r)
	c.offerRate(r, amount)
	row(t.inTerm, "In the commitment's term", "yes or no", style{kind: calc, format: yesNo}, false,
		func(m string) string { return "N(" + m + "$" + strconv.Itoa(rowIndex) + "<=" + term + ")" },
		func(i int) float64 { return one(r.inTerm[i]) })
	label := "Eligible charges after discounts"
	if c.countsPurchases() {
		label += ", and what is paid for benefits"
	}
	row(t.net, label, cur, money, true,
		func(m string) string {
			f := m + strconv.Itoa(t.keptGross) + "-" + m + strconv.Itoa(t.rate) + "*" + m + strconv.Itoa(t.keptBase)
			if c.countsPurchases() {
				f += "+" + c.benefitSum(headPaid)(m)
			}
			return f
		}, func(i int) float64 { return r.net[i] })
	c.commitment(r, row)
	part := style{kind: calc, format: percent}
	row(t.cover, "Part of eligible charges that the commitment takes", "part", part, false,
		func(m string) string {
			net, taken := m+strconv.Itoa(t.net), m+strconv.Itoa(t.drawn)
			if c.m.macc() {
				taken = "(" + taken + "+" + m + strconv.Itoa(t.returned) + ")"
			}
			return "IF(" + net + "=0," + m + strconv.Itoa(t.inTerm) + "," + taken + "/" + net + ")"
		}, func(i int) float64 { return r.cover[i] })
	row(t.scale, "Offer's discount in force", "part", part, false,
		func(m string) string { return m + strconv.Itoa(t.cover) + "*" + m + strconv.Itoa(t.rate) },
		func(i int) float64 { return r.scale[i] })
	c.given(t.creditOf, "Monthly credit of each subscription", cur, style{kind: input, format: c.money}, r.credit)
	c.given(t.recurringOf, "Recurring charge of each subscription", cur, style{kind: input, format: c.money}, r.recurring)
	c.next()
}

// countsPurchases tells whether what is paid for reservations and savings plans
// counts toward the commitment.
func (c *caseWriter) countsPurchases() bool { return c.m.benefit != nil && c.m.macc() }

// label writes what a row of the terms is.
func (c *caseWriter) label(label, unit, why string) {
	c.text(colName, styleText, label)
	c.text(colUnit, styleText, unit)
	if why != "" {
		c.text(colP1, styleText, why)
	}
	c.blanks(colMeter, colP4, styleText)
}

// noTerm writes a charge that the card does not know.
func (c *caseWriter) noTerm(at int, label, why string) {
	c.label(label, string(c.m.e.Currency()), why)
	for i := range c.f.n {
		c.num(colMonth+i, style{kind: plain, format: c.money}, 0)
	}
	c.total(style{kind: sum, format: c.money}, 0)
	c.next()
}

// given writes a row of figures that the card states.
func (c *caseWriter) given(at int, label, unit string, st style, values []float64) {
	if c.at != at {
		c.b.fail(fmt.Errorf("sheet %q: %s is in row %d, not %d", c.name, label, c.at, at))
	}
	c.label(label, unit, "")
	for i, v := range values {
		c.num(colMonth+i, st, v)
	}
	c.next()
}

// discountLevels writes the tiers of the offer's discount: from which amount
// on, which discount, and the step from the one before.
func (c *caseWriter) discountLevels(r termFigures) {
	t, n := c.m.at.term, c.m.at.term.levels
	column := func(k int, of func(level) float64) []float64 {
		values := make([]float64, c.f.n)
		for i := range values {
			values[i] = of(r.levels[i][k])
		}
		return values
	}
	for k := range n {
		c.given(t.tiers+k, fmt.Sprintf("Offer's discount %d: from", k+1), string(c.m.e.Currency()), style{kind: input, format: c.money},
			column(k, func(l level) float64 { return l.from }))
	}
	for k := range n {
		c.given(t.tiers+n+k, fmt.Sprintf("Offer's discount %d", k+1), "part", style{kind: input, format: percent},
			column(k, func(l level) float64 { return l.rate }))
	}
	for k := range n {
		c.label(fmt.Sprintf("Offer's discount %d: step", k+1), "part", "")
		c.monthly(style{kind: calc, format: percent}, func(m string) string {
			own := m + strconv.Itoa(t.tiers+n+k)
			if k == 0 {
				return own
			}
			return own + "-" + m + strconv.Itoa(t.tiers+n+k-1)
		}, func(i int) any {
			if k == 0 {
				return r.levels[i][0].rate
			}
			return r.levels[i][k].rate - r.levels[i][k-1].rate
		})
		c.next()
	}
}

// offerRate writes the discount that the offer grants, as a part.
func (c *caseWriter) offerRate(r termFigures, amount string) {
	t, n := c.m.at.term, c.m.at.term.levels
	why := ""
	if n == 0 {
		why = "the card has none"
	}
	c.label("Offer's discount on what the commitment pays", "part", why)
	st := style{kind: calc, format: percent}
	if n == 0 {
		for i := range c.f.n {
			c.num(colMonth+i, style{kind: plain, format: percent}, 0)
		}
		c.next()
		return
	}
	c.monthly(st, func(m string) string {
		from := m + strconv.Itoa(t.tiers) + ":" + m + strconv.Itoa(t.tiers+n-1)
		step := m + strconv.Itoa(t.tiers+2*n) + ":" + m + strconv.Itoa(t.tiers+3*n-1)
		base := m + strconv.Itoa(t.base)
		if c.slabs() {
			return "IF(" + base + "=0,0,SUMPRODUCT((" + base + ">" + from + ")*(" + base + "-" + from + ")*" + step + ")/" + base + ")"
		}
		return "SUMPRODUCT((" + amount + ">=" + from + ")*" + step + ")"
	}, func(i int) any { return r.rate[i] })
	c.next()
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
