package series

import "math"

// pattern is what is known of a season from a whole series: how much its phases differ,
// and how much the days of one phase do.
type pattern struct {
	period         int
	times          bool // phases are above the level by a part of it, not by an amount
	signal, within float64
}

// season is a pattern's phases, learned at the end of a series: by how much each is above
// the level around it, t modulo the period.
type season struct {
	pattern
	effect []float64
}

// above is what the season adds to a level at t.
func (s season) above(t int, level float64) float64 {
	if s.times {
		return level * s.effect[t%s.period]
	}
	return s.effect[t%s.period]
}

// fade is how much less a day counts than the same one a period later.
const fade = 0.9

// effects are each phase's mean distance from the level around it, newer days counting
// more; chance is the part of the variance within a phase that is left in its mean.
func (p pattern) effects(days, level []float64) (effect, chance []float64, within float64) {
	n := len(days)
	effect, chance = make([]float64, p.period), make([]float64, p.period)
	weight, apart := make([]float64, p.period), make([]float64, n)
	w := 1.0
	for t := n - 1; t >= 0; t-- {
		if ago := n - 1 - t; ago > 0 && ago%p.period == 0 {
			w *= fade
		}
		apart[t] = days[t] - level[t]
		if p.times {
			apart[t] /= level[t]
		}
		k := t % p.period
		effect[k] += w * apart[t]
		weight[k] += w
		chance[k] += w * w
	}
	mean := 0.0
	for k := range effect {
		effect[k] /= weight[k]
		chance[k] /= weight[k] * weight[k]
		mean += effect[k] / float64(p.period)
	}
	for k := range effect {
		effect[k] -= mean
	}
	for t, x := range apart {
		e := x - mean - effect[t%p.period]
		within += e * e
	}
	return effect, chance, within / float64(max(1, n-p.period))
}

// patternOf finds out how much of a season there is in a series of two periods at least.
func patternOf(days []float64, period int, times bool) pattern {
	p := pattern{period: period, times: times}
	effect, chance, within := p.effects(days, around(days, period))
	p.within = within
	for k, e := range effect {
		p.signal += (e*e - within*chance[k]) / float64(period)
	}
	p.signal = max(0, p.signal)
	return p
}

// learn gives the season at the end of a series of a period at least, and the level around
// each day. An effect is taken toward zero by the part that chance alone would bring
// (James and Stein, 1961).
func (p pattern) learn(days []float64) (s season, level []float64) {
	level = around(days, p.period)
	effect, chance, _ := p.effects(days, level)
	for k := range effect {
		effect[k] *= p.signal / (p.signal + p.within*chance[k] + math.SmallestNonzeroFloat64)
	}
	return season{p, effect}, level
}

// misfit is how far a series is from its level and season, in all.
func (s season) misfit(days, level []float64) (sum float64) {
	for t, y := range days {
		sum += math.Abs(y - level[t] - s.above(t, level[t]))
	}
	return sum
}

// around is the level around each day: the mean of a whole period with the day in its
// middle; before the first such and after the last one, on by the slope there.
func around(days []float64, period int) []float64 {
	n, half := len(days), period/2
	level := make([]float64, n)
	sum := 0.0
	for _, y := range days[:period] {
		sum += y
	}
	first, last := half, n-period+half
	for t := first; ; t++ {
		level[t] = sum / float64(period)
		if t == last {
			break
		}
		sum += days[t-half+period] - days[t-half]
	}
	slope := func(from, to int) float64 {
		if from == to {
			return 0
		}
		return (level[to] - level[from]) / float64(to-from)
	}
	span := min(period, last-first)
	start, end := slope(first, first+span), slope(last-span, last)
	for t := range first {
		level[t] = level[first] - start*float64(first-t)
	}
	for t := last + 1; t < n; t++ {
		level[t] = level[last] + end*float64(t-last)
	}
	return level
}
