package estimate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"azwhatif/ratebook"
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
	scaled  scaledUsages

	benefits [][]BenefitUse // by case: those that it states
	counts   map[countingKey]*counting
	measures map[countingKey]unit.Measure // of meters whose exports' units say none
	exchange map[int]string               // by case: what to say of its stated rate

	catalogs map[ratebook.Terms]*catalog // of the cards that machines were sized on
	machines *machineLines               // nil where the scenario has no machines

	headers  sync.Once
	allCards []ratebook.Header // of the ratebook, once they are asked for
	accounts map[string]string // by subscription: its billing account
}

// maxErrors is how many usages without a meter are listed.
const maxErrors = 10

// name finds the meters that the workloads name, and those that changes swap
// in, in the base case's card.
func (r *resolver) name(ctx context.Context) error {
	terms := r.s.Cases[0].Terms
	var want []ratebook.Selector
	for i, w := range r.s.Workloads {
		for k, u := range w.Usage {
			if r.machines.of(i, k) != nil {
				continue
			}
			want = append(want, u.Meter)
			if u.Imported != nil {
				want = append(want, described(u))
				want = append(want, likely(u)...)
			}
		}
	}
	if err := r.look(ctx, terms, &r.base, want); err != nil {
		return r.noCards(ctx, fmt.Errorf("%s: case %q: %w", r.s.Cases[0].Pos, r.s.Cases[0].Name, err))
	}
	var wrong []error // up to maxErrors are given at once
	r.named = make([][]ratebook.Meter, len(r.s.Workloads))
	for i, w := range r.s.Workloads {
		for k, u := range w.Usage {
			if line := r.machines.of(i, k); line != nil {
				r.named[i] = append(r.named[i], line.in(0).meter)
				continue
			}
			m, err := r.usageMeter(ctx, w, u)
			if err != nil {
				if wrong = append(wrong, err); len(wrong) == maxErrors || ctx.Err() != nil {
					return errors.Join(wrong...)
				}
			}
			r.named[i] = append(r.named[i], m)
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
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
	for _, s := range likely(u) {
		if here := inRegion(places(r.base.rates(s)), u.Imported.Region); len(here) == 1 {
			return here[0]
		}
	}
	return *u.Imported
}

// likely selects a meter that is known by its words, in any region, by each of the names
// that it may have; none of an export's meter.
func likely(u scenario.Usage) (list []ratebook.Selector) {
	if u.Likely == nil {
		return nil
	}
	list = append(list, u.Imported.Family())
	for _, m := range u.Likely {
		list = append(list, m.Family())
	}
	return list
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
