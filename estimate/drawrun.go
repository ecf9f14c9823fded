package estimate

import "azwhatif/scenario"

// drawCommitment is a commitment in floats.
type drawCommitment struct {
	months, window int
	each, amount   float64
	macc           bool
	keepsShortfall bool // a MACC's shortfall pays for later charges
	targets        []float64
}

func compileCommitment(e *Estimate) *drawCommitment {
	if len(e.Case.Commitments) == 0 {
		return nil
	}
	c := e.Case.Commitments[0] // compile refuses more
	out := &drawCommitment{
		months: c.Months, window: c.Window(), each: c.Each().Float64(), amount: c.Amount.Float64(),
		macc: c.Kind == scenario.MACC, keepsShortfall: !c.ShortfallLost,
	}
	for m := range e.Months {
		out.targets = append(out.targets, c.Target(m).Float64())
	}
	return out
}

// drawState is what one draw goes on with; one for each that draws at a time.
type drawState struct {
	sums  []float64
	cover coverState
	shape int // that sums are of; -1 at first

	closing, paidFor, beyond float64 // of the commitment: what is left, of shortfalls paid, and what a MACC has no room for, or a prepayment did not pay
}

// Begin gives the total that the case has with such factors, by slot, in its currency.
// What it gives is for one goroutine at a time.
func (d *DrawModel) Begin() func(factors []float64) float64 {
	s := d.state()
	return func(factors []float64) float64 { return d.total(factors, s) }
}

func (d *DrawModel) state() *drawState {
	return &drawState{sums: make([]float64, sumsOfMonth+sumsEach*d.subs), shape: -1}
}

// total is the case's with such factors, by slot.
func (d *DrawModel) total(x []float64, s *drawState) float64 {
	total := 0.0
	s.shape, s.closing, s.paidFor, s.beyond = -1, 0, 0, 0
	for m := range d.months {
		month := &d.months[m]
		if s.shape != month.shape {
			d.shapes[month.shape].fill(x, s)
			s.shape = month.shape
		}
		total += month.constant
		open := 1.0 // the part that the commitment leaves to be charged
		switch c := d.commitment; {
		case c == nil || m >= c.months:
			total += s.sums[sumKept]
		case c.macc:
			total += s.sums[sumKept] + c.count(m, month, s)
		default:
			cost, rest := c.drawDown(m, month, s)
			total, open = total+cost, rest
		}
		total += s.sums[sumOther]
		if month.credit > 0 {
			for k := sumsOfMonth; k < len(s.sums); k += sumsEach {
				total -= max(0, min(month.credit, s.sums[k]*open+s.sums[k+1]))
			}
		}
	}
	return total
}

// drawDown takes a month from a commitment that pays: what its charges cost, what
// is lost with the month, and the part that it leaves to be charged.
func (c *drawCommitment) drawDown(m int, month *drawMonth, s *drawState) (cost, rest float64) {
	if m%c.window == 0 {
		s.closing = c.each
	}
	rate := 0.0
	switch base := s.sums[sumBase]; {
	case len(month.discounts) == 0:
	case !month.slabs:
		rate = month.discounts[0].rate
	case base != 0:
		rate = slabOff(month.discounts, base) / base
	}
	sum := s.sums[sumKept] - rate*s.sums[sumBaseKept]
	drawn := sum
	switch kept := s.sums[sumKept]; {
	case sum < 0 && s.beyond > 0 && kept < 0:
		rest = min(s.beyond, -kept) / -kept
		drawn = sum * (1 - rest)
	case s.closing < sum:
		drawn = s.closing
		rest = 1 - drawn/sum
	}
	s.beyond += rest * s.sums[sumKept]
	cost = drawn + rest*s.sums[sumKept]
	s.closing -= drawn
	if (m+1)%c.window == 0 {
		cost += s.closing
		s.closing = 0
	}
	return cost, rest
}

func slabOff(levels []floatLevel, sum float64) float64 {
	off := 0.0
	for i, l := range levels {
		to := sum
		if i+1 < len(levels) {
			to = min(to, levels[i+1].from)
		}
		off += max(0, to-l.from) * l.rate
	}
	return off
}

// count takes a month of a MACC: the shortfall that is due, less what earlier
// ones pay for.
func (c *drawCommitment) count(m int, month *drawMonth, s *drawState) float64 {
	if m%c.window == 0 {
		s.closing = c.each
	}
	sum := s.sums[sumKept] + month.paid
	returned := 0.0
	if c.keepsShortfall {
		returned = max(0, min(s.paidFor, sum))
	}
	s.beyond += sum + month.market - returned
	counted := min(s.closing, s.beyond)
	s.beyond -= counted
	rest := s.closing - counted
	unused := 0.0
	if reached := c.amount - rest; reached < c.targets[m] {
		unused = c.targets[m] - reached
	}
	s.closing = rest - unused
	s.paidFor += unused - returned
	return unused - returned
}

// fill calculates a month's sums.
func (m *monthShape) fill(x []float64, s *drawState) {
	clear(s.sums)
	for _, t := range m.linear {
		s.sums[t.sum] += x[t.slot] * t.by
	}
	if m.cover != nil {
		m.cover.take(x, &s.cover)
	}
	for i := range m.meters {
		k := &m.meters[i]
		quantity, licence := k.quantity(x), 0.0
		if k.covered >= 0 {
			covered := min(quantity, s.cover.quantity[k.covered])
			quantity -= covered
			licence = covered * k.licence
		}
		gross, first := k.charge(quantity)
		if quantity < 0 {
			gross, first = k.giveBack(-quantity, x)
		}
		base := first
		if k.allTiers {
			base = gross
		}
		k.addTo(s.sums, gross+licence, base+licence)
	}
}

// quantity is what a draw has of it in the month.
func (k *drawMeter) quantity(x []float64) float64 {
	quantity := 0.0
	for _, u := range k.uses {
		quantity += x[u.slot] * u.quantity
	}
	return quantity
}

// giveBack prices a quantity below zero, as MeterUse.correct does.
func (k *drawMeter) giveBack(off float64, x []float64) (gross, first float64) {
	if b := k.before; b != nil {
		// what is the same but for the last digits of floats is enough
		if had := b.quantity(x); had >= off*(1-1e-12) {
			all, allFirst := b.charge(had)
			left, leftFirst := b.charge(max(0, had-off))
			return left - all, leftFirst - allFirst
		}
	}
	return -off * k.credit, -off * k.price[0]
}

// charge prices a quantity by tiers, as ratebook.Rate does; first is what the
// first tier charges.
func (k *drawMeter) charge(quantity float64) (gross, first float64) {
	billable := quantity - max(0, min(k.included, quantity))
	for i, above := range k.above {
		if above >= billable {
			break
		}
		to := billable
		if i+1 < len(k.above) {
			to = min(to, k.above[i+1])
		}
		part := max(0, to-above) * k.price[i]
		gross += part
		if i == 0 {
			first = part
		}
	}
	return gross, first
}
