package series

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Forecast is a series of days, carried on.
type Forecast struct {
	Days []float64 // what is expected on each day ahead

	Method  string  // one of Methods; "mean" for a few days, "none" where use has stopped
	MASE    float64 // the back-test's error: 1 is as good as repeating the last week
	Tested  bool    // there is a MASE
	Origins int     // how many past days the back-test forecast from
	Ahead   int     // and how many days each

	errors [][]float64 // of past origins, by days ahead
	widen  float64     // what errors are taken times
	floor  bool        // nothing goes below zero
}

// None is the forecast of a series that is not carried on, since its use has
// stopped.
func None() Forecast { return Forecast{Method: "none"} }

// PastErrors is how many past days there are errors of, for ErrorAt; 0 where
// nothing is forecast.
func (f *Forecast) PastErrors() int { return len(f.errors) }

// Carry carries a series of days on, by the method that did best in a
// back-test on the series itself. NaN is a day that is not known. The series
// has a known day at least, and ahead is not below 1.
func Carry(days []float64, ahead int) Forecast {
	return Among(days, len(days), ahead, ahead)
}

// Among is Carry among other series of which the longest has all days. The
// back-test carries on horizon days, however many are asked for.
func Among(days []float64, all, horizon, ahead int) Forecast {
	days = Filled(days)
	if len(days) < 3 {
		return few(days, ahead)
	}
	b := backtested(days, all, horizon)
	return b.forecast(b.best(), days, ahead)
}

// forecast carries on the series that was tested.
func (b *backtest) forecast(method string, days []float64, ahead int) Forecast {
	f := Forecast{
		Method: method, Origins: len(b.origins), Ahead: b.ahead,
		errors: b.errors[method], widen: b.widen(), floor: floats.Min(days) >= 0,
	}
	f.MASE, f.Tested = b.mase(method)
	list := Methods()
	chosen := list[slices.IndexFunc(list, func(m Method) bool { return m.Name == method })]
	f.Days = floored(chosen.Fit(days)(days, ahead), days)
	return f
}

// few is what can be said of a day or two: their mean. The range is a guess:
// it may be half as much, or half as much again.
func few(days []float64, ahead int) Forecast {
	mean := stat.Mean(days, nil)
	return Forecast{
		Method: "mean", Days: slices.Repeat([]float64{mean}, ahead),
		errors: [][]float64{{mean / 2}}, widen: 1, floor: floats.Min(days) >= 0,
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

// day is what an Outcome makes of a day ahead.
func (f *Forecast) day(o Outcome, h int) float64 {
	y := f.Days[h]
	if len(f.errors) > 0 {
		y += o.times * f.widen * f.ErrorAt(o.origin, h)
	}
	if f.floor {
		y = max(0, y)
	}
	return y
}

// ErrorAt is the error of a past origin, 0 being the longest, so many days
// ahead. Beyond what the back-test
// reached, its last week goes on, and grows with the root of the time ahead.
func (f *Forecast) ErrorAt(origin, h int) float64 {
	e := f.errors[origin%len(f.errors)]
	if h < len(e) {
		return e[h]
	}
	season := min(Week, len(e))
	at := len(e) - season + (h-len(e))%season
	return e[at] * math.Sqrt(float64(h+1)/float64(at+1))
}

// Sums are what all outcomes add up to, over the days ahead from one to another.
func (f *Forecast) Sums(list []Outcome, from, to int) []float64 {
	out := make([]float64, len(list))
	for i, o := range list {
		for h := from; h < to; h++ {
			out[i] += f.day(o, h)
		}
	}
	return out
}

// Range gives what the days ahead from one to another are in all, 0 being the
// first: the values between which so much of the probability lies, 0.95 for
// 95%.
func (f *Forecast) Range(from, to int, probability float64) (low, high float64) {
	sums := f.Sums(Outcomes(len(f.errors)), from, to)
	slices.Sort(sums)
	return quantile(sums, (1-probability)/2), quantile(sums, (1+probability)/2)
}

// quantile is that of sorted values.
func quantile(sorted []float64, p float64) float64 {
	return stat.Quantile(p, stat.LinInterp, sorted, nil)
}
