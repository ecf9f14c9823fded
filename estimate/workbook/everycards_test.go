package workbook_test

import (
	"context"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
)

// changedCards are cards with a change.
type changedCards struct {
	estimate.Ratebook
	terms ratebook.Terms
	rate  func(r *ratebook.Rate)
	offer func(o *ratebook.OfferTerms)
}

func (b *changedCards) changed(h ratebook.Header, rates [][]ratebook.Rate) (ratebook.Header, [][]ratebook.Rate) {
	if h.Terms != b.terms {
		return h, rates
	}
	if b.offer != nil {
		o := ratebook.OfferTerms{Credits: slices.Clone(h.OfferTerms.Credits), Recurring: slices.Clone(h.OfferTerms.Recurring)}
		for _, d := range h.OfferTerms.Commitments {
			d.Tiers = slices.Clone(d.Tiers)
			o.Commitments = append(o.Commitments, d)
		}
		b.offer(&o)
		h.OfferTerms = o
	}
	if b.rate == nil {
		return h, rates
	}
	out := make([][]ratebook.Rate, len(rates))
	for i := range rates {
		out[i] = slices.Clone(rates[i])
		for k := range out[i] {
			r := &out[i][k]
			r.Tiers, r.Beside = slices.Clone(r.Tiers), slices.Clone(r.Beside)
			b.rate(r)
		}
	}
	return h, out
}

func (b *changedCards) Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	h, rates, err := b.Ratebook.Find(ctx, terms, asOf, want)
	if err == nil {
		h, rates = b.changed(h, rates)
	}
	return h, rates, err
}

func (b *changedCards) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	found, err := b.Ratebook.FindAll(ctx, terms, asOf, want)
	for i := range found {
		found[i].Header, found[i].Rates = b.changed(found[i].Header, found[i].Rates)
	}
	return found, err
}
