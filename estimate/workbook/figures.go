package workbook

import (
	"math"

	"azwhatif/scenario"
)

// figures are the values of a case's blocks, a row of months after another.
type figures struct {
	n                                           int // months
	quantity, amount                            []float64
	use, billable, gross, base, net, charged    []float64
	unpriced                                    []bool // of use
	lostShare, drawnBy, quantityShare, useTotal []float64
	counted                                     []float64 // toward a MACC, by meter and month
	countedBy, shortShare                       []float64
}

func (f *figures) row(of []float64, i int) []float64 { return of[i*f.n : (i+1)*f.n] }

// figures takes the estimate's decimals for the blocks.
func (m *caseModel) figures(s *scenario.Scenario, schedules []scenario.Schedule) *figures {
	rules := s.Rules
	e, n := m.e, len(m.e.Months)
	f := &figures{n: n}
	meters, lines := len(m.meters)*n, len(m.lines)*n
	for _, of := range []*[]float64{&f.use, &f.billable, &f.gross, &f.base, &f.net, &f.charged, &f.counted} {
		*of = make([]float64, meters)
	}
	f.unpriced = make([]bool, meters)
	f.quantity, f.amount = make([]float64, lines), make([]float64, lines)
	f.lostShare, f.drawnBy = make([]float64, len(m.meters)), make([]float64, len(m.meters))
	f.countedBy, f.shortShare = make([]float64, len(m.meters)), make([]float64, len(m.meters))
	f.quantityShare, f.useTotal = make([]float64, len(m.lines)), make([]float64, len(m.uses))
	for k := range m.lines {
		for i := range n {
			f.quantity[k*n+i] = num(m.lines[k].Quantities[i])
		}
	}
	if m.benefit != nil {
		m.benefitFigures(f, schedules, s.Hours)
	}
	for u, rows := range m.uses {
		for r := rows.meters[0]; r < rows.meters[1]; r++ {
			f.meter(m, rules, r)
		}
		f.shares(m, u)
	}
	m.losses(f.drawnBy, f.lostShare)
	m.losses(f.countedBy, f.shortShare)
	for k := range m.lines {
		l := &m.lines[k]
		for i := range n {
			// a line that has its meter for itself has the meter's figures
			if l.use >= 0 && m.uses[l.use].simple && len(e.Meters[l.use].Lines) == 1 {
				f.amount[k*n+i] = f.charged[m.uses[l.use].meters[0]*n+i]
			} else {
				f.amount[k*n+i] = num(l.Amounts[i])
			}
		}
	}
	return f
}

func (f *figures) meter(m *caseModel, rules scenario.Rules, r int) {
	row := &m.meters[r]
	use := &m.e.Meters[row.use]
	for i := range f.n {
		at, mm := r*f.n+i, m.e.Month(row.use, i)
		if row.in(i) {
			if len(use.Lines) == 1 {
				f.use[at] = f.quantity[m.uses[row.use].lines[0]*f.n+i]
			} else {
				f.use[at] = num(mm.Quantity())
			}
			f.billable[at] = f.use[at]
			if !mm.Charge.Included.IsZero() || len(mm.Covered) > 0 {
				f.billable[at] = num(mm.Charge.Quantity.Sub(mm.Charge.Included))
			}
			f.unpriced[at] = !mm.Priced
			f.gross[at] = num(mm.Gross())
			if row.eligible.Discount && m.drawing {
				f.base[at] = f.gross[at]
				if rules.DiscountOn != scenario.AllTiers && (len(mm.Charge.Tiers) > 1 || mm.Below != "") {
					f.base[at] = num(mm.Charge.BaseAmount().Add(mm.Licence))
				}
			}
			c := mm.Charges
			c.Commitment = zero
			if c.Discount.IsZero() && c.Overage.IsZero() && c.Credit.IsZero() && c.Recurring.IsZero() && c.Benefit.IsZero() {
				f.charged[at] = f.gross[at]
			} else {
				f.charged[at] = num(c.Total())
			}
			if c.Credit.IsZero() && c.Recurring.IsZero() {
				f.net[at] = f.charged[at]
			} else {
				f.net[at] = num(c.Total().Sub(c.Credit).Sub(c.Recurring))
			}
		}
		if r == m.uses[row.use].loser && !mm.Charges.Commitment.IsZero() {
			lost := num(mm.Charges.Commitment)
			f.net[at] += lost
			f.charged[at] += lost
		}
		if row.in(i) {
			f.drawnBy[r] += num(mm.Drawn)
			f.counted[at] = num(mm.Counted)
			f.countedBy[r] += f.counted[at]
		}
	}
}

// shares is what part each line has of its meter's quantity of all months.
func (f *figures) shares(m *caseModel, u int) {
	rows := m.uses[u]
	for r := rows.meters[0]; r < rows.meters[1]; r++ {
		for _, q := range f.row(f.use, r) {
			f.useTotal[u] += q
		}
	}
	total, part := f.useTotal[u], func(sum float64) float64 { return sum }
	if total == 0 { // lines cancel out
		part = math.Abs
		for k := rows.lines[0]; k < rows.lines[1]; k++ {
			total += part(sumOf(f.row(f.quantity, k)))
		}
	}
	if total == 0 {
		return
	}
	for k := rows.lines[0]; k < rows.lines[1]; k++ {
		f.quantityShare[k] = part(sumOf(f.row(f.quantity, k))) / total
	}
}

// losses is what part each meter bears of a commitment that is not used, by what its
// rows took of it.
func (m *caseModel) losses(taken, share []float64) {
	total := sumOf(taken)
	if total == 0 {
		return
	}
	for _, rows := range m.uses {
		share[rows.loser] = sumOf(taken[rows.meters[0]:rows.meters[1]]) / total
	}
}

// sumOf adds a row up.
func sumOf(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
