package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
)

// warnAboutZeros says which meters of a card that was taken in cost nothing on it,
// while another card of the same offer, in another currency or for another market,
// has a price of them: some are too small for the places that Azure gives a
// currency. An estimate leaves their usage without a price.
func (p *program) warnAboutZeros(ctx context.Context, b book, card *ratebook.Stream) {
	headers, _ := b.Cards(ctx)
	others := slices.DeleteFunc(newest(headers, p.now()), func(h ratebook.Header) bool {
		return h.Terms.Offer != card.Terms.Offer || h.Terms == card.Terms
	})
	if len(others) == 0 {
		return
	}
	var want []ratebook.Selector
	now := card.Provenance.Fetched.Add(time.Nanosecond)
	seen := map[ratebook.MeterID]bool{}
	for r := range card.Rates {
		if id := r.Meter.ID; r.Free() && len(r.Tiers) == 1 && !seen[id] {
			seen[id] = true
			want = append(want, ratebook.Selector{ID: id})
		}
	}
	if len(want) == 0 {
		return
	}
	for _, h := range others {
		header, found, err := b.Find(ctx, h.Terms, time.Time{}, want)
		if err != nil {
			continue
		}
		var dear []ratebook.Rate
		for _, rates := range found {
			if r := ratebook.InForce(rates, now); r != nil && r.Priced() && !r.Free() {
				dear = append(dear, *r)
			}
		}
		if len(dear) == 0 {
			continue
		}
		slices.SortFunc(dear, func(a, b ratebook.Rate) int {
			return b.Tiers[len(b.Tiers)-1].UnitPrice.Cmp(a.Tiers[len(a.Tiers)-1].UnitPrice)
		})
		r := dear[0]
		count := "1 meter costs"
		if len(dear) > 1 {
			count = fmt.Sprintf("%d meters cost", len(dear))
		}
		p.say("%s: %s 0 here, where the card of %s has a price, and an estimate does not believe it: %s, %s %s", card.Terms, count, header.Terms, r.Meter.Title(), header.Terms.Currency, prices(r))
		return
	}
}
