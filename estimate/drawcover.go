package estimate

import (
	"cmp"
	"slices"
)

// drawCover is how benefits cover a month's usage, as coverUsage does it.
type drawCover struct {
	benefits []drawBenefit // in the order in which they cover
	meters   int
	bands    []drawBand // the busiest first
	stretch  []float64  // by meter: the hours of its usage in one of the month's, as recorded or not
}

type drawBenefit struct {
	capacity float64     // an hour
	claims   []drawClaim // by turn
}

type drawClaim struct {
	meter, turn int
	each        float64
}

// drawBand is the part of a month in which what it names begins not to run: its
// own units, and those of the bands after it, run in it.
type drawBand struct {
	hours float64
	units []drawUnits
}

// drawUnits run in each hour of their band and those before.
type drawUnits struct {
	meter, slot int
	each        float64 // for one of the factor
}

// drawCover compiles what benefits can cover in a month; index says where a meter
// of the estimate is in it. Both are nil where none is in force.
func (e *Estimate) drawCover(month int, slots []int) (cover *drawCover, index map[int]int) {
	cover, index = &drawCover{}, map[int]int{}
	whole := hoursIn(e.Months[month], e.Plan.hours)
	for i := range e.Benefits {
		b := &e.Benefits[i]
		if !b.Active(e.Months[month]) {
			continue
		}
		d := drawBenefit{capacity: b.capacity().Float64()}
		for u, c := range e.Plan.claims(b, month, nil) {
			if c.each.IsZero() || !e.Plan.inForce(e.Meters[u].Rates, month).Priced() {
				continue
			}
			if _, known := index[u]; !known {
				index[u] = len(index)
			}
			d.claims = append(d.claims, drawClaim{index[u], c.turn, c.each.Float64()})
		}
		slices.SortStableFunc(d.claims, func(a, b drawClaim) int { return cmp.Compare(a.turn, b.turn) })
		cover.benefits = append(cover.benefits, d)
	}
	if len(index) == 0 {
		return nil, nil
	}
	cover.meters = len(index)
	calendar := e.Plan.recordedHours(month, whole)
	cover.stretch = make([]float64, len(index))
	bands := map[float64][]drawUnits{}
	for u, k := range index {
		units, hours := 0.0, 0.0
		for _, i := range e.Meters[u].Lines {
			l := &e.Plan.lines[i]
			q := l.Quantities[month]
			if q.Sign() <= 0 {
				continue
			}
			h := e.Plan.runs(l, month, whole).Float64()
			each := q.Float64() / h
			if l.recorded() {
				each = q.Float64() / calendar.Float64()
			}
			units, hours = units+each*h, hours+q.Float64()
			bands[h] = append(bands[h], drawUnits{k, slots[l.WorkloadIndex], each})
		}
		cover.stretch[k] = 1
		if units > 0 {
			cover.stretch[k] = hours / units
		}
	}
	before := 0.0
	var hours []float64
	for h := range bands {
		hours = append(hours, h)
	}
	slices.Sort(hours)
	for _, h := range hours {
		units := bands[h]
		slices.SortFunc(units, func(a, b drawUnits) int {
			return cmp.Or(cmp.Compare(a.meter, b.meter), cmp.Compare(a.slot, b.slot), cmp.Compare(a.each, b.each))
		})
		cover.bands = append(cover.bands, drawBand{h - before, units})
		before = h
	}
	return cover, index
}

// take covers each draw's usage: benefit by benefit, band by band, turn by turn.
func (d *drawCover) take(s *drawState) {
	n := d.meters
	s.covered = columns(s.covered, n, len(s.quantity))
	running := make([]float64, n*len(d.bands)) // units by band and meter that are not covered yet
	for draw := range s.quantity {
		clear(running)
		for b := len(d.bands) - 1; b >= 0; b-- {
			row := running[b*n : b*n+n]
			if b+1 < len(d.bands) {
				copy(row, running[(b+1)*n:])
			}
			for _, u := range d.bands[b].units {
				row[u.meter] += s.x[u.slot][draw] * u.each
			}
		}
		for i := range d.benefits {
			for b := range d.bands {
				d.benefits[i].takeHour(running[b*n:b*n+n], d.bands[b].hours, d.stretch, s.covered, draw)
			}
		}
	}
}

// takeHour covers what a benefit can of each hour of a band.
func (b *drawBenefit) takeHour(running []float64, hours float64, stretch []float64, into [][]float64, draw int) {
	capacity := b.capacity
	for from := 0; from < len(b.claims) && capacity > 0; {
		to, sum := from, 0.0
		for ; to < len(b.claims) && b.claims[to].turn == b.claims[from].turn; to++ {
			sum += running[b.claims[to].meter] * b.claims[to].each
		}
		part := 1.0
		if capacity < sum {
			part = capacity / sum
		}
		for _, c := range b.claims[from:to] {
			covered := running[c.meter] * part
			running[c.meter] -= covered
			if part == 1 {
				running[c.meter] = 0
			}
			into[c.meter][draw] += covered * hours * stretch[c.meter]
		}
		capacity -= min(capacity, sum)
		from = to
	}
}
