package estimate

import (
	"context"

	"azwhatif/ratebook/money"
)

// float is the number that draws are calculated in.
type float float64

func floatOf(d money.Decimal) float       { return float(d.Float64()) }
func (a float) Add(b float) float         { return a + b }
func (a float) Sub(b float) float         { return a - b }
func (a float) MulDiv(by, of float) float { return a * (by / of) } // of the whole, exactly the whole
func (a float) Less(b float) bool         { return a < b }
func (a float) Min(b float) float         { return min(a, b) }
func (a float) Max(b float) float         { return max(a, b) }

// drawState is what some draws go on with, each in a place of every column.
type drawState struct {
	x        [][]float64 // factors by slot
	sums     []drawSums  // by place
	quantity []float64   // of a meter
	charge   []float64
	licence  []float64
	covered  [][]float64 // by meter of the shape's cover
}

// drawSums are the sums of a month's shape.
type drawSums struct {
	shape   *monthShape
	columns [][]float64
}

// Totals adds the totals that the cases have with such factors, by slot and draw, to
// totals, by case and draw: each in its currency. It leaves out cases without a model, and
// ends early with ctx.
func (d DrawModels) Totals(ctx context.Context, x, totals [][]float64) {
	n := len(x[0])
	s := &drawState{x: x, sums: make([]drawSums, len(d)), quantity: make([]float64, n), charge: make([]float64, n), licence: make([]float64, n)}
	balances := make([]balance[float], n*len(d))
	for m, more := 0, true; more; m++ {
		more = false
		for i, model := range d {
			if model != nil && m < len(model.months) && ctx.Err() == nil {
				model.month(m, s, totals[i], balances[n*i:])
				more = true
			}
		}
	}
}

// month adds a month to a case's totals.
func (d *DrawModel) month(m int, s *drawState, totals []float64, balances []balance[float]) {
	month, p := &d.months[m], d.promise
	sums := month.shape.fill(s, month.place)
	for i := range totals {
		cost, open := sums[sumKept][i], 1.0 // open is the part that the commitment leaves to be charged
		if p != nil && m < p.months {
			b := &balances[i]
			b.begin(p, m)
			if p.pays {
				cost, open = month.drawDown(p, m, b, sums, i)
			} else {
				counts, returned := b.count(float(cost+month.paid), float(month.market))
				cost += float64(b.end(p, m, counts) - returned)
			}
		}
		totals[i] += month.constant + cost + sums[sumOther][i]
		if month.credit > 0 {
			for k := sumsOfMonth; k < len(sums); k += sumsEach {
				totals[i] -= max(0, min(month.credit, sums[k][i]*open+sums[k+1][i]))
			}
		}
	}
}

// drawDown takes a draw's month from a commitment that pays: what that charges, what is
// beyond it and what is lost, and the part that is beyond.
func (month *drawMonth) drawDown(p *promise[float], m int, b *balance[float], sums [][]float64, i int) (cost, beyond float64) {
	rate, kept := month.discount, sums[sumKept][i]
	if base := sums[sumBase][i]; base != 0 {
		rate = month.slabs.at(base) / base
	}
	sum := kept - rate*sums[sumBaseKept][i]
	drawn := float64(b.draws(b.open, float(sum), float(kept)))
	if drawn != sum {
		beyond = 1 - drawn/sum
		b.beyond += float(beyond * kept)
	}
	return drawn + beyond*kept + float64(b.end(p, m, float(drawn))), beyond
}

// fill calculates a month's sums, where they are not in their place yet.
func (m *monthShape) fill(s *drawState, place int) [][]float64 {
	at := &s.sums[place]
	if at.shape == m {
		return at.columns
	}
	*at = drawSums{m, columns(at.columns, m.sums, len(s.quantity))}
	for _, t := range m.linear {
		t.add(at.columns, s.x[t.slot])
	}
	if m.cover != nil {
		m.cover.take(s)
	}
	for k := range m.meters {
		m.meters[k].add(s, at.columns)
	}
	for k := sumsOfMonth; k < m.sums; k++ {
		term{k % sumsEach, 1}.add(at.columns, at.columns[k])
	}
	return at.columns
}

// add charges a month's draws.
func (k *drawMeter) add(s *drawState, sums [][]float64) {
	clear(s.quantity)
	for _, u := range k.uses {
		x := s.x[u.slot]
		for i := range s.quantity {
			s.quantity[i] += x[i] * u.quantity
		}
	}
	if k.covered >= 0 {
		for i, q := range s.quantity {
			covered := min(q, s.covered[k.covered][i])
			s.quantity[i], s.licence[i] = q-covered, covered*k.licence
		}
	}
	for c := range k.charges {
		charge := &k.charges[c]
		for i, q := range s.quantity {
			s.charge[i] = charge.curve.at(q)
		}
		if k.before != nil {
			k.correct(charge, s)
		}
		if k.covered >= 0 {
			for i, licence := range s.licence {
				s.charge[i] += licence
			}
		}
		charge.add(sums, s.charge)
	}
}

// add adds a column to a sum.
func (t term) add(sums [][]float64, of []float64) {
	sum := sums[t.sum][:len(of)]
	for i, v := range of {
		sum[i] += v * t.by
	}
}

// correct takes what is below zero off the month before, where that has so much, as
// ratebook.Rate.Correct does.
func (k *drawMeter) correct(c *drawCharge, s *drawState) {
	for i, q := range s.quantity {
		if q >= 0 {
			continue
		}
		had := 0.0
		for _, u := range k.before {
			had += s.x[u.slot][i] * u.quantity
		}
		// what is the same but for the last digits of floats is enough
		if had >= -q*(1-1e-12) {
			s.charge[i] = c.before.at(max(0, had+q)) - c.before.at(had)
		}
	}
}

// columns are so many columns of n zeros, in the same place where there is room.
func columns(list [][]float64, count, n int) [][]float64 {
	for len(list) < count {
		list = append(list, make([]float64, n))
	}
	for _, column := range list {
		clear(column)
	}
	return list[:count]
}
