package workbook

import (
	"strings"

	"azwhatif/scenario"
)

// meterBlocks are the blocks C to G: a row a meter, subscription and stretch of
// months, as in block B.
func (c *caseWriter) meterBlocks() {
	c.billables()
	c.grosses()
	if c.m.drawing {
		c.bases()
	}
	c.nets()
	if c.m.monthly {
		c.charges()
	}
	if c.m.paysFirst() {
		c.counts()
	}
}

// meterLabels writes a row's labels.
func (c *caseWriter) meterLabels(k int) {
	row := &c.m.meters[k]
	meter := c.m.e.Meters[row.use].Meter
	plainText := styleText
	c.num(colNo, styleNo, float64(k+1))
	c.text(colName, plainText, named(c.m.subs[row.sub]))
	c.text(colMeter, plainText, meter.Title())
	c.text(colRegion, plainText, meter.Region.Display())
	c.text(colUnit, plainText, meter.Unit.String())
}

// uses is block B: the sum of the meter's lines, in the stretch's months.
func (c *caseWriter) uses() {
	c.block("B. Meters: quantity of all lines of a subscription", "Total", "Meter no.", "Subscription", "Meter", "Region", "Meter's unit", "From", "Until")
	at := c.m.at
	for k, row := range c.m.meters {
		r := c.at
		values := c.f.row(c.f.use, k)
		f := quantities(values)
		c.meterLabels(k)
		c.num(colP1, style{kind: plain, format: month}, serial(c.months[row.from]))
		c.num(colP2, style{kind: plain, format: month}, serial(c.months[row.to]))
		lines := c.m.uses[row.use].lines
		c.monthly(style{kind: calc, format: f}, func(m monthCol) string {
			return "SUM(" + m.rows(at.quantity+lines[0], at.quantity+lines[1]-1) + ")*(" +
				m.fixed(rowMonths) + ">=" + fixedCol(colP1, r) + ")*(" + m.fixed(rowMonths) + "<=" + fixedCol(colP2, r) + ")"
		}, func(i int) any { return values[i] })
		c.total(style{kind: sum, format: f}, sumOf(values))
		c.next()
	}
	c.skip(at.use + len(c.m.meters) + 2)
}

// billables is block C: what is not included.
func (c *caseWriter) billables() {
	c.block("C. Meters: billable quantity, after what is included each month", "Total", "Meter no.", "Subscription", "Meter", "Region", "Meter's unit", "Included a month")
	at := c.m.at
	for k, row := range c.m.meters {
		included := fixedCol(colP1, c.at)
		values := c.f.row(c.f.billable, k)
		f := quantities(values)
		c.meterLabels(k)
		left := func(m monthCol) string { return c.countedQuantity(k, m) }
		formula := left
		if row.priced {
			c.calc(colP1, style{kind: link, format: factor}, ratesSheet+"!"+fixed(rateIncluded, row.listed.at), num(row.rate.Included))
			formula = func(m monthCol) string {
				return "(" + left(m) + ">" + included + ")*(" + left(m) + "-" + included + ")"
			}
		}
		if row.below && row.priced {
			formula = c.billableBelow(k, left, formula)
		}
		if row.priced {
			formula = c.inParts(k, formula, func(meterRow) func(string) string { return func(b string) string { return b } })
		}
		formula = c.partOf(k, formula)
		c.monthly(style{kind: calc, format: f}, formula, func(i int) any { return values[i] })
		c.total(style{kind: sum, format: f}, sumOf(values))
		c.next()
	}
	c.skip(at.billable + len(c.m.meters) + 2)
}

// grosses is block D: the billable quantity at the card's rates.
func (c *caseWriter) grosses() {
	cur := string(c.m.e.Currency())
	c.block("D. Meters: amount at the card's rates, "+cur, "Total, "+cur, "Meter no.", "Subscription", "Meter", "Region", "Meter's unit", "Subscription no.", "Its rate: inputs changed", "Its currency")
	at := c.m.at
	for k, row := range c.m.meters {
		values := c.f.row(c.f.gross, k)
		c.meterLabels(k)
		c.rateLink(row, c.m.e.Meters[row.use].Meter.Title())
		c.num(colP1, style{kind: plain, format: wholes}, float64(row.sub+1))
		if row.listed != nil {
			var changed []string
			for _, r := range row.rates() {
				changed = append(changed, ratesSheet+"!"+fixed(c.b.places.rates.changed, r.at))
			}
			c.calc(colP2, style{kind: link, format: wholes}, strings.Join(changed, "+"), 0.0)
			c.calc(colP3, style{kind: link}, ratesSheet+"!"+fixed(rateCurrency, row.listed.at), string(c.m.e.Currency()))
		}
		st := style{kind: link, format: c.money}
		if row.priced {
			atTiers := c.atTiers(row)
			amount := func(m monthCol) string { return atTiers(c.countedBillable(k, m)) }
			if row.below {
				amount = c.amountBelow(k, atTiers)
			}
			amount = c.inParts(k, amount, c.atTiers)
			amount = c.partOf(k, amount)
			c.monthly(st, func(m monthCol) string {
				f := amount(m)
				if at, ok := c.benefitAt(k); ok {
					f += "+" + m.at(c.m.benefit.licences+at)
				}
				return f
			}, func(i int) any { return values[i] })
		} else {
			c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string {
				return "IF(" + m.at(at.billable+k) + "=0,0," + nameNotPriced + ")"
			}, func(i int) any { return c.amountOr(k, i, values[i]) })
		}
		c.total(style{kind: sum, format: c.money}, sumOf(values))
		c.next()
	}
	c.sums(at.gross, c.f.gross)
}

