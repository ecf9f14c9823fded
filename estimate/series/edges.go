package series

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Edge is how many days at either end of a month may have a use of their own: as a job
// that runs on the last of them has.
const Edge = 3

// months knows which days are at the edge of a month: 1 to Edge from its first on, -1 to
// -Edge from its last back, 0 for any other; and which of them stand out.
type months struct {
	edge []int8
	out  [2*Edge + 1]bool
}

// edges are by how much a month's first and last days are above others.
type edges struct {
	edge   []int8
	effect [2*Edge + 1]float64
}

func (e edges) at(t int) float64 {
	if t >= len(e.edge) {
		return 0
	}
	return e.effect[e.edge[t]+Edge]
}

func (e edges) off(days []float64) []float64 {
	plain := slices.Clone(days)
	for t := range plain {
		plain[t] -= e.at(t)
	}
	return plain
}

// monthsOf finds days at the edges of months that stand out; nil where none does.
// They do where each month's is further from the same days of the weeks around it than
// three times what other days are: of three months, or of two that are alike.
func monthsOf(days []float64, edge []int8) *months {
	m := &months{edge: edge}
	if len(edge) < len(days) || !slices.ContainsFunc(edge[:len(days)], func(e int8) bool { return e != 0 }) {
		return nil
	}
	var usual []float64
	apart := m.apart(days, func(t int, d float64) { usual = append(usual, math.Abs(d)) })
	if len(usual) < 2*Week {
		return nil
	}
	slices.Sort(usual)
	noise := max(1.4826*quantile(usual, 0.5), quantile(usual, 0.9)/1.645)
	found := false
	for k, list := range apart {
		if len(list) < 2 {
			continue
		}
		low, high := slices.Min(list), slices.Max(list)
		one := low > 3*noise || high < -3*noise
		alike := len(list) > 2 || high-low < 0.25*max(math.Abs(low), math.Abs(high))
		m.out[k] = one && alike
		found = found || m.out[k]
	}
	if !found {
		return nil
	}
	return m
}

// learn gives the edges at the end of a series, by the months that it has: two at least.
func (m *months) learn(days []float64) edges {
	e := edges{edge: m.edge}
	for k, list := range m.apart(days, nil) {
		if m.out[k] && len(list) > 1 {
			e.effect[k] = stat.Mean(list[max(0, len(list)-6):], nil)
		}
	}
	return e
}

// apart gives how far the days at the edges of months are from the same days of the weeks
// around; other is told of the rest.
func (m *months) apart(days []float64, other func(t int, d float64)) (list [2*Edge + 1][]float64) {
	for t, y := range days {
		at := m.edge[t]
		if at == 0 && other == nil {
			continue
		}
		var near [4]float64
		n := 0
		for _, by := range []int{-2 * Week, -Week, Week, 2 * Week} {
			if k := t + by; k >= 0 && k < len(days) && m.edge[k] == 0 {
				near[n] = days[k]
				n++
			}
		}
		if n == 0 {
			continue
		}
		slices.Sort(near[:n])
		d := y - (near[(n-1)/2]+near[n/2])/2
		if at == 0 {
			other(t, d)
		} else {
			list[at+Edge] = append(list[at+Edge], d)
		}
	}
	return list
}
