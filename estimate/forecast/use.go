package forecast

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"azwhatif/estimate/series"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// State is what is particular about a use's days; "" is nothing.
type State string

const (
	New     State = "new"       // it began less than two weeks ago
	Stopped State = "stopped"   // nothing was used lately, and nothing is expected
	Once    State = "used once" // on one day only; nothing is expected
)

// Use is one meter's use, carried on.
type Use struct {
	scenario.DailyUse
	State    State
	Series   series.Forecast // of the days after AsOf; its Days have no entry where use has stopped
	Gaps     int             // days that are not known, and are taken to be like their neighbours
	Recorded []money.Decimal // by month, up to AsOf; exact
	Expected []money.Decimal // by month: what gaps and the days to come add
	ahead    []daySpan       // by month: the days of Series that it has
	gap      []float64       // by month: what gaps are taken to have had
	days     []float64       // up to AsOf, gaps filled
}

// daySpan is the days ahead from one to another, the first being 0.
type daySpan struct{ from, to int }

// places is how many decimals an expected quantity is rounded to.
const places = 9

// decimalOf rounds a quantity to places.
func decimalOf(y float64) money.Decimal {
	if math.Abs(y) < 9e9 {
		return money.Int(int64(math.Round(y * 1e9))).Mul(nano)
	}
	d, err := money.Parse(strconv.FormatFloat(y, 'f', places, 64))
	if err != nil { // more than 60 digits, or not a number: no use comes near
		panic(fmt.Sprintf("forecast: a quantity of %g", y))
	}
	return d
}

var nano = money.MustParse("0.000000001")

// known are a use's days up to the last whole one, in floats, NaN for gaps.
func known(u scenario.DailyUse, last int, gaps []bool) (days []float64, missing []int) {
	days = make([]float64, last+1-u.From)
	for i := range days {
		if i < u.Quantities.Len() {
			days[i] = u.Quantities.At(i).Float64()
		}
		if gaps != nil && gaps[u.From+i] && days[i] == 0 {
			days[i] = math.NaN()
			missing = append(missing, i)
		}
	}
	return days, missing
}

// stateOf tells new use, and use that has stopped: nothing was used for three
// days at least, and for longer than twice the longest pause before.
func stateOf(days []float64) State {
	pause, longest, used, last := 0, 0, 0, 0
	for t, y := range days {
		if y == 0 {
			pause++
			continue
		}
		if used > 0 {
			longest = max(longest, pause)
		}
		pause = 0
		if !math.IsNaN(y) {
			used++
			last = t
		}
	}
	idle := len(days) - 1 - last
	switch {
	case used <= 1 && idle >= 3:
		return Once
	case idle >= 3 && pause >= 3 && pause > 2*longest:
		return Stopped
	case len(days) < 2*series.Week:
		return New
	}
	return ""
}

// gapsOf tells, by subscription, the days up to the last whole one that have no
// record although nearly all others have: what was used then is not known. A
// pause of a week or more of one subscription, while others go on, is a pause;
// as is what lasts to the end for more than two days.
func gapsOf(d *scenario.Daily, last int) map[string][]bool {
	anySeen := make([]bool, last+1)
	for _, seen := range d.Seen {
		for t := range anySeen {
			anySeen[t] = anySeen[t] || seen[t]
		}
	}
	gaps := map[string][]bool{}
	for sub, seen := range d.Seen {
		seen = seen[:last+1]
		from := slices.Index(seen, true)
		if from < 0 {
			continue
		}
		var runs []daySpan // without a record
		days, with := 0, 0
		for t := from; t <= last; t++ {
			start := t
			for t <= last && !seen[t] {
				t++
			}
			if t > start {
				runs = append(runs, daySpan{start, t})
				if t-start < series.Week {
					days += t - start
				}
			}
			if t <= last {
				days, with = days+1, with+1
			}
		}
		if days < series.Week || with*10 < days*9 {
			continue
		}
		for _, r := range runs {
			atEnd := r.to == last+1
			for t := r.from; t < r.to; t++ {
				if !anySeen[t] || r.to-r.from < series.Week && (!atEnd || r.to-r.from <= 2) {
					if gaps[sub] == nil {
						gaps[sub] = make([]bool, last+1)
					}
					gaps[sub][t] = true
				}
			}
		}
	}
	return gaps
}

// maxLate is how many days at the end may turn out not to be whole. Azure's
// records come up to three days late.
const maxLate = 3

// lastWhole is the last day whose usage is in: the data's last, but for those
// on which half of the meters that are used day by day have less than 70% of
// what they had on the same day a week before, and on the days before.
func lastWhole(days int, uses []scenario.DailyUse) int {
	for last := days - 1; last > days-1-maxLate; last-- {
		if last < 6 || !late(uses, last) {
			return last
		}
	}
	return days - 1 - maxLate
}

func late(uses []scenario.DailyUse, day int) bool {
	regular, low := 0, 0
	for _, u := range uses {
		at := func(t int) float64 {
			if t < u.From || t-u.From >= u.Quantities.Len() {
				return 0
			}
			return u.Quantities.At(t - u.From).Float64()
		}
		var before []float64
		for t := max(0, day-maxLate-series.Week); t < day-maxLate+1; t++ {
			if y := at(t); y > 0 {
				before = append(before, y)
			}
		}
		if len(before) < 3 || len(before) < min(series.Week, day-maxLate) {
			continue
		}
		slices.Sort(before)
		least := before[len(before)/2]
		if y := at(day - series.Week); y > 0 {
			least = min(least, y)
		}
		regular++
		if at(day) < 0.7*least {
			low++
		}
	}
	return regular > 0 && low*2 >= regular
}
