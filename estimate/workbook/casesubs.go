package workbook

import (
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// What an input of a subscription's credit or charge is.
const (
	inputCredit    inputKind = "monthly credit"
	inputRecurring inputKind = "recurring charge"
)

// A monthlyCharge is what each subscription is charged in a month beside its usage: a
// term on Inputs, a row of the case that takes from it, and what follows from that and
// the subscription's usage at the card's rates.
type monthlyCharge struct {
	what   inputKind
	name   string // of the row in formulas
	label  string
	ofCase bool // the scenario's case states it, and not its card
	always bool // each case's sheet has the row
	has    func(e *estimate.Estimate) bool
	stated func(e *estimate.Estimate, month int) (money.Decimal, bool)

	each string // the formula of one subscription's charge in a month; {usage} is its usage
	all  string // that of all subscriptions' charges; {usages} has their usage, {numbers} a cell for each
	of   func(stated, usage float64) float64
}

var monthlyCharges = []monthlyCharge{
	{
		what: inputRecurring, name: "recurringOf", label: "Recurring charge of each subscription", always: true,
		has: func(e *estimate.Estimate) bool { return len(e.Card.OfferTerms.Recurring) > 0 },
		stated: func(e *estimate.Estimate, month int) (money.Decimal, bool) {
			t, ok := e.Card.OfferTerms.RecurringIn(e.Months[month].End())
			return t.Amount, ok
		},
		each: "{$recurringOf}", all: "{recurringOf}*COUNT({numbers})",
		of: func(stated, _ float64) float64 { return stated },
	},
}

// monthlyCharges are the case's.
func (m *caseModel) monthlyCharges() (list []monthlyCharge) {
	for _, k := range monthlyCharges {
		if k.has(m.e) {
			list = append(list, k)
		}
	}
	return list
}

// chargeFormula is the sum of the monthly charges of a case, each by its formula.
func (m *caseModel) chargeFormula(of func(monthlyCharge) string) string {
	var parts []string
	for _, k := range m.monthlyCharges() {
		parts = append(parts, of(k))
	}
	switch len(parts) {
	case 0:
		return of(monthlyCharges[0])
	case 1:
		return parts[0]
	}
	return "(" + strings.Join(parts, "+") + ")"
}

// chargedEach is what a subscription is charged in a month beside its usage.
func (m *caseModel) chargedEach(month int, usage float64) (sum float64) {
	for _, k := range m.monthlyCharges() {
		v, _ := k.stated(m.e, month)
		sum += k.of(num(v), usage)
	}
	return sum
}

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
	charge := c.m.chargeFormula(func(k monthlyCharge) string { return k.each })
	for measure, row := range [subRows]termRow{
		subGross:         {label: "Usage at the card's rates", unit: cur, style: money, sums: true, formula: "SUMIF({numbers},{no},{grosses})"},
		subCovered:       {label: "… of it for the credit to cover", unit: cur, style: money, sums: true, formula: "SUMPRODUCT(({numbers}={no})*" + left + ",{grosses})"},
		subCredit:        {label: "Credit used", unit: cur, style: money, sums: true, formula: "MAX(0,MIN({$creditOf},{covered}))"},
		subCreditRate:    {label: "Credit, as a part of what it covers", unit: "part", style: part, formula: "IF({covered}=0,0,{used}/{covered})"},
		subRecurringRate: {label: "Recurring charge, as a part of usage", unit: "part", style: part, formula: "IF({usage}=0,0," + charge + "/{usage})"},
		subCounted:       {label: "… credit on charges that would count toward the MACC", unit: cur, style: money, sums: true, formula: "SUMPRODUCT(({numbers}={no})*{eligibles}*" + left + ",{grosses})*{part}"},
		subUnshared:      {label: "Recurring charge without usage to share it by", unit: cur, style: money, sums: true, formula: charge + "*({usage}=0)"},
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
			if charge := c.m.chargedEach(i, gross); gross != 0 {
				v[subRecurringRate][k][i] = charge / gross
			} else {
				v[subUnshared][k][i] = charge
			}
		}
	}
	return v
}
