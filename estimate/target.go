package estimate

import (
	"context"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// target is a usage after a case's changes: the meter in the scenario's
// region, where it moves, and the factors on its quantity.
type target struct {
	meter    ratebook.Meter
	home     ratebook.Region // the workload's
	region   ratebook.Region // "" where it stays
	imported bool
	scale    money.Decimal
	hours    *scenario.Schedule
	levers   []askedLever
	likely   []ratebook.Selector // names that a meter may have that is known by its words, in any region; nil of all others
	none     string              // why a machine's part has no meter
	fits     []int               // the case's changes that pick it, by index
	// The case's changes that have an effect, by index; those of levers when the card is known.
	effective []int
}

// apply takes a case's changes, in their order.
func (r *resolver) apply(ctx context.Context, c scenario.Case, w scenario.Workload, u scenario.Usage, m ratebook.Meter) (target, error) {
	t := target{meter: m, home: w.Region, region: c.Region, imported: u.Imported != nil, likely: likely(u), scale: money.One, hours: u.Hours}
	for i, ch := range c.Changes {
		if !ch.Where.Picks(w, t.meter) {
			continue
		}
		t.fits = append(t.fits, i)
		before := t.meter.ID
		if ch.Scale != nil && !ch.Scale.Equal(money.One) || ch.Region != "" && ch.Region != t.at(w) || ch.Hours != nil && t.hours != nil && ch.Hours.String() != t.hours.String() {
			t.effective = append(t.effective, i)
		}
		if ch.Scale != nil {
			t.scale = t.scale.Mul(*ch.Scale)
		}
		if ch.Hours != nil && t.hours != nil {
			t.hours = ch.Hours
		}
		if ch.Region != "" {
			t.region = ch.Region
		}
		for _, l := range ch.Levers {
			t.levers = append(t.levers, askedLever{l, i})
		}
		if ch.Swap != nil {
			var err error
			if t.meter, err = r.swap(ctx, ch, t.meter); err != nil {
				return t, err
			}
			if t.meter.ID != before {
				t.likely = nil
				t.effective = append(t.effective, i)
			}
		}
	}
	return t, nil
}

// scaledBy are the changes that scale the usage, by index.
func (t target) scaledBy(changes []scenario.Change) (list []int) {
	for _, i := range t.fits {
		if changes[i].Scale != nil {
			list = append(list, i)
		}
	}
	return list
}

// at is where the usage runs before a further change.
func (t target) at(w scenario.Workload) ratebook.Region {
	if t.region != "" {
		return t.region
	}
	if t.meter.Region == ratebook.Global {
		return w.Region
	}
	return t.meter.Region
}

// swapSelector is what a change swaps a meter for: words that it leaves out
// stay as they are, but for the subcategory, which belongs to the name.
func swapSelector(swap ratebook.Selector, m ratebook.Meter) ratebook.Selector {
	if swap.ID != "" {
		return swap
	}
	s := swap.In(m.Region)
	if s.Category == "" {
		s.Category = m.Category
	}
	if s.Name == "" {
		s.Name = m.Name
	}
	if s.Unit == "" {
		s.Unit = m.Unit.String()
	}
	return s
}

// swapSelectors are all that the case's changes may ask for in place of a
// meter: a later swap may follow on an earlier one's outcome, so the words are
// asked for in the region, whichever meter they replace.
func swapSelectors(c scenario.Case, w scenario.Workload, m ratebook.Meter) []ratebook.Selector {
	var want []ratebook.Selector
	for _, ch := range c.Changes {
		if ch.Swap != nil {
			want = append(want, swapSelector(*ch.Swap, m))
		}
	}
	return want
}

// swap is the meter that a change puts in the place of m. Where the words leave
// several, the one of m's variant counts: Windows stays Windows.
func (r *resolver) swap(ctx context.Context, ch scenario.Change, m ratebook.Meter) (ratebook.Meter, error) {
	s := swapSelector(*ch.Swap, m)
	if err := r.look(ctx, r.s.Cases[0].Terms, &r.base, []ratebook.Selector{s}); err != nil {
		return m, err
	}
	found := distinct(r.base.rates(s))
	if len(found) > 1 && s.Subcategory == nil {
		var same []ratebook.Meter
		for _, f := range found {
			if f.Variant() == m.Variant() {
				same = append(same, f)
			}
		}
		found = same
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return m, ch.Errorf("no meter %s to swap %s for%s", s, m.Title(), r.nearest(ctx, s))
	default:
		return m, ch.Errorf("%d meters are %s to swap %s for; add words, or give an id:%s", len(found), s, m.Title(), list(found))
	}
}
