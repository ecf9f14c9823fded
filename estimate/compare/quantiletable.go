package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// quantileTable gives a distribution's quantiles by those at even steps of normal scores,
// between which polynomials go: thousands of draws of each of many spreads would else take
// longer than to price them. TestQuantileTable holds it to the distribution.
type quantileTable struct {
	quantiler
	smooth, back func(float64) float64 // to what is nearly straight by normal scores, and back
	at           []float64             // from tableFrom on
}

const (
	tableFrom, tableStep = -4.5, 1. / 16
	tableDegree          = 7
	tableDraws           = 1000 // from so many on a table is made
	tableShape           = 0.3  // of a beta: with a smaller one it bends too much for the polynomials
)

// tabled is a distribution for many draws: a table of what takes long to find, where that
// is finite; else the distribution itself.
func tabled(q quantiler) quantiler {
	switch d := q.(type) {
	case stretched:
		if b, ok := d.quantiler.(distuv.Beta); ok && min(b.Alpha, b.Beta) < tableShape {
			return q
		}
		d.quantiler = tableOf(d.quantiler, func(x float64) float64 { return math.Log(x / (1 - x)) }, func(y float64) float64 { return 1 / (1 + math.Exp(-y)) })
		return d
	case distuv.Gamma:
		return tableOf(d, math.Log, math.Exp)
	}
	return q
}

func tableOf(q quantiler, smooth, back func(float64) float64) quantiler {
	t := quantileTable{quantiler: q, smooth: smooth, back: back}
	for z := tableFrom; z <= -tableFrom; z += tableStep {
		y := smooth(q.Quantile(distuv.UnitNormal.CDF(z)))
		if math.IsInf(y, 0) || math.IsNaN(y) {
			return q
		}
		t.at = append(t.at, y)
	}
	return t
}

// Quantile interpolates in barycentric form (Berrut and Trefethen, 2004).
func (t quantileTable) Quantile(p float64) float64 {
	z := (distuv.UnitNormal.Quantile(p) - tableFrom) / tableStep
	if !(z >= tableDegree/2 && z < float64(len(t.at)-(tableDegree+1)/2)) { // or is no number
		return t.quantiler.Quantile(p)
	}
	first := int(z) - tableDegree/2
	sum, weights, weight := 0.0, 0.0, 1.0 // binomial coefficients of alternating sign
	for k := range tableDegree + 1 {
		off := z - float64(first+k)
		if off == 0 {
			return t.back(t.at[first+k])
		}
		sum, weights = sum+weight/off*t.at[first+k], weights+weight/off
		weight *= -float64(tableDegree-k) / float64(k+1)
	}
	return t.back(sum / weights)
}
