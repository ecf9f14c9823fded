package series

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Forecast is a series of days, carried on.
type Forecast struct {
	Days []float64 // what is expected on each day ahead

	Method  string  // one of Names; "mean" for a few days, "none" where use has stopped
	Why     string  // why the method was chosen
	Seasons []int   // the periods of the seasons that were found, in days
	Edges   []int   // the days at the edges of months that stand out: 1 the first, -1 the last
	MASE    float64 // the back-test's error: 1 is as good as repeating the last week
	Tested  bool    // there is a MASE
	Origins int     // how many past days the back-test forecast from
	Ahead   int     // and how many days each

	errors [][]float64 // of past origins, by days ahead
	sizes  []float64   // what each origin's errors are taken times
	floor  bool        // nothing goes below zero
}

// None is the forecast of a series that is not carried on, since its use has
// stopped.
func None() Forecast { return Forecast{Method: "none", Why: "nothing is expected"} }

// PastErrors is how many past days there are errors of, for ErrorAt; 0 where
// nothing is forecast.
func (f *Forecast) PastErrors() int { return len(f.errors) }

// Season names the seasons that were found: "week", "week, month's last day", or "none".
func (f *Forecast) Season() string {
	var list []string
	for _, period := range f.Seasons {
		if period == Week {
			list = append(list, "week")
		} else {
			list = append(list, fmt.Sprintf("every %d", period))
		}
	}
	if slices.ContainsFunc(f.Edges, func(e int) bool { return e > 0 }) {
		list = append(list, "month's start")
	}
	if slices.ContainsFunc(f.Edges, func(e int) bool { return e < 0 }) {
		list = append(list, "month's end")
	}
	if list == nil {
		return "none"
	}
	return strings.Join(list, ", ")
}

// Among is what a series has in common with those that are forecast together.
type Among struct {
	All     int   // how long the longest of them is; 0 is this one
	Horizon int   // how many days the back-test carries on, however many are asked for; 0 is those
	Periods []int // in which seasons are looked for
	// Edge tells the days at the edges of months, those ahead included: 1 to Edge from a
	// month's first on, -1 to -Edge from its last back, 0 for any other; nil where not known.
	Edge []int8
}

// Carry carries a series on, by the method that did best in a back-test on the series
// itself; its seasons are looked for in all of Periods, so that its steps may be days,
// hours, weeks or months. NaN is a step that is not known. The series
// has a known one at least, and ahead is not below 1.
func Carry(days []float64, ahead int) Forecast {
	return Among{Periods: Periods}.Carry(days, ahead)
}

// Carry carries one of the series on.
func (a Among) Carry(days []float64, ahead int) Forecast {
	days = Filled(days)
	if len(days) < 3 {
		return few(days, ahead)
	}
	b := a.backtested(days, ahead)
	method, why := b.best()
	return b.forecast(method, why, days, ahead)
}

// forecast carries on the series that was tested.
func (b *backtest) forecast(method, why string, days []float64, ahead int) Forecast {
	f := Forecast{
		Method: method, Why: why, Origins: len(b.origins), Ahead: b.ahead,
		errors: b.errors[method], sizes: sizesOf(b.errors[method], b.apart()), floor: floats.Min(days) >= 0,
	}
	for _, p := range b.patterns {
		f.Seasons = append(f.Seasons, p.period)
	}
	if b.months != nil {
		for k, out := range b.months.out {
			if out {
				f.Edges = append(f.Edges, k-Edge)
			}
		}
	}
	f.MASE, f.Tested = b.mase(method)
	c := carrier{seasons: b.seasons}
	f.Days = c.all(days, ahead)[method]
	return f
}

// few is what can be said of a day or two: their mean. The range is a guess:
// it may be half as much, or half as much again.
func few(days []float64, ahead int) Forecast {
	mean := stat.Mean(days, nil)
	return Forecast{
		Method: "mean", Why: "there are too few days for a back-test", Days: slices.Repeat([]float64{mean}, ahead),
		errors: [][]float64{{mean / 2}}, sizes: []float64{1}, floor: floats.Min(days) >= 0,
	}
}

// Filled puts the mean of the same day a week before and after in the place of
// days that are not known; else of the nearest known ones.
func Filled(days []float64) []float64 {
	if !slices.ContainsFunc(days, math.IsNaN) {
		return days
	}
	out := slices.Clone(days)
	for t, y := range days {
		if !math.IsNaN(y) {
			continue
		}
		var near []float64
		for _, step := range []int{Week, 1} {
			for _, by := range []int{-step, step} {
				for k := t + by; k >= 0 && k < len(days); k += by {
					if !math.IsNaN(days[k]) {
						near = append(near, days[k])
						break
					}
					if step == Week {
						break
					}
				}
			}
			if near != nil {
				break
			}
		}
		out[t] = stat.Mean(near, nil)
	}
	return out
}
