package workbook

import "azwhatif/scenario"

// The columns of a case's sheet: labels, four parameters of the block, months,
// the total; then, for lines, what groups they belong to.
const (
	colNo = iota
	colName
	colMeter
	colRegion
	colUnit
	colP1
	colP2
	colP3
	colP4
	colMonth // the first month
)

// The rows at the top of a case's sheet.
const (
	rowTerms  = 5 // the case's inputs: discount; amount, months and a further term of the commitment
	rowIndex  = 9 // the months' numbers
	rowMonths = 10
	rowFirst  = 11 // the first block's title
)

// blocks are where the blocks of a case's sheet begin: the rows of their first
// figures. Blocks that the case does not need are 0.
type blocks struct {
	term       termRows
	subs       int // a group of subRows for each subscription
	quantity   int // A: lines
	use        int // B: meters
	billable   int // C
	gross      int // D
	base       int // E
	net        int // F
	charged    int // G; F where the case has no such terms
	counted    int // M: toward a MACC, where a credit or a prepayment pays before it
	share      int // H: lines
	sum, after int // the total's column, and the first one after it and the parts of the period

	charges map[string]int // the rows of what monthly charges are, by the names that formulas call

	years, quarters []subperiod // the parts of the period; their columns follow the total's
}

// termRows are the rows of the block "Month by month".
type termRows struct {
	gross, eligible, keptGross, base, keptBase, tiers, rate                      int
	inTerm, net, opening, bought, drawn, unused, closing, cover, scale           int // of a prepayment or a plan; 0 in a case with a MACC alone
	inMACC, due, missing, target, paid, returned, counted, short, open, takes    int // of a MACC
	usage, discount, lost, overage, credit, recurring, total, engine, difference int
	creditOf                                                                     int
	levels                                                                       int // tiers of the discount
	benefit                                                                      int // 0 without reservations and savings plans
	market                                                                       int // 0 without purchases of the Marketplace
}

// subRows are the rows that each subscription has.
const (
	subGross = iota
	subCovered
	subCredit
	subCreditRate
	subRecurringRate
	subUnshared
	subCounted // only with a MACC
	subRows
)

// place says where the blocks go.
func (m *caseModel) place(months []scenario.Month) {
	at := &m.at
	at.sum = colMonth + len(months)
	at.years, at.quarters = subperiods(months, 12), subperiods(months, 3)
	at.after = at.sum + 1 + len(at.years) + len(at.quarters)
	row := rowFirst
	take := func() int { row++; return row - 1 }
	block := func(rows int) int { // title, heads, rows, sum, an empty row
		first := row + 2
		row = first + rows + 2
		return first
	}
	t := &at.term
	row++ // title
	t.usage, t.overage, t.discount, t.lost = take(), take(), take(), take()
	t.credit, t.recurring = take(), take()
	if m.benefit != nil {
		t.benefit = take()
	}
	if m.buys() {
		t.market = take()
	}
	t.total, t.engine, t.difference = take(), take(), take()
	row += 2 // an empty row and a title
	t.gross, t.eligible, t.keptGross, t.base, t.keptBase = take(), take(), take(), take(), take()
	t.levels = m.levels()
	t.tiers = row
	row += 3 * t.levels
	t.rate = take()
	if m.prepays() {
		t.inTerm, t.net, t.opening = take(), take(), take()
		if m.paysBenefits() {
			t.bought = take()
		}
		t.drawn, t.unused, t.closing = take(), take(), take()
		t.cover, t.scale = take(), take()
	}
	if m.macc() {
		t.inMACC, t.due, t.missing, t.target, t.paid, t.returned = take(), take(), take(), take(), take(), take()
		t.counted, t.short, t.open, t.takes = take(), take(), take(), take()
	}
	t.creditOf = take()
	at.charges = map[string]int{}
	for _, k := range monthlyCharges {
		if k.always || k.has(m.e) {
			at.charges[k.name] = take()
		}
	}
	row++
	if m.monthly {
		at.subs = row + 2
		row = at.subs + m.subMeasures()*len(m.subs) + 1
	}
	at.quantity = block(len(m.lines))
	at.use = block(len(m.meters))
	if len(m.parts) > 0 {
		row += 2
		for _, p := range m.parts {
			p.at = row
			row += p.rows()
		}
		row += 2
	}
	if m.benefit != nil {
		row = m.benefit.allot(row)
	}
	at.billable = block(len(m.meters))
	at.gross = block(len(m.meters))
	if m.drawing {
		at.base = block(len(m.meters))
	}
	at.net = block(len(m.meters))
	at.charged = at.net
	if m.monthly {
		at.charged = block(len(m.meters))
	}
	if m.paysFirst() {
		at.counted = block(len(m.meters))
	}
	at.share = block(len(m.lines))
}

// lastCharge is the row of the last of the charges that make the total.
func (t termRows) lastCharge() int { return max(t.recurring, t.benefit, t.market) }

// levels is the largest number of tiers that the discounts on what a commitment
// pays for have.
func (m *caseModel) levels() int {
	n := 0
	for i := range m.e.Months {
		levels, _ := m.e.DiscountLevels(i)
		n = max(n, len(levels))
	}
	return n
}

// macc tells whether the case has a MACC; prepays whether its sheet has a prepayment,
// which an input can bring into any case but one with a MACC alone.
func (m *caseModel) macc() bool    { return m.e.MACC() != nil }
func (m *caseModel) prepays() bool { return m.e.Prepaid() != nil || !m.macc() }

// both tells whether the case has a MACC and a prepayment.
func (m *caseModel) both() bool { return m.e.Prepaid() != nil && m.macc() }

// paysBenefits tells whether the case's prepayment pays for reservations and savings
// plans.
func (m *caseModel) paysBenefits() bool { return m.benefit != nil && m.e.PrepaysBenefits() }

// paysFirst tells whether something pays for usage before it can count toward a MACC.
func (m *caseModel) paysFirst() bool { return m.macc() && (m.prepays() || m.monthly) }

// subMeasures are how many rows each subscription has.
func (m *caseModel) subMeasures() int {
	if m.macc() {
		return subRows
	}
	return subCounted
}

// brief is the first column of the quarters where they have pages of their own, and 0
// where they stand on the total's.
func (at *blocks) brief() int {
	if len(at.years) == 0 {
		return 0
	}
	return at.sum + 1 + len(at.years)
}

// pages are the ways to cut the case's sheet: labels, months, the total and the years,
// the quarters.
func (m *caseModel) pages(months []scenario.Month) [][]int {
	behind := []int{m.at.sum}
	if brief := m.at.brief(); brief > 0 {
		behind = append(behind, brief)
		for n := 12; n < len(m.at.quarters); n += 12 {
			behind = append(behind, brief+n)
		}
	}
	return monthCuts(months, colMonth, behind...)
}
