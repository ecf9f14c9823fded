package scenario

import (
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
)

// Payable is what is paid in the end beside Azure's charges: it stands below a case's
// total and is never in it. The zero Payable is none.
type Payable struct {
	Partner *Partner // nil where Microsoft is paid directly
	Support []Support
	Taxes   []StatedTax
}

// Partner says at which parts of the total a partner buys and sells: 0.85 is 85 percent.
type Partner struct{ Buy, Sell money.Decimal }

// Support is a support plan: an amount a month, or a part of what is paid for Azure.
type Support struct {
	Pos
	Name     string
	Monthly  money.Decimal
	Currency money.Currency // of Monthly; "" where it is a part
	Part     money.Decimal
}

// StatedTax is a part of all that is paid before tax.
type StatedTax struct {
	Name string
	Part money.Decimal
}

// IsZero tells whether nothing is stated.
func (p Payable) IsZero() bool { return p.Partner == nil && len(p.Support) == 0 && len(p.Taxes) == 0 }

// pays tells whether something is stated in a currency.
func (p *Payable) pays(in money.Currency) bool {
	return p != nil && slices.ContainsFunc(p.Support, func(s Support) bool { return s.Currency == in })
}

// maxPayable bounds each of the lists.
const maxPayable = 20

// payable reads what is paid in the end of a case, or of all.
func (r *reader) payable(it item[filePayable]) *Payable {
	f, out := it.v, &Payable{}
	if len(f.Support) > maxPayable || len(f.Tax) > maxPayable {
		r.errorf(it.line, "more than %d support plans, or taxes", maxPayable)
		return out
	}
	if p := f.Partner; p != nil {
		out.Partner = &Partner{
			Buy:  need(r, p.v.Buy.text, p.line, "buy", percent("buy", 0, 1000)),
			Sell: need(r, p.v.Sell.text, p.line, "sell", percent("sell", 0, 1000)),
		}
	}
	names := map[string]int{}
	for _, s := range f.Support {
		r.unique(names, "a support plan", s.v.Name)
		out.Support = append(out.Support, r.support(s))
	}
	names = map[string]int{}
	for _, t := range f.Tax {
		r.unique(names, "a tax", t.v.Name)
		out.Taxes = append(out.Taxes, StatedTax{
			Name: need(r, t.v.Name, t.line, "name", words("name")),
			Part: need(r, t.v.Percent.text, t.line, "percent", percent("percent", 0, 100)),
		})
	}
	return out
}

func (r *reader) support(it item[fileSupport]) Support {
	f, line := it.v, it.line
	out := Support{Pos: Pos{r.file, line}, Name: need(r, f.Name, line, "name", words("name"))}
	switch {
	case f.Monthly.line > 0 && f.Percent.line > 0:
		r.errorf(f.Percent.line, "monthly and percent are both given; take one")
	case f.Percent.line > 0:
		out.Part = value(r, f.Percent.text, percent("percent", 0, 100))
		if f.Currency.line > 0 {
			r.errorf(f.Currency.line, "currency belongs to a monthly amount; a percentage is of what is paid for Azure, in the case's currency")
		}
	case f.Monthly.line > 0:
		out.Monthly = counted(r, "monthly", f.Monthly.text, notNegative("monthly"))
		out.Currency = need(r, f.Currency, line, "currency", money.ParseCurrency)
	default:
		r.errorf(line, "the support plan has no price; say what is paid: monthly: 100, currency: USD, or percent: 10%%")
	}
	return out
}

// payables gives each case what is paid in the end: its own, that of the case that it is
// like, or the scenario's; and holds that it can be told in the case's currency.
func (r *reader) payables(s *Scenario, all *item[filePayable]) {
	var common *Payable
	if all != nil {
		common = r.payable(*all)
	}
	said := map[string]bool{}
	cases := make([]*Case, 0, len(s.Cases))
	for i := range s.Cases {
		cases = append(cases, &s.Cases[i])
	}
	if s.AllRegions != nil {
		for i := range s.AllRegions.cases {
			cases = append(cases, &s.AllRegions.cases[i])
		}
	}
	for _, c := range cases {
		if c.Payable == nil {
			c.Payable = common
		}
		if c.Payable == nil {
			continue
		}
		for _, p := range c.Payable.Support {
			if key := p.Name + "|" + string(p.Currency) + "|" + string(c.Terms.Currency); p.Currency != "" && !said[key] {
				said[key] = true
				r.exchangeableIn(s, p.Pos, fmt.Sprintf("support plan %q", p.Name), p.Currency, *c)
			}
		}
	}
}
