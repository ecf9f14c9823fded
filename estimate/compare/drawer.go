package compare

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
)

// A drawer calculates cases' totals from factors: on their models, or, where one
// does not agree with the engine, on the engine itself.
type drawer struct {
	estimates []*estimate.Estimate
	models    estimate.DrawModels
	slots     []int // by workload
}

// drawer makes models, and holds each to the engine: to a billionth, as a part.
func (f *factors) drawer(ctx context.Context, estimates []*estimate.Estimate) *drawer {
	d := &drawer{estimates: estimates, slots: f.slots}
	for _, e := range estimates {
		if ctx.Err() == nil {
			d.models.Add(e, f.slots)
		}
	}
	x := f.trials()
	got, want := columns(len(estimates), len(x[0])), make([]float64, len(x[0]))
	d.models.Totals(ctx, x, got)
	for i, model := range d.models {
		if model == nil {
			continue
		}
		d.exact(ctx, i, x, want)
		for n := range want {
			if !(math.Abs(got[i][n]-want[n]) <= 1e-9*max(1, math.Abs(want[n]))) { // what is no number does not agree
				d.models[i] = nil
			}
		}
	}
	return d
}

func columns(count, n int) [][]float64 {
	list := make([][]float64, count)
	for i := range list {
		list[i] = make([]float64, n)
	}
	return list
}

// batch is how many draws are calculated at a time.
const batch = 256

// each calculates n totals of each case, a batch at a time: x gives the factors from one
// draw to another, by slot and draw. It ends early with ctx.
func (d *drawer) each(ctx context.Context, n int, x func(from, to int) [][]float64) [][]float64 {
	totals := columns(len(d.estimates), n)
	_ = parallel.Do(ctx, (n+batch-1)/batch, func(k int) error {
		from, to := k*batch, min(n, (k+1)*batch)
		some := make([][]float64, len(totals))
		for i := range some {
			some[i] = totals[i][from:to]
		}
		factors := x(from, to)
		d.models.Totals(ctx, factors, some)
		for i, model := range d.models {
			if model == nil {
				d.exact(ctx, i, factors, some[i])
			}
		}
		return nil
	})
	return totals
}

// exact calculates the engine's totals of a case, at factors to a billionth of one.
func (d *drawer) exact(ctx context.Context, i int, x [][]float64, totals []float64) {
	levels := make(estimate.Levels, len(d.slots))
	for n := range totals {
		if ctx.Err() != nil {
			return
		}
		for w, slot := range d.slots {
			levels[w] = factorOf(x[slot][n])
		}
		totals[n] = d.estimates[i].At(levels).Total().Value.Float64()
	}
}

// trials are what models are held to the engine at: the likely factors, the least and
// the most that are drawn, and mixed ones.
func (f *factors) trials() [][]float64 {
	x := f.atLikely(6)
	mix := rand.New(rand.NewPCG(1, 1))
	for try := range x[0] {
		for w, drawn := range f.drawn {
			factor := &x[w+1][try]
			switch try {
			case 0:
			case 1:
				*factor = slices.Min(drawn)
			case 2:
				*factor = slices.Max(drawn)
			default:
				*factor = drawn[mix.IntN(len(drawn))]
			}
			*factor = factorOf(*factor).Float64()
		}
	}
	return x
}

// atLikely are n draws at the likely factors, by slot.
func (f *factors) atLikely(n int) [][]float64 {
	x := [][]float64{slices.Repeat([]float64{1}, n)}
	for _, likely := range f.likely {
		x = append(x, slices.Repeat([]float64{likely}, n))
	}
	return x
}

// from are the draws from one to another, by slot.
func (f *factors) from(from, to int) [][]float64 {
	x := [][]float64{slices.Repeat([]float64{1}, to-from)}
	for _, drawn := range f.drawn {
		x = append(x, drawn[from:to])
	}
	return x
}

// factorOf is a drawn factor as the engine takes it, to a billionth.
func factorOf(x float64) money.Decimal {
	d, err := money.Parse(strconv.FormatFloat(x, 'f', 9, 64))
	if err != nil {
		panic(fmt.Sprint("a factor is no number: ", err)) // spreads are finite
	}
	return d
}
