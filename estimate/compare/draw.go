package compare

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/gonum/stat/samplemv"
)

// maxFactors bounds the factors that are drawn: draws × spreads.
const maxFactors = 50_000_000

// factors are those of the spreads, draw by draw.
type factors struct {
	names    []string        // of the spreads: a workload's, or that of the import or estate whose workloads have one factor
	slots    []int           // of each workload of the scenario: where its spread stands among names, counted from 1; 0 of none
	drawn    [][]float64     // by spread and draw
	quantile []quantiler     // by spread
	likely   []float64       // by spread
	typical  estimate.Levels // of all workloads of the scenario
}

// factorsOf are the factors that are to be drawn.
func factorsOf(s *scenario.Scenario) *factors {
	f := &factors{typical: make(estimate.Levels, len(s.Workloads)), slots: make([]int, len(s.Workloads))}
	shared := map[string]int{} // slots by Spread.Of
	for i, w := range s.Workloads {
		f.typical[i] = money.One
		if w.Spread == nil {
			continue
		}
		f.typical[i] = w.Spread.Typical()
		if f.slots[i] = shared[w.Spread.Of]; f.slots[i] > 0 {
			continue
		}
		f.names = append(f.names, cmp.Or(w.Spread.Of, w.Name))
		f.quantile = append(f.quantile, quantileOf(*w.Spread))
		f.likely = append(f.likely, f.typical[i].Float64())
		f.slots[i] = len(f.names)
		if w.Spread.Of != "" {
			shared[w.Spread.Of] = f.slots[i]
		}
	}
	return f
}

// draw takes the factors of each spread by Latin hypercube: one from each of
// so many parts of its distribution that are equally likely, in an order of the
// spread's own. Correlated ones are put into the order of correlated normal
// scores (Iman and Conover, 1982), which leaves their distributions as they are.
func draw(ctx context.Context, s *scenario.Scenario, ranges scenario.Ranges) (*factors, error) {
	f := factorsOf(s)
	if n := len(f.names) * ranges.Draws; n > maxFactors {
		return nil, fmt.Errorf("%d draws of %d spreads are more than %d factors; take fewer draws", ranges.Draws, len(f.names), maxFactors)
	}
	f.drawn = make([][]float64, len(f.names))
	err := parallel.Do(ctx, len(f.names), func(k int) error {
		f.drawn[k] = hypercube(f.names[k], ranges)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := f.correlate(ctx, s); err != nil {
		return nil, err
	}
	return f, parallel.Do(ctx, len(f.names), func(k int) error {
		quantile := f.quantile[k]
		if ranges.Draws >= tableDraws {
			quantile = tabled(quantile)
		}
		for i, p := range f.drawn[k] {
			f.drawn[k][i] = quantile.Quantile(p)
		}
		return nil
	})
}

// hypercube gives a probability for each draw: one in each of as many equal
// parts. Its order follows from the seed and the spread's name.
func hypercube(name string, ranges scenario.Ranges) []float64 {
	hash := fnv.New64a()
	hash.Write([]byte(name))
	batch := mat.NewDense(ranges.Draws, 1, nil)
	samplemv.LatinHypercube{Q: distmv.NewUnitUniform(1, nil), Src: rand.NewPCG(ranges.Seed, hash.Sum64())}.Sample(batch)
	return batch.RawMatrix().Data
}

// correlate reorders the probabilities of correlated spreads.
func (f *factors) correlate(ctx context.Context, s *scenario.Scenario) error {
	matrix, among, err := f.correlation(s)
	if matrix == nil || err != nil {
		return err
	}
	root, err := root(matrix, s.Correlations[0].Pos)
	if err != nil {
		return err
	}
	scores := make([][]float64, len(among)) // normal scores, each of its own
	for k, i := range among {
		scores[k] = make([]float64, len(f.drawn[i]))
		for d, p := range f.drawn[i] {
			scores[k][d] = distuv.UnitNormal.Quantile(p)
		}
	}
	return parallel.Do(ctx, len(among), func(k int) error {
		f.drawn[among[k]] = reordered(f.drawn[among[k]], root.RawRowView(k), scores)
		return nil
	})
}

// reordered puts values into the order of a weighted sum of scores.
func reordered(values, weights []float64, scores [][]float64) []float64 {
	sums := make([]float64, len(values))
	order := make([]int, len(values))
	for d := range sums {
		order[d] = d
		for k, w := range weights {
			sums[d] += w * scores[k][d]
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(sums[a], sums[b]), a-b) })
	sorted := slices.Sorted(slices.Values(values))
	for rank, d := range order {
		sums[d] = sorted[rank]
	}
	return sums
}

// correlation is the matrix of the spreads that are correlated, by index into
// f.names; nil where none are.
func (f *factors) correlation(s *scenario.Scenario) (matrix *mat.SymDense, among []int, err error) {
	at := map[string]int{} // in among
	for _, c := range s.Correlations {
		for _, name := range c.Workloads {
			k := slices.Index(f.names, name)
			if _, known := at[name]; !known && k >= 0 {
				at[name] = len(among)
				among = append(among, k)
			} else if k < 0 {
				return nil, nil, c.Errorf("%q has no spread, or no usage, and so nothing to correlate", name)
			}
		}
	}
	if among == nil {
		return nil, nil, nil
	}
	matrix = mat.NewSymDense(len(among), nil)
	for k := range among {
		matrix.SetSym(k, k, 1)
	}
	for _, c := range s.Correlations {
		for i, a := range c.Workloads {
			for k, b := range c.Workloads[:i] {
				matrix.SetSym(at[a], at[b], c.Values[i][k].Float64())
			}
		}
	}
	return matrix, among, nil
}

// root is the symmetric root of a correlation matrix: sums of independent scores
// by its rows are correlated so.
func root(matrix *mat.SymDense, at scenario.Pos) (*mat.Dense, error) {
	var eigen mat.EigenSym
	if !eigen.Factorize(matrix, true) {
		return nil, at.Errorf("the correlations' matrix has no eigenvalues that can be found")
	}
	values := eigen.Values(nil)
	if values[0] < -1e-9 {
		return nil, at.Errorf("these correlations cannot all be so: their matrix is not positive semidefinite (its least eigenvalue is %.3g); take some nearer to 0", values[0])
	}
	var vectors, scaled, out mat.Dense
	eigen.VectorsTo(&vectors)
	scaled.Apply(func(_, k int, v float64) float64 { return v * math.Sqrt(max(0, values[k])) }, &vectors)
	out.Mul(&scaled, vectors.T())
	return &out, nil
}
