package estimate

import (
	"fmt"
	"math"
	"strings"

	"azwhatif/estimate/series"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// test holds the back-tests of all meters together, each at its mean price under
// the case: what the forecast of the whole would have been, day by day.
func (f *Forecast) test(c *ForecastCase) {
	prices := make([]float64, len(f.carried))
	days := 0
	quantity, amount := map[seriesKey]money.Decimal{}, map[seriesKey]money.Decimal{}
	for i, u := range f.Uses {
		k := meterOf(u.DailyUse)
		for m := range u.Recorded {
			quantity[k] = quantity[k].Add(u.Recorded[m]).Add(u.Expected[m])
			amount[k] = amount[k].Add(c.Lines[i].Months[m].Amount)
		}
	}
	for i, u := range f.carried {
		k := meterOf(u.DailyUse)
		if quantity[k].Sign() != 0 && !amount[k].IsZero() && u.Series.PastErrors() > 0 && u.Series.Origins > 0 {
			prices[i] = amount[k].Float64() / quantity[k].Float64()
			c.Origins, c.Ahead = max(c.Origins, u.Series.Origins), max(c.Ahead, u.Series.Ahead)
			days = max(days, len(u.days))
		}
	}
	used := make([]float64, days) // by day, the last at the end
	wrong := make([][]float64, c.Origins)
	for o := range wrong {
		wrong[o] = make([]float64, c.Ahead)
	}
	for i, whole := range f.carried {
		s := &whole.Series
		if prices[i] == 0 {
			continue
		}
		for t, y := range whole.days {
			used[days-len(whole.days)+t] += prices[i] * y
		}
		for o := range wrong {
			for h := range wrong[o] {
				wrong[o][h] += prices[i] * s.ErrorAt(o, h)
			}
		}
	}
	scale := series.Scale(used)
	perDay, level := 0.0, 0.0
	off := 0.0
	for _, e := range wrong {
		sum := 0.0
		for _, x := range e {
			perDay += math.Abs(x) / float64(c.Origins*c.Ahead)
			sum += x
		}
		off += math.Abs(sum) / float64(c.Origins*c.Ahead)
	}
	reach := min(days, c.Origins+c.Ahead)
	for _, y := range used[days-reach:] {
		level += y / float64(reach)
	}
	if scale > 0 && level > 0 {
		c.MASE, c.Off, c.Tested = perDay/scale, off/level, true
	} else if days > 0 && perDay == 0 {
		c.Tested = true // it never changed
	}
}

// warn says what a reader has to know of the data.
func (f *Forecast) warn(d *scenario.Daily, last int) {
	add := func(about, format string, args ...any) {
		f.Warnings = append(f.Warnings, Warning{about, fmt.Sprintf(format, args...)})
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
		case u.State == UseStopped:
			stopped = append(stopped, u.Title())
		case u.State == UsedOnce:
			once = append(once, u.Title())
		case u.Series.Method == "mean":
			untested = append(untested, u.Title())
		case u.State == UseIsNew:
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
		add("gaps", "%s of usage has no record (%s): it is taken to be like the same days a week before and after, for %s", plural(len(gaps), "day"), gapDays(d, gaps), plural(gapUses, "meter"))
	}
	some := func(about, text string, titles []string) {
		if len(titles) > 0 {
			add(about, "%s: %s", text, first(titles, 3))
		}
	}
	some("new", "less than two weeks of days, so it is forecast from few", fresh)
	some("new", "a day or two only, so their mean is repeated, and the range, half as much or half as much again, is a guess", untested)
	some("stopped", "nothing was used of late, for longer than ever before, and nothing is expected", stopped)
	some("used once", "used on one day, some time ago, and nothing is expected", once)
	if f.Uses != nil && last < 2*series.Week-1 {
		add("few days", "the usage has %s: a weekly pattern needs three weeks, and a back-test more", plural(last+1, "day"))
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// first names the first few, and counts the others.
func first(titles []string, n int) string {
	if len(titles) <= n {
		return strings.Join(titles, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(titles[:n], "; "), len(titles)-n)
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
	return first(list, 3)
}
