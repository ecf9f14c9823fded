package forecast

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/series"
	"azwhatif/scenario"
)

// warn says what a reader has to know of the data.
func (f *Forecast) warn(d *scenario.Daily, last int) {
	add := func(about, format string, args ...any) {
		f.Warnings = append(f.Warnings, estimate.Warning{About: about, Text: fmt.Sprintf(format, args...)})
	}
	if after := d.Days - 1 - last; after > 0 {
		why := "as is asked for"
		if f.Found {
			why = "since it is not all in, by what the days before had"
		}
		add("late data", "usage of %s is left out, %s; those days are forecast", dayRange(d, last+1, d.Days-1), why)
	}
	var fresh, stopped, once, untested []string
	gaps, gapUses := map[int]bool{}, 0
	for _, u := range f.Uses {
		switch {
		case u.State == Stopped:
			stopped = append(stopped, u.Title())
		case u.State == Once:
			once = append(once, u.Title())
		case u.Series.Method == "mean":
			untested = append(untested, u.Title())
		case u.State == New:
			fresh = append(fresh, u.Title())
		}
		if u.Gaps > 0 {
			gapUses++
		}
	}
	for _, missing := range gapsOf(d, last) {
		for t, gap := range missing {
			if gap {
				gaps[t] = true
			}
		}
	}
	if gapUses > 0 {
		add("gaps", "%s of usage has no record (%s): it is taken to be like the same days a week before and after, for %s", estimate.Plural(len(gaps), "day"), gapDays(d, gaps), estimate.Plural(gapUses, "meter"))
	}
	some := func(about, text string, titles []string) {
		if len(titles) > 0 {
			add(about, "%s: %s", text, estimate.First(titles, 3))
		}
	}
	some("new", "less than two weeks of days, so it is forecast from few", fresh)
	some("new", "a day or two only, so their mean is repeated, and the range, half as much or half as much again, is a guess", untested)
	some("stopped", "nothing was used of late, for longer than ever before, and nothing is expected", stopped)
	some("used once", "used on one day, some time ago, and nothing is expected", once)
	if f.Uses != nil && last < 2*series.Week-1 {
		add("few days", "the usage has %s: a weekly pattern needs three weeks, and a back-test more", estimate.Plural(last+1, "day"))
	}
}

func dayRange(d *scenario.Daily, from, to int) string {
	if from == to {
		return date(d.Day(from))
	}
	return date(d.Day(from)) + " to " + date(d.Day(to))
}

// gapDays lists days, those that follow one another as a range.
func gapDays(d *scenario.Daily, days map[int]bool) string {
	var list []string
	for t := 0; t < d.Days; t++ {
		if !days[t] {
			continue
		}
		to := t
		for days[to+1] {
			to++
		}
		list = append(list, dayRange(d, t, to))
		t = to
	}
	return estimate.First(list, 3)
}
