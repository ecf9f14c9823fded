package series

import "gonum.org/v1/gonum/stat/distuv"

// Outcome is one way in which days ahead may come out: as the errors of a past
// origin, times a number. Series that are forecast together take the same one,
// so that what went together in the past does in the range.
type Outcome struct {
	origin int
	times  float64
}

// strengths is how many numbers each origin's errors are taken times.
const strengths = 20

// tails is Student's t with the same 80% as the normal distribution: past errors are those
// of few days, so that some outcome is further out.
var tails = distuv.StudentsT{Sigma: 0.89, Nu: 6}

// Outcomes are spread evenly: each origin with the middles of so many equal
// parts of the distribution.
//
// Note: no random numbers are drawn, so there is no seed to state.
func Outcomes(origins int) []Outcome {
	var list []Outcome
	for o := range max(1, origins) {
		for k := range strengths {
			list = append(list, Outcome{o, tails.Quantile((float64(k) + 0.5) / strengths)})
		}
	}
	return list
}
