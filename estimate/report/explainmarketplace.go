package report

import (
	"fmt"

	"azwhatif/estimate"
)

// purchase tells what a month of a purchase of the Marketplace is in the case's currency,
// and whether it counts toward a MACC.
func (d *derivation) purchase(x *explainer, l estimate.Line, m int) {
	p := l.Purchase
	stated := p.In(x.e.Months[m])
	if stated.IsZero() {
		d.text("bought", "nothing is paid")
		return
	}
	how := "a month"
	if p.Once {
		how = "once"
	}
	d.text("bought", fmt.Sprintf("%s %s, %s", stated, p.Currency, how))
	if to := x.e.Currency(); p.Currency != to {
		d.exchanged(x, "in "+string(to), stated, d.n(stated), p.Currency, p.Paid[m])
	}
	switch k := x.e.MACC(); {
	case k == nil || m >= k.Months:
	case p.Eligible:
		d.text("commitment", "eligible: it counts toward the MACC, in the month's "+shown(x.e.MarketplacePaid(m))+" of such purchases, of which "+shown(k.Marketplace[m])+" counted")
	default:
		d.text("commitment", "not eligible: it does not count toward the MACC")
	}
	d.text("", "no discount, prepayment or credit is for it")
}

// marketplaceFrequency is FOCUS's word for how often a purchase is paid.
func marketplaceFrequency(l *estimate.Line) string {
	if l.Purchase != nil && l.Purchase.Once {
		return "One-Time"
	}
	return "Recurring"
}
