package series

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// maxOrigins is how many past days a back-test forecasts from at most.
const maxOrigins = 24

// backtest is how well methods carried a series on from its own past days.
type backtest struct {
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

// backtested carries the series on from each origin by every method. Methods
// learn anew when the series has grown by half.
func backtested(days []float64, all, horizon int) backtest {
	b := backtest{errors: map[string][][]float64{}, scale: Scale(days)}
	b.origins, b.ahead = originsOf(len(days), all, horizon)
	carry := make([]func([]float64, int) []float64, len(methods))
	learned := 0
	for i := len(b.origins) - 1; i >= 0; i-- {
		at := b.origins[i]
		if learned == 0 || at >= learned*3/2 {
			for k, m := range methods {
				carry[k] = m.Fit(days[:at])
			}
			learned = at
		}
		parts := make([][]float64, len(methods))
		for k, m := range methods {
			parts[k] = carry[k](days[:at], b.ahead)
			b.note(m.Name, i, floored(parts[k], days), days[at:at+b.ahead])
		}
		b.note(combination, i, floored(meanOf(parts, b.ahead), days), days[at:at+b.ahead])
	}
	return b
}

// note keeps the errors of one origin: what was used above what was forecast.
func (b *backtest) note(method string, origin int, forecast, used []float64) {
	if b.errors[method] == nil {
		b.errors[method] = make([][]float64, len(b.origins))
	}
	e := make([]float64, len(used))
	floats.SubTo(e, used, forecast)
	b.errors[method][origin] = e
}

// floored takes a forecast to zero where it is below, and the series never is.
func floored(forecast, days []float64) []float64 {
	if floats.Min(days) < 0 {
		return forecast
	}
	out := make([]float64, len(forecast))
	for h, y := range forecast {
		out[h] = max(0, y)
	}
	return out
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

// best is the method with the least errors, of single days and of all days
// ahead together: what a bill adds up. The combination is taken where none is
// better by a part, the greater the fewer days there are to tell by.
func (b *backtest) best() string {
	score := func(method string) float64 {
		sum := 0.0
		for _, e := range b.errors[method] {
			sum += floats.Norm(e, 1)/float64(b.ahead) + math.Abs(stat.Mean(e, nil))
		}
		return sum
	}
	best, least := combination, score(combination)*(1-0.4/b.apart())
	for _, m := range methods {
		if s := score(m.Name); s < least {
			best, least = m.Name, s
		}
	}
	return best
}

// apart is how many stretches of days were forecast that do not overlap.
func (b *backtest) apart() float64 {
	return 1 + float64(b.origins[0]-b.origins[len(b.origins)-1])/float64(b.ahead)
}

// widen is what errors are taken times for a range: past errors are those of
// few stretches of days, by which the method was chosen, too.
func (b *backtest) widen() float64 { return math.Sqrt(1 + spare/b.apart()) }

// spare makes ranges cover what they say: see TestForecastAccuracy.
const spare = 4.5
