package compare_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"gonum.org/v1/gonum/stat/distuv"
)

var d = money.MustParse

// drawn prices one line at 2 a unit (its one unit a month, for a month) under a
// spread, beside a case of 1.5 a unit and 0.5 for the first.
func drawn(t *testing.T, spread scenario.Spread, ranges scenario.Ranges) *compare.Ranges {
	t.Helper()
	g := curved(t, "0:2", "0:2.5 1:1")
	g.Scenario.Workloads[0].Spread = &spread
	c := g.Compare(t)
	if err := c.DrawRanges(t.Context(), ranges); err != nil {
		t.Fatal(err)
	}
	return c.Ranges
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestRangesClosed has one line and one tier: the total's distribution is the
// factor's, doubled.
func TestRangesClosed(t *testing.T) {
	pert := func(p float64) float64 { // (0.8, 1, 1.8) has alpha 1 + 4 × 0.2 ÷ 1, beta 1 + 4 × 0.8 ÷ 1
		return 0.8 + distuv.Beta{Alpha: 1.8, Beta: 4.2}.Quantile(p)
	}
	triangle := func(p float64) float64 { // (0.8, 1, 1.8): a fifth is below 1
		if p < 0.2 {
			return 0.8 + math.Sqrt(p*1*0.2)
		}
		return 1.8 - math.Sqrt((1-p)*1*0.8)
	}
	for _, c := range []struct {
		name     string
		spread   scenario.Spread
		quantile func(float64) float64
		mean     float64
	}{
		{"triangle", scenario.Spread{Distribution: scenario.Triangle, Low: d("0.8"), Likely: d("1"), High: d("1.8")}, triangle, 3.6 / 3},
		{"pert", scenario.Spread{Distribution: scenario.PERT, Low: d("0.8"), Likely: d("1"), High: d("1.8")}, pert, (0.8 + 4 + 1.8) / 6},
		{"uniform", scenario.Spread{Distribution: scenario.Uniform, Low: d("0.5"), High: d("1.5")}, func(p float64) float64 { return 0.5 + p }, 1},
		{"normal", scenario.Spread{Distribution: scenario.Normal, Mean: d("1"), Deviation: d("0.1")}, func(p float64) float64 { return 1 + 0.1*distuv.UnitNormal.Quantile(p) }, 1},
		{"normal, cut off", scenario.Spread{Distribution: scenario.Normal, Mean: d("1"), Deviation: d("1")},
			func(p float64) float64 { // of the part above 0
				below := distuv.UnitNormal.CDF(-1)
				return 1 + distuv.UnitNormal.Quantile(below+p*(1-below))
			}, 1 + math.Exp(-0.5)/math.Sqrt(2*math.Pi)/distuv.UnitNormal.CDF(1)},
		{"lognormal", scenario.Spread{Distribution: scenario.LogNormal, Mean: d("1"), Deviation: d("0.5")},
			func(p float64) float64 {
				return math.Exp(-math.Log(1.25)/2 + math.Sqrt(math.Log(1.25))*distuv.UnitNormal.Quantile(p))
			}, 1},
		{"gamma", scenario.Spread{Distribution: scenario.Gamma, Mean: d("1"), Deviation: d("1")}, func(p float64) float64 { return -math.Log(1 - p) }, 1},
		{"beta", scenario.Spread{Distribution: scenario.Beta, Low: d("1"), High: d("2"), Alpha: d("1"), Beta: d("2")},
			func(p float64) float64 { return 2 - math.Sqrt(1-p) }, 4. / 3},
		{"none", scenario.Spread{Low: d("1.1"), Likely: d("1.1"), High: d("1.1"), Distribution: scenario.Triangle}, func(float64) float64 { return 1.1 }, 1.1},
	} {
		k := drawn(t, c.spread, scenario.Ranges{Draws: 10000, Seed: 1}).Cases[0]
		near(t, c.name+": P10", k.P10, 2*c.quantile(0.1), 1e-3)
		near(t, c.name+": P50", k.P50, 2*c.quantile(0.5), 1e-3)
		near(t, c.name+": P90", k.P90, 2*c.quantile(0.9), 1e-3)
		near(t, c.name+": mean", k.Mean, 2*c.mean, 1e-3)
		if k.Exactly {
			t.Errorf("%s: the model does not agree with the engine", c.name)
		}
		if s := k.Swings[0]; math.Abs(s.Low-2*c.quantile(0.1)) > 1e-9 || math.Abs(s.High-2*c.quantile(0.9)) > 1e-9 {
			t.Errorf("%s: the swing is %+v", c.name, s)
		}
	}
}

// TestRangesConverge halves, by and large, what the mean and the quantiles of
// few draws are off by with each four times as many.
func TestRangesConverge(t *testing.T) {
	spread := scenario.Spread{Distribution: scenario.LogNormal, Mean: d("1"), Deviation: d("0.5")}
	off := func(draws int) float64 {
		sum := 0.0
		for seed := range uint64(8) {
			k := drawn(t, spread, scenario.Ranges{Draws: draws, Seed: seed}).Cases[0]
			p90 := 2 * math.Exp(-math.Log(1.25)/2+math.Sqrt(math.Log(1.25))*distuv.UnitNormal.Quantile(0.9))
			sum += math.Abs(k.P90-p90) + math.Abs(k.Mean-2)
		}
		return sum
	}
	few, more, most := off(100), off(1000), off(10000)
	if more > few/2 || most > more/2 {
		t.Errorf("100 draws are off by %v, 1000 by %v, 10000 by %v", few, more, most)
	}
}

// TestRangesTiers has a case whose curve has a tier: 2x against 2.5x up to 1, and
// 2.5 + (x - 1) above: it is cheaper above x = 1.5.
func TestRangesTiers(t *testing.T) {
	r := drawn(t, scenario.Spread{Distribution: scenario.Uniform, Low: d("0"), High: d("2")}, scenario.Ranges{Draws: 10000, Seed: 1})
	near(t, "the chance of the first", r.Cases[0].Cheapest, 0.75, 1e-3)
	near(t, "the chance of the second", r.Cases[1].Cheapest, 0.25, 1e-3)
	near(t, "the first's regret", r.Cases[0].Regret, 0.5*0.5*0.5/2, 1e-3) // ∫ x - 1.5 from 1.5 to 2, half a draw a unit
	// of the second 0.5x up to 1, then 1.5 - x up to 1.5
	near(t, "the second's regret", r.Cases[1].Regret, (0.25+0.125)/2, 1e-3)
	near(t, "the second's median", r.Cases[1].P50, 2.5, 1e-3)
	near(t, "the second's mean", r.Cases[1].Mean, (1.25+3)/2, 1e-3)
	if got := r.Cases[1].Likely.String(); got != "EUR 2.50" {
		t.Errorf("at the mean factor the second totals %s", got)
	}
}

// TestRangesProperties has what is always so.
func TestRangesProperties(t *testing.T) {
	for seed := range uint64(40) {
		g := estimatetest.Generate(seed, 8, 8, 4)
		for i := range g.Scenario.Workloads {
			if g.Rand.IntN(3) > 0 {
				g.Scenario.Workloads[i].Spread = &scenario.Spread{Distribution: scenario.PERT, Low: d("0.5"), Likely: d("1"), High: d("2")}
			}
		}
		for i := range 2 {
			c := g.Scenario.Cases[0]
			c.Name = fmt.Sprint("commits ", i)
			c.Commitments = []scenario.Commitment{{Amount: g.Amount(4000, 2).Add(money.One), Months: 4}}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
		g.Scenario.Cases = append(g.Scenario.Cases, g.Scenario.Cases[1]) // the same twice
		c := g.Compare(t)
		if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 400, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		if c.Ranges == nil {
			continue
		}
		chances := 0.0
		for i, k := range c.Ranges.Cases {
			e := c.Estimates[i]
			pooled := slices.ContainsFunc(e.Meters, func(use estimate.MeterUse) bool { return use.Pooled != nil })
			if alone := pooled || e.MACC() != nil && len(e.Card.OfferTerms.Credits) > 0; k.Exactly != alone { // which the model cannot draw
				t.Errorf("seed %d: case %d has no model that agrees", seed, i)
			}
			for p := range 100 {
				if k.Percentiles[p] > k.Percentiles[p+1] {
					t.Errorf("seed %d: case %d: P%d is above P%d", seed, i, p, p+1)
				}
			}
			if slack := 1e-9 * math.Abs(k.Mean); k.Mean < k.Percentiles[0]-slack || k.Mean > k.Percentiles[100]+slack || k.Regret < 0 || k.Cheapest < 0 {
				t.Errorf("seed %d: case %d: %+v", seed, i, k)
			}
			for n := 1; n < len(k.Swings); n++ {
				if k.Swings[n].Width() > k.Swings[n-1].Width() {
					t.Errorf("seed %d: case %d: swings are not sorted", seed, i)
				}
			}
			chances += k.Cheapest
		}
		near(t, fmt.Sprintf("seed %d: the sum of chances", seed), chances, 1, 1e-9)
		if a, b := c.Ranges.Cases[1], c.Ranges.Cases[3]; !reflect.DeepEqual(a, b) {
			t.Errorf("seed %d: the same case twice gives %+v and %+v", seed, a, b)
		}
	}
}

// TestRangesCores draws on one processor, on two, and on five.
func TestRangesCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	price := func(cores int, seed uint64) *compare.Ranges {
		runtime.GOMAXPROCS(cores)
		c := correlated(t, "0.6").Compare(t)
		if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 3000, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		return c.Ranges
	}
	one := price(1, 7)
	for _, cores := range []int{2, 5} {
		if again := price(cores, 7); !reflect.DeepEqual(one, again) {
			t.Errorf("on %d processors: %+v, on one: %+v", cores, again.Cases[0], one.Cases[0])
		}
	}
	if other := price(1, 8); reflect.DeepEqual(one, other) {
		t.Error("another seed gives the same figures")
	}
}

// correlated has two workloads of a normal spread, each 1 a month at 1 a unit,
// in a meter each, correlated by so much.
func correlated(t *testing.T, value string) *estimatetest.Generated {
	t.Helper()
	g := curved(t, "0:1", "0:1")
	w := g.Scenario.Workloads[0]
	w.Spread = &scenario.Spread{Distribution: scenario.Normal, Mean: d("1"), Deviation: d("0.1")}
	other := w
	other.Name = "w2"
	other.Usage = append([]scenario.Usage{}, w.Usage...)
	other.Usage[0].Meter.ID = estimatetest.ID(1)
	g.Scenario.Workloads = []scenario.Workload{w, other}
	g.Scenario.Cases = g.Scenario.Cases[:1]
	g.Scenario.Correlations = []scenario.Correlation{{
		Pos: scenario.Pos{File: "x.yaml", Line: 7}, Workloads: []string{"w", "w2"},
		Values: [][]money.Decimal{{money.One, d(value)}, {d(value), money.One}},
	}}
	return g
}

// TestCorrelated holds the sum of two correlated normals to its deviation,
// 0.1 × √(2 + 2ρ).
func TestCorrelated(t *testing.T) {
	for _, value := range []string{"-1", "-0.5", "0", "0.6", "1"} {
		c := correlated(t, value).Compare(t)
		if err := c.DrawRanges(t.Context(), scenario.Ranges{Draws: 20000, Seed: 3}); err != nil {
			t.Fatal(err)
		}
		want := 0.1 * math.Sqrt(2+2*d(value).Float64())
		if got := c.Ranges.Cases[0].Deviation; math.Abs(got-want) > 0.002 {
			t.Errorf("correlated by %s, the sum deviates by %v, want %v", value, got, want)
		}
		near(t, "the mean", c.Ranges.Cases[0].Mean, 2, 1e-3)
	}
}

// TestNoCorrelation has three that cannot be so at once.
func TestNoCorrelation(t *testing.T) {
	g := correlated(t, "0.9")
	third := g.Scenario.Workloads[0]
	third.Name = "w3"
	g.Scenario.Workloads = append(g.Scenario.Workloads, third)
	for _, pair := range [][2]string{{"w", "w3"}, {"w2", "w3"}} {
		c := g.Scenario.Correlations[0]
		c.Workloads = pair[:]
		if pair[0] == "w2" {
			c.Values = [][]money.Decimal{{money.One, d("-0.9")}, {d("-0.9"), money.One}}
		}
		g.Scenario.Correlations = append(g.Scenario.Correlations, c)
	}
	err := g.Compare(t).DrawRanges(t.Context(), scenario.DefaultRanges)
	var bad *scenario.Error
	if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), "x.yaml:7: these correlations cannot all be so: their matrix is not positive semidefinite (its least eigenvalue is -0.8)") {
		t.Errorf("%v", err)
	}
}

