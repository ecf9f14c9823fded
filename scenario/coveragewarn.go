package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// warn says what a reader has to know of the days that the import's files are of:
// days within them without usage, subscriptions that end, and, of a typical month,
// what makes a mean too low or unsure.
func (imp Import) warn(s *Scenario, got *Imported, months []Month, c coverage) {
	add := func(format string, args ...any) {
		s.Warnings = append(s.Warnings, cmp.Or(imp.Name, imported)+": "+fmt.Sprintf(format, args...))
	}
	if days := c.silent(got, imp); len(days) > 0 {
		add("no usage on %s: these count as days without usage; if an export of them is missing, give it, too", firstOf(days, 3))
	}
	var ended []string
	for _, id := range sorted(c.of) {
		if k := c.of[id]; imp.Days == (Gap{}) && daysBetween(k.last, k.to) > 27 && !slices.Contains(k.without, MonthOf(k.to, c.cycle)) {
			ended = append(ended, fmt.Sprintf("subscription %s after %s", cmp.Or(id, "(none)"), day(k.last)))
		}
	}
	if len(ended) > 0 {
		add("no usage of %s, while the files go on to %s: it counts as ended; if files of it are missing, give them, too", firstOf(ended, 3), day(c.files.to))
	}
	if imp.As != TypicalMonth {
		return
	}
	for _, id := range sorted(c.of) {
		if k := c.of[id]; len(k.without) > 0 {
			add("no file has usage of %s: the mean is of the other days", Span(k.without))
			break
		}
	}
	var begun []string
	for _, id := range sorted(c.of) {
		if k := c.of[id]; daysBetween(c.files.from, k.from) >= 2 && k.span.days() >= 28 {
			begun = append(begun, fmt.Sprintf("subscription %s from %s on, %d days", cmp.Or(id, "(none)"), day(k.from), k.span.days()))
		}
	}
	if len(begun) > 0 {
		add("the files begin on %s, and the usage of some later: their mean is of the days from then on: %s", day(c.files.from), firstOf(begun, 3))
	}
	var few []string
	for _, id := range sorted(c.of) {
		if n := c.of[id].span.days(); n < 28 {
			what := fmt.Sprintf("%d days of usage, %s", n, c.of[id].span)
			if n == 1 {
				what = "1 day of usage, " + day(c.of[id].from)
			}
			if len(c.of) > 1 {
				what = "subscription " + cmp.Or(id, "(none)") + " from " + what
			}
			few = append(few, what)
		}
	}
	if len(few) > 0 {
		add("a typical month follows from %s: what a week or a month repeats may not be in so few", firstOf(few, 3))
	}
	if month := MonthOf(c.files.to, c.cycle).whole(c.cycle); c.files.to != month.to {
		add("the files end within a month, on %s: where that day is not all in yet, the mean is too low", day(c.files.to))
	}
	if w := c.late(got.Starts); w != "" {
		add("%s", w)
	}
	if n := got.Starts.Most; n > 0 {
		add("there are more than %d resources: those that begin late, whose mean is too low for a month from then on, are not named", n)
	}
}

// silent are the days within the files, but for whole months without files, of
// which no subscription has any usage.
func (c coverage) silent(got *Imported, imp Import) (days []string) {
	all, ok := got.AllCovered()
	if !ok || imp.Days != (Gap{}) {
		return nil
	}
	gaps := all.Missing
	if first, last, ok := c.around(all); ok {
		gaps = slices.Concat(first, gaps, last)
	}
	for _, g := range gaps {
		s, ok := spanOf(g.From, g.To)
		if !ok {
			continue
		}
		s = s.within(c.files)
		for m := MonthOf(s.from, c.cycle); s.days() > 0 && !s.to.Before(m.whole(c.cycle).from); m = m.Add(1) {
			part := s.within(m.whole(c.cycle))
			if part.days() > 0 && part != m.whole(c.cycle) {
				days = append(days, part.String())
			}
		}
	}
	return days
}

// around are the days of the files before the first and after the last that has
// usage.
func (c coverage) around(all Covered) (before, after []Gap, ok bool) {
	used, ok := spanOf(all.First, all.Last)
	if !ok {
		return nil, nil, false
	}
	if s := (span{c.files.from, used.from.AddDate(0, 0, -1)}); s.days() > 0 {
		before = []Gap{s.gap()}
	}
	if s := (span{used.to.AddDate(0, 0, 1), c.files.to}); s.days() > 0 {
		after = []Gap{s.gap()}
	}
	return before, after, true
}

// firstOf names the first few, and counts the others.
func firstOf(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}
