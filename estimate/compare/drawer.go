package compare

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// A drawer calculates a case's totals from factors: on its model, or, where that
// does not agree with the engine, on the engine itself.
type drawer struct {
	e     *estimate.Estimate
	slots []int // by workload
	model *estimate.DrawModel
	n     int // of slots
}

func (f *factors) drawer(e *estimate.Estimate) *drawer {
	d := &drawer{e: e, slots: f.slots, n: len(f.names) + 1}
	d.model = e.DrawModel(d.slots)
	if !d.fits(f) {
		d.model = nil
	}
	return d
}

// drawing is one that draws at a time. x are the factors by slot.
type drawing struct {
	*drawer
	x        []float64
	modelled func([]float64) float64 // nil without a model
}

func (d *drawer) begin() *drawing {
	one := &drawing{drawer: d, x: make([]float64, d.n)}
	one.x[0] = 1
	if d.model != nil {
		one.modelled = d.model.Begin()
	}
	return one
}

func (one *drawing) likely(f *factors) {
	copy(one.x[1:], f.likely)
}

func (one *drawing) total() float64 {
	if one.modelled == nil {
		return one.exact()
	}
	return one.modelled(one.x)
}

// exact is the engine's total at the factors, to a billionth of one.
func (one *drawing) exact() float64 {
	levels := make(estimate.Levels, len(one.slots))
	for i, slot := range one.slots {
		levels[i] = factorOf(one.x[slot])
	}
	return one.e.At(levels).Total().Value.Float64()
}

// agreement is how far a model and the engine are apart at most, as a part.
const agreement = 1e-9

// fits holds the model to the engine: at the likely factors, at the least and
// the most that are drawn, and at mixed ones.
func (d *drawer) fits(f *factors) bool {
	if d.model == nil {
		return false
	}
	one := d.begin()
	mix := rand.New(rand.NewPCG(1, 1))
	for try := range 6 {
		one.likely(f)
		for w, drawn := range f.drawn {
			switch try {
			case 0:
			case 1:
				one.x[w+1] = slices.Min(drawn)
			case 2:
				one.x[w+1] = slices.Max(drawn)
			default:
				one.x[w+1] = drawn[mix.IntN(len(drawn))]
			}
			one.x[w+1] = factorOf(one.x[w+1]).Float64()
		}
		got, want := one.modelled(one.x), one.exact()
		if math.Abs(got-want) > agreement*max(1, math.Abs(want)) {
			return false
		}
	}
	return true
}

// factorOf is a drawn factor as the engine takes it, to a billionth.
func factorOf(x float64) money.Decimal {
	d, err := money.Parse(strconv.FormatFloat(x, 'f', 9, 64))
	if err != nil {
		panic(fmt.Sprint("a factor is no number: ", err)) // spreads are finite
	}
	return d
}
