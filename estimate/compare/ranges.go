package compare

import (
	"context"
	"math"
	"slices"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"gonum.org/v1/gonum/stat"
)

// Ranges tell how totals spread where workloads, imports or estates have spreads. Amounts are floats,
// in the currency of the report, and good to some draws' noise; Likely is exact.
// The same scenario, draws and seed give the same figures on any number of
// processors.
type Ranges struct {
	scenario.Ranges
	Cases   []CaseRange
	LeftOut []LeftOut // cases that Cheapest and Regret leave out, those among them that are Open
}

// CaseRange is how a case's total spreads.
type CaseRange struct {
	Likely        money.Amount // the engine's own figure, at the likely factors
	Mean          float64
	Deviation     float64 // the standard deviation
	P10, P50, P90 float64
	Percentiles   [101]float64 // from the least to the most
	Compared      bool         // with others: Cheapest and Regret say something
	Cheapest      float64      // the part of draws in which no other case is cheaper; draws that several share count in parts
	Regret        float64      // what choosing the case costs more than the cheapest of the draw, on average
	Swings        []Swing      // by spread, the widest first
	Exactly       bool         // drawn on the engine itself, for want of a model that agrees with it
}

// Swing is what one spread does to a total, while all others are at their likely factors.
type Swing struct {
	Name                  string  // of the workload, or of the import or estate whose workloads have one factor
	LowFactor, HighFactor float64 // its P10 and P90
	Low, High             float64 // the totals there
	NotPriced             bool    // no usage of the spread has a price: its swing is not known
}

// Width is how far a swing goes.
func (s Swing) Width() float64 { return math.Abs(s.High - s.Low) }

// DrawRanges draws the factors of all spreads, the same for every case, and keeps their totals in c.Ranges; nil where there is
// no spread. An error of the scenario is a *scenario.Error; else it is the
// cause of ctx's end.
func (c *Comparison) DrawRanges(ctx context.Context, ranges scenario.Ranges) error {
	f, err := draw(ctx, c.Scenario, ranges)
	if err != nil || len(f.names) == 0 {
		return err
	}
	out := &Ranges{Ranges: ranges, Cases: make([]CaseRange, len(c.Estimates))}
	all := make([]int, len(c.Estimates))
	for i := range all {
		all[i] = i
	}
	totals := make([][]float64, len(c.Estimates)) // by case and draw
	for i := range c.Estimates {
		if totals[i], err = c.rangeOf(ctx, i, f, &out.Cases[i]); err != nil {
			return err
		}
	}
	among, leftOut := c.comparable(all)
	out.LeftOut = leftOut
	among = slices.DeleteFunc(among, func(i int) bool {
		open := c.Estimates[i].Open
		if open != nil { // draws have the totals as stated, without what is still owed
			out.LeftOut = append(out.LeftOut, LeftOut{i, open.String()})
		}
		return open != nil
	})
	compareDraws(totals, among, out.Cases)
	for i := range totals {
		summarizeDraws(totals[i], &out.Cases[i])
	}
	c.Ranges = out
	return nil
}

// rangeOf draws a case's totals, in the currency of the report, and its swings.
func (c *Comparison) rangeOf(ctx context.Context, i int, f *factors, out *CaseRange) ([]float64, error) {
	e := c.Estimates[i]
	rate := c.Reported(money.Amount{Value: money.One, Currency: e.Currency()}).Value.Float64()
	out.Likely = c.Reported(e.At(f.typical).Total())
	d := f.drawer(e)
	out.Exactly = d.model == nil
	draws := len(f.drawn[0])
	totals := make([]float64, draws)
	const chunk = 256
	_ = parallel.Do(ctx, (draws+chunk-1)/chunk, func(k int) error {
		one := d.begin()
		for n := k * chunk; n < min(draws, (k+1)*chunk) && ctx.Err() == nil; n++ {
			for w, drawn := range f.drawn {
				one.x[w+1] = drawn[n]
			}
			totals[n] = one.total() * rate
		}
		return nil
	})
	priced := pricedSlots(e, f.slots)
	out.Swings = make([]Swing, len(f.names))
	_ = parallel.Do(ctx, len(f.names), func(w int) error {
		s := Swing{Name: f.names[w], NotPriced: !priced[w+1], LowFactor: f.quantile[w].Quantile(0.1), HighFactor: f.quantile[w].Quantile(0.9)}
		one := d.begin()
		one.likely(f)
		one.x[w+1] = s.LowFactor
		s.Low = one.total() * rate
		one.x[w+1] = s.HighFactor
		s.High = one.total() * rate
		out.Swings[w] = s
		return nil
	})
	slices.SortStableFunc(out.Swings, func(a, b Swing) int { return -cmpFloat(a.Width(), b.Width()) })
	return totals, context.Cause(ctx)
}

// pricedSlots tells of which slots some usage has a price.
func pricedSlots(e *estimate.Estimate, slots []int) map[int]bool {
	priced, gaps := map[int]bool{}, estimate.GapsOf(e)
	for i, l := range e.Lines {
		if slot := slots[l.WorkloadIndex]; !priced[slot] {
			_, priced[slot] = gaps.Line(e, i)
		}
	}
	return priced
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// compareDraws counts, of the cases that can be compared, where there are several, in which part of the
// draws each is cheapest, and what it costs more than the cheapest.
func compareDraws(totals [][]float64, among []int, cases []CaseRange) {
	if len(among) < 2 { // one alone is no choice
		return
	}
	draws := float64(len(totals[0]))
	for n := range totals[0] {
		least := math.Inf(1)
		for _, i := range among {
			least = min(least, totals[i][n])
		}
		ties := 0
		near := least + 1e-9*math.Abs(least)
		for _, i := range among {
			if totals[i][n] <= near {
				ties++
			}
		}
		for _, i := range among {
			if totals[i][n] <= near {
				cases[i].Cheapest += 1 / float64(ties)
			}
			cases[i].Regret += totals[i][n] - least
		}
	}
	for _, i := range among {
		cases[i].Compared = true
		cases[i].Cheapest /= draws
		cases[i].Regret /= draws
	}
}

// summarizeDraws takes the quantiles of draws, between two of which lines are
// straight.
func summarizeDraws(totals []float64, out *CaseRange) {
	out.Mean, out.Deviation = stat.MeanStdDev(totals, nil)
	if len(totals) == 1 {
		out.Deviation = 0
	}
	sorted := slices.Sorted(slices.Values(totals))
	for p := range out.Percentiles {
		at := float64(p) / 100 * float64(len(sorted)-1)
		below := int(at)
		above := min(below+1, len(sorted)-1)
		out.Percentiles[p] = sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
	}
	out.P10, out.P50, out.P90 = out.Percentiles[10], out.Percentiles[50], out.Percentiles[90]
}
