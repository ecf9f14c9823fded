package series

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Periods are those that a season is looked for in where nothing is known of a series'
// steps: the days of a week, the months of a year, the hours of a day, the weeks of a year.
var Periods = []int{Week, 12, 24, 52}

// daily is the period of hours in a day, over which that of a week may lie.
const daily = 24

// clear is how much of the variance within phases a season's own has to be, for it to be
// taken for one. A week is looked for in any case.
const clear = 0.5

// patternsOf finds the seasons of a series, the shorter first: that which explains most,
// and over the hours of a day those of a week.
func patternsOf(days []float64, periods []int) (list []pattern) {
	if slices.Min(days) == slices.Max(days) {
		return nil
	}
	var best pattern
	for _, period := range periods {
		if len(days) < 2*period || period != Week && len(days) < 3*period {
			continue
		}
		p := patternOf(days, period, false)
		if (period == Week || p.signal >= clear*p.within) && p.signal > 1.2*best.signal {
			best = p
		}
	}
	if best.signal == 0 {
		return nil
	}
	list = []pattern{best.orTimes(days)}
	if over := daily * Week; best.period == daily && len(days) >= 2*over {
		plain := adjust(days, list, nil).plain
		if p := patternOf(plain, over, false); p.signal > 0 {
			list = append(list, p.orTimes(plain))
		}
	}
	return list
}

// orTimes is the pattern, or the same as parts of the level, where that fits better: where
// the level is never near zero.
func (p pattern) orTimes(days []float64) pattern {
	if slices.Min(days) < 0 {
		return p
	}
	one, level := p.learn(days)
	if slices.Min(level) <= 0.05*stat.Mean(level, nil) {
		return p
	}
	two := patternOf(days, p.period, true)
	parts, _ := two.learn(days)
	if parts.misfit(days, level) < 0.98*one.misfit(days, level) {
		return two
	}
	return p
}

// adjusted is a series without its seasons.
type adjusted struct {
	plain   []float64
	seasons []season
	edges   edges
}

// adjust takes the edges of months off, and then one season after the other.
func adjust(days []float64, patterns []pattern, m *months) adjusted {
	a := adjusted{plain: days}
	if m != nil {
		a.edges = m.learn(days)
		a.plain = a.edges.off(days)
	}
	for _, p := range patterns {
		if len(days) < p.period {
			continue
		}
		s, level := p.learn(a.plain)
		plain := make([]float64, len(days))
		for t, y := range a.plain {
			plain[t] = y - s.above(t, level[t])
		}
		a.plain, a.seasons = plain, append(a.seasons, s)
	}
	return a
}

// back puts the seasons back on what follows the series.
func (a adjusted) back(ahead []float64) []float64 {
	out := slices.Clone(ahead)
	for _, s := range slices.Backward(a.seasons) {
		for h := range out {
			out[h] += s.above(len(a.plain)+h, out[h])
		}
	}
	for h := range out {
		out[h] += a.edges.at(len(a.plain) + h)
	}
	return out
}
