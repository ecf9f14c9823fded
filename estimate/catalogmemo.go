package estimate

import (
	"slices"
	"sync"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// catalogMemo is what the cases of a card, which are compiled at the same time, have
// together: each part is made once, and nothing changes it.
type catalogMemo struct {
	sync.Mutex
	meters  map[targetKey]*cardMeter
	lines   []*madeLine                           // by line: the last that was made
	uses    *madeUses                             // the last that were made
	ladders map[*ratebook.Rate][]*ratebook.Ladder // by the first of a meter's rates
}

// madeLine is a line before the case's scale.
type madeLine struct {
	found *cardMeter
	hours *scenario.Schedule
	LineMeter
	used   []money.Decimal // by month; nil where the meter is not known
	reason string          // why the card's unit is not that of the usage; "" where it is
}

// madeUses are the meters that lines are priced by, without the case's discounts.
type madeUses struct {
	priced   []*cardMeter // by line; nil without a price
	of       []int        // by line: its meter; -1 without a price
	meters   []MeterUse
	ladders  [][]*ratebook.Ladder
	eligible [][]Eligible
	pools    [][]int // see MeterUse.Pooled
}

func newCatalog() *catalog {
	return &catalog{memo: &catalogMemo{meters: map[targetKey]*cardMeter{}, ladders: map[*ratebook.Rate][]*ratebook.Ladder{}}}
}

// priced finds the meter that a target is priced by.
func (c *catalog) priced(t *target) *cardMeter {
	k := t.key()
	c.memo.Lock()
	defer c.memo.Unlock()
	found, ok := c.memo.meters[k]
	if !ok {
		found = c.find(t)
		c.memo.meters[k] = found
	}
	return found
}

// line is a line that was made of the meter for the hours; nil where there is none.
func (m *catalogMemo) line(n int, found *cardMeter, hours *scenario.Schedule) *madeLine {
	m.Lock()
	defer m.Unlock()
	if n < len(m.lines) && m.lines[n] != nil && m.lines[n].found == found && sameHours(m.lines[n].hours, hours) {
		return m.lines[n]
	}
	return nil
}

// keepLine keeps a line for the card's other cases.
func (m *catalogMemo) keepLine(n int, made *madeLine) {
	m.Lock()
	defer m.Unlock()
	for len(m.lines) <= n {
		m.lines = append(m.lines, nil)
	}
	m.lines[n] = made
}

// usesOf are the meters that were made of lines that are priced so; nil where there
// are none.
func (m *catalogMemo) usesOf(priced []*cardMeter) *madeUses {
	m.Lock()
	defer m.Unlock()
	if m.uses != nil && slices.Equal(m.uses.priced, priced) {
		return m.uses
	}
	return nil
}

func (m *catalogMemo) keepUses(made *madeUses) {
	m.Lock()
	defer m.Unlock()
	m.uses = made
}

// laddersOf are the rates in force by month, made ready.
func (m *catalogMemo) laddersOf(p *Plan, rates []ratebook.Rate) []*ratebook.Ladder {
	m.Lock()
	defer m.Unlock()
	list, ok := m.ladders[&rates[0]]
	if !ok {
		list = p.laddersOf(rates, nil)
		m.ladders[&rates[0]] = list
	}
	return list
}
