package estimate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// The Retail Prices API gives 0 where a price is too small for the places that it
// has in a currency: GB seconds of Functions cost 0.000016 USD, and 0.0 GBP. A
// meter is free where all cards of its offer say so. A price of zero is not
// believed where it stands in several tiers, which a free meter needs not, or where
// a card of the same offer in another currency, for another market or of another
// source has a price of the meter. Usage above what is free in any case then has
// no price.

// doubt looks for prices of zero in the comparison's cards that are not to be
// believed.
func (r *resolver) doubt(ctx context.Context, cards map[ratebook.Terms]*catalog) error {
	for _, c := range r.s.Cases {
		card := cards[c.Terms]
		if card.doubts != nil {
			continue
		}
		card.doubts = map[ratebook.MeterID]string{}
		var single []ratebook.Selector
		for id, rate := range r.free(card) {
			if len(rate.Tiers) > 1 {
				card.doubts[id] = fmt.Sprintf("its price is 0 in each of %d tiers, which is likely one too small for the card's currency: what it costs is not known", len(rate.Tiers))
			} else {
				single = append(single, ratebook.Selector{ID: id})
			}
		}
		slices.SortFunc(single, func(a, b ratebook.Selector) int { return cmp.Compare(a.ID, b.ID) })
		if err := r.doubtBeside(ctx, card, single); err != nil {
			return err
		}
	}
	return nil
}

// free are the card's meters whose rate is zero in all tiers in some month of the
// scenario.
func (r *resolver) free(card *catalog) map[ratebook.MeterID]*ratebook.Rate {
	free := map[ratebook.MeterID]*ratebook.Rate{}
	for _, rates := range card.found {
		if !slices.ContainsFunc(rates, func(rate ratebook.Rate) bool { return rate.Free() }) {
			continue
		}
		byID := map[ratebook.MeterID][]ratebook.Rate{}
		for _, rate := range rates {
			byID[rate.Meter.ID] = append(byID[rate.Meter.ID], rate)
		}
		for id, own := range byID {
			for _, month := range r.s.Period() {
				if rate := ratebook.InForce(own, month.End()); rate != nil && rate.Free() {
					free[id] = rate
				}
			}
		}
	}
	return free
}

// doubtBeside asks the other cards of the offer for the meters that are free here.
func (r *resolver) doubtBeside(ctx context.Context, card *catalog, ids []ratebook.Selector) error {
	if len(ids) == 0 {
		return nil
	}
	headers, _ := r.book.Cards(ctx) // a damaged card tells nothing, and is no card of the comparison
	own := card.header.Terms
	seen := map[ratebook.Terms]bool{own: true}
	var terms []ratebook.Terms
	for _, h := range headers {
		if h.Terms.Offer == own.Offer && !seen[h.Terms] {
			seen[h.Terms] = true
			terms = append(terms, h.Terms)
		}
	}
	found, err := r.findIn(ctx, terms, ids)
	if err != nil {
		return err
	}
	end := r.s.Start.Add(r.s.Months - 1).End()
	for _, other := range found {
		for i, rates := range other.Rates {
			if rate := ratebook.InForce(rates, end); rate != nil && rate.Priced() && !rate.Free() && card.doubts[ids[i].ID] == "" {
				dear := slices.MaxFunc(rate.Tiers, func(a, b ratebook.Tier) int { return a.UnitPrice.Cmp(b.UnitPrice) })
				in := other.Header.Terms
				card.doubts[ids[i].ID] = fmt.Sprintf("its price is 0, where the card of %s has %s %s: what it costs is not known", in, in.Currency, dear.UnitPrice)
			}
		}
	}
	return nil
}

// findIn asks the cards of several terms at once and, where one of them is damaged or of
// later, those that answer one by one. The error is ctx's.
func (r *resolver) findIn(ctx context.Context, terms []ratebook.Terms, ids []ratebook.Selector) (found []ratebook.Found, err error) {
	if len(terms) == 0 {
		return nil, nil
	}
	if found, err = r.book.FindAll(ctx, terms, r.asOf, ids); err == nil {
		return found, nil
	}
	for _, t := range terms {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if header, rates, err := r.book.Find(ctx, t, r.asOf, ids); err == nil {
			found = append(found, ratebook.Found{Header: header, Rates: rates})
		}
	}
	return found, ctx.Err()
}

// inDoubt says why a rate does not price a month's total; "" where it does. What
// the first of several tiers holds is free in any case.
func (p *Plan) inDoubt(rate *ratebook.Rate, total money.Decimal) string {
	if len(p.doubts) == 0 || !rate.Free() {
		return ""
	}
	free := rate.Included
	if len(rate.Tiers) > 1 {
		free = free.Add(rate.Tiers[1].Above)
	}
	if free.Less(total) {
		return p.doubts[rate.Meter.ID]
	}
	return ""
}
