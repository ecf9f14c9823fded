package compare

import (
	"context"
	"math"
	"slices"

	"azwhatif/estimate"
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
	d := f.drawer(ctx, c.Estimates)
	totals := d.each(ctx, ranges.Draws, f.from) // by case and draw
	swings := d.each(ctx, 2*len(f.names), f.swung)
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for i, e := range c.Estimates {
		rate := c.Reported(money.Amount{Value: money.One, Currency: e.Currency()}).Value.Float64()
		for n := range totals[i] {
			totals[i][n] *= rate
		}
		out.Cases[i].Likely = c.Reported(e.At(f.typical).Total())
		out.Cases[i].Exactly = d.models[i] == nil
		out.Cases[i].Swings = f.swings(e, swings[i], rate)
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

// swung moves each spread alone, to its P10 and to its P90: two draws of each.
func (f *factors) swung(from, to int) [][]float64 {
	x := f.atLikely(to - from)
	for n := from; n < to; n += 2 {
		factor := x[n/2+1][n-from:]
		factor[0], factor[1] = f.quantile[n/2].Quantile(0.1), f.quantile[n/2].Quantile(0.9)
	}
	return x
}

// swings are a case's, by the totals of what is swung, the widest first.
func (f *factors) swings(e *estimate.Estimate, totals []float64, rate float64) []Swing {
	priced := pricedSlots(e, f.slots)
	list := make([]Swing, len(f.names))
	for w := range list {
		list[w] = Swing{
			Name: f.names[w], NotPriced: !priced[w+1], LowFactor: f.quantile[w].Quantile(0.1), HighFactor: f.quantile[w].Quantile(0.9),
			Low: totals[2*w] * rate, High: totals[2*w+1] * rate,
		}
	}
	slices.SortStableFunc(list, func(a, b Swing) int { return -cmpFloat(a.Width(), b.Width()) })
	return list
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