func TestNoSpread(t *testing.T) {
	c := curved(t, "0:1").Compare(t)
	if err := c.DrawRanges(t.Context(), scenario.DefaultRanges); err != nil || c.Ranges != nil {
		t.Errorf("ranges without a spread: %v, %v", c.Ranges, err)
	}
}

// BenchmarkRanges is DESIGN's: 10,000 draws of a 200-line scenario in 12 cases. scaled has
// other usage in each case, so that they share nothing.
func BenchmarkRanges(b *testing.B) {
	triangle := scenario.Spread{Distribution: scenario.Triangle, Low: d("0.7"), Likely: d("1"), High: d("1.6")}
	pert := triangle
	pert.Distribution = scenario.PERT
	for _, k := range []struct {
		name   string
		draws  int
		spread scenario.Spread
		scaled bool
	}{
		{"1000", 1000, triangle, false}, {"10000", 10000, triangle, false}, {"100000", 100000, triangle, false},
		{"pert", 10000, pert, false}, {"scaled", 10000, triangle, true},
	} {
		b.Run(k.name, func(b *testing.B) {
			g := estimatetest.Generate(7, 120, 200, 12)
			base := g.Scenario.Cases[0]
			base.Commitments = nil
			for i := range g.Scenario.Workloads {
				w := &g.Scenario.Workloads[i]
				w.From, w.Until = g.Scenario.Start, g.Scenario.Start.Add(11)
				w.Spread = &k.spread
			}
			g.Scenario.Cases = nil
			for i := range 12 {
				c := base
				c.Name = fmt.Sprint("case ", i)
				if i%3 > 0 {
					c.Commitments = []scenario.Commitment{{Amount: money.Int(int64(20000 * i)), Months: 12}}
				}
				if scale := money.MustParse(fmt.Sprintf("1.%02d", i)); k.scaled {
					c.Changes = []scenario.Change{{Scale: &scale}}
				}
				g.Scenario.Cases = append(g.Scenario.Cases, c)
			}
			c := g.Compare(b)
			b.ReportAllocs()
			for b.Loop() {
				if err := c.DrawRanges(b.Context(), scenario.Ranges{Draws: k.draws, Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
