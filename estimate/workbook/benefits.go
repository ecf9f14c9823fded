package workbook

import (
	"maps"
	"math"
	"slices"

	"azwhatif/estimate"
	"azwhatif/scenario"
)

// benefitBlock is the block of a case's sheet that calculates its reservations and
// savings plans: where its rows are, and their figures.
//
// Classes are all hours of the month and the schedules of Inputs. Sorted by their hours
// in a month, what runs in a class runs in the hours of all shorter ones, too: the hours
// by which one is longer than the one before are a part of the month, in which the same
// machines run all the time.
type benefitBlock struct {
	live     bool // formulas; else the program's figures stand there as values
	classes  int
	rows     []int           // of meters that some benefit could cover: indices into caseModel.meters
	place    map[int]int     // where such a row is among rows
	claims   [][]claimOf     // by benefit
	classOf  map[int]int     // of lines of these meters: 0 for all hours, else the schedule's number
	prices   []*benefitPrice // by benefit: of a reservation
	machines []*rateRow      // of rows: the machine's rate, which a benefit takes the place of
	recorded []bool          // of rows: all their usage is as recorded, with the hours of calendar months
	figures  benefitFigure   // by month

	title, hours             int   // of classes
	sorted, bands            int   // of parts of the month
	own                      int   // rows × classes: what runs by a schedule
	stretch                  int   // the row of a calendar month's hours in one of the month's; 0 where nothing is as recorded
	heads                    []int // of each benefit's headRows
	running                  int   // rows × parts of the month, the first part first
	wants, covers            [][]int
	taken                    []int
	covered, licences, costs int // a row for each of rows
	end                      int // the row behind the block
}

// claimOf is a benefit's claim on one of the block's rows: what one unit takes of it, and
// its turn. Those of a savings plan follow from its price and the machine's.
type claimOf struct {
	row        int // in benefitBlock.rows
	each, turn float64
	price      *benefitPrice // of a savings plan; nil of a reservation
}

// key is the turn, as far as formulas tell turns apart.
func (c claimOf) key() float64 { return math.Round(c.turn * 1e9) }

// The rows that each benefit has.
const (
	headTerm = iota
	headPart
	headCost
	headHour
	headBought
	headUsed
	headUsedCost
	headUnused
	headPaidPart
	headPaid
	headRows
)

// benefits finds out what the block of a case has; nil where it has no benefits.
func (m *caseModel) benefits(b *book) *benefitBlock {
	e := m.e
	if len(e.Benefits) == 0 {
		return nil
	}
	k := &benefitBlock{live: true, place: map[int]int{}, classOf: map[int]int{}, claims: make([][]claimOf, len(e.Benefits))}
	claims := make([][][]estimate.Claim, len(e.Benefits)) // by benefit and month
	for b := range e.Benefits {
		for i := range e.Months {
			claims[b] = append(claims[b], e.Claims(b, i))
		}
	}
	cards := b.document().cards
	for _, use := range e.Benefits {
		var p *benefitPrice
		if use.Kind.OfTerm() && use.Owned == nil {
			p = b.priceOf(m, use.Meter, e.Card, use.Kind, use.Months, use.Price)
		}
		k.prices = append(k.prices, p)
	}
	for r, row := range m.meters {
		machine := e.MachineRate(row.use, row.from)
		if machine == nil || !row.priced {
			continue
		}
		for n := range e.Benefits {
			c := claims[n][row.from][row.use]
			plan, months, priced := e.PlanPrice(n, row.use, row.from)
			for i := row.from; i <= row.to; i++ {
				again, _, _ := e.PlanPrice(n, row.use, i)
				k.live = k.live && claims[n][i][row.use].Each.Equal(c.Each) && (claims[n][i][row.use].Turn == c.Turn || priced) && again.Equal(plan)
			}
			if c.Each.IsZero() && !priced {
				continue
			}
			if _, ok := k.place[r]; !ok {
				k.place[r] = len(k.rows)
				k.rows = append(k.rows, r)
				k.machines = append(k.machines, b.rates.add(cardNumber(cards, cardOf(e, machine)), m.index, machine, row.from, row.to))
			}
			claim := claimOf{row: k.place[r], each: num(c.Each), turn: float64(c.Turn)}
			if priced {
				claim.price = b.priceOf(m, machine.Meter, cardOf(e, machine), e.Benefits[n].Kind, months, plan)
				if claim.each > 0 {
					claim.turn = claim.each / (num(machine.Tiers[0].UnitPrice) * m.keeps(row))
				}
			}
			k.claims[n] = append(k.claims[n], claim)
		}
		for i := row.from; i <= row.to; i++ {
			again := e.MachineRate(row.use, i)
			k.live = k.live && again != nil && again.Effective.Equal(machine.Effective)
		}
	}
	k.recordedRows(m, b.c.Scenario.Hours)
	k.schedules(m, b)
	if !k.live {
		k.classes, k.classOf = 0, map[int]int{}
		for b := range k.claims {
			k.claims[b] = nil
		}
	}
	return k
}

