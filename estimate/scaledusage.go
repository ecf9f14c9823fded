package estimate

import (
	"sync"

	"azwhatif/ratebook/money"
)

// scaledUsages are usages times the scales of cases: cases of one scale, which are
// compiled at the same time, have them together, and nothing changes them.
type scaledUsages struct {
	sync.Mutex
	made map[scaledUsage][]money.Decimal
}

type scaledUsage struct {
	used  *money.Decimal // its first month
	scale money.Decimal
}

// times is what was used, by month, times a scale.
func (s *scaledUsages) times(used []money.Decimal, scale money.Decimal) []money.Decimal {
	if scale.Equal(money.One) {
		return used
	}
	s.Lock()
	defer s.Unlock()
	key := scaledUsage{&used[0], scale}
	list := s.made[key]
	if list != nil {
		return list
	}
	list = make([]money.Decimal, len(used))
	for m, n := range used {
		list[m] = n.Mul(scale)
	}
	if s.made == nil {
		s.made = map[scaledUsage][]money.Decimal{}
	}
	s.made[key] = list
	return list
}
