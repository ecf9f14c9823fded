package estimate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// checkModel holds an estimate's model to the engine at random factors, some of
// them 0.
func CheckModel(t *testing.T, name string, e *Estimate, workloads int, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	slots := make([]int, workloads)
	n := 1
	for i := range slots {
		if r.IntN(5) > 0 { // the others stay as stated
			slots[i] = n
			n++
		}
	}
	d := compile(e, slots)
	if d == nil { // drawn on the engine
		return
	}
	state := d.state()
	for range 12 {
		x := make([]float64, n)
		x[0] = 1
		for k := range x[1:] {
			x[k+1] = factorOf(r.ExpFloat64()).Float64()
			if r.IntN(8) == 0 {
				x[k+1] = 0
			}
		}
		levels := make(Levels, workloads)
		for i, slot := range slots {
			levels[i] = factorOf(x[slot])
		}
		got, want := d.total(x, state), e.At(levels).Total().Value.Float64()
		if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
			t.Errorf("%s: %v by the model, %v by the engine", name, got, want)
			return
		}
		if again := d.total(x, state); again != got {
			t.Errorf("%s: %v, and then %v", name, got, again)
		}
	}
}
