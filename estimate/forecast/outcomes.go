package forecast

import (
	"context"

	"azwhatif/estimate/series"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
)

// outcomes are the uses' quantities in each outcome: what gaps and the days ahead add.
// What is carried on is kept, of which there is little; each use's part of it is
// calculated when it is priced.
type outcomes struct {
	f       *Forecast
	sums    [][][]float64 // by what is carried, forecast month and outcome
	largest [][]int       // the cell with the largest share, by what is carried and forecast month
}

func (f *Forecast) outcomes(ctx context.Context) *outcomes {
	origins := 1
	for _, c := range f.carried {
		origins = max(origins, c.Series.PastErrors())
	}
	list := series.Outcomes(origins)
	f.Outcomes = len(list)
	all := &outcomes{f, make([][][]float64, len(f.carried)), make([][]int, len(f.carried))}
	_ = parallel.Do(ctx, len(f.carried), func(n int) error { // who prices asks ctx, too
		c := f.carried[n]
		for m := range f.Months {
			ahead := c.ahead[f.First+m]
			sums := c.Series.Sums(list, ahead.from, ahead.to)
			for o := range sums {
				sums[o] += c.gap[f.First+m]
			}
			all.sums[n] = append(all.sums[n], sums)
			largest := 0
			for k := range c.shares {
				if c.shares[k][f.First+m] > c.shares[largest][f.First+m] {
					largest = k
				}
			}
			all.largest[n] = append(all.largest[n], largest)
		}
		return nil
	})
	return all
}

// in gives each use's quantity in one outcome, by use and forecast month. The cells
// of what is carried on as a whole add up to it exactly.
func (all *outcomes) in(outcome int) [][]money.Decimal {
	f := all.f
	months := len(f.Months)
	rows := make([]money.Decimal, len(f.Uses)*months)
	out := make([][]money.Decimal, len(f.Uses))
	for u := range out {
		out[u] = rows[u*months : (u+1)*months]
	}
	for n, c := range f.carried {
		for m := range months {
			whole := decimalOf(all.sums[n][m][outcome])
			rest := whole
			if len(c.cells) > 1 {
				y := whole.Float64()
				for k, i := range c.cells {
					if k != all.largest[n][m] {
						part, at := decimalOf(y*c.shares[k][f.First+m]), &out[f.cells[i].use][m]
						*at, rest = at.Add(part), rest.Sub(part)
					}
				}
			}
			at := &out[f.cells[c.cells[all.largest[n][m]]].use][m]
			*at = at.Add(rest)
		}
	}
	return out
}