// atTiers prices a billable quantity by a row's rate.
func (c *caseWriter) atTiers(row meterRow) func(billable string) string {
	rates := c.b.places.rates
	bounds := ratesSheet + "!" + fixed(rates.bound, row.listed.at) + ":" + fixed(rates.bound+rates.n-1, row.listed.at)
	steps := ratesSheet + "!" + fixed(rates.step, row.listed.at) + ":" + fixed(rates.step+rates.n-1, row.listed.at)
	return func(b string) string {
		return "SUMPRODUCT((" + b + ">" + bounds + ")*(" + b + "-" + bounds + ")*" + steps + ")"
	}
}

// atFirstTier is what of it the first tier prices.
func (c *caseWriter) atFirstTier(row meterRow) func(billable string) string {
	rates := c.b.places.rates
	bound, price := ratesSheet+"!"+fixed(rates.bound+1, row.listed.at), ratesSheet+"!"+fixed(rates.price, row.listed.at)
	return func(b string) string { return "MIN(" + b + "," + bound + ")*" + price }
}

// amountOr is a row's amount, or the words for none.
func (c *caseWriter) amountOr(k, i int, v float64) any {
	if c.f.unpriced[k*c.f.n+i] {
		return wordNotPriced
	}
	return v
}

// sums writes the row below a block of amounts.
func (c *caseWriter) sums(first int, values []float64) {
	last := first + len(c.m.meters) - 1
	if last >= first {
		c.text(colName, style{kind: sum}, "Total")
		money := style{kind: sum, format: c.money}
		total := 0.0
		c.monthly(money, func(m monthCol) string {
			return "SUM(" + m.rows(first, last) + ")"
		}, func(i int) any {
			sum := 0.0
			for k := range c.m.meters {
				sum += values[k*c.f.n+i]
			}
			total += sum
			return sum
		})
		c.total(money, total)
		c.next()
	}
	c.skip(last + 3)
}

// bases is block E: what the offer's discount is granted on.
func (c *caseWriter) bases() {
	cur := string(c.m.e.Currency())
	title := "E. Meters: first tier's amount, which the offer's discount is granted on, "
	all := c.b.c.Scenario.Rules.DiscountOn == scenario.AllTiers
	if all {
		title = "E. Meters: amount that the offer's discount is granted on, "
	}
	c.block(title+cur, "Total, "+cur, "Meter no.", "Subscription", "Meter", "Region", "Meter's unit")
	at := c.m.at
	for k, row := range c.m.meters {
		values := c.f.row(c.f.base, k)
		c.meterLabels(k)
		eligible := fixed(colP1, at.net+k)
		gross := at.gross + k
		switch {
		case !row.priced:
			for i := range values {
				c.num(colMonth+i, style{kind: plain, format: c.money}, 0)
			}
		case all:
			c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string { return eligible + "*" + m.at(gross) },
				func(i int) any { return values[i] })
		default:
			first := c.atFirstTier(row)
			amount := func(m monthCol) string { return first(c.countedBillable(k, m)) }
			if row.below {
				amount = c.firstBelow(k, first)
			}
			amount = c.inParts(k, amount, c.atFirstTier)
			amount = c.partOf(k, amount)
			c.monthly(style{kind: link, format: c.money}, func(m monthCol) string {
				f := eligible + "*" + amount(m)
				if at, ok := c.benefitAt(k); ok {
					f += "+" + eligible + "*" + m.at(c.m.benefit.licences+at)
				}
				return f
			}, func(i int) any { return values[i] })
		}
		c.total(style{kind: sum, format: c.money}, sumOf(values))
		c.next()
	}
	c.sums(at.base, c.f.base)
}

