package estimate

import (
	"context"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
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
	for n, c := range r.s.Cases {
		targets := make([]target, 0, lines)
		for i, w := range r.s.Workloads {
			for k, u := range w.Usage {
				line, m := r.machines.of(i, k), r.named[i][k]
				if line != nil {
					m = line.in(n).meter
				}
				t, err := r.apply(ctx, c, w, u, m)
				if err != nil {
					return nil, err
				}
				if line != nil {
					t.imported = false // its meter is the case's own
					t.none = line.in(n).reason
					if line.included {
						t.levers = slices.DeleteFunc(t.levers, func(l askedLever) bool { return l.OfLicence() })
					}
					if !line.runs {
						t.hours = u.Hours
					}
					if line.meters[n] == nil {
						t.scale = money.Zero
					}
				}
				targets = append(targets, t)
			}
		}
		r.targets = append(r.targets, targets)
		byTerms[c.Terms] = append(byTerms[c.Terms], targets)
	}
	cards := map[ratebook.Terms]*catalog{}
	var first []scenario.Case // of each terms
	var list []*catalog       // the cards of first
	for _, c := range r.s.Cases {
		if cards[c.Terms] == nil {
			if cards[c.Terms] = r.catalogs[c.Terms]; cards[c.Terms] == nil {
				cards[c.Terms] = newCatalog()
			}
			first, list = append(first, c), append(list, cards[c.Terms])
		}
	}
	for _, selectors := range []func(*catalog, [][]target) []ratebook.Selector{(*catalog).ids, (*catalog).families} {
		want := make([][]ratebook.Selector, len(first))
		for i, c := range first {
			want[i] = selectors(list[i], byTerms[c.Terms])
		}
		if err := r.lookAll(ctx, first, list, want); err != nil {
			return nil, err
		}
	}
	r.settleCounting(cards)
	r.exchange = r.exchangeWarnings(ctx, cards)
	if err := r.benefitCards(ctx, cards); err != nil {
		return nil, err
	}
	return cards, r.doubt(ctx, cards)
}

// ids select the meters of the targets, each once.
func (c *catalog) ids(cases [][]target) (want []ratebook.Selector) {
	asked := map[ratebook.MeterID]bool{}
	for _, targets := range cases {
		for i := range targets {
			if id := targets[i].meter.ID; !asked[id] {
				asked[id] = true
				want = append(want, ratebook.Selector{ID: id})
			}
		}
	}
	return want
}

// families select the equivalents of the targets' meters in the regions that cases move
// to, once the card has answered for their ids.
func (c *catalog) families(cases [][]target) (want []ratebook.Selector) {
	for _, targets := range cases {
		for i := range targets {
			t := &targets[i]
			m, own := c.own(t)
			m, own = afterLevers(m, own, t)
			if to, known := destination(m, t.region); known && m.Name != "" && (to != m.Region || own == nil) {
				want = append(append(want, m.Family().In(to)), t.likely...)
			}
		}
	}
	return want
}
