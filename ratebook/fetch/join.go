package fetch

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// meterJoin makes rates of the items of one meter.
//
// Items of one meter, region and date are one rate for each description that
// they have, the main one first: all are found by their names, and each has the
// same price. Where they do not agree on the price, the meter is kept without
// one, with a warning: either price may be the wrong one. Tiers that took effect
// on an earlier date, and that no later item replaces, are among a date's tiers
// (timeline.go).
type meterJoin struct {
	groups []*group
	byKey  map[groupKey]*group
	lines  map[ratebook.Region]timeline
	plans  []plan
	rates  []ratebook.Rate
	turns  []uint64 // of the rates
}

type groupKey struct {
	region    ratebook.Region
	effective int64 // microseconds
}

type group struct {
	turn      uint64 // the place of its first item
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
	place uint32 // among all items and plans
	meter ratebook.Meter
	price ratebook.Price
}

func newMeterJoin() *meterJoin {
	return &meterJoin{byKey: map[groupKey]*group{}, lines: map[ratebook.Region]timeline{}}
}

// clear makes it ready for the next meter.
func (j *meterJoin) clear() {
	if len(j.groups) > 100 { // else each further meter would pay for a large one
		*j = *newMeterJoin()
		return
	}
	clear(j.byKey)
	clear(j.lines)
	j.groups, j.plans = j.groups[:0], j.plans[:0]
}

// add takes one price of usage, which came at that place.
func (j *meterJoin) add(it item, place uint64, warn *warnings) {
	key := groupKey{it.meter.Region, it.effective.UnixMicro()}
	g := j.byKey[key]
	if g == nil {
		g = &group{turn: place, effective: it.effective}
		j.byKey[key], j.groups = g, append(j.groups, g)
		j.lines[key.region] = append(j.lines[key.region], g)
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
// without a rate of its meter and region gets one without a price where orphans are kept.
func (j *meterJoin) join(keepOrphans bool, warn *warnings) (all []turn) {
	j.rates, j.turns = make([]ratebook.Rate, 0, len(j.groups)), j.turns[:0]
	for _, line := range j.lines {
		line.sort()
	}
	for _, g := range j.groups {
		warn.at(timing, g.turn)
		j.rates = j.lines[g.variants[0].meter.Region].rates(j.rates, g, warn)
		for len(j.turns) < len(j.rates) {
			j.turns = append(j.turns, g.turn)
		}
	}
	if len(j.rates) > 0 {
		warn.at(meaning, j.turns[0])
		oneMeaning(j.rates, warn)
	}
	j.attach(keepOrphans, warn)
	from := 0
	for i := range j.rates {
		warn.at(settling, j.turns[i])
		j.rates[i].Beside = settle(j.rates[i], warn)
		if i+1 == len(j.rates) || j.turns[i+1] != j.turns[i] {
			all = append(all, turn{j.turns[i], j.rates[from : i+1]})
			from = i + 1
		}
	}
	return all
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

// oneMeaning takes the prices off a meter whose id does not say what it costs,
// for an id is what usage is priced by. It may stand for several regions (of
// 13,583 retail meters of 2024 and 2026 do 60), but then at one price; and all its
// dates count in one unit, the latest one's.
func oneMeaning(rates []ratebook.Rate, warn *warnings) {
	if len(rates) == 1 {
		return
	}
	first := rates[0].Meter
	latest := map[ratebook.Region]ratebook.Rate{}
	unit := slices.MaxFunc(rates, func(a, b ratebook.Rate) int { return a.Effective.Compare(b.Effective) }).Meter.Unit
	for i, r := range rates {
		if have, ok := latest[r.Meter.Region]; !ok || r.Effective.After(have.Effective) {
			latest[r.Meter.Region] = r
		}
		if !r.Meter.Unit.Same(unit) && r.Priced() {
			warn.add("a meter is counted in two units: of one of them it is kept without a price", fmt.Sprintf("%s, %q and %q", title(first), unit, r.Meter.Unit))
			rates[i].Included, rates[i].Tiers = money.Zero, nil
		}
	}
	here := latest[first.Region]
	for _, r := range latest {
		if !samePrice(&r, &here) {
			warn.add("a meter has other prices in another region: it is kept without a price", title(first))
			for i := range rates {
				rates[i].Included, rates[i].Tiers = money.Zero, nil
			}
			break
		}
	}
}
