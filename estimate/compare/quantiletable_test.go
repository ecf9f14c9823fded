package compare

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestQuantileTable holds tables to the distributions that they are of.
func TestQuantileTable(t *testing.T) {
	all := map[string]quantiler{}
	for _, shape := range [][2]float64{{1, 5}, {1.8, 4.2}, {3, 3}, {5, 1}, {0.5, 0.5}, {0.3, 2}, {20, 30}, {100, 3}, {200, 200}} {
		all[fmt.Sprint("beta ", shape)] = stretched{distuv.Beta{Alpha: shape[0], Beta: shape[1]}, 0.7, 1.6}
	}
	for _, shape := range []float64{1, 4, 25, 100, 10000} {
		all[fmt.Sprint("gamma ", shape)] = distuv.Gamma{Alpha: shape, Beta: shape}
	}
	for name, q := range all {
		table := tabled(q)
		inner := table
		if s, ok := table.(stretched); ok {
			inner = s.quantiler
		}
		if _, ok := inner.(quantileTable); !ok {
			t.Errorf("%s has no table", name)
		}
		for i := range 3000 {
			p := (float64(i) + 0.37) / 3000
			if got, want := table.Quantile(p), q.Quantile(p); !(math.Abs(got-want) <= 1e-11) {
				t.Errorf("%s at %v: %v by the table, want %v", name, p, got, want)
			}
		}
		for _, p := range []float64{0, 1e-9, 0.5, 1 - 1e-9, 1} { // beyond the table, and in a place of it
			if got, want := table.Quantile(p), q.Quantile(p); got != want && !(math.Abs(got-want) <= 1e-12) {
				t.Errorf("%s at %v: %v by the table, want %v", name, p, got, want)
			}
		}
	}
	for _, shape := range [][2]float64{{0.037, 0.011}, {0.1, 4}} {
		q := stretched{distuv.Beta{Alpha: shape[0], Beta: shape[1]}, 0.7, 1.6}
		if got := tabled(q); got != quantiler(q) {
			t.Errorf("beta %v has a table", shape)
		}
	}
	for _, q := range []quantiler{constant(1), distuv.Uniform{Max: 1}, distuv.Gamma{Alpha: 0.001, Beta: 0.001}} {
		if got := tabled(q); got != q {
			t.Errorf("%#v has a table", q)
		}
	}
}