// recordedRows finds the rows of usage as recorded, where the scenario's months
// have other hours; the block is not live where a meter has both.
func (k *benefitBlock) recordedRows(m *caseModel, h scenario.HoursPerMonth) {
	k.recorded = make([]bool, len(k.rows))
	for i, r := range k.rows {
		lines, some := m.uses[m.meters[r].use].lines, 0
		for line := lines[0]; line < lines[1]; line++ {
			if l := &m.lines[line]; l.Quantity.Recorded != nil && l.Typical == nil && !h.Calendar() {
				some++
			}
		}
		k.recorded[i] = some > 0
		k.live = k.live && (some == 0 || some == lines[1]-lines[0])
	}
}

// schedules finds the classes of lines.
func (k *benefitBlock) schedules(m *caseModel, b *book) {
	k.classes = 1 + len(b.schedules)
	for _, r := range k.rows {
		lines := m.uses[m.meters[r].use].lines
		for line := lines[0]; line < lines[1]; line++ {
			k.classOf[line] = 0
			if u := m.lines[line].usage; u >= 0 {
				k.classOf[line] = b.lines[u].schedule
			}
		}
	}
}

// keeps is the part of a meter's price that the negotiated discount leaves.
func (m *caseModel) keeps(row meterRow) float64 {
	return 1 - one(row.eligible.Discount)*num(m.e.Meters[row.use].Discount)
}

// allot gives the block its rows, from a row on.
func (k *benefitBlock) allot(row int) int {
	take := func(n int) int { row += n; return row - n }
	k.title = take(1)
	take(1) // heads
	k.hours, k.sorted, k.bands = take(k.classes), take(k.classes), take(k.classes)
	if k.live && slices.Contains(k.recorded, true) {
		k.stretch = take(1)
	}
	for range k.claims {
		k.heads = append(k.heads, take(headRows))
	}
	k.own, k.running = take(len(k.rows)*k.classes), take(len(k.rows)*k.classes)
	for b := range k.claims {
		k.wants, k.covers = append(k.wants, nil), append(k.covers, nil)
		for range k.classes {
			k.wants[b] = append(k.wants[b], take(len(k.claims[b])))
			k.covers[b] = append(k.covers[b], take(len(k.claims[b])))
		}
		k.taken = append(k.taken, take(len(k.claims[b])))
	}
	k.covered, k.licences, k.costs = take(len(k.rows)), take(len(k.rows)), take(len(k.rows))
	k.end = take(1)
	return row
}

// benefitFigure has the figures of the block's rows, a slice of months each.
type benefitFigure struct {
	stretch                  []float64
	hours                    [][]float64     // by class
	sorted, bands            [][]float64     // by part of the month
	own                      [][][]float64   // by row and class
	heads                    [][][]float64   // by benefit and row
	running                  [][][]float64   // by part and row
	wants, covers            [][][][]float64 // by benefit, part and claim
	taken                    [][][]float64   // by benefit and claim
	covered, licences, costs [][]float64     // by row
}