// nets is block F: charges after discounts and the commitment.
func (c *caseWriter) nets() {
	cur := string(c.m.e.Currency())
	c.block("F. Meters: charges after discounts and the commitment, "+cur, "Total, "+cur,
		"Meter no.", "Subscription", "Meter", "Region", "Meter's unit", "Discounts apply", "Negotiated discount", "Drawn, "+cur, "Part of what is unused")
	at, t := c.m.at, c.m.at.term
	for k, row := range c.m.meters {
		r := c.at
		values := c.f.row(c.f.net, k)
		c.meterLabels(k)
		c.num(colP1, style{kind: plain, format: yesNo}, one(row.eligible.Discount))
		use := &c.m.e.Meters[row.use]
		from, kind := fixed(colP1, rowTerms), calc
		if use.DiscountAt >= 0 {
			from, kind = quote(inputsSheet)+fixed(inputsValue, c.b.places.discounts[c.m.index][use.DiscountAt]), link
		}
		c.calc(colP2, style{kind: kind, format: percent}, cell(colP1, r)+"*"+from, one(row.eligible.Discount)*num(use.Discount))
		gross := at.gross + k
		if !row.priced {
			c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string { return m.at(gross) },
				func(i int) any { return c.amountOr(k, i, values[i]) })
			c.total(style{kind: sum, format: c.money}, sumOf(values))
			c.next()
			continue
		}
		c.drawnBy(k, row)
		discount, lost := fixedCol(colP2, r), c.borne(row)
		c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string {
			f := m.at(gross) + "-" + discount + "*" + m.at(gross)
			if c.m.drawing {
				f += "-(1-" + discount + ")*" + m.at(at.base+k) + "*" + m.fixed(t.scale)
			}
			if at, ok := c.benefitAt(k); ok {
				f += "+" + m.at(c.m.benefit.costs+at)
			}
			if c.m.uses[row.use].loser == k {
				f += "+" + lost(m)
			}
			return f
		}, func(i int) any { return values[i] })
		c.total(style{kind: sum, format: c.money}, sumOf(values))
		c.next()
	}
	c.sums(at.net, c.f.net)
}

// benefitAt is where a row is in the block of benefits; ok is false where no
// benefit could cover it.
func (c *caseWriter) benefitAt(k int) (at int, ok bool) {
	if c.m.benefit == nil {
		return 0, false
	}
	at, ok = c.m.benefit.place[k]
	return at, ok
}

// counts is block M: what of each meter counts toward the MACC, or is paid by a
// shortfall, after what a prepayment and a credit pay.
func (c *caseWriter) counts() {
	cur := string(c.m.e.Currency())
	heads := []string{"Meter no.", "Subscription", "Meter", "Region", "Meter's unit"}
	if c.m.both() {
		heads = append(heads, "", "", "", "Part of what is short")
	}
	c.block("M. Meters: what counts toward the MACC, after the prepayment and the credit, "+cur, "Total, "+cur, heads...)
	at, t, n := c.m.at, c.m.at.term, len(c.m.subs)
	for k, row := range c.m.meters {
		values := c.f.row(c.f.counted, k)
		c.meterLabels(k)
		if !row.priced {
			for i := range values {
				c.num(colMonth+i, style{kind: plain, format: c.money}, 0)
			}
			c.total(style{kind: sum, format: c.money}, 0)
			c.next()
			continue
		}
		if c.m.both() {
			c.bears(k, row, at.sum, at.counted, c.f.shortShare[k])
		}
		kept := "(" + fixed(colP1, at.net+k) + "-" + fixed(colP2, at.net+k) + ")*"
		c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string {
			f := kept + m.at(at.gross+k)
			if c.m.prepays() {
				f += "*(1-" + m.fixed(t.cover) + ")"
			}
			if c.m.monthly {
				f += "*(1-" + fixed(colP1, at.charged+k) + "*" + m.at(at.subs+subCreditRate*n+row.sub) + ")"
			}
			return f + "*" + m.fixed(t.takes)
		}, func(i int) any { return values[i] })
		c.total(style{kind: sum, format: c.money}, sumOf(values))
		c.next()
	}
	c.sums(at.counted, c.f.counted)
}

// charges is block G: charges after the credit and the recurring charge.
func (c *caseWriter) charges() {
	cur := string(c.m.e.Currency())
	c.block("G. Meters: charges after the credit and the recurring charge, "+cur, "Total, "+cur,
		"Meter no.", "Subscription", "Meter", "Region", "Meter's unit", "Credit applies")
	at, t, n := c.m.at, c.m.at.term, len(c.m.subs)
	for k, row := range c.m.meters {
		applies := fixedCol(colP1, c.at)
		values := c.f.row(c.f.charged, k)
		c.meterLabels(k)
		c.num(colP1, style{kind: plain, format: yesNo}, one(row.eligible.Credit))
		net, gross := at.net+k, at.gross+k
		if !row.priced {
			c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string { return m.at(net) },
				func(i int) any { return c.amountOr(k, i, values[i]) })
		} else {
			credit := at.subs + subCreditRate*n + row.sub
			recurring := at.subs + subRecurringRate*n + row.sub
			left := "*(1-" + fixed(colP2, at.net+k) + ")"
			paid := func(monthCol) string { return "" }
			if c.m.prepays() {
				paid = func(m monthCol) string { return "*(1-" + fixed(colP1, at.net+k) + "*" + m.fixed(t.cover) + ")" }
			}
			c.monthly(style{kind: calc, format: c.money}, func(m monthCol) string {
				return m.at(net) + "-" + m.at(gross) + "*(" + applies + "*" + m.at(credit) + left + paid(m) + "-" + m.at(recurring) + ")"
			}, func(i int) any { return values[i] })
		}
		c.total(style{kind: sum, format: c.money}, sumOf(values))
		c.next()
	}
	c.sums(at.charged, c.f.charged)
}
