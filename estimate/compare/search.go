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
	ctx    context.Context
	c      *Comparison
	varied string // the workload whose usage is at the levels; "" for all
	bases  []Basis
	plans  map[int]*estimate.Plan      // by case
	totals map[int]map[int]levelTotals // by case and level
}

// levelTotals are a case's totals at a level, by basis, in the currency of the
// report.
type levelTotals map[Basis]money.Amount

// newSearch looks at opt's cases. Where totals as stated are all that is wanted, it
// prices folded plans; of those with a prepayment, whose totals differ in the last
// places, only where none is shown.
func newSearch(ctx context.Context, c *Comparison, opt BreakEvenOptions, bases []Basis) *search {
	s := &search{ctx: ctx, c: c, varied: opt.Workload, bases: bases, plans: map[int]*estimate.Plan{}, totals: map[int]map[int]levelTotals{}}
	varied := func(workload int) bool { return c.varies(opt.Workload, workload) }
	for _, i := range opt.Cases {
		s.plans[i], s.totals[i] = c.Estimates[i].Plan, map[int]levelTotals{}
		if len(bases) == 1 && (opt.brief || c.Estimates[i].Case.Prepaid() == nil) {
			s.plans[i] = s.plans[i].Folded(varied)
		}
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
	levels, _ := s.c.CommonLevel(s.varied, levelAt(n))
	at := s.plans[i].At(levels)
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
