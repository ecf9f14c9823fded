package workbook

import (
	"maps"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// benefitBlock is the block of a case's sheet that calculates its reservations and
// savings plans: where its rows are, and their figures.
//
// Classes are the schedules of the usage that benefits could cover, the shortest
// first: what runs in a class runs in the hours of all shorter ones, too. The
// hours by which a class is longer than the one before are a band, in which the
// same machines run all the time.
type benefitBlock struct {
	live     bool // formulas; else the program's figures stand there as values
	classes  []class
	rows     []int         // of meters that some benefit could cover: indices into caseModel.meters
	place    map[int]int   // where such a row is among rows
	claims   [][]claimOf   // by benefit
	classOf  map[int]int   // of lines of these meters
	recorded []bool        // of rows: all their usage is as recorded, with the hours of calendar months
	figures  benefitFigure // by month

	title, hours, bands      int
	stretch                  int   // the row of a calendar month's hours in one of the month's; 0 where nothing is as recorded
	heads                    []int // of each benefit's headRows
	running                  int   // rows × classes, the shortest class first
	wants, covers            [][]int
	taken                    []int
	covered, licences, costs int // a row for each of rows
	end                      int // the row behind the block
}

// class is a schedule: hours a day on days a week, or hours a month.
type class struct {
	day, week int
	hours     float64
	whole     bool // all hours of the month
}

// claimOf is a benefit's claim on one of the block's rows.
type claimOf struct {
	row  int // in benefitBlock.rows
	each float64
	turn int
}

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
func (m *caseModel) benefits(h scenario.HoursPerMonth) *benefitBlock {
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
	for r, row := range m.meters {
		for b := range e.Benefits {
			c := claims[b][row.from][row.use]
			for i := row.from; i <= row.to; i++ {
				k.live = k.live && claims[b][i][row.use].Turn == c.Turn && claims[b][i][row.use].Each.Equal(c.Each)
			}
			if c.Each.IsZero() || !row.priced {
				continue
			}
			if _, ok := k.place[r]; !ok {
				k.place[r] = len(k.rows)
				k.rows = append(k.rows, r)
			}
			k.claims[b] = append(k.claims[b], claimOf{k.place[r], num(c.Each), c.Turn})
		}
	}
	k.recordedRows(m, h)
	k.schedules(m, h)
	if !k.live {
		k.classes, k.classOf = nil, map[int]int{}
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

// schedules lists the classes; the block is not live where their order changes
// from month to month.
func (k *benefitBlock) schedules(m *caseModel, h scenario.HoursPerMonth) {
	always := scenario.Schedule{HoursADay: 24, DaysAWeek: 7}
	var list []scenario.Schedule
	at := func(l *caseLine) scenario.Schedule {
		if l.Quantity.Hours == nil {
			return always
		}
		return *l.Quantity.Hours
	}
	add := func(s scenario.Schedule) {
		if !slices.ContainsFunc(list, func(have scenario.Schedule) bool { return have.String() == s.String() }) {
			list = append(list, s)
		}
	}
	add(always)
	each := func(f func(line int, s scenario.Schedule)) {
		done := map[int]bool{}
		for _, r := range k.rows {
			use := m.meters[r].use
			for line := m.uses[use].lines[0]; !done[use] && line < m.uses[use].lines[1]; line++ {
				f(line, at(&m.lines[line]))
			}
			done[use] = true
		}
	}
	each(func(_ int, s scenario.Schedule) { add(s) })
	order := func(month scenario.Month) func(a, b scenario.Schedule) int {
		return func(a, b scenario.Schedule) int {
			whole := always.In(month, h)
			if n := a.In(month, h).Min(whole).Cmp(b.In(month, h).Min(whole)); n != 0 {
				return n
			}
			return int(one(a.String() == always.String()) - one(b.String() == always.String()))
		}
	}
	slices.SortStableFunc(list, order(m.e.Months[0]))
	for _, month := range m.e.Months {
		k.live = k.live && slices.IsSortedFunc(list, order(month))
	}
	for _, s := range list {
		k.classes = append(k.classes, class{s.HoursADay, s.DaysAWeek, num(s.Hours), s.String() == always.String()})
	}
	each(func(line int, s scenario.Schedule) {
		k.classOf[line] = slices.IndexFunc(list, func(have scenario.Schedule) bool { return have.String() == s.String() })
	})
}

// allot gives the block its rows, from a row on.
func (k *benefitBlock) allot(row int) int {
	take := func(n int) int { row += n; return row - n }
	k.title = take(1)
	take(1) // heads
	k.hours, k.bands = take(len(k.classes)), take(len(k.classes))
	if k.live && slices.Contains(k.recorded, true) {
		k.stretch = take(1)
	}
	for range k.claims {
		k.heads = append(k.heads, take(headRows))
	}
	k.running = take(len(k.rows) * len(k.classes))
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
	hours, bands             [][]float64     // by class
	heads                    [][][]float64   // by benefit and row
	running                  [][][]float64   // by class and row
	wants, covers            [][][][]float64 // by benefit, class and claim
	taken                    [][][]float64   // by benefit and claim
	covered, licences, costs [][]float64     // by row
}

// benefitFigures takes the figures from the estimate, and those between by the
// formulas that the sheet has.
func (m *caseModel) benefitFigures(f *figures, h scenario.HoursPerMonth) {
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
	g.hours, g.bands = table(len(k.classes)), table(len(k.classes))
	for range k.classes {
		g.running = append(g.running, table(len(k.rows)))
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
		for c, s := range k.classes {
			g.hours[c][i] = min(all, num(scenario.Schedule{HoursADay: s.day, DaysAWeek: s.week}.In(month, h)))
			if s.day == 0 {
				g.hours[c][i] = min(all, s.hours)
			}
			g.bands[c][i] = g.hours[c][i]
			if c > 0 {
				g.bands[c][i] -= g.hours[c-1][i]
			}
		}
		for c := len(k.classes) - 1; c >= 0; c-- {
			for r, row := range k.rows {
				if c+1 < len(k.classes) {
					g.running[c][r][i] = g.running[c+1][r][i]
				}
				if !m.meters[row].in(i) || g.hours[c][i] == 0 {
					continue
				}
				rows := m.uses[m.meters[row].use].lines
				runs := m.runsOf(f, m.meters[row], i)
				for line := rows[0]; line < rows[1]; line++ {
					if q := f.quantity[line*f.n+i]; k.classOf[line] == c && q > 0 {
						if k.recorded[r] {
							q /= g.stretch[i]
						}
						g.running[c][r][i] += q / g.hours[c][i] * runs
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

// benefitMonth has the figures of a benefit's month.
func (k *benefitBlock) benefitMonth(e *estimate.Estimate, benefit, i int, whole float64) {
	b, g := &e.Benefits[benefit], &k.figures
	use, head := b.Use[i], g.heads[benefit]
	price, hour := 0.0, num(b.Hourly)
	if b.Kind == ratebook.Reservation {
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
	if b.Kind == ratebook.Reservation {
		head[headPart][i], head[headPaidPart][i] = num(use.Cost)/price, num(use.Paid)/price
	} else {
		head[headPart][i], head[headPaidPart][i] = head[headTerm][i]*whole, num(use.Paid.Div(b.Hourly))
	}
	for c := range k.classes {
		left := make([]float64, len(k.claims[benefit]))
		sums := map[int]float64{}
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
			sums[claim.turn] += left[n] * claim.each
		}
		for n, claim := range k.claims[benefit] {
			capacity := head[headHour][i]
			for _, turn := range slices.Sorted(maps.Keys(sums)) { // floats add up to the same in one order only
				if turn < claim.turn {
					capacity -= sums[turn]
				}
			}
			if sum := sums[claim.turn]; sum > 0 {
				covered := left[n] * max(0, min(1, capacity/sum))
				g.covers[benefit][c][n][i] = covered
				taken := covered * claim.each * g.bands[c][i]
				g.taken[benefit][n][i] += taken
				head[headUsed][i] += taken
			}
		}
	}
}
