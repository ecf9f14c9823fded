package compare

import (
	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"context"
)

// A search finds totals at levels of usage, each once. Levels are counted in
// LevelSteps. Once ctx has ended there are no totals, and what was found is no result.
type search struct {
	ctx      context.Context
	c        *Comparison
	workload string
	bases    []Basis
	totals   map[int]map[int]levelTotals // by case and level
}

// levelTotals are a case's totals at a level, by basis, in the currency of the
// report.
type levelTotals map[Basis]money.Amount

func newSearch(ctx context.Context, c *Comparison, workload string, bases []Basis, cases []int) *search {
	s := &search{ctx: ctx, c: c, workload: workload, bases: bases, totals: map[int]map[int]levelTotals{}}
	for _, i := range cases {
		s.totals[i] = map[int]levelTotals{}
	}
	return s
}

// find takes the totals of cases at several levels, as many at a time as there
// are processors.
func (s *search) find(cases, levels []int) {
	totals := make([]levelTotals, len(cases)*len(levels))
	_ = parallel.Do(s.ctx, len(totals), func(k int) error {
		totals[k] = s.total(cases[k/len(levels)], levels[k%len(levels)])
		return nil
	})
	for k, t := range totals {
		s.totals[cases[k/len(levels)]][levels[k%len(levels)]] = t
	}
}

func (s *search) total(i, n int) levelTotals {
	if s.ctx.Err() != nil {
		return nil
	}
	levels, _ := s.c.CommonLevel(s.workload, levelAt(n))
	at := s.c.Estimates[i].Plan.At(levels)
	var open *estimate.Open
	if s.c.Estimates[i].Open != nil && len(s.bases) > 1 {
		open = at.StillOwed()
	}
	out := levelTotals{}
	for _, basis := range s.bases {
		if total, why := s.c.totalOn(at, open, basis); why == "" {
			out[basis] = total
		}
	}
	return out
}

// at are a case's totals at a level.
func (s *search) at(i, n int) levelTotals {
	t, ok := s.totals[i][n]
	if !ok {
		t = s.total(i, n)
		s.totals[i][n] = t
	}
	return t
}

// point is the curve's at a level.
func (s *search) point(n int, cases []int) CurvePoint {
	p := CurvePoint{Level: levelAt(n)}
	for _, i := range cases {
		at := s.at(i, n)
		p.Totals = append(p.Totals, at[AsStated])
		if len(s.bases) > 1 {
			if !s.c.Estimates[i].Complete() {
				at = nil
			}
			p.Lost, p.Term = append(p.Lost, at[LeftLost]), append(p.Term, at[WholeTerms])
		}
	}
	return p
}

// pairs are each two of the cases, on a basis.
func (s *search) pairs(among []int, basis Basis, grid []int) (list []Pair) {
	for k, i := range among {
		for _, j := range among[k+1:] {
			list = append(list, Pair{i, j, basis, s.stretches(i, j, basis, grid)})
		}
	}
	return list
}
