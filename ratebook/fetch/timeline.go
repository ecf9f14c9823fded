package fetch

import (
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// timeline is the groups of a meter in a region: by effective date, once sorted.
//
// Each tier has dates of its own: Azure may move the price above 10,240 GB and
// leave the one above 100. So on a day, of each bound (tierMinimumUnits) the item
// with the latest start counts, among those that have started and not ended. An
// earlier date's tiers count on only where an item of the later date is of the
// same SKU and unit, since one id may stand for several SKUs.
type timeline []*group

// tierEnd is the last day of the tier above a bound.
type tierEnd struct {
	above money.Decimal
	last  time.Time
}

// end notes the last day of a tier. Of two items the one that goes on longer
// counts; the zero time is no end.
func (g *group) end(above money.Decimal, last time.Time) {
	for i, e := range g.ends {
		if e.above.Equal(above) {
			if last.IsZero() || !e.last.IsZero() && last.After(e.last) {
				g.ends[i].last = last
			}
			return
		}
	}
	g.ends = append(g.ends, tierEnd{above, last})
}

// lastDay of a tier; the zero time where it has none.
func (g *group) lastDay(above money.Decimal) time.Time {
	for _, e := range g.ends {
		if e.above.Equal(above) {
			return e.last
		}
	}
	return time.Time{}
}

func (t timeline) sort() {
	slices.SortStableFunc(t, func(a, b *group) int { return a.effective.Compare(b.effective) })
	for _, g := range t {
		g.conflict = g.agree() != ""
	}
}

// at gives what is in force at a moment: the tiers, sorted, and the groups that
// they are of, the latest first. There is none where the latest is in conflict.
func (t timeline) at(moment time.Time) (tiers []ratebook.Tier, from []*group) {
	for _, g := range slices.Backward(t) {
		if g.effective.After(moment) {
			continue
		}
		if g.conflict {
			if len(from) == 0 {
				return nil, nil
			}
			continue
		}
		if len(from) > 0 && !g.continues(from[0]) {
			continue
		}
		some := false
		for _, tier := range g.variants[0].tiers {
			last := g.lastDay(tier.Above)
			if !last.IsZero() && !ratebook.DayAfter(last).After(moment) ||
				slices.ContainsFunc(tiers, func(have ratebook.Tier) bool { return have.Above.Equal(tier.Above) }) {
				continue
			}
			tiers, some = append(tiers, tier), true
		}
		if some {
			from = append(from, g)
		}
	}
	ratebook.SortTiers(tiers)
	return tiers, from
}

// continues tells whether the tiers of g may go on beside those of a later group.
func (g *group) continues(later *group) bool {
	a, b := g.variants[0], later.variants[0]
	return a.meter.Unit.Same(b.meter.Unit) && a.included.Equal(b.included) &&
		slices.ContainsFunc(g.variants, func(v *variant) bool {
			return slices.ContainsFunc(later.variants, func(w *variant) bool { return v.sku == w.sku })
		})
}

// rates adds those of a group's date to all, and those that begin with the end of
// a tier before the next group's date.
func (t timeline) rates(all []ratebook.Rate, g *group, warn *warnings) []ratebook.Rate {
	first := g.variants[0]
	if g.conflict {
		warn.add("a meter has two different prices from one day on: it is kept without a price", fmt.Sprintf("%s from %s on: %s", title(first.meter), day(g.effective), g.agree()))
		return g.describe(all, ratebook.Rate{Effective: g.effective}, []*group{g})
	}
	begins := g.effective
	for {
		tiers, from := t.at(begins)
		if len(from) > 1 {
			warn.add("tiers of a meter take effect on different days: each is in force from its own day on", title(first.meter))
		}
		next, last := t.change(begins, from)
		r := ratebook.Rate{Effective: begins, Included: first.included, Tiers: tiers}
		after, _ := t.at(next)
		if !last.IsZero() && len(after) == 0 {
			r.Ends = last
		}
		switch {
		case len(tiers) == 0: // it ended before it began
			r.Ends = g.latestDay()
			tiers = first.tiers
			r.Tiers = tiers
		case !r.Priced():
			warn.add("a meter has no price for its first units", fmt.Sprintf("%s, up to %s", first.meter.ID, tiers[0].Above))
		case slices.ContainsFunc(tiers, func(t ratebook.Tier) bool { return t.UnitPrice.Sign() < 0 }):
			warn.add("a meter has a price below zero", string(first.meter.ID))
		}
		if len(tiers) > 1 && r.Free() {
			warn.add("a meter has several tiers and each is 0, which is likely a price too small for the currency: its usage is left without a price", title(first.meter))
		}
		if len(from) == 0 {
			from = []*group{g}
		}
		all = g.describe(all, r, from)
		if len(after) == 0 || last.IsZero() {
			return all
		}
		begins = next
	}
}

// change is the first moment after begins, and before the next group, at which a
// tier in force has ended, and its last day; last is zero where none does.
func (t timeline) change(begins time.Time, from []*group) (next, last time.Time) {
	var limit time.Time
	for _, g := range t {
		if g.effective.After(begins) {
			limit = g.effective
			break
		}
	}
	for _, g := range from {
		for _, e := range g.ends {
			if e.last.IsZero() {
				continue
			}
			at := ratebook.DayAfter(e.last)
			if at.After(begins) && (limit.IsZero() || at.Before(limit)) && (last.IsZero() || at.Before(next)) {
				next, last = at, e.last
			}
		}
	}
	return next, last
}

// latestDay is the latest last day of the group's tiers.
func (g *group) latestDay() (last time.Time) {
	for _, e := range g.ends {
		if e.last.After(last) {
			last = e.last
		}
	}
	return last
}

// describe adds a rate for each description of the group's, with the prices beside
// it of all groups in force.
func (g *group) describe(all []ratebook.Rate, r ratebook.Rate, from []*group) []ratebook.Rate {
	for _, f := range from {
		for _, v := range f.variants {
			r.Beside = append(r.Beside, v.beside...)
		}
	}
	own := len(all)
	for _, v := range g.variants {
		if slices.ContainsFunc(all[own:], func(have ratebook.Rate) bool { return sameMeter(&have.Meter, &v.meter) }) {
			continue
		}
		one := r
		one.Meter, one.Beside = v.meter, slices.Clone(r.Beside)
		all = append(all, one)
	}
	return all
}
