package series

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Method is one way of carrying a series of days on.
type Method struct {
	Name string
	// Fit learns what the method needs to know of a series, which has a day at
	// least. What it gives carries on the series, or any beginning of it that
	// is as long or longer: the n days that follow.
	Fit func(days []float64) func(days []float64, n int) []float64
}

// Week is the season of all methods, in days.
const Week = 7

// methods are those that are combined. A back-test chooses from them and their
// combination.
var methods = []Method{
	{"seasonal naive", fitSeasonalNaive},
	{"drift", fitDrift},
	{"smoothing", fitSmoothing},
	{"theta", fitTheta},
}

const combination = "combination"

// Methods are those that a back-test chooses from: seasonal naive,
// drift, exponential smoothing, theta, and their combination.
func Methods() []Method {
	return append(slices.Clone(methods), Method{combination, fitCombination})
}

// fitSeasonalNaive repeats the last week; the last day where there is none.
func fitSeasonalNaive([]float64) func([]float64, int) []float64 {
	return func(days []float64, n int) []float64 {
		out := make([]float64, n)
		season := Week
		if len(days) < Week {
			season = 1
		}
		last := days[len(days)-season:]
		for h := range out {
			out[h] = last[h%season]
		}
		return out
	}
}

// fitDrift goes on from the last week's days with the mean rise from the first
// week to the last.
func fitDrift([]float64) func([]float64, int) []float64 {
	naive := fitSeasonalNaive(nil)
	return func(days []float64, n int) []float64 {
		out := naive(days, n)
		span := min(Week, len(days)/2)
		if span == 0 || len(days) == span {
			return out
		}
		rise := stat.Mean(days[len(days)-span:], nil) - stat.Mean(days[:span], nil)
		slope := rise / float64(len(days)-span)
		for h := range out {
			// A day stands for its own a week, or weeks, ago.
			out[h] += slope * float64((h/span+1)*span)
		}
		return out
	}
}

// fitCombination takes the mean of what the methods give.
func fitCombination(days []float64) func([]float64, int) []float64 {
	carry := make([]func([]float64, int) []float64, len(methods))
	for i, m := range methods {
		carry[i] = m.Fit(days)
	}
	return func(days []float64, n int) []float64 {
		parts := make([][]float64, len(carry))
		for i := range carry {
			parts[i] = carry[i](days, n)
		}
		return meanOf(parts, n)
	}
}

// meanOf is the mean of the parts that are neither the highest nor the lowest,
// day by day, where there are four at least.
func meanOf(parts [][]float64, n int) []float64 {
	out := make([]float64, n)
	day := make([]float64, len(parts))
	for h := range out {
		for i := range parts {
			day[i] = parts[i][h]
		}
		inner := day
		if len(day) >= 4 {
			slices.Sort(day)
			inner = day[1 : len(day)-1]
		}
		out[h] = stat.Mean(inner, nil)
	}
	return out
}
