package estimate

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// resolver turns a scenario's usage into meters (step 1). Words are looked up
// in the base case's card, so that every case prices the same meters; each
// case's own card is then asked by meter id, and for equivalents in another
// region by category, subcategory, name and unit.
type resolver struct {
	book    Ratebook
	asOf    time.Time
	s       *scenario.Scenario
	base    catalog            // the base case's card, by the selectors of usage and swaps
	named   [][]ratebook.Meter // by workload and usage
	targets [][]target         // by case and line
	read    []readUsage        // by line

	benefits [][]BenefitUse // by case: those that it states
	counts   map[countingKey]*counting
	measures map[countingKey]unit.Measure // of meters whose exports' units say none
	exchange map[int]string               // by case: what to say of its stated rate

	headers  sync.Once
	allCards []ratebook.Header // of the ratebook, once they are asked for
	accounts map[string]string // by subscription: its billing account
}

// catalog is what a card answered to selectors.
type catalog struct {
	header ratebook.Header   // the newest of inUse
	inUse  []ratebook.Header // the cards that answer
	found  map[string][]ratebook.Rate
	byID   map[ratebook.MeterID][]ratebook.Rate // of found, what was asked for by id
	doubts map[ratebook.MeterID]string          // why a price of zero is not believed

	memo *catalogMemo // what was found for the card's cases
}

func (c *catalog) rates(s ratebook.Selector) []ratebook.Rate { return c.found[s.String()] }

// look asks the terms' card for all selectors at once, and adds the answers.
func (r *resolver) look(ctx context.Context, terms ratebook.Terms, c *catalog, want []ratebook.Selector) error {
	fresh := c.fresh(want)
	if len(fresh) == 0 && c.found != nil {
		return nil
	}
	header, rates, err := r.book.Find(ctx, terms, r.asOf, fresh)
	if err != nil {
		return err
	}
	r.add(ctx, c, header, fresh, rates)
	return nil
}

// lookAll is look for the cards of several cases, each with its own selectors, in one
// look at all cards. The error names the first case whose card has one.
func (r *resolver) lookAll(ctx context.Context, cases []scenario.Case, cards []*catalog, want [][]ratebook.Selector) error {
	var asked []int // by index into cards
	var terms []ratebook.Terms
	var all []ratebook.Selector
	places := map[string]int{} // in all
	for i, c := range cards {
		want[i] = c.fresh(want[i])
		if len(want[i]) == 0 && c.found != nil {
			continue
		}
		asked, terms = append(asked, i), append(terms, cases[i].Terms)
		for _, s := range want[i] {
			if k := s.String(); places[k] == 0 {
				all = append(all, s)
				places[k] = len(all)
			}
		}
	}
	if len(asked) == 0 {
		return nil
	}
	found, err := r.book.FindAll(ctx, terms, r.asOf, all)
	if err != nil {
		for _, i := range asked {
			if err := r.look(ctx, cases[i].Terms, cards[i], want[i]); err != nil {
				return fmt.Errorf("%s: case %q: %w", cases[i].Pos, cases[i].Name, err)
			}
		}
		return nil
	}
	for k, i := range asked {
		rates := make([][]ratebook.Rate, len(want[i]))
		for n, s := range want[i] {
			rates[n] = found[k].Rates[places[s.String()]-1]
		}
		r.add(ctx, cards[i], found[k].Header, want[i], rates)
	}
	return nil
}

// fresh are the selectors that the card has not been asked for, each once.
func (c *catalog) fresh(want []ratebook.Selector) (fresh []ratebook.Selector) {
	seen := map[string]bool{}
	for _, s := range want {
		k := s.String()
		if _, known := c.found[k]; !known && !seen[k] && !s.IsZero() {
			seen[k] = true
			fresh = append(fresh, s)
		}
	}
	return fresh
}

// add takes in what the card answered.
func (r *resolver) add(ctx context.Context, c *catalog, header ratebook.Header, asked []ratebook.Selector, rates [][]ratebook.Rate) {
	if c.found == nil {
		c.inUse = r.inUse(ctx, header)
		c.header, c.found, c.byID = header, map[string][]ratebook.Rate{}, map[ratebook.MeterID][]ratebook.Rate{}
	}
	for i, s := range asked {
		c.found[s.String()] = rates[i]
		if s.ID != "" {
			c.byID[s.ID] = rates[i]
		}
	}
}

// name finds the meters that the workloads name, and those that changes swap
// in, in the base case's card.
func (r *resolver) name(ctx context.Context) error {
	terms := r.s.Cases[0].Terms
	var want []ratebook.Selector
	for _, w := range r.s.Workloads {
		for _, u := range w.Usage {
			want = append(want, u.Meter)
			if u.Imported != nil {
				want = append(want, described(u))
			}
		}
	}
	if err := r.look(ctx, terms, &r.base, want); err != nil {
		return fmt.Errorf("%s: case %q: %w", r.s.Cases[0].Pos, r.s.Cases[0].Name, err)
	}
	r.named = make([][]ratebook.Meter, len(r.s.Workloads))
	for i, w := range r.s.Workloads {
		for _, u := range w.Usage {
			m, err := r.usageMeter(ctx, w, u)
			if err != nil {
				return err
			}
			r.named[i] = append(r.named[i], m)
		}
	}
	want = nil
	for _, c := range r.s.Cases {
		for i, w := range r.s.Workloads {
			for k := range w.Usage {
				want = append(want, swapSelectors(c, w, r.named[i][k])...)
			}
		}
	}
	return r.look(ctx, terms, &r.base, want)
}

