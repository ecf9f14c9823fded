package series

import "gonum.org/v1/gonum/stat"

// smoothing is exponential smoothing with a damped trend: ETS(A,Ad,N) of Hyndman and
// others, "Forecasting with Exponential Smoothing" (2008).
type smoothing struct{ level, trend, damp float64 } // how fast each follows, 0 to 1

// trials are the rates that are tried.
var trials = func() (list []smoothing) {
	for _, level := range []float64{0.02, 0.05, 0.1, 0.17, 0.27, 0.4, 0.6, 0.8, 0.95} {
		list = append(list, smoothing{level, 0, 0.9})
		for _, trend := range []float64{0.03, 0.1, 0.25} {
			for _, damp := range []float64{0.85, 0.95, 0.98} {
				list = append(list, smoothing{level, trend, damp})
			}
		}
	}
	return list
}()

// fitSmoothing takes the rates with the least one-day errors.
func fitSmoothing(days []float64) func([]float64, int) []float64 {
	var best smoothing
	least := 0.0
	for i, s := range trials {
		_, _, errors := s.run(days)
		if i == 0 || errors < least {
			best, least = s, errors
		}
	}
	return func(days []float64, n int) []float64 {
		level, trend, _ := best.run(days)
		out := make([]float64, n)
		rise, damp := 0.0, best.damp
		for h := range out {
			rise += trend * damp
			damp *= best.damp
			out[h] = level + rise
		}
		return out
	}
}

// run goes through a series: the last level and trend, and the sum of the squares of the
// one-day errors.
func (s smoothing) run(days []float64) (level, trend, errors float64) {
	level = stat.Mean(days[:min(len(days), Week)], nil)
	for _, y := range days {
		expected := level + s.damp*trend
		e := y - expected
		level = expected + s.level*e
		trend = s.damp*trend + s.level*s.trend*e
		errors += e * e
	}
	return level, trend, errors
}
