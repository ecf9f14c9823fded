package fetch

import (
	"container/heap"
	"context"
	"math"

	"azwhatif/ratebook"
)

// joiner makes rates of a source that gives each tier, each SKU and each term of a
// meter as an item of its own, in any order. It keeps the items packed, and joins those
// of one meter at a time, anew each time that the rates are asked for.
type joiner struct {
	names   meters // its caches of units, regions and dates
	pile    pile
	period  *period // that last days may be of; nil where each is of its price
	orphans bool    // a plan whose meter has no rate gets one without a price
	leftOut int
}

func newJoiner() *joiner { return &joiner{names: newMeters(), pile: newPile()} }

// count joins all for the header's counts and for what there is to warn of.
func (j *joiner) count(ctx context.Context, p *ratebook.Provenance, warn *warnings) error {
	m := newMeterJoin()
	for i, of := range j.pile.inOrder() {
		if i%1000 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		all := j.meter(m, &of, warn)
		if len(all) > 0 {
			p.Meters++
		}
		for _, t := range all {
			p.Rates += len(t.rates)
			for _, r := range t.rates {
				p.Tiers += len(r.Tiers)
			}
		}
	}
	return nil
}

// rates are made in the order in which their items first came, those of plans alone
// behind them.
func (j *joiner) rates(yield func(ratebook.Rate) bool) {
	var waiting turns // of a meter whose items are far apart
	var unheard warnings
	m := newMeterJoin()
	meters := j.pile.inOrder()
	for i := range meters {
		next := uint64(math.MaxUint64)
		if i+1 < len(meters) {
			next = meters[i+1].turn()
		}
		for _, t := range j.meter(m, &meters[i], &unheard) {
			heap.Push(&waiting, t)
		}
		for len(waiting) > 0 && waiting[0].at < next {
			for _, r := range heap.Pop(&waiting).(turn).rates {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// meter joins the items of a meter.
func (j *joiner) meter(m *meterJoin, of *pileMeter, warn *warnings) []turn {
	m.clear()
	for n, more := of.first, true; more; {
		it, p := j.pile.read(n, of)
		if p != nil {
			m.plans = append(m.plans, *p)
		} else {
			warn.at(reading, uint64(n))
			m.add(it, uint64(n), warn)
		}
		n, more = j.pile.next[n], n != of.last
	}
	if j.period != nil {
		j.period.settle(m, warn)
	}
	return m.join(j.orphans, warn)
}

// turn is when rates have theirs among all of a card: the place of the first item of
// their group; orphans come behind all others.
type turn struct {
	at    uint64
	rates []ratebook.Rate
}

// turn is that of a meter's first rate.
func (m *pileMeter) turn() uint64 {
	if m.item == noItem {
		return orphan(m.first)
	}
	return uint64(m.item)
}

func orphan(plan uint32) uint64 { return noItem + uint64(plan) }

// turns are a heap, the earliest first.
type turns []turn

func (t turns) Len() int           { return len(t) }
func (t turns) Less(i, j int) bool { return t[i].at < t[j].at }
func (t turns) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *turns) Push(x any)        { *t = append(*t, x.(turn)) }
func (t *turns) Pop() any {
	last := (*t)[len(*t)-1]
	(*t)[len(*t)-1] = turn{}
	*t = (*t)[:len(*t)-1]
	return last
}
