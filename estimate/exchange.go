package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Prices of one meter under one offer in two currencies tell at about which rate
// the two are sold. A stated rate that is far from it is a slip, such as one that is
// upside down.

// exchangeWarnings are what to say of the stated rates, by case.
func (r *resolver) exchangeWarnings(cards map[ratebook.Terms]*catalog) map[int]string {
	out := map[int]string{}
	to := r.s.ReportIn
	if to == "" {
		return out
	}
	worth := func(c money.Currency) (money.Decimal, bool) {
		if c == to {
			return money.One, true
		}
		e, ok := r.s.Exchange[c]
		return e.Rate, ok
	}
	said := map[money.Currency]bool{}
	for i, a := range r.s.Cases {
		in := a.Terms.Currency
		rate, ok := worth(in)
		if in == to || !ok || said[in] {
			continue
		}
		for _, b := range r.s.Cases {
			other, ok := worth(b.Terms.Currency)
			if b.Terms.Currency == in || !ok || b.Terms.Offer != a.Terms.Offer || b.Terms.Source != a.Terms.Source {
				continue
			}
			of, meters := implied(cards[a.Terms], cards[b.Terms])
			if meters == 0 {
				continue
			}
			by := of.Mul(other) // of one of the currency, in that of the report
			if near(rate, by) {
				break
			}
			said[in] = true
			why := ""
			if near(money.One.Div(rate), by) {
				why = "; it looks upside down"
			}
			out[i] = fmt.Sprintf("1 %s is stated to be %s %s, and the cards of both currencies imply about %s, by %s%s",
				in, rate, to, by.Round(4), plural(meters, "meter"), why)
			if b.Terms.Currency != to {
				out[i] += fmt.Sprintf(" (against %s, at its stated rate of %s)", b.Terms.Currency, other)
			}
			break
		}
	}
	return out
}

var tenth = money.MustParse("0.1")

// near tells whether two rates are less than a tenth apart.
func near(a, b money.Decimal) bool {
	d := a.Sub(b)
	return !b.Mul(tenth).Less(d.Max(d.Neg()))
}

// implied is how much of b's currency one of a's is worth: the median, over the
// meters that both cards have, of the first prices that are not free.
func implied(a, b *catalog) (rate money.Decimal, meters int) {
	var ratios []money.Decimal
	for id, own := range a.byID {
		other := b.byID[id]
		if id == "" || len(own) == 0 || len(other) == 0 || !own[0].Meter.Unit.Same(other[0].Meter.Unit) {
			continue
		}
		x, y := latest(own), latest(other)
		if i, k := x.FirstPaid(), y.FirstPaid(); i >= 0 && k >= 0 {
			ratios = append(ratios, y.Tiers[k].UnitPrice.Div(x.Tiers[i].UnitPrice))
		}
	}
	if len(ratios) == 0 {
		return money.Zero, 0
	}
	slices.SortFunc(ratios, money.Decimal.Cmp)
	return ratios[len(ratios)/2], len(ratios)
}

// latest is the rate that takes effect last.
func latest(rates []ratebook.Rate) *ratebook.Rate {
	last := &rates[0]
	for i := range rates {
		if rates[i].Effective.After(last.Effective) {
			last = &rates[i]
		}
	}
	return last
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
