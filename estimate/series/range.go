package series

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// day is what an Outcome makes of a day ahead.
func (f *Forecast) day(o Outcome, h int) float64 {
	y := f.Days[h]
	if n := len(f.errors); n > 0 {
		y += o.times * f.sizes[o.origin%n] * f.ErrorAt(o.origin, h)
	}
	if f.floor {
		y = max(0, y)
	}
	return y
}

// ErrorAt is the error of a past origin, 0 being the longest, so many days
// ahead. Beyond what the back-test reached, its last week goes on, and grows a little with
// the time ahead.
func (f *Forecast) ErrorAt(origin, h int) float64 {
	e := f.errors[origin%len(f.errors)]
	if h < len(e) {
		return e[h]
	}
	season := min(Week, len(e))
	at := len(e) - season + (h-len(e))%season
	return e[at] * math.Pow(float64(h+1)/float64(at+1), 0.1)
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

// spare makes ranges cover what they say: see TestForecastAccuracy and TestPublicSeries.
const spare = 6

// sizesOf is what the errors of each origin are taken times for a range. They are of
// stretches of days that overlap, apart being how many do not: so origins whose sums were
// small by chance are brought half of the way to the size of all, and all are widened, the
// more the fewer stretches there are.
func sizesOf(errors [][]float64, apart float64) []float64 {
	sizes := make([]float64, len(errors))
	all := 0.0
	for i, e := range errors {
		sizes[i] = math.Abs(floats.Sum(e))
		all += sizes[i] * sizes[i] / float64(len(errors))
	}
	all = math.Sqrt(all)
	for i, s := range sizes {
		sizes[i] = math.Sqrt(1 + spare/apart)
		if s > 0 {
			sizes[i] *= min(3, math.Sqrt(all/s))
		}
	}
	return sizes
}
