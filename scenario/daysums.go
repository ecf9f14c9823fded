package scenario

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
)

// A record of an export by month is dated on the month's first day. What looks at days
// must not take it for usage of that day: it refuses usage that is mostly of such sums,
// and says which few others there are.

// Sums are sums of several days among usage by day.
type Sums struct {
	// Refused says why usage is not by day, and what to do: most of it, or most of one
	// subscription's, is in sums of several days. "" where it is by day.
	Refused string
	Few     int    // how many there are, where they are few
	Example string // one of them, in words
}

// SumsOfDays finds the sums of several days in usage by day. inside tells, of a
// part's first and last day, whether it is looked at, and whether it lies whole in the days
// that are; nil looks at single days.
func SumsOfDays(used iter.Seq[Used], inside func(first, last string) (looked, whole bool)) (s Sums) {
	if inside == nil {
		inside = func(first, last string) (looked, whole bool) { return true, first == last }
	}
	type count struct{ parts, sums int }
	counts := map[string]count{}
	var subscriptions []string
	for u := range used {
		parts := u.parts()
		for i, p := range parts {
			first := p.Day[:min(len(p.Day), len(time.DateOnly))]
			last := first
			if i == len(parts)-1 && u.lasts() && u.Last > first {
				last = u.Last
			}
			looked, whole := inside(first, last)
			if !looked {
				continue
			}
			n, known := counts[u.Subscription]
			if !known {
				subscriptions = append(subscriptions, u.Subscription)
			}
			n.parts++
			if !whole {
				n.sums++
				s.Few++
				s.Example = cmp.Or(s.Example, fmt.Sprintf("%s of %s", Gap{first, last}, cmp.Or(u.Meter.Title(), u.Foreign.UsageType, string(u.Kind))))
			}
			counts[u.Subscription] = n
		}
	}
	slices.Sort(subscriptions)
	for _, sub := range subscriptions {
		if n := counts[sub]; 2*n.sums > n.parts {
			of := "the usage"
			if len(subscriptions) > 1 {
				of += " of subscription " + cmp.Or(sub, "(none)")
			}
			s.Refused = fmt.Sprintf("%s is in sums of several days, such as %s, and each would count as usage of one day: %s", of, s.Example, byDay)
			break
		}
	}
	if s.Refused == "" {
		s.Refused = oneDayAMonth(used)
	}
	return s
}

const byDay = "export it by day, or write the roll-up with --by-day"

// oneDayAMonth refuses usage of several months that has one day of each, the same or the
// last: sums of months that do not say so.
func oneDayAMonth(used iter.Seq[Used]) string {
	days := map[string]bool{}
	for u := range used {
		for _, p := range u.parts() {
			if u.Last > p.Day { // what it is of is said
				return ""
			}
			days[p.Day[:min(len(p.Day), len(time.DateOnly))]] = true
		}
	}
	list := slices.Sorted(maps.Keys(days))
	sameDay, ends := true, true
	for i, day := range list {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil || i > 0 && day[:len("2026-03")] == list[i-1][:len("2026-03")] {
			return ""
		}
		sameDay = sameDay && day[len("2026-03"):] == list[0][len("2026-03"):]
		ends = ends && t.AddDate(0, 0, 1).Day() == 1
	}
	if len(list) < 2 || !sameDay && !ends {
		return ""
	}
	return fmt.Sprintf("the usage has one day of each month (%s), as sums of months have that are dated so: %s", strings.Join(list[:min(3, len(list))], ", "), byDay)
}
