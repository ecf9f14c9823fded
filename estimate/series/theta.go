package series

import (
	"gonum.org/v1/gonum/stat"
)

// fitTheta is the theta method of Assimakopoulos and Nikolopoulos (2000): the
// mean of the line through the series and of simple smoothing of the series
// with twice its distance from that line. A weekly season is taken off before,
// where there are three weeks at least, and put back.
func fitTheta(days []float64) func([]float64, int) []float64 {
	plain, _ := withoutSeason(days)
	twice, _, _ := thetaLine(plain)
	best := least([]float64{-1}, func(x []float64) float64 {
		_, errors := simple(twice, within(x[0], 0, 1))
		return errors
	})
	rate := within(best[0], 0, 1)
	return func(days []float64, n int) []float64 {
		plain, season := withoutSeason(days)
		twice, at, slope := thetaLine(plain)
		level, _ := simple(twice, rate)
		out := make([]float64, n)
		for h := range out {
			t := len(days) + h
			out[h] = (level+at+slope*float64(t))/2 + season[t%Week]
		}
		return out
	}
}

// thetaLine is the series with twice its distance from the line through it,
// which is at on the first day and rises by slope a day.
func thetaLine(days []float64) (twice []float64, at, slope float64) {
	x := make([]float64, len(days))
	for t := range x {
		x[t] = float64(t)
	}
	if len(days) > 1 {
		at, slope = stat.LinearRegression(x, days, nil, false)
	} else {
		at = days[0]
	}
	twice = make([]float64, len(days))
	for t, y := range days {
		twice[t] = 2*y - at - slope*float64(t)
	}
	return twice, at, slope
}

// simple is simple exponential smoothing: the last level, and the sum of the
// squares of the one-day errors.
func simple(days []float64, rate float64) (level, errors float64) {
	level = stat.Mean(days[:min(len(days), Week)], nil)
	for _, y := range days {
		e := y - level
		level += rate * e
		errors += e * e
	}
	return level, errors
}

// withoutSeason takes the mean of each day of the week off, as far as it
// differs from the level of its own weeks.
func withoutSeason(days []float64) (plain []float64, season [Week]float64) {
	if len(days) < minSeason {
		return days, season
	}
	var count [Week]float64
	half := Week / 2
	sum := 0.0
	for t := range days[:Week-1] {
		sum += days[t]
	}
	for t := half; t+half < len(days); t++ { // sum is that of the week around t
		sum += days[t+half]
		season[t%Week] += days[t] - sum/Week
		count[t%Week]++
		sum -= days[t-half]
	}
	mean := 0.0
	for w := range season {
		season[w] /= count[w]
		mean += season[w] / Week
	}
	plain = make([]float64, len(days))
	for w := range season {
		season[w] -= mean
	}
	for t, y := range days {
		plain[t] = y - season[t%Week]
	}
	return plain, season
}
