package workbook

import "fmt"

// discountLevels writes the tiers of the offer's discount: from which amount
// on, which discount, and the step from the one before.
func (c *caseWriter) discountLevels(r termFigures) {
	t, n := c.m.at.term, c.m.at.term.levels
	column := func(of func(levels []level) float64) []float64 {
		values := make([]float64, c.f.n)
		for i := range values {
			values[i] = of(r.levels[i])
		}
		return values
	}
	for k := range n {
		c.given(t.tiers+k, fmt.Sprintf("Offer's discount %d: from", k+1), c.currency(), style{kind: link, format: c.money}, inputDiscountFrom, k,
			column(func(l []level) float64 { return l[k].from }))
	}
	for k := range n {
		c.given(t.tiers+n+k, fmt.Sprintf("Offer's discount %d", k+1), "part", style{kind: link, format: percent}, inputOfferDiscount, k,
			column(func(l []level) float64 { return l[k].rate }))
	}
	for k := range n {
		own := refs{"own": {row: t.tiers + n + k}, "lower": {row: t.tiers + n + k - 1}}
		formula, values := "{own}-{lower}", func(l []level) float64 { return l[k].rate - l[k-1].rate }
		if k == 0 {
			formula, values = "{own}", func(l []level) float64 { return l[0].rate }
		}
		c.termRow(termRow{at: t.tiers + 2*n + k, label: fmt.Sprintf("Offer's discount %d: step", k+1), unit: "part",
			style: style{kind: calc, format: percent}, formula: formula, own: own, values: column(values)})
	}
}

// offerRate writes the discount that the offer grants, as a part: by the amount
// that is committed to, or slab by slab of what is discounted.
func (c *caseWriter) offerRate(r termFigures) {
	t, n := c.m.at.term, c.m.at.term.levels
	const label = "Offer's discount on what the commitment pays"
	if n == 0 {
		c.standsAt(t.rate, label)
		c.label(label, "part", "the card has none")
		for i := range c.f.n {
			c.num(colMonth+i, style{kind: plain, format: percent}, 0)
		}
		c.next()
		return
	}
	formula := "SUMPRODUCT(({amount}>={from})*{step})"
	if c.slabs() {
		formula = "IF({base}=0,0,SUMPRODUCT(({base}>{from})*({base}-{from})*{step})/{base})"
	}
	c.termRow(termRow{at: t.rate, label: label, unit: "part", style: style{kind: calc, format: percent}, formula: formula,
		own:    refs{"from": {row: t.tiers, last: t.tiers + n - 1}, "step": {row: t.tiers + 2*n, last: t.tiers + 3*n - 1}},
		values: r.rate})
}
