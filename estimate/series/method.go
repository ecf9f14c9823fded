package series

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Method is one way of carrying on a series whose seasons are taken off.
type Method struct {
	Name string
	// Fit learns what the method needs to know of a series, which has a day at
	// least. What it gives carries on the series, or any beginning of it that
	// is as long or longer: the n days that follow.
	Fit func(days []float64) func(days []float64, n int) []float64
}

// Week is the season of days.
const Week = 7

// methods are those that a back-test chooses from, besides seasonal naive, which repeats
// the last season as it was, and the combination.
var methods = []Method{
	{"drift", fitDrift},
	{"mean", fitMean},
	{"simple smoothing", fitSimple},
	{"smoothing", fitSmoothing},
	{"theta", fitTheta},
}

const (
	naive       = "seasonal naive"
	combination = "combination"
)

// combined are the methods that, with seasonal naive, are in the combination.
var combined = []string{"mean", "simple smoothing", "theta"}

// Names are those of all methods that a back-test chooses from.
func Names() []string {
	list := []string{naive}
	for _, m := range methods {
		list = append(list, m.Name)
	}
	return append(list, combination)
}

// repeated repeats the last season; the last day where there is none.
func repeated(days []float64, season, n int) []float64 {
	if len(days) < season {
		season = 1
	}
	out := make([]float64, n)
	last := days[len(days)-season:]
	for h := range out {
		out[h] = last[h%season]
	}
	return out
}

// fitDrift goes on from the last week's mean with the mean rise from the first week to it.
func fitDrift([]float64) func([]float64, int) []float64 {
	return func(days []float64, n int) []float64 {
		span := max(1, min(Week, len(days)/2))
		level, slope := stat.Mean(days[len(days)-span:], nil), 0.0
		if len(days) > span {
			slope = (level - stat.Mean(days[:span], nil)) / float64(len(days)-span)
		}
		out := make([]float64, n)
		for h := range out {
			out[h] = level + slope*(float64(h+1)+float64(span-1)/2)
		}
		return out
	}
}

// fitMean is the mean of the last four weeks.
func fitMean([]float64) func([]float64, int) []float64 {
	return func(days []float64, n int) []float64 {
		return slices.Repeat([]float64{stat.Mean(days[max(0, len(days)-4*Week):], nil)}, n)
	}
}

// fitSimple is simple exponential smoothing, at the rate with the least one-day errors.
func fitSimple(days []float64) func([]float64, int) []float64 {
	rate := simpleRate(days)
	return func(days []float64, n int) []float64 {
		level, _ := simple(days, rate)
		return slices.Repeat([]float64{level}, n)
	}
}

// innerMean is the mean of the parts that are neither the highest nor the lowest, day by
// day, of which there are four.
func innerMean(parts [][]float64, n int) []float64 {
	out := make([]float64, n)
	day := make([]float64, len(parts))
	for h := range out {
		for i := range parts {
			day[i] = parts[i][h]
		}
		slices.Sort(day)
		out[h] = stat.Mean(day[1:len(day)-1], nil)
	}
	return out
}
