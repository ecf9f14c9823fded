package usage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"azwhatif/scenario"
)

// Files that have the same usage are easily given together: an hourly and a
// daily pull of one month, two exports of the month so far. What is told here
// comes from the roll-up itself, without another look at the rows.

// fingerprint is what one file has of a sum: the least of its rows' hashes. Two
// files with one of them in common have a row in common, however each writes it.
type fingerprint struct {
	source int // the index of the file in run.sources
	least  string
}

// meets tells whether both have a row.
func (f fingerprint) meets(g fingerprint) bool {
	if f.least == "" || g.least == "" {
		return false
	}
	if f.least == g.least {
		return true
	}
	of := strings.Split(g.least, ", ")
	for n := range strings.SplitSeq(f.least, ", ") {
		if slices.Contains(of, n) {
			return true
		}
	}
	return false
}

// meterMonth is one meter of one subscription in one cycle, as far as exports
// of different formats agree on it.
type meterMonth struct {
	provider, subscription, meter string
	cycle                         int
}

// part is what one file has of a meter's month.
type part struct {
	source int
	days   uint32 // of the month: a bit each, the first lowest
	hours  bool   // not only whole days
}

// part keeps the days of a group of metered usage.
func (r *run) part(u scenario.Used, g *group) {
	if !u.Kind.IsUsage() {
		return
	}
	k := meterMonth{u.Provider, u.Subscription, cmp.Or(string(u.Meter.ID), u.Meter.Name, u.Foreign.UsageType), g.cycle}
	source, hours := len(r.sources), g.hour == "1"
	list := r.parts[k]
	if n := len(list); n > 0 && list[n-1].source == source {
		list[n-1].days |= g.days
		list[n-1].hours = list[n-1].hours || hours
		return
	}
	r.parts[k] = append(list, part{source, g.days, hours})
}

// day is the date of a bit of part.days: in a cycle that starts on the 14th the
// days before it are the next month's.
func (k meterMonth) day(bit, cycleDay int) time.Time {
	m := monthOf(k.cycle)
	if bit+1 < cycleDay {
		m = m.Add(1)
	}
	return m.Start().AddDate(0, 0, bit)
}

// each gives the days of bits.
func (k meterMonth) each(days uint32, cycleDay int, do func(time.Time)) {
	for bit := range 31 {
		if days&(1<<bit) != 0 {
			do(k.day(bit, cycleDay))
		}
	}
}

// covered says for each subscription which days it has usage of.
func (r *run) covered() []scenario.Covered {
	months := map[string]map[int]uint32{} // by subscription and cycle
	for k, parts := range r.parts {
		if months[k.subscription] == nil {
			months[k.subscription] = map[int]uint32{}
		}
		for _, p := range parts {
			months[k.subscription][k.cycle] |= p.days
		}
	}
	var out []scenario.Covered
	for _, subscription := range slices.Sorted(maps.Keys(months)) {
		var days []time.Time
		for cycle, bits := range months[subscription] {
			meterMonth{cycle: cycle}.each(bits, r.spec.CycleDay, func(d time.Time) { days = append(days, d) })
		}
		if len(days) == 0 {
			continue
		}
		out = append(out, scenario.CoveredBy(subscription, days))
	}
	r.reach(out)
	return out
}

// pair is two files that may have the same usage.
type pair struct {
	first, second int
	what          string
}

// overlap is what the two have both, as far as it is known.
type overlap struct {
	meters        map[string]bool // and subscriptions
	subscriptions map[string]bool
	from, to      time.Time
}

// overlaps are the pairs of files that count usage twice.
type overlaps map[pair]*overlap

func (found overlaps) add(p pair, subscription, meter string) *overlap {
	if found[p] == nil {
		found[p] = &overlap{meters: map[string]bool{}, subscriptions: map[string]bool{}}
	}
	found[p].meters[subscription+"\x00"+meter] = true
	found[p].subscriptions[subscription] = true
	return found[p]
}

// see looks at the files that a sum is of.
func (found overlaps) see(s *sum) {
	for i, b := range s.seen {
		for _, a := range s.seen[:i] {
			if a.source != b.source && a.meets(b) {
				found.add(pair{a.source, b.source, "rows"}, s.used.Subscription, cmp.Or(string(s.used.Meter.ID), s.used.Meter.Title(), s.used.Foreign.UsageType))
			}
		}
	}
}

// twice names the pairs of files that count usage twice; found has seen all sums.
func (r *run) twice(found overlaps) []string {
	if len(r.sources) < 2 {
		return nil
	}
	hourly := map[int]bool{}
	for _, parts := range r.parts {
		for _, p := range parts {
			hourly[p.source] = hourly[p.source] || p.hours
		}
	}
	for k, parts := range r.parts {
		for i, b := range parts {
			for _, a := range parts[:i] {
				p := pair{a.source, b.source, ""}
				switch {
				case a.days&b.days == 0:
					continue
				case r.sources[a.source].Format != r.sources[b.source].Format:
					p.what = "formats"
				case hourly[a.source] != hourly[b.source]:
					p.what = "hours"
				default:
					continue
				}
				o := found.add(p, k.subscription, k.meter)
				k.each(a.days&b.days, r.spec.CycleDay, o.day)
			}
		}
	}
	pairs := slices.SortedFunc(maps.Keys(found), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second), strings.Compare(a.what, b.what))
	})
	var out []string
	for _, p := range pairs {
		out = append(out, r.warning(p, *found[p], hourly))
	}
	return out
}

func (o *overlap) day(d time.Time) {
	if o.from.IsZero() || d.Before(o.from) {
		o.from = d
	}
	if d.After(o.to) {
		o.to = d
	}
}

func (r *run) warning(p pair, o overlap, hourly map[int]bool) string {
	a, b := r.sources[p.first], r.sources[p.second]
	subscription := ""
	if len(o.subscriptions) == 1 {
		for s := range o.subscriptions {
			subscription = " of subscription " + cmp.Or(s, "(none)")
		}
	} else {
		subscription = fmt.Sprintf(" of %d subscriptions", len(o.subscriptions))
	}
	meters := fmt.Sprintf("%d meters%s", len(o.meters), subscription)
	if len(o.meters) == 1 {
		meters = "a meter" + subscription
	}
	days := scenario.Gap{From: o.from.Format(time.DateOnly), To: o.to.Format(time.DateOnly)}
	switch p.what {
	case "rows":
		return fmt.Sprintf("%s has rows of %s that %s has, too, with the same day, resource, quantity and cost: they are counted twice; leave one of the files out, or export each period once", b.Name, meters, a.Name)
	case "hours":
		if hourly[p.second] {
			a, b = b, a
		}
		return fmt.Sprintf("%s has by the hour what %s has by the day, %s, %s: it is counted twice; leave one of the files out", a.Name, b.Name, meters, days)
	}
	return fmt.Sprintf("%s (%s) and %s (%s) both have %s, %s: it is counted twice; leave one of the files out", a.Name, a.Format, b.Name, b.Format, meters, days)
}
