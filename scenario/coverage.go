package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// coverage is what an import knows of days: those that its files are of, and for
// each subscription those from its first day of usage to the end of its files.
// What is not covered is missing; it is not zero.
type coverage struct {
	cycle int
	files span // of all files, within what the import asks for
	of    map[string]covers
}

// covers is what is known of one subscription.
type covers struct {
	span              // from its first day of usage on
	without []Month   // billing months in it of which no file has a record
	last    time.Time // its last day of usage
}

// span is days, both ends included.
type span struct{ from, to time.Time }

// days is how many they are; 0 where it ends before it begins.
func (s span) days() int { return max(0, daysBetween(s.from, s.to)+1) }

// within are the days that both have.
func (s span) within(o span) span {
	if s.from.Before(o.from) {
		s.from = o.from
	}
	if o.to.Before(s.to) {
		s.to = o.to
	}
	return s
}

// and reaches from the first day of either to the last; of the zero span nothing.
func (s span) and(o span) span {
	switch {
	case s == span{}:
		return o
	case o.from.Before(s.from):
		s.from = o.from
	}
	if s.to.Before(o.to) {
		s.to = o.to
	}
	return s
}

func (s span) gap() Gap { return Gap{day(s.from), day(s.to)} }

func (s span) String() string { return s.gap().String() }

// spanOf reads two days; ok is false where one of them is none.
func spanOf(from, to string) (s span, ok bool) {
	var errs [2]error
	s.from, errs[0] = time.Parse(time.DateOnly, from)
	s.to, errs[1] = time.Parse(time.DateOnly, to)
	return s, errs[0] == nil && errs[1] == nil
}

// whole is the span of a billing month.
func (m Month) whole(cycleDay int) span {
	from := m.FirstDay(max(cycleDay, 1))
	return span{from, from.AddDate(0, 1, -1)}
}

// nearby is by how many days files of one delivery end apart at most: the usage
// of some subscriptions comes later than that of others.
const nearby = 7

// coverage finds the days that the import's files are of.
func (imp Import) coverage(got *Imported) (coverage, error) {
	c := coverage{cycle: max(imp.CycleDay, 1), of: map[string]covers{}}
	var seen span                     // from the first day with usage to the last
	used := map[int]map[string]bool{} // by Covered.Files: the days with usage
	for _, k := range got.Covered {
		if s, ok := spanOf(k.First, k.Last); ok {
			seen = seen.and(s)
		}
		if s, ok := spanOf(cmp.Or(k.From, k.First), cmp.Or(k.To, k.Last)); ok {
			c.files = c.files.and(s)
		}
		if used[k.Files] == nil {
			used[k.Files] = map[string]bool{}
		}
		k.each(used[k.Files])
	}
	if len(got.Covered) == 0 {
		for _, f := range got.Sources {
			if s, ok := spanOf(f.First, f.Last); ok {
				c.files, seen = c.files.and(s), seen.and(s)
			}
		}
	}
	if imp.Days == (Gap{}) {
		c.files = c.pauses(got)
	} else {
		stated, _ := spanOf(imp.Days.From, imp.Days.To)
		if stated.and(seen) != stated {
			return c, imp.Errorf("days: %s are not all the days that the files have usage of, %s", stated.words(), seen)
		}
		c.files = stated
	}
	if asked := imp.From; !asked.IsZero() {
		c.files = c.files.within(span{asked.whole(c.cycle).from, c.files.to})
	}
	if asked := imp.Until; !asked.IsZero() {
		c.files = c.files.within(span{c.files.from, asked.whole(c.cycle).to})
	}
	for _, k := range got.Covered {
		s, _ := spanOf(cmp.Or(k.From, k.First), cmp.Or(k.To, k.Last))
		first, ok := spanOf(k.First, k.Last)
		if !ok {
			continue
		}
		out := covers{span: span{first.from, s.to}, last: first.to}
		if imp.Days != (Gap{}) || daysBetween(s.to, c.files.to) <= nearby {
			out.to = c.files.to
		}
		out.span = out.within(c.files)
		if imp.Days == (Gap{}) {
			out.without = c.without(out.span, used[k.Files])
		}
		c.of[k.Subscription] = out
	}
	return c, nil
}

// subscription is what is known of one; of one without days of its own all that
// is known of the files.
func (c coverage) subscription(id string) covers {
	if k, ok := c.of[id]; ok {
		return k
	}
	return covers{span: c.files, last: c.files.to}
}

