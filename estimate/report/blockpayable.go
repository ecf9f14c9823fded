package report

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// payableGrid says what is paid in the end beside the totals; ok is false where no case
// states it. A case that is not complete has words in place of figures.
func payableGrid(c *compare.Comparison, cases []*summary) (g grid, ok bool) {
	if !c.HasPayable() {
		return g, false
	}
	show := showerOf(c)
	var partner, support, tax bool
	for _, k := range cases {
		if p := k.Case.Payable; p != nil {
			partner, support, tax = partner || p.Partner != nil, support || len(p.Support) > 0, tax || len(p.Taxes) > 0
		}
	}
	g = grid{title: "Paid in the end: below the totals, in none of them and in no difference", keep: 1, columns: []column{{"Case", false}, {show.head("Total", c.Base()), true}}}
	var of []func(*estimate.Payable) (money.Decimal, bool)
	add := func(want bool, head string, figure func(*estimate.Payable) (money.Decimal, bool)) {
		if want {
			g.columns, of = append(g.columns, column{head, true}), append(of, figure)
		}
	}
	add(partner, "Partner\nbuys at", func(p *estimate.Payable) (money.Decimal, bool) { return p.Bought, p.Stated.Partner != nil })
	add(partner, "Sells\nat", func(p *estimate.Payable) (money.Decimal, bool) { return p.Sold, p.Stated.Partner != nil })
	add(partner, "Margin", func(p *estimate.Payable) (money.Decimal, bool) {
		keeps, _, _ := p.Margin()
		return keeps, p.Stated.Partner != nil
	})
	add(support, "Support", func(p *estimate.Payable) (money.Decimal, bool) {
		return money.Sum(p.Support...), len(p.Stated.Support) > 0
	})
	add(tax, "Tax", func(p *estimate.Payable) (money.Decimal, bool) {
		return money.Sum(p.Taxes...), len(p.Stated.Taxes) > 0
	})
	add(true, "Paid in\nthe end", func(p *estimate.Payable) (money.Decimal, bool) { return p.Paid, true })
	for _, k := range cases {
		row := []cell{markedCase(k.Estimate), show.amount(k.total.Value, k.Estimate)}
		p := k.Payable()
		if k.nothing {
			row[1] = cell{text: notPriced, alert: true}
		}
		for _, figure := range of {
			out := words("–")
			switch {
			case !k.Complete():
				out = words("incomplete")
			case p == nil:
			default:
				if d, has := figure(p); has {
					out = show.amount(d, k.Estimate)
				}
			}
			row = append(row, out)
		}
		g.rows = append(g.rows, row)
	}
	return g, true
}
