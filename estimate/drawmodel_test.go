package estimate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"golang.org/x/tools/txtar"
)

// TestDrawModel holds the models of generated scenarios, and of all that
// testdata prices, to the engine: tiers, free amounts, growth, discounts,
// commitments of every kind, credits, reservations and savings plans.
func TestDrawModel(t *testing.T) {
	for seed := range uint64(300) {
		g := estimatetest.Generate(seed, 10, 12, 5)
		checkModel(t, fmt.Sprint("seed ", seed), g.Compare(t).Base(), len(g.Scenario.Workloads), seed)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := price(t, ar)
		for i, e := range c.Estimates {
			checkModel(t, file+": "+e.Case.Name, e, len(c.Scenario.Workloads), uint64(i))
		}
	}
}

// TestDrawModels prices cases together as each alone: the same twice, others with other
// commitments, and of other usage.
func TestDrawModels(t *testing.T) {
	for seed := range uint64(60) {
		g := estimatetest.Generate(seed, 8, 10, 4)
		for i := range 4 {
			c := g.Scenario.Cases[0]
			c.Name = fmt.Sprint("case ", i)
			if i > 1 {
				c.Commitments = []scenario.Commitment{{Amount: money.Int(int64(2000 * i)), Months: 4}}
			}
			if scale := money.Int(2); i == 3 {
				c.Changes = []scenario.Change{{Scale: &scale}}
			}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
		estimates, slots := g.Compare(t).Estimates, make([]int, len(g.Scenario.Workloads))
		x := [][]float64{{1, 1, 1}}
		for i := range slots {
			slots[i] = i + 1
			x = append(x, []float64{g.Rand.Float64(), 1, 2 * g.Rand.Float64()})
		}
		var all estimate.DrawModels
		together := make([][]float64, len(estimates))
		for i, e := range estimates {
			all.Add(e, slots)
			together[i] = make([]float64, 3)
		}
		all.Totals(t.Context(), x, together)
		for i, e := range estimates {
			var one estimate.DrawModels
			one.Add(e, slots)
			alone := make([]float64, 3)
			if one.Totals(t.Context(), x, [][]float64{alone}); !slices.Equal(alone, together[i]) {
				t.Errorf("seed %d, %s: %v among others, %v alone", seed, e.Case.Name, together[i], alone)
			}
		}
	}
}

// checkModel holds an estimate's model to the engine at random factors, some of
// them 0.
func checkModel(t *testing.T, name string, e *estimate.Estimate, workloads int, seed uint64) {
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
	var d estimate.DrawModels
	if d.Add(e, slots); d[0] == nil { // drawn on the engine
		return
	}
	const draws = 12
	x := make([][]float64, n) // by slot and draw
	for k := range x {
		x[k] = make([]float64, draws)
	}
	for i := range draws {
		x[0][i] = 1
		for k := 1; k < n; k++ {
			x[k][i] = math.Round(r.ExpFloat64()*1e9) / 1e9
			if r.IntN(8) == 0 {
				x[k][i] = 0
			}
		}
	}
	totals := make([]float64, draws)
	d.Totals(t.Context(), x, [][]float64{totals})
	for i, got := range totals {
		levels := make(estimate.Levels, workloads)
		for w, slot := range slots {
			levels[w] = money.MustParse(strconv.FormatFloat(x[slot][i], 'f', 9, 64))
		}
		want := e.At(levels).Total().Value.Float64()
		if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) { // NaN is not near
			t.Errorf("%s: %v by the model, %v by the engine", name, got, want)
			return
		}
		one, again := make([][]float64, n), []float64{0}
		for k := range one {
			one[k] = x[k][i : i+1]
		}
		if d.Totals(t.Context(), one, [][]float64{again}); again[0] != got {
			t.Errorf("%s: %v among others, and %v alone", name, got, again[0])
		}
	}
}
