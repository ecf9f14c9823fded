package ratebook

import (
	"cmp"
	"slices"
	"time"

	"azwhatif/ratebook/money"
)

// Movement says what became of a meter's rate from one card to another.
type Movement string

const (
	Rose    Movement = "rose"    // nowhere cheaper, somewhere dearer
	Fell    Movement = "fell"    // nowhere dearer, somewhere cheaper
	Changed Movement = "changed" // dearer here and cheaper there, in another unit, or until another day
	Came    Movement = "came"
	Went    Movement = "went"
)

// RateChange is a meter whose rate is not the same on two cards.
type RateChange struct {
	Movement Movement
	Meter    Meter // the newer card's; the older one's where it went
	Old, New Rate  // the rates in force; zero where there is none
	// Part is the change of the first tier's price, 0.1 for ten percent; ok is
	// false where one of the two has none.
	Part   money.Decimal
	PartOK bool
}

// Diff lists the meters whose rates in force differ between two cards: by
// movement, then by how far the first price moved, then by name. A meter came or went
// only where both cards were asked for its region and service; a card that does not say
// what it was asked for counts as whole.
func Diff(older, newer *Card) []RateChange {
	before, after := inForceByMeter(older), inForceByMeter(newer)
	var changes []RateChange
	for id, o := range before {
		if n, ok := after[id]; !ok && newer.leavesOut(o.Meter) {
			continue
		} else if !ok {
			changes = append(changes, RateChange{Movement: Went, Meter: o.Meter, Old: *o})
		} else if m := movement(o, n); m != "" {
			c := RateChange{Movement: m, Meter: n.Meter, Old: *o, New: *n}
			if o.Priced() && n.Priced() && !o.Tiers[0].UnitPrice.IsZero() {
				c.Part, c.PartOK = n.Tiers[0].UnitPrice.Sub(o.Tiers[0].UnitPrice).Div(o.Tiers[0].UnitPrice), true
			}
			changes = append(changes, c)
		}
	}
	for id, n := range after {
		if _, ok := before[id]; !ok && !older.leavesOut(n.Meter) {
			changes = append(changes, RateChange{Movement: Came, Meter: n.Meter, New: *n})
		}
	}
	order := []Movement{Rose, Fell, Changed, Came, Went}
	slices.SortFunc(changes, func(a, b RateChange) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Movement), slices.Index(order, b.Movement)),
			b.Part.Mul(b.Part).Cmp(a.Part.Mul(a.Part)),
			cmp.Compare(a.Meter.Title(), b.Meter.Title()),
			cmp.Compare(a.Meter.Region, b.Meter.Region),
			cmp.Compare(a.Meter.ID, b.Meter.ID),
		)
	})
	return changes
}

// leavesOut tells whether the card is known not to have been asked for the meter.
func (h *Header) leavesOut(m Meter) bool {
	a, known := h.Coverage()
	return known && !a.Covers(m.Region, m.Category)
}

// sold is a meter in a region: Retail Prices has one id for several.
type sold struct {
	id MeterID
	in Region
}

// inForceByMeter gives the rate of each meter that is in force when the card
// is fetched, or the first one to come. One that has ended is in force no more.
func inForceByMeter(c *Card) map[sold]*Rate {
	first, several := make(map[sold]int32, len(c.Rates)), map[sold][]Rate{}
	for i, r := range c.Rates {
		k := sold{r.Meter.ID, r.Meter.Region}
		before, known := first[k]
		switch {
		case !known:
			first[k] = int32(i)
		case several[k] == nil:
			several[k] = []Rate{c.Rates[before], r}
		default:
			several[k] = append(several[k], r)
		}
	}
	now := c.Provenance.Fetched.Add(time.Nanosecond)
	picked := make(map[sold]*Rate, len(first))
	for k, i := range first {
		of := several[k]
		if of == nil {
			of = c.Rates[i : i+1]
		}
		if r := cmp.Or(InForce(of, now), firstFrom(of, now)); r != nil {
			picked[k] = r
		}
	}
	return picked
}

// firstFrom is the first rate that takes effect at a moment or later; nil for none.
func firstFrom(rates []Rate, moment time.Time) (first *Rate) {
	for i := range rates {
		if r := &rates[i]; !r.Effective.Before(moment) && (first == nil || r.Effective.Before(first.Effective)) {
			first = r
		}
	}
	return first
}

// movement compares two rates wherever either has a bound; "" where they are
// the same.
func movement(o, n *Rate) Movement {
	if !o.Meter.Unit.Same(n.Meter.Unit) || o.Priced() != n.Priced() || !o.Ends.Equal(n.Ends) {
		return Changed
	}
	up, down := n.Included.Less(o.Included), o.Included.Less(n.Included)
	for _, t := range slices.Concat(o.Tiers, n.Tiers) {
		a, b := o.priceAbove(t.Above), n.priceAbove(t.Above)
		up, down = up || a.Less(b), down || b.Less(a)
	}
	switch {
	case up && down:
		return Changed
	case up:
		return Rose
	case down:
		return Fell
	default:
		return ""
	}
}

// priceAbove is the price of the first unit above a bound.
func (r *Rate) priceAbove(bound money.Decimal) money.Decimal {
	price := money.Zero
	for _, t := range r.Tiers {
		if !bound.Less(t.Above) {
			price = t.UnitPrice
		}
	}
	return price
}
