package usage

import "fmt"

// An agreement may price in one currency and bill in another: a Microsoft
// Customer Agreement prices in dollars, say, and bills in kroner at the month's
// exchange rate. Its price sheet is in the pricing currency, and only what the
// records cost in that can be held against it.

// inCurrency takes a record's cost in the pricing currency where that is the
// one preferred, and the bill's is another.
func (r canonical) inCurrency(prefer string, d dialect) canonical {
	if prefer == "" || or(r.PricedCost) == "''" || or(r.PricingCurrency) == "''" {
		return r
	}
	want := d.Literal(prefer)
	priced := "(upper(" + d.Trim(r.PricingCurrency) + ") = " + want + " AND upper(" + d.Trim(or(r.Currency)) + ") <> " + want + " AND " + r.PricedCost + " <> '')"
	either := func(then, otherwise string) string {
		return "CASE WHEN " + priced + " THEN " + or(then) + " ELSE " + or(otherwise) + " END"
	}
	r.Cost, r.Currency = either(r.PricedCost, r.Cost), either(r.PricingCurrency, r.Currency)
	r.AsPriced = "CASE WHEN " + priced + " THEN '1' ELSE '' END"
	if r.Amortized != "" {
		r.Amortized = either(r.PricedAmortized, r.Amortized)
	}
	r.Agreed, r.List = either(r.PricedAgreed, r.Agreed), either(r.PricedList, r.List)
	return r
}

// pricedNote says that costs are those in the pricing currency; "" where none is.
func (r canonical) pricedNote(s Spec, priced bool) string {
	if !priced {
		return ""
	}
	return fmt.Sprintf("costs in %s are those of %s where the bill is in another currency", s.Prefer, r.PricedAs)
}
