package fetch

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// joiner makes rates of a source that gives each tier, each SKU and each term
// of a meter as an item of its own.
//
// Items of one meter, region and date are one rate for each description that
// they have, the main one first: all are found by their names, and each has the
// same price. Where they do not agree on the price, the meter is kept without
// one, with a warning: either price may be the wrong one. Tiers that took effect
// on an earlier date, and that no later item replaces, are among a date's tiers
// (timeline.go).
type joiner struct {
	names   meters // its caches of units, regions and dates
	groups  []*group
	byKey   map[groupKey]*group
	lines   map[place]timeline
	plans   []plan
	leftOut int
}

type groupKey struct {
	id        ratebook.MeterID
	region    ratebook.Region
	effective int64 // microseconds
}

// place is a meter in a region.
type place struct {
	id     ratebook.MeterID
	region ratebook.Region
}

type group struct {
	effective time.Time
	variants  []*variant
	ends      []tierEnd // of its tiers that have one
	conflict  bool
}

// variant is what one SKU and description say.
type variant struct {
	meter     ratebook.Meter
	sku       string
	secondary bool // another variant's description is the main one
	included  money.Decimal
	tiers     []ratebook.Tier
	beside    []ratebook.Price
	conflict  string
}

// item is one price of usage.
type item struct {
	meter     ratebook.Meter
	sku       string
	secondary bool
	effective time.Time
	ends      time.Time // its last day; the zero time where it has none
	included  money.Decimal
	tier      ratebook.Tier
	beside    []ratebook.Price // prices of the same units and date
}

// plan is the price of a reservation or a savings plan that is an item of its
// own, and belongs to the rates of its meter.
type plan struct {
	meter ratebook.Meter
	price ratebook.Price
}

func newJoiner() joiner {
	return joiner{
		names: newMeters(),
		byKey: map[groupKey]*group{},
		lines: map[place]timeline{},
	}
}

// add takes one price of usage.
func (j *joiner) add(it item, warn *warnings) {
	key := groupKey{it.meter.ID, it.meter.Region, it.effective.UnixMicro()}
	g := j.byKey[key]
	if g == nil {
		g = &group{effective: it.effective}
		j.byKey[key], j.groups = g, append(j.groups, g)
		at := place{it.meter.ID, it.meter.Region}
		j.lines[at] = append(j.lines[at], g)
	}
	var v *variant
	for _, have := range g.variants {
		if have.sku == it.sku && sameMeter(&have.meter, &it.meter) {
			v = have
		}
	}
	if v == nil {
		v = &variant{meter: it.meter, sku: it.sku, secondary: it.secondary, included: it.included}
		g.variants = append(g.variants, v)
	}
	v.secondary = v.secondary && it.secondary
	for i := range it.beside {
		it.beside[i].Effective, it.beside[i].Ends, it.beside[i].Above = it.effective, it.ends, it.tier.Above
	}
	v.beside = append(v.beside, it.beside...)
	if !v.included.Equal(it.included) {
		v.conflict = fmt.Sprintf("includes %s and %s", v.included, it.included)
	}
	g.end(it.tier.Above, it.ends)
	for _, t := range v.tiers {
		if t.Above.Equal(it.tier.Above) {
			if t.UnitPrice.Equal(it.tier.UnitPrice) {
				warn.add("a price came twice, and is kept once", it.title())
			} else {
				v.conflict = fmt.Sprintf("%s and %s above %s", t.UnitPrice, it.tier.UnitPrice, t.Above)
			}
			return
		}
	}
	v.tiers = append(v.tiers, it.tier)
}

func (it item) title() string { return title(it.meter) }

func title(m ratebook.Meter) string { return fmt.Sprintf("%s %q", m.ID, clip(m.Name)) }

// join makes the rates, in the order in which their items first came. A plan
// whose meter has no rate gets one without a price where orphans are kept.
func (j *joiner) join(keepOrphans bool, warn *warnings) []ratebook.Rate {
	rates := make([]ratebook.Rate, 0, len(j.groups))
	for _, line := range j.lines {
		line.sort()
	}
	for _, g := range j.groups {
		m := g.variants[0].meter
		rates = j.lines[place{m.ID, m.Region}].rates(rates, g, warn)
	}
	oneMeaning(rates, warn)
	rates = j.attach(rates, keepOrphans, warn)
	for i := range rates {
		rates[i].Beside = settle(rates[i], warn)
	}
	return rates
}

// agree puts the variants in order, the main one first, and says where they do
// not agree on the price; "" where they do.
func (g *group) agree() (conflict string) {
	slices.SortStableFunc(g.variants, func(a, b *variant) int {
		switch {
		case a.secondary == b.secondary:
			return 0
		case a.secondary:
			return 1
		}
		return -1
	})
	first := g.variants[0]
	for _, v := range g.variants {
		ratebook.SortTiers(v.tiers)
		same := samePrice(&ratebook.Rate{Included: v.included, Tiers: v.tiers}, &ratebook.Rate{Included: first.included, Tiers: first.tiers}) &&
			v.meter.Unit.String() == first.meter.Unit.String()
		if !same {
			conflict = fmt.Sprintf("%s and %s", first, v)
		}
	}
	for _, v := range g.variants {
		conflict = cmp.Or(v.conflict, conflict)
	}
	return conflict
}

// String shows a variant's prices for a message: "D4s v5 (SKU) {0: 0.1}".
func (v *variant) String() string {
	s := fmt.Sprintf("%s per %q {", clip(cmp.Or(v.sku, v.meter.Name)), v.meter.Unit)
	for i, t := range v.tiers {
		if i > 0 {
			s += ", "
		}
		s += t.Above.String() + ": " + t.UnitPrice.String()
	}
	s += "}"
	if !v.included.IsZero() {
		s += " with " + v.included.String() + " included"
	}
	return s
}

// oneMeaning takes the prices off meters whose id does not say what they cost,
// for an id is what usage is priced by. It may stand for several regions (of
// 13,583 retail meters of 2024 and 2026 do 60), but then at one price; and all its
// dates count in one unit, the latest one's.
func oneMeaning(rates []ratebook.Rate, warn *warnings) {
	byID := make(map[ratebook.MeterID][]int, len(rates))
	for i, r := range rates {
		byID[r.Meter.ID] = append(byID[r.Meter.ID], i)
	}
	for i, r := range rates {
		all := byID[r.Meter.ID]
		if all[0] != i || len(all) == 1 {
			continue
		}
		latest := map[ratebook.Region]ratebook.Rate{}
		unit := rates[slices.MaxFunc(all, func(a, b int) int { return rates[a].Effective.Compare(rates[b].Effective) })].Meter.Unit
		for _, k := range all {
			o := rates[k]
			if have, ok := latest[o.Meter.Region]; !ok || o.Effective.After(have.Effective) {
				latest[o.Meter.Region] = o
			}
			if !o.Meter.Unit.Same(unit) && o.Priced() {
				warn.add("a meter is counted in two units: of one of them it is kept without a price", fmt.Sprintf("%s, %q and %q", title(r.Meter), unit, o.Meter.Unit))
				rates[k].Included, rates[k].Tiers = money.Zero, nil
			}
		}
		here := latest[r.Meter.Region]
		for _, o := range latest {
			if !samePrice(&o, &here) {
				warn.add("a meter has other prices in another region: it is kept without a price", title(r.Meter))
				for _, k := range all {
					rates[k].Included, rates[k].Tiers = money.Zero, nil
				}
				break
			}
		}
	}
}
