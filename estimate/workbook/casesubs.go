package workbook

// subscriptions writes what each subscription's credit and recurring charge
// are: the credit covers what is not drawn from a commitment.
func (c *caseWriter) subscriptions() {
	if !c.m.monthly {
		return
	}
	v := c.subFigures()
	cur, n := c.currency(), len(c.m.subs)
	c.text(0, stylePart, "Subscriptions: credit and recurring charge")
	c.next()
	c.heading("Total, "+cur, "", "Subscription", "Step", "", "Unit", "No.")
	money, part := c.amounts(), style{kind: calc, format: unitPrice}
	left := "{charged}*(1-{negotiated})" // what the negotiated discounts leave, and a prepayment
	if c.m.prepays() {
		left += "*(1-{eligibles}*{$cover})"
	}
	for measure, row := range [subRows]termRow{
		subGross:         {label: "Usage at the card's rates", unit: cur, style: money, sums: true, formula: "SUMIF({numbers},{no},{grosses})"},
		subCovered:       {label: "… of it for the credit to cover", unit: cur, style: money, sums: true, formula: "SUMPRODUCT(({numbers}={no})*" + left + ",{grosses})"},
		subCredit:        {label: "Credit used", unit: cur, style: money, sums: true, formula: "MAX(0,MIN({$creditOf},{covered}))"},
		subCreditRate:    {label: "Credit, as a part of what it covers", unit: "part", style: part, formula: "IF({covered}=0,0,{used}/{covered})"},
		subRecurringRate: {label: "Recurring charge, as a part of usage", unit: "part", style: part, formula: "IF({usage}=0,0,{$recurringOf}/{usage})"},
		subCounted:       {label: "… credit on charges that would count toward the MACC", unit: cur, style: money, sums: true, formula: "SUMPRODUCT(({numbers}={no})*{eligibles}*" + left + ",{grosses})*{part}"},
		subUnshared:      {label: "Recurring charge without usage to share it by", unit: cur, style: money, sums: true, formula: "{$recurringOf}*({usage}=0)"},
	} {
		if measure >= c.m.subMeasures() {
			continue
		}
		if len(c.m.meters) == 0 && (measure == subGross || measure == subCovered || measure == subCounted) {
			row.formula = "" // there is nothing to add up
		}
		for k, sub := range c.m.subs {
			c.text(colName, styleText, named(sub))
			c.text(colMeter, styleText, row.label)
			c.text(colUnit, styleText, row.unit)
			c.num(colP1, style{kind: plain, format: wholes}, float64(k+1))
			c.blanks(colNo, colP4, styleText)
			values, first := v[measure][k], c.m.at.subs+k
			c.monthly(row.style, c.formula(row.formula, refs{
				"no":      {text: fixedCol(colP1, c.at)},
				"usage":   {row: first + subGross*n},
				"covered": {row: first + subCovered*n},
				"used":    {row: first + subCredit*n},
				"part":    {row: first + subCreditRate*n},
			}), func(i int) any { return values[i] })
			if row.sums {
				c.total(style{kind: sum, format: c.money}, sumOf(values))
			}
			c.next()
		}
	}
	c.next()
}

// subBlock is the rows that the subscriptions have of a measure.
func (c *caseWriter) subBlock(measure int) ref {
	first, n := c.m.at.subs+measure*len(c.m.subs), len(c.m.subs)
	return ref{row: first, last: first + n - 1}
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
					if c.m.prepays() {
						left *= 1 - r.cover[i]
					}
					v[subCounted][row.sub][i] += gross * left // then times the credit's part
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
			v[subCounted][k][i] *= v[subCreditRate][k][i]
			if gross != 0 {
				v[subRecurringRate][k][i] = r.recurring[i] / gross
			} else {
				v[subUnshared][k][i] = r.recurring[i]
			}
		}
	}
	return v
}
