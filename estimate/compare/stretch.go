package compare

import (
	"slices"

	"azwhatif/ratebook/money"
)

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
