package estimate

import (
	"context"
	"fmt"

	"azwhatif/internal/parallel"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// cards takes every case's changes, and asks each card once for the meters of
// all its cases by id, and once for their equivalents in the regions that cases
// move to.
func (r *resolver) cards(ctx context.Context) (map[ratebook.Terms]*catalog, error) {
	lines := 0
	for _, w := range r.s.Workloads {
		lines += len(w.Usage)
	}
	byTerms := map[ratebook.Terms][][]target{} // those of each case
	for _, c := range r.s.Cases {
		targets := make([]target, 0, lines)
		for i, w := range r.s.Workloads {
			for k, u := range w.Usage {
				t, err := r.apply(ctx, c, w, u, r.named[i][k])
				if err != nil {
					return nil, err
				}
				targets = append(targets, t)
			}
		}
		r.targets = append(r.targets, targets)
		byTerms[c.Terms] = append(byTerms[c.Terms], targets)
	}
	cards := map[ratebook.Terms]*catalog{}
	var first []scenario.Case // of each terms
	for _, c := range r.s.Cases {
		if cards[c.Terms] == nil {
			cards[c.Terms] = newCatalog()
			first = append(first, c)
		}
	}
	err := parallel.Do(ctx, len(first), func(i int) error {
		c := first[i]
		if err := r.fill(ctx, c.Terms, cards[c.Terms], byTerms[c.Terms]); err != nil {
			return fmt.Errorf("%s: case %q: %w", c.Pos, c.Name, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.settleCounting(cards)
	r.exchange = r.exchangeWarnings(ctx, cards)
	if err := r.benefitCards(ctx, cards); err != nil {
		return nil, err
	}
	return cards, r.doubt(ctx, cards)
}

func (r *resolver) fill(ctx context.Context, terms ratebook.Terms, card *catalog, cases [][]target) error {
	var ids, families []ratebook.Selector
	asked := map[ratebook.MeterID]bool{}
	for _, targets := range cases {
		for _, t := range targets {
			if !asked[t.meter.ID] {
				asked[t.meter.ID] = true
				ids = append(ids, ratebook.Selector{ID: t.meter.ID})
			}
		}
	}
	if err := r.look(ctx, terms, card, ids); err != nil {
		return err
	}
	for _, targets := range cases {
		for i := range targets {
			t := &targets[i]
			m, own := card.own(t)
			m, own = afterLevers(m, own, t)
			if to, known := destination(m, t.region); known && m.Name != "" && (to != m.Region || own == nil) {
				families = append(families, m.Family().In(to))
			}
		}
	}
	return r.look(ctx, terms, card, families)
}
