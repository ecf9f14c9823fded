package estimate

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// SeriesForecast is a series of days, carried on.
type SeriesForecast struct {
	Days []float64 // what is expected on each day ahead

	Method  string  // one of ForecastMethods; "mean" for a few days, "none" where use has stopped
	MASE    float64 // the back-test's error: 1 is as good as repeating the last week
	Tested  bool    // there is a MASE
	Origins int     // how many past days the back-test forecast from
	Ahead   int     // and how many days each

	errors [][]float64 // of past origins, by days ahead
	widen  float64     // what errors are taken times
	floor  bool        // nothing goes below zero
	known  []float64   // the days that were carried on, gaps filled
}

// ForecastSeries carries a series of days on, by the method that did best in a
// back-test on the series itself. NaN is a day that is not known. The series
// has a known day at least, and ahead is not below 1.
func ForecastSeries(days []float64, ahead int) SeriesForecast {
	return forecastAmong(days, len(days), ahead)
}

// forecastAmong is ForecastSeries among other series of which the longest has
// all days.
func forecastAmong(days []float64, all, ahead int) SeriesForecast {
	days = filled(days)
	if len(days) < 3 {
		return few(days, ahead)
	}
	b := backtested(days, all, ahead)
	return b.forecast(b.best(), days, ahead)
}

// forecast carries on the series that was tested.
func (b *backtest) forecast(method string, days []float64, ahead int) SeriesForecast {
	f := SeriesForecast{
		Method: method, Origins: len(b.origins), Ahead: b.ahead,
		errors: b.errors[method], widen: b.widen(), floor: floats.Min(days) >= 0,
	}
	f.MASE, f.Tested = b.mase(method)
	list := ForecastMethods()
	chosen := list[slices.IndexFunc(list, func(m ForecastMethod) bool { return m.Name == method })]
	f.Days = floored(chosen.Fit(days)(days, ahead), days)
	return f
}

// few is what can be said of a day or two: their mean. The range is a guess:
// it may be half as much, or half as much again.
func few(days []float64, ahead int) SeriesForecast {
	mean := stat.Mean(days, nil)
	return SeriesForecast{
		Method: "mean", Days: slices.Repeat([]float64{mean}, ahead),
		errors: [][]float64{{mean / 2}}, widen: 1, floor: floats.Min(days) >= 0,
	}
}

// filled puts the mean of the same day a week before and after in the place of
// days that are not known; else of the nearest known ones.
func filled(days []float64) []float64 {
	if !slices.ContainsFunc(days, math.IsNaN) {
		return days
	}
	out := slices.Clone(days)
	for t, y := range days {
		if !math.IsNaN(y) {
			continue
		}
		var near []float64
		for _, step := range []int{week, 1} {
			for _, by := range []int{-step, step} {
				for k := t + by; k >= 0 && k < len(days); k += by {
					if !math.IsNaN(days[k]) {
						near = append(near, days[k])
						break
					}
					if step == week {
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

// outcome is one way in which days ahead may come out: as the errors of a past
// origin, times a number. Series that are forecast together take the same one,
// so that what went together in the past does in the range.
type outcome struct {
	origin int
	times  float64
}

// strengths is how many numbers each origin's errors are taken times.
const strengths = 20

// outcomes are spread evenly: each origin with the middles of so many equal
// parts of the normal distribution.
//
// Note: no random numbers are drawn, so there is no seed to state.
func outcomes(origins int) []outcome {
	normal := distuv.UnitNormal
	var list []outcome
	for o := range max(1, origins) {
		for k := range strengths {
			list = append(list, outcome{o, normal.Quantile((float64(k) + 0.5) / strengths)})
		}
	}
	return list
}

// day is what an outcome makes of a day ahead.
func (f *SeriesForecast) day(o outcome, h int) float64 {
	y := f.Days[h]
	if len(f.errors) > 0 {
		y += o.times * f.widen * f.errorAt(o.origin%len(f.errors), h)
	}
	if f.floor {
		y = max(0, y)
	}
	return y
}

// errorAt is an origin's error so many days ahead. Beyond what the back-test
// reached, its last week goes on, and grows with the root of the time ahead.
func (f *SeriesForecast) errorAt(origin, h int) float64 {
	e := f.errors[origin]
	if h < len(e) {
		return e[h]
	}
	season := min(week, len(e))
	at := len(e) - season + (h-len(e))%season
	return e[at] * math.Sqrt(float64(h+1)/float64(at+1))
}

// sums are what all outcomes come to, over the days ahead from one to another.
func (f *SeriesForecast) sums(list []outcome, from, to int) []float64 {
	out := make([]float64, len(list))
	for i, o := range list {
		for h := from; h < to; h++ {
			out[i] += f.day(o, h)
		}
	}
	return out
}

// Range gives what the days ahead from one to another come to, 0 being the
// first: the values between which so much of the probability lies, 0.95 for
// 95%.
func (f *SeriesForecast) Range(from, to int, probability float64) (low, high float64) {
	sums := f.sums(outcomes(len(f.errors)), from, to)
	slices.Sort(sums)
	return quantile(sums, (1-probability)/2), quantile(sums, (1+probability)/2)
}

// quantile is that of sorted values.
func quantile(sorted []float64, p float64) float64 {
	return stat.Quantile(p, stat.LinInterp, sorted, nil)
}
