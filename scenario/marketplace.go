package scenario

import (
	"azwhatif/ratebook/money"
)

// MarketplacePurchase is what is bought of Azure's Marketplace beside the usage: in every case
// alike. No discount, prepayment or credit is for it.
type MarketplacePurchase struct {
	Pos
	Name     string
	Amount   money.Decimal // of a month, or of all where it is paid Once
	Currency money.Currency
	Once     bool
	From     Month // the first month, or the only one
	Until    Month // the last month; zero where it goes on
	Eligible bool  // it counts toward a MACC, all of it
	Fixed    bool  // it is no purchase of the Marketplace, but a line of a price estimate at its own price

	Subscription string
	Group        string // the resource group
	Tags         map[string]string
}

// In is what is paid in a month, in the purchase's currency.
func (p MarketplacePurchase) In(m Month) money.Decimal {
	n := m.Since(p.From)
	switch {
	case n < 0, p.Once && n > 0, !p.Until.IsZero() && m.Since(p.Until) > 0:
		return money.Zero
	}
	return p.Amount
}

// Exchanged is an amount of one currency in another, by the rates that the scenario
// states to its ReportIn; ok is false where it states none. A division is rounded as
// all are: see money.Decimal.Div.
func (s *Scenario) Exchanged(d money.Decimal, from, to money.Currency) (out money.Decimal, ok bool) {
	if from == to {
		return d, true
	}
	in, known := s.Worth(from)
	by, also := s.Worth(to)
	if !known || !also || by.IsZero() { // a rate that is no number is an error of its own
		return money.Zero, false
	}
	d = d.Mul(in)
	if to != s.ReportIn {
		d = d.Div(by)
	}
	return d, true
}

// Worth is what one of a currency is stated to be in that of the report; ok is false
// where no rate is stated.
func (s *Scenario) Worth(c money.Currency) (rate money.Decimal, ok bool) {
	if c == s.ReportIn && c != "" {
		return money.One, true
	}
	e, ok := s.Exchange[c]
	return e.Rate, ok
}

// marketplace reads the purchases.
func (r *reader) marketplace(s *Scenario, list []item[fileMarketplace]) {
	if len(list) > maxPurchases {
		r.errorf(list[maxPurchases].line, "%d purchases of the Marketplace are more than %d", len(list), maxPurchases)
		return
	}
	names := map[string]int{}
	for _, it := range list {
		r.unique(names, "a purchase of the Marketplace", it.v.Name)
		s.Marketplace = append(s.Marketplace, r.purchase(s, it))
	}
}

// maxPurchases bounds the list.
const maxPurchases = 1000

func (r *reader) purchase(s *Scenario, it item[fileMarketplace]) MarketplacePurchase {
	f, line := it.v, it.line
	p := MarketplacePurchase{
		Pos: Pos{r.file, line}, Name: need(r, f.Name, line, "name", words("name")),
		Currency:     need(r, f.Currency, line, "currency", money.ParseCurrency),
		From:         value(r, f.From, ParseMonth),
		Until:        value(r, f.Until, ParseMonth),
		Subscription: value(r, f.Subscription, r.subscription),
		Group:        value(r, f.Group, words("resource_group")),
		Tags:         r.tags(f.Tags),
		Once:         f.Once.line > 0,
	}
	switch {
	case f.Monthly.line > 0 && p.Once:
		r.errorf(f.Once.line, "monthly and once are both given; take one")
	case p.Once:
		p.Amount = counted(r, "once", f.Once.text, positive("once"))
	case f.Monthly.line > 0:
		p.Amount = counted(r, "monthly", f.Monthly.text, positive("monthly"))
	default:
		r.errorf(line, "the purchase has no amount; say what is paid, monthly or once")
	}
	if f.Eligible.line == 0 {
		r.errorf(line, "eligible is missing: say whether the purchase counts toward a MACC (eligible: true, where the offer is Azure benefit eligible), or not")
	}
	p.Eligible = value(r, f.Eligible.text, truth("eligible"))
	if p.Once && f.Until.line > 0 {
		r.errorf(f.Until.line, "until belongs to what is paid monthly; a purchase that is paid once has its month in from")
	}
	r.bought(s, &p, f)
	return p
}

// bought holds the purchase's months to the scenario's.
func (r *reader) bought(s *Scenario, p *MarketplacePurchase, f fileMarketplace) {
	first, last := s.Start, s.Start.Add(s.Months-1)
	if p.From.IsZero() {
		p.From = first
	}
	switch {
	case p.From.Since(last) > 0:
		r.errorf(f.From.line, "purchase %q begins in %s, after the scenario's last month, %s", p.Name, p.From, last)
	case p.Once && p.From.Since(first) < 0:
		r.errorf(f.From.line, "purchase %q is paid in %s, before the scenario's first month, %s; leave it out", p.Name, p.From, first)
	case p.Until.IsZero():
	case p.Until.Since(p.From) < 0:
		r.errorf(f.Until.line, "purchase %q ends in %s, before it begins, in %s", p.Name, p.Until, p.From)
	case p.Until.Since(first) < 0:
		r.errorf(f.Until.line, "purchase %q ends in %s, before the scenario's first month, %s; leave it out", p.Name, p.Until, first)
	}
}
