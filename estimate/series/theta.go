package series

import "gonum.org/v1/gonum/stat"

// fitTheta is the theta method of Assimakopoulos and Nikolopoulos (2000): the
// mean of the line through the series and of simple smoothing of the series
// with twice its distance from that line.
func fitTheta(days []float64) func([]float64, int) []float64 {
	twice, _, _ := thetaLine(days)
	rate := simpleRate(twice)
	return func(days []float64, n int) []float64 {
		twice, at, slope := thetaLine(days)
		level, _ := simple(twice, rate)
		out := make([]float64, n)
		for h := range out {
			out[h] = (level + at + slope*float64(len(days)+h)) / 2
		}
		return out
	}
}

// rates are those that simple smoothing tries.
var rates = []float64{0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98}

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

// simpleRate is that with the least one-day errors.
func simpleRate(days []float64) float64 {
	best, least := 0.0, 0.0
	for i, rate := range rates {
		if _, errors := simple(days, rate); i == 0 || errors < least {
			best, least = rate, errors
		}
	}
	return best
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
