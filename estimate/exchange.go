package estimate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Prices of one meter under one offer in two currencies tell at about which rate
// the two are sold. A stated rate that is far from it is a slip, such as one that is
// upside down.

// exchangeWarnings are what to say of the stated rates, by case. A rate is held
// against the prices of another case in another currency or, where no case has the
// same meters, of a card that is in the ratebook.
func (r *resolver) exchangeWarnings(ctx context.Context, cards map[ratebook.Terms]*catalog) map[int]string {
	out := map[int]string{}
	to := r.s.ReportIn
	if to == "" {
		return out
	}
	said, looked := map[money.Currency]bool{}, map[ratebook.Terms]bool{}
	for i, a := range r.s.Cases {
		in := a.Terms.Currency
		rate, ok := r.s.Worth(in)
		if in == to || !ok || said[in] || looked[a.Terms] {
			continue
		}
		looked[a.Terms] = true
		other, of, meters := r.impliedByCases(a, cards)
		if meters == 0 {
			other, of, meters = r.impliedByCards(ctx, cards[a.Terms])
		}
		if meters == 0 {
			continue
		}
		worth, _ := r.s.Worth(other)
		by := of.Mul(worth) // of one of the currency, in that of the report
		if near(rate, by) {
			continue
		}
		said[in] = true
		why := ""
		if near(money.One.Div(rate), by) {
			why = "; it looks upside down"
		}
		out[i] = fmt.Sprintf("1 %s is stated to be %s %s, and the cards of both currencies imply about %s, by %s%s",
			in, rate, to, by.Round(4), Plural(meters, "meter"), why)
		if other != to {
			out[i] += fmt.Sprintf(" (against %s, at its stated rate of %s)", other, worth)
		}
	}
	return out
}

// impliedByCases is how much of another currency one of the case's is worth, by the
// first case of the same offer and source that has meters of it.
func (r *resolver) impliedByCases(a scenario.Case, cards map[ratebook.Terms]*catalog) (other money.Currency, of money.Decimal, meters int) {
	for _, b := range r.s.Cases {
		if _, ok := r.s.Worth(b.Terms.Currency); !ok || !besides(a.Terms, b.Terms) {
			continue
		}
		if of, meters = implied(cards[a.Terms].byID, cards[b.Terms].byID); meters > 0 {
			return b.Terms.Currency, of, meters
		}
	}
	return "", of, 0
}

// The cards in the ratebook that are asked, and for how many meters: enough for a
// median, at little cost.
const (
	exchangeCards  = 3
	exchangeMeters = 20
)

// impliedByCards is the same by the cards in the ratebook: first those in the
// report's currency, and those for the same market.
func (r *resolver) impliedByCards(ctx context.Context, card *catalog) (other money.Currency, of money.Decimal, meters int) {
	var ids []ratebook.Selector
	for id, rates := range card.byID {
		if id != "" && len(rates) > 0 {
			ids = append(ids, ratebook.Selector{ID: id})
		}
	}
	if ids == nil {
		return "", of, 0
	}
	slices.SortFunc(ids, func(a, b ratebook.Selector) int { return cmp.Compare(a.ID, b.ID) })
	ids = ids[:min(len(ids), exchangeMeters)]
	own := card.header.Terms
	var terms []ratebook.Terms
	headers, _ := r.book.Cards(ctx) // a damaged card tells nothing
	for _, h := range headers {
		if _, ok := r.s.Worth(h.Terms.Currency); ok && besides(own, h.Terms) && !slices.Contains(terms, h.Terms) {
			terms = append(terms, h.Terms)
		}
	}
	far := func(t ratebook.Terms) (n int) {
		if t.Currency != r.s.ReportIn {
			n += 2
		}
		if t.Market != own.Market {
			n++
		}
		return n
	}
	slices.SortFunc(terms, func(a, b ratebook.Terms) int {
		return cmp.Or(cmp.Compare(far(a), far(b)), cmp.Compare(a.String(), b.String()))
	})
	for _, t := range terms[:min(len(terms), exchangeCards)] {
		_, found, err := r.book.Find(ctx, t, r.asOf, ids)
		if err != nil {
			continue // damaged, or of later; a context that has ended ends the next step
		}
		byID := map[ratebook.MeterID][]ratebook.Rate{}
		for i, rates := range found {
			byID[ids[i].ID] = rates
		}
		if of, meters = implied(card.byID, byID); meters > 0 {
			return t.Currency, of, meters
		}
	}
	return "", of, 0
}

// besides tells whether prices under two terms say how much their currencies are worth.
func besides(a, b ratebook.Terms) bool {
	return a.Offer == b.Offer && a.Source == b.Source && a.Currency != b.Currency
}

var tenth = money.MustParse("0.1")

// near tells whether two rates are less than a tenth apart.
func near(a, b money.Decimal) bool {
	d := a.Sub(b)
	return !b.Mul(tenth).Less(d.Abs())
}

// implied is how much of b's currency one of a's is worth: the median, over the
// meters that both cards have, of the first prices that are not free.
func implied(a, b map[ratebook.MeterID][]ratebook.Rate) (rate money.Decimal, meters int) {
	var ratios []money.Decimal
	for id, own := range a {
		other := b[id]
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
