package compare

import (
	"context"
	"slices"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
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

// sameTotal is how far two totals of the same are apart at most: divisions are
// rounded at money.Places.
var sameTotal = money.MustParse("0.000001")

// cheaper is -1 where a is cheaper than b, 1 where b is, 0 where they cost the
// same.
func cheaper(a, b money.Decimal) int {
	switch d := a.Sub(b); {
	case sameTotal.Less(d):
		return 1
	case d.Less(sameTotal.Neg()):
		return -1
	}
	return 0
}

// A pairSearch finds where the cheaper one of two cases changes.
type pairSearch struct {
	*search
	basis   Basis
	a, b    int
	changes []int // the first level of each stretch but the first
}

func (p *pairSearch) own(i, n int) money.Decimal { return p.at(i, n)[p.basis].Value }

func (p *pairSearch) state(n int) int { return cheaper(p.own(p.a, n), p.own(p.b, n)) }

func (p *pairSearch) difference(n int) money.Decimal { return p.own(p.a, n).Sub(p.own(p.b, n)) }

// stretches splits the grid's range by which of two cases is the cheaper one on a
// basis.
func (s *search) stretches(a, b int, basis Basis, grid []int) []Stretch {
	p := &pairSearch{search: s, basis: basis, a: a, b: b}
	for k := range grid[1:] {
		p.between(grid[k], grid[k+1], (grid[k+1]-grid[k])/16)
	}
	last := grid[len(grid)-1]
	p.skipTouches(grid[0], last)
	var list []Stretch
	from := grid[0]
	for _, n := range append(p.changes, last+1) {
		list = append(list, Stretch{From: levelAt(from), To: levelAt(n - 1), Cases: p.cases(from, n-1)})
		from = n
	}
	return list
}

// cases are the cheaper ones of a stretch, whose first or last level may be a
// touch.
func (p *pairSearch) cases(from, to int) []int {
	state := p.state(from)
	if state == 0 {
		state = p.state(to)
	}
	switch state {
	case -1:
		return []int{p.a}
	case 1:
		return []int{p.b}
	}
	return []int{p.a, p.b}
}

// between adds the changes above lo, up to hi. Halves that begin and end alike
// are looked into down to a width, where the curves bend.
func (p *pairSearch) between(lo, hi, width int) {
	if p.ctx.Err() != nil {
		return
	}
	alike := p.state(lo) == p.state(hi)
	switch {
	case hi-lo <= 1 && !alike:
		p.changes = append(p.changes, hi)
		return
	case hi-lo <= 1 || alike && (hi-lo <= width || !p.bends(lo, hi)):
		return
	}
	mid := lo + (hi-lo)/2
	p.between(lo, mid, width)
	p.between(mid, hi, width)
}

// bends tells whether the difference of two cases, which has the same sign at
// both levels, is so far from a straight line that it may have another between:
// it is half way out of line by a fourth of what would be needed.
func (p *pairSearch) bends(lo, hi int) bool {
	mid := lo + (hi-lo)/2
	if p.state(mid) != p.state(lo) {
		return true
	}
	from, to, at := p.difference(lo), p.difference(hi), p.difference(mid)
	bend := from.Add(to).Sub(at.Add(at)).Abs().Mul(money.Int(2)) // four times what it is out of line
	return from.Abs().Min(to.Abs()).Less(bend)
}

// skipTouches leaves out stretches of one level on which two cases cost the
// same by the way: between stretches with the same cheaper case, and at an end
// of the range (where nothing is used, much costs the same).
func (p *pairSearch) skipTouches(from, to int) {
	touch := func(n int) bool { return p.state(n) == 0 }
	if len(p.changes) > 0 && p.changes[0] == from+1 && touch(from) {
		p.changes = p.changes[1:]
	}
	if n := len(p.changes); n > 0 && p.changes[n-1] == to && touch(to) {
		p.changes = p.changes[:n-1]
	}
	for k := 0; k+1 < len(p.changes); k++ {
		n := p.changes[k]
		if p.changes[k+1] == n+1 && touch(n) && p.state(n-1) == p.state(n+1) {
			p.changes = slices.Delete(p.changes, k, k+2)
			k--
		}
	}
}

// crossing tells whether the stretch is the one level at which two curves cross.
func (s Stretch) crossing() bool { return len(s.Cases) > 1 && s.From.Equal(s.To) }

// cheapest puts pairs of a basis together: which cases no other undercuts, from
// level to level.
func cheapest(among []int, pairs []Pair, from, to int) []Stretch {
	if len(among) == 0 {
		return nil
	}
	starts := startsOf(from, func(add func([]Stretch)) {
		for _, p := range pairs {
			add(p.Stretches)
		}
	})
	var list []Stretch
	for k, start := range starts {
		cases := cheapestAt(among, pairs, start)
		if n := len(list); n > 0 && slices.Equal(list[n-1].Cases, cases) {
			list[n-1].To = endOf(starts, k, to)
			continue
		}
		list = append(list, Stretch{From: start, To: endOf(starts, k, to), Cases: cases})
	}
	return list
}

// startsOf are the levels from which on something changes, from a first one on,
// each once.
func startsOf(from int, all func(add func([]Stretch))) []money.Decimal {
	starts := []money.Decimal{levelAt(from)}
	all(func(list []Stretch) {
		for _, s := range list[min(1, len(list)):] {
			starts = append(starts, s.From)
		}
	})
	slices.SortFunc(starts, money.Decimal.Cmp)
	return slices.CompactFunc(starts, money.Decimal.Equal)
}

// endOf is the last level of the stretch that begins with a start.
func endOf(starts []money.Decimal, k, to int) money.Decimal {
	if k+1 < len(starts) {
		return starts[k+1].Sub(LevelStep)
	}
	return levelAt(to)
}

// together are the stretches on which cases are the cheapest on each basis, or
// depend on it.
func together(bases [][]Stretch, from, to int) []Stretch {
	if len(bases) == 1 || len(bases[0]) == 0 {
		return bases[0]
	}
	starts := startsOf(from, func(add func([]Stretch)) {
		for _, list := range bases {
			add(list)
		}
	})
	var out []Stretch
	for k, start := range starts {
		s := Stretch{From: start, To: endOf(starts, k, to)}
		for _, list := range bases {
			at := slices.IndexFunc(list, func(s Stretch) bool { return !start.Less(s.From) && !s.To.Less(start) })
			s.Depends = append(s.Depends, list[at].Cases)
		}
		if s.Cases = agreed(s.Depends); len(s.Cases) > 0 {
			s.Depends = nil
		}
		if n := len(out); n > 0 && slices.Equal(out[n-1].Cases, s.Cases) && slices.EqualFunc(out[n-1].Depends, s.Depends, slices.Equal) {
			out[n-1].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// cheapestAt are the cases that no other undercuts at a level.
func cheapestAt(among []int, pairs []Pair, level money.Decimal) []int {
	beaten := map[int]bool{}
	for _, p := range pairs {
		for _, s := range p.Stretches {
			if !level.Less(s.From) && !s.To.Less(level) && len(s.Cases) == 1 {
				beaten[p.A+p.B-s.Cases[0]] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(among), func(i int) bool { return beaten[i] })
}
