package compare

import (
	"math"

	"azwhatif/scenario"

	"gonum.org/v1/gonum/stat/distuv"
)

// A quantiler gives the factor that a part of all draws is below, 0 to 1.
type quantiler interface {
	Quantile(p float64) float64
}

// quantileOf is the distribution of a spread.
func quantileOf(s scenario.Spread) quantiler {
	low, likely, high := s.Low.Float64(), s.Likely.Float64(), s.High.Float64()
	mean, deviation := s.Mean.Float64(), s.Deviation.Float64()
	switch s.Distribution {
	case scenario.Triangle, scenario.PERT, scenario.Uniform, scenario.Beta:
		if low == high {
			return constant(low)
		}
	default:
		if deviation == 0 {
			return constant(mean)
		}
	}
	switch s.Distribution {
	case scenario.Triangle:
		return distuv.NewTriangle(low, high, likely, nil)
	case scenario.PERT:
		return stretched{distuv.Beta{Alpha: 1 + 4*(likely-low)/(high-low), Beta: 1 + 4*(high-likely)/(high-low)}, low, high}
	case scenario.Beta:
		return stretched{distuv.Beta{Alpha: s.Alpha.Float64(), Beta: s.Beta.Float64()}, low, high}
	case scenario.Uniform:
		return distuv.Uniform{Min: low, Max: high}
	case scenario.Normal:
		n := distuv.Normal{Mu: mean, Sigma: deviation}
		return notBelowZero{n, n.CDF(0)}
	case scenario.LogNormal:
		spread := math.Log1p(deviation * deviation / mean / mean)
		return distuv.LogNormal{Mu: math.Log(mean) - spread/2, Sigma: math.Sqrt(spread)}
	default:
		part := mean / deviation
		return distuv.Gamma{Alpha: part * part, Beta: part / deviation}
	}
}

// constant is no spread at all.
type constant float64

func (c constant) Quantile(float64) float64 { return float64(c) }

// stretched is a distribution between 0 and 1, between low and high.
type stretched struct {
	quantiler
	low, high float64
}

func (s stretched) Quantile(p float64) float64 { return s.low + (s.high-s.low)*s.quantiler.Quantile(p) }

// notBelowZero is a distribution whose part below 0 is cut off.
type notBelowZero struct {
	quantiler
	below float64 // the part
}

func (n notBelowZero) Quantile(p float64) float64 {
	return max(0, n.quantiler.Quantile(n.below+p*(1-n.below)))
}
