package series

import (
	"math"

	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat"
)

// smoothing is exponential smoothing with a damped trend and, where there are
// three weeks at least, an additive weekly season: ETS(A,Ad,A) of Hyndman and
// others, "Forecasting with Exponential Smoothing" (2008).
type smoothing struct {
	level, trend, damp, season float64 // how fast each follows, 0 to 1
}

// minSeason is how many days a weekly season is learned from.
const minSeason = 3 * Week

// state is what smoothing knows at the end of a series.
type state struct {
	level, trend float64
	season       [Week]float64 // by day from the series' first
	errors       float64       // the sum of the squares of its one-day errors
}

// fitSmoothing looks for the parameters with the least one-day errors.
func fitSmoothing(days []float64) func([]float64, int) []float64 {
	seasonal := len(days) >= minSeason
	start := []float64{-1.4, -3, 1.5} // level 0.2, trend 0.05, damp 0.95
	if seasonal {
		start = append(start, -2)
	}
	best := least(start, func(x []float64) float64 {
		return smoothingAt(x).run(days).errors
	})
	s := smoothingAt(best)
	return func(days []float64, n int) []float64 {
		st := s.run(days)
		out := make([]float64, n)
		trend, damp := 0.0, s.damp
		for h := range out {
			trend += st.trend * damp
			damp *= s.damp
			out[h] = st.level + trend + st.season[(len(days)+h)%Week]
		}
		return out
	}
}

// smoothingAt reads parameters from numbers without bounds: the level's rate
// is 0 to 1, the trend's 0 to 0.3, the season's 0 to 0.6, and the damping 0.8
// to 0.99.
func smoothingAt(x []float64) smoothing {
	s := smoothing{level: within(x[0], 0, 1), trend: within(x[1], 0, 0.3), damp: within(x[2], 0.8, 0.99)}
	if len(x) > 3 {
		s.season = within(x[3], 0, 0.6)
	}
	return s
}

func within(x, low, high float64) float64 { return low + (high-low)/(1+math.Exp(-x)) }

// run goes through a series.
func (s smoothing) run(days []float64) state {
	var st state
	if len(days) >= minSeason && s.season > 0 {
		st.level, st.season = weekly(days[:min(len(days), 4*Week)/Week*Week])
	} else {
		st.level = stat.Mean(days[:min(len(days), Week)], nil)
	}
	for t, y := range days {
		w := t % Week
		expected := st.level + s.damp*st.trend
		e := y - expected - st.season[w]
		st.level = expected + s.level*e
		st.trend = s.damp*st.trend + s.level*s.trend*e
		if s.season > 0 {
			st.season[w] += s.season * (1 - s.level) * e
		}
		st.errors += e * e
	}
	return st
}

// weekly is the level of whole weeks, and what each day of the week is above it.
func weekly(days []float64) (level float64, season [Week]float64) {
	level = stat.Mean(days, nil)
	for t, y := range days {
		season[t%Week] += (y - level) / float64(len(days)/Week)
	}
	return level, season
}

// least searches for the point at which f is least, from start on.
func least(start []float64, f func([]float64) float64) []float64 {
	settings := &optimize.Settings{FuncEvaluations: 60 * len(start), Converger: &optimize.FunctionConverge{Relative: 1e-4, Iterations: 12}}
	bounded := func(x []float64) float64 {
		v := f(x)
		for _, xi := range x { // far out, within is flat
			if over := math.Abs(xi) - 8; over > 0 {
				v *= 1 + over
			}
		}
		return v
	}
	found, err := optimize.Minimize(optimize.Problem{Func: bounded}, start, settings, &optimize.NelderMead{SimplexSize: 0.8})
	if err != nil || found == nil || math.IsNaN(found.F) {
		return start
	}
	return found.X
}