// benefitFigures takes the figures from the estimate, and those between by the
// formulas that the sheet has.
func (m *caseModel) benefitFigures(f *figures, schedules []scenario.Schedule, h scenario.HoursPerMonth) {
	k, e := m.benefit, m.e
	g := &k.figures
	months := func() []float64 { return make([]float64, f.n) }
	table := func(n int) [][]float64 {
		list := make([][]float64, n)
		for i := range list {
			list[i] = months()
		}
		return list
	}
	g.stretch = months()
	g.hours, g.sorted, g.bands = table(k.classes), table(k.classes), table(k.classes)
	for range k.classes {
		g.running = append(g.running, table(len(k.rows)))
	}
	for range k.rows {
		g.own = append(g.own, table(k.classes))
	}
	g.covered, g.licences, g.costs = table(len(k.rows)), table(len(k.rows)), table(len(k.rows))
	for b := range k.claims {
		g.heads = append(g.heads, table(headRows))
		g.taken = append(g.taken, table(len(k.claims[b])))
		var wants, covers [][][]float64
		for range k.classes {
			wants, covers = append(wants, table(len(k.claims[b]))), append(covers, table(len(k.claims[b])))
		}
		g.wants, g.covers = append(g.wants, wants), append(g.covers, covers)
	}
	whole := scenario.Schedule{HoursADay: 24, DaysAWeek: 7}
	for i, month := range e.Months {
		all := num(whole.In(month, h))
		g.stretch[i] = num(whole.In(month, scenario.HoursPerMonth{})) / all
		k.monthHours(schedules, month, h, all, i)
		for r, row := range k.rows {
			if !m.meters[row].in(i) {
				continue
			}
			rows := m.uses[m.meters[row].use].lines
			runs := m.runsOf(f, m.meters[row], i)
			for line := rows[0]; line < rows[1]; line++ {
				c := k.classOf[line]
				if q := f.quantity[line*f.n+i]; k.classes > 0 && q > 0 && g.hours[c][i] > 0 {
					if k.recorded[r] {
						q /= g.stretch[i]
					}
					g.own[r][c][i] += q / g.hours[c][i] * runs
				}
			}
			for n := range k.classes {
				for c := range k.classes {
					if g.hours[c][i] >= g.sorted[n][i] {
						g.running[n][r][i] += g.own[r][c][i]
					}
				}
			}
		}
		for b := range e.Benefits {
			k.benefitMonth(e, b, i, all)
		}
		for r, row := range k.rows {
			if !m.meters[row].in(i) {
				continue
			}
			mm := e.Month(m.meters[row].use, i)
			g.covered[r][i], g.licences[r][i], g.costs[r][i] = num(mm.CoveredQuantity()), num(mm.Licence), num(mm.Charges.Benefit)
		}
	}
}

// monthHours has the hours of the classes in a month, and of the parts of the month.
func (k *benefitBlock) monthHours(schedules []scenario.Schedule, month scenario.Month, h scenario.HoursPerMonth, all float64, i int) {
	g := &k.figures
	sorted := make([]float64, k.classes)
	for c := range k.classes {
		g.hours[c][i] = all
		if c > 0 {
			g.hours[c][i] = min(all, num(schedules[c-1].In(month, h)))
		}
		sorted[c] = g.hours[c][i]
	}
	slices.Sort(sorted)
	for n, hours := range sorted {
		g.sorted[n][i], g.bands[n][i] = hours, hours
		if n > 0 {
			g.bands[n][i] -= sorted[n-1]
		}
	}
}

// benefitMonth has the figures of a benefit's month.
func (k *benefitBlock) benefitMonth(e *estimate.Estimate, benefit, i int, whole float64) {
	b, g := &e.Benefits[benefit], &k.figures
	use, head := b.Use[i], g.heads[benefit]
	price, hour := 0.0, num(b.Hourly)
	if b.Kind.OfTerm() {
		each, _ := b.Each()
		price = float64(b.Count) * num(each)
		hour = float64(b.Count) * num(b.PerUnit())
	}
	if b.Active(e.Months[i]) {
		head[headTerm][i], head[headHour][i] = 1, hour
	}
	head[headCost][i], head[headUnused][i], head[headPaid][i] = num(use.Cost), num(use.Unused), num(use.Paid)
	head[headUsedCost][i] = num(use.Cost.Sub(use.Unused))
	head[headBought][i] = head[headHour][i] * whole
	if b.Kind.OfTerm() {
		head[headPart][i], head[headPaidPart][i] = num(use.Cost)/price, num(use.Paid)/price
	} else {
		head[headPart][i], head[headPaidPart][i] = head[headTerm][i]*whole, num(use.Paid.Div(b.Hourly))
	}
	for c := range k.classes {
		left := make([]float64, len(k.claims[benefit]))
		sums := map[float64]float64{}
		for n, claim := range k.claims[benefit] {
			left[n] = g.running[c][claim.row][i]
			for before := range benefit {
				for o, other := range k.claims[before] {
					if other.row == claim.row {
						left[n] -= g.covers[before][c][o][i]
					}
				}
			}
			g.wants[benefit][c][n][i] = left[n] * claim.each
			sums[claim.key()] += left[n] * claim.each
		}
		for n, claim := range k.claims[benefit] {
			if claim.each == 0 {
				continue
			}
			capacity := head[headHour][i]
			for _, turn := range slices.Sorted(maps.Keys(sums)) { // floats add up to the same in one order only
				if turn < claim.key() {
					capacity -= sums[turn]
				}
			}
			if sum := sums[claim.key()]; sum > 0 {
				covered := left[n] * max(0, min(1, capacity/sum))
				g.covers[benefit][c][n][i] = covered
				taken := covered * claim.each * g.bands[c][i]
				g.taken[benefit][n][i] += taken
				head[headUsed][i] += taken
			}
		}
	}
}