// without are the billing months within a span that have no day with usage.
func (c coverage) without(s span, used map[string]bool) (months []Month) {
	for m := MonthOf(s.from, c.cycle); !s.to.Before(m.whole(c.cycle).to); m = m.Add(1) {
		w, any := m.whole(c.cycle), false
		for d := w.from; !d.After(w.to) && !any; d = d.AddDate(0, 0, 1) {
			any = used[d.Format(time.DateOnly)]
		}
		if !any {
			months = append(months, m)
		}
	}
	return months
}

// in are the days of a billing month that are covered: 0 where no file has any
// of it.
func (k covers) in(m Month, cycle int) span {
	if slices.Contains(k.without, m) {
		return span{k.to, k.from.AddDate(0, 0, -2)}
	}
	return k.span.within(m.whole(cycle))
}

// longestPause is how many days without any usage may be a usual pause, such as a
// weekend with holidays, where the files have others as long.
const longestPause = 6

// pauses gives the files' days, and those before and after them up to the end of
// the month, where there are so few that they are a pause like at least two others
// within: who works from Monday to Friday has no usage on the last Sunday.
func (c coverage) pauses(got *Imported) span {
	s := c.files
	all, ok := got.AllCovered()
	if !ok {
		return s
	}
	var pauses []int
	for _, g := range all.Missing {
		if n := g.Days(); n <= longestPause {
			pauses = append(pauses, n)
		}
	}
	slices.Sort(pauses)
	if len(pauses) < 2 {
		return s
	}
	usual := pauses[len(pauses)-2]
	if first := MonthOf(s.from, c.cycle).whole(c.cycle).from; daysBetween(first, s.from) <= usual {
		s.from = first
	}
	if last := MonthOf(s.to, c.cycle).whole(c.cycle).to; daysBetween(s.to, last) <= usual {
		s.to = last
	}
	return s
}

// missing says what of a period no file has: before the files begin, after they
// end, and months between. Before a subscription's first day of usage nothing of
// it is missing.
func (imp Import) missing(s *Scenario, name string, c coverage) {
	period := s.Period()
	all := span{period[0].whole(c.cycle).from, period[len(period)-1].whole(c.cycle).to}
	monthsOf := func(lost span) (months []Month) {
		for _, m := range period {
			if lost.within(m.whole(c.cycle)).days() > 0 {
				months = append(months, m)
			}
		}
		return months
	}
	note := func(subscriptions []string, lost span, months []Month, format string, args ...any) {
		s.Missing = append(s.Missing, Missing{Import: name, Subscriptions: subscriptions, Months: months,
			Text: fmt.Sprintf(format, args...) + "; give the files of these days, or, if nothing was used on them, say so: days: " + all.and(c.files).words()})
	}
	if lost := (span{all.from, c.files.from.AddDate(0, 0, -1)}); lost.days() > 0 {
		note(nil, lost, monthsOf(lost), "the usage begins on %s, and that of %s is missing", day(c.files.from), lost.within(all))
	}
	type end struct {
		to      time.Time
		without string
	}
	var ends []end
	of := map[end][]string{}
	for _, id := range sorted(c.of) {
		e := end{c.of[id].to, Span(c.of[id].without)}
		if of[e] == nil {
			ends = append(ends, e)
		}
		of[e] = append(of[e], id)
	}
	if len(ends) == 0 {
		e := end{to: c.files.to}
		ends, of[e] = append(ends, e), nil
	}
	for _, e := range ends {
		ids := of[e]
		if len(ends) == 1 {
			ids = nil
		}
		for _, id := range of[e][:min(1, len(of[e]))] {
			if months := slices.DeleteFunc(slices.Clone(c.of[id].without), func(m Month) bool { return !slices.Contains(period, m) }); len(months) > 0 {
				note(ids, span{}, months, "no file has usage of %s", Span(months))
			}
		}
		if lost := (span{e.to.AddDate(0, 0, 1), all.to}); lost.days() > 0 {
			note(ids, lost, monthsOf(lost), "the usage ends on %s, and that of %s is missing", day(e.to), lost.within(all))
		}
	}
}

// words writes a span as the scenario's file does.
func (s span) words() string { return day(s.from) + " to " + day(s.to) }

func day(t time.Time) string { return t.Format(time.DateOnly) }

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// parseDays reads "2025-01-01 to 2025-12-31".
func parseDays(text string) (Gap, error) {
	from, to, _ := strings.Cut(text, " to ")
	g := Gap{strings.TrimSpace(from), strings.TrimSpace(to)}
	if _, ok := spanOf(g.From, g.To); !ok || g.To < g.From {
		return Gap{}, fmt.Errorf("%q is not a span of days; write it as 2025-01-01 to 2025-12-31", text)
	}
	return g, nil
}