// usageMeter is the one meter that a usage names. A meter that is named by an
// id which the base case's card lacks is known by its id alone.
func (r *resolver) usageMeter(ctx context.Context, w scenario.Workload, u scenario.Usage) (ratebook.Meter, error) {
	meters := places(r.base.rates(u.Meter))
	if u.Imported != nil {
		return r.importedMeter(w, u, meters), nil
	}
	if u.Meter.ID != "" {
		if len(meters) == 0 {
			return ratebook.Meter{ID: u.Meter.ID}, nil
		}
		return soldIn(meters, w.Region), nil
	}
	here := inRegion(meters, w.Region)
	switch len(here) {
	case 1:
		return here[0], nil
	case 0:
		if why := r.base.notAsked(w.Region, u.Meter.Category); why != "" {
			return ratebook.Meter{}, u.Errorf("workload %q: meter %s: %s", w.Name, u.Meter, why)
		}
		return ratebook.Meter{}, u.Errorf("workload %q: no meter %s in %s under %s%s", w.Name, u.Meter, place(w.Region), r.base.header.Terms, r.nearest(ctx, u.Meter.In(w.Region)))
	default:
		return ratebook.Meter{}, u.Errorf("workload %q: %d meters are %s in %s; add words, or give an id:%s", w.Name, len(here), u.Meter, place(w.Region), list(here))
	}
}

// described selects a meter by what an export says of it, without its id.
func described(u scenario.Usage) ratebook.Selector {
	if u.Imported.Name == "" {
		return ratebook.Selector{}
	}
	return u.Imported.Family().In(u.Imported.Region)
}

// importedMeter is the meter of the export's id; else the one of its category,
// subcategory, name, unit and region; else what the export says of it, which
// the card then does not price.
func (r *resolver) importedMeter(w scenario.Workload, u scenario.Usage, byID []ratebook.Meter) ratebook.Meter {
	if len(byID) > 0 {
		return soldIn(byID, u.Imported.Region, w.Region)
	}
	if named := distinct(r.base.rates(described(u))); len(named) == 1 {
		return named[0]
	}
	return *u.Imported
}

func place(r ratebook.Region) string {
	if r == ratebook.Global {
		return "no stated region (give the workload a region)"
	}
	return r.Display()
}

// inRegion narrows meters to those of the region; else of its bandwidth zone;
// else to those that are the same everywhere.
func inRegion(meters []ratebook.Meter, r ratebook.Region) []ratebook.Meter {
	for _, want := range []ratebook.Region{r, r.Zone(), ratebook.Global} {
		var here []ratebook.Meter
		for _, m := range meters {
			if m.Region == want {
				here = append(here, m)
			}
		}
		if len(here) > 0 {
			return here
		}
	}
	return nil
}

// soldIn is the meter of the first of the regions that it is sold in; where that is
// none of them, the first.
func soldIn(meters []ratebook.Meter, regions ...ratebook.Region) ratebook.Meter {
	for _, r := range regions {
		if here := inRegion(meters, r); len(here) > 0 {
			return here[0]
		}
	}
	return meters[0]
}

// places are the meters of rates, each once for every region that it is sold in:
// Retail Prices has one id for several regions.
func places(rates []ratebook.Rate) []ratebook.Meter {
	type place struct {
		id     ratebook.MeterID
		region ratebook.Region
	}
	seen := map[place]bool{}
	var meters []ratebook.Meter
	for _, r := range rates {
		if p := (place{r.Meter.ID, r.Meter.Region}); !seen[p] {
			seen[p] = true
			meters = append(meters, r.Meter)
		}
	}
	return meters
}

// distinct are the meters of rates, each id once.
func distinct(rates []ratebook.Rate) []ratebook.Meter {
	seen := map[ratebook.MeterID]bool{}
	var meters []ratebook.Meter
	for _, r := range rates {
		if !seen[r.Meter.ID] {
			seen[r.Meter.ID] = true
			meters = append(meters, r.Meter)
		}
	}
	return meters
}

// nearest is nearestIn of the base case's card.
func (r *resolver) nearest(ctx context.Context, s ratebook.Selector) string {
	return r.nearestIn(ctx, r.s.Cases[0].Terms, s)
}

// nearestIn lists the meters of a card that are most like the one asked for.
func (r *resolver) nearestIn(ctx context.Context, terms ratebook.Terms, s ratebook.Selector) string {
	meters, err := r.book.Meters(ctx, terms, r.asOf)
	if err != nil {
		return ""
	}
	near := ratebook.Nearest(meters, s, 3)
	if len(near) == 0 {
		return `; look for one with "azwhatif meters"`
	}
	return "; the nearest are:" + list(near)
}

// list shows at most four meters, a line each.
func list(meters []ratebook.Meter) string {
	var b strings.Builder
	for i, m := range meters {
		if i == 4 {
			fmt.Fprintf(&b, "\n    … and %d more", len(meters)-4)
			break
		}
		fmt.Fprintf(&b, "\n    %s: %s, %s, %q", m.ID, m.Title(), m.Region.Display(), m.Unit)
	}
	return b.String()
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
	fits     []int // the case's changes that pick it, by index
	// The case's changes that have an effect, by index; those of levers when the card is known.
	effective []int
}

// apply takes a case's changes, in their order.
func (r *resolver) apply(ctx context.Context, c scenario.Case, w scenario.Workload, u scenario.Usage, m ratebook.Meter) (target, error) {
	t := target{meter: m, home: w.Region, region: c.Region, imported: u.Imported != nil, scale: money.One, hours: u.Hours}
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
				t.effective = append(t.effective, i)
			}
		}
	}
	return t, nil
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
