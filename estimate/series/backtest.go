package series

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// maxOrigins is how many past days a back-test forecasts from at most.
const maxOrigins = 24

// seasons are what a series was found to repeat.
type seasons struct {
	patterns []pattern
	months   *months
}

// backtest is how well methods carried a series on from its own past days.
type backtest struct {
	seasons
	ahead   int   // how many days each origin was carried on
	origins []int // how long the series was at each, the longest first
	errors  map[string][][]float64
	scale   float64 // what a mean absolute error is held against; 0 where there is nothing
}

// originsOf says from which lengths of a series to forecast: the longest ones
// that leave enough days to compare with, so many days apart that they reach
// back to a third of it. all is the length of the longest of the series that
// are forecast together: those that are long enough share their origins, so
// that errors of one day stay together.
func originsOf(n, all, horizon int) (origins []int, ahead int) {
	for _, long := range []int{all, n} {
		ahead = max(1, min(horizon, long/3))
		shortest := max(2, min(2*Week, n/2))
		step := max(1, (long-ahead-max(shortest, long/3))/(maxOrigins-1))
		if step%Week == 0 {
			step-- // each day of the week has its turn
		}
		origins = nil
		for at := n - ahead; at >= shortest && len(origins) < maxOrigins; at -= step {
			origins = append(origins, at)
		}
		if len(origins) >= maxOrigins/4 {
			break
		}
	}
	return origins, ahead
}

// carrier carries a series on by all methods. They learn anew when it has grown by half.
type carrier struct {
	seasons
	learned int
	carry   []func([]float64, int) []float64
}

// all gives what follows a series, by method.
func (c *carrier) all(days []float64, n int) map[string][]float64 {
	a := adjust(days, c.patterns, c.months)
	floor := floats.Min(days) >= 0
	if c.learned == 0 || len(days) >= c.learned*3/2 {
		c.carry = nil
		for _, m := range methods {
			c.carry = append(c.carry, m.Fit(a.plain))
		}
		c.learned = len(days)
	}
	season := Week
	for _, p := range c.patterns {
		season = p.period
	}
	last := repeated(a.edges.off(days), season, n)
	for h := range last {
		last[h] += a.edges.at(len(days) + h)
	}
	list := map[string][]float64{naive: floored(last, floor)}
	for k, m := range methods {
		list[m.Name] = floored(a.back(c.carry[k](a.plain, n)), floor)
	}
	parts := [][]float64{list[naive]}
	for _, name := range combined {
		parts = append(parts, list[name])
	}
	list[combination] = innerMean(parts, n)
	return list
}

// backtested carries the series on from each origin by every method.
func (a Among) backtested(days []float64, ahead int) backtest {
	b := backtest{errors: map[string][][]float64{}, scale: Scale(days)}
	b.months = monthsOf(days, a.Edge)
	plain := days
	if b.months != nil {
		plain = b.months.learn(days).off(days)
	}
	b.patterns = patternsOf(plain, a.Periods)
	b.origins, b.ahead = originsOf(len(days), max(a.All, len(days)), cmp.Or(a.Horizon, ahead))
	c := carrier{seasons: b.seasons}
	for _, name := range Names() {
		b.errors[name] = make([][]float64, len(b.origins))
	}
	for i, at := range slices.Backward(b.origins) {
		for name, forecast := range c.all(days[:at], b.ahead) {
			e := make([]float64, b.ahead) // what was used above what was forecast
			floats.SubTo(e, days[at:at+b.ahead], forecast)
			b.errors[name][i] = e
		}
	}
	return b
}

// floored takes a forecast to zero where it is below, and the series never is.
func floored(forecast []float64, floor bool) []float64 {
	for h := range forecast {
		if floor {
			forecast[h] = max(0, forecast[h])
		}
	}
	return forecast
}

// Scale is the mean absolute error of repeating what was used a week before,
// or the day before where there are no two weeks.
func Scale(days []float64) float64 {
	season := Week
	if len(days) < 2*Week {
		season = 1
	}
	if len(days) <= season {
		return 0
	}
	sum := 0.0
	for t := season; t < len(days); t++ {
		sum += math.Abs(days[t] - days[t-season])
	}
	return sum / float64(len(days)-season)
}

// mase is the mean absolute error of a method in units of scale (Hyndman and
// Koehler, 2006); ok is false where there is no back-test, or the series never
// changed and then did.
func (b *backtest) mase(method string) (mase float64, ok bool) {
	if len(b.origins) == 0 {
		return 0, false
	}
	sum := 0.0
	for _, e := range b.errors[method] {
		sum += floats.Norm(e, 1) / float64(b.ahead*len(b.origins))
	}
	if b.scale == 0 {
		return 0, sum == 0
	}
	return sum / b.scale, true
}

// usual is how much better than the combination another method has to be, as a part of
// the error, where one stretch of days was forecast: the more do not overlap, the less.
const usual = 0.8

// best is the method with the least errors, of single days and of all days ahead
// together: what a bill adds up. It is the combination where none is clearly better.
func (b *backtest) best() (method, why string) {
	score := func(method string) float64 {
		sum := 0.0
		for _, e := range b.errors[method] {
			sum += floats.Norm(e, 1)/float64(b.ahead) + math.Abs(stat.Mean(e, nil))
		}
		return sum
	}
	all := score(combination)
	best, least := combination, all*(1-usual/b.apart())
	for _, name := range Names() {
		if s := score(name); s < least {
			best, least = name, s
		}
	}
	if best == combination {
		return best, "no single method was clearly better"
	}
	return best, fmt.Sprintf("%.0f%% less error than the combination", 100*(1-least/all))
}

// apart is how many stretches of days were forecast that do not overlap.
func (b *backtest) apart() float64 {
	return 1 + float64(b.origins[0]-b.origins[len(b.origins)-1])/float64(b.ahead)
}
