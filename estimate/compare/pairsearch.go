package compare

import (
	"azwhatif/ratebook/money"
	"slices"
)

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
