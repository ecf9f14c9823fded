package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// caseModel is a case as its sheet has it: the same figures as the estimate,
// in the order of the rows.
type caseModel struct {
	index   int
	e       *estimate.Estimate
	sheet   string
	lines   []caseLine // by meter; then those without a price; then that without usage
	meters  []meterRow
	uses    []useRows // by index into Estimate.Meters
	parts   []*monthParts
	partsOf []*monthParts // by index into Estimate.Meters; nil for most
	subs    []string
	drawing bool          // there are discounts on what a commitment pays for: block E is needed
	monthly bool          // the card has credits or recurring charges: block G is needed
	benefit *benefitBlock // nil without reservations and savings plans
	at      blocks
	inputs  int                // its row on Inputs
	charges []estimate.Charges // by month
	total   money.Amount
}

// caseLine is a line's row in blocks A and H.
type caseLine struct {
	*estimate.Line
	index int // in Estimate.Lines
	usage int // in book.lines; -1 where there is no usage
	use   int // in caseModel.uses; -1 where it has no price
}

// useRows are the rows of one use of a meter: lines and meters lines[0] to
// lines[1], and so on, the last not included.
type useRows struct {
	lines, meters [2]int
	simple        bool // one row, priced in every month
	loser         int  // the row that bears the lost commitment
}

// model puts the comparison's figures into the order of the sheets.
func (b *book) model() {
	names := make([]string, len(b.c.Estimates))
	for i, e := range b.c.Estimates {
		names[i] = e.Case.Name
	}
	sheets := sheetNames(names, b.file.GetSheetList())
	variants := map[string]int{}
	for i, e := range b.c.Estimates {
		m := &caseModel{index: i, e: e, sheet: sheets[i], total: money.Amount{Currency: e.Currency()}}
		for month := range e.Months {
			m.charges = append(m.charges, e.ChargesIn(month))
			m.total.Value = m.total.Value.Add(m.charges[month].Total())
		}
		m.drawing = m.levels() > 0
		m.monthly = len(e.Card.OfferTerms.Credits) > 0 || len(m.monthlyCharges()) > 0
		b.cases = append(b.cases, m)
		m.order()
		b.rates.addMeters(b.document().cards, m)
		for k := range m.lines {
			m.lines[k].usage = b.variant(variants, m, m.lines[k])
		}
	}
	b.sortVariants()
	b.listSchedules()
	for _, m := range b.cases {
		m.benefit = m.benefits(b)
		m.place(b.months())
	}
	b.rates.sort()
	b.group()
}

// order sorts lines by meter, and splits meters by the rate and the terms in
// force.
func (m *caseModel) order() {
	e := m.e
	done := make([]bool, len(e.Lines))
	subs := map[string]int{}
	sub := func(name string) int {
		if _, ok := subs[name]; !ok {
			subs[name] = len(m.subs)
			m.subs = append(m.subs, name)
		}
		return subs[name]
	}
	for i := range e.Lines {
		if !e.Lines[i].Unshared {
			sub(e.Lines[i].Subscription)
		}
	}
	m.uses = make([]useRows, len(e.Meters))
	for _, u := range pooledTogether(e.Meters) {
		use := &e.Meters[u]
		rows := useRows{lines: [2]int{len(m.lines), len(m.lines) + len(use.Lines)}}
		for _, i := range use.Lines {
			m.lines = append(m.lines, caseLine{Line: &e.Lines[i], index: i, use: u})
			done[i] = true
		}
		rows.meters[0] = len(m.meters)
		m.meters = append(m.meters, stretches(e, u, sub(use.Subscription))...)
		rows.meters[1] = len(m.meters)
		rows.simple = rows.meters[1]-rows.meters[0] == 1 && m.meters[rows.meters[0]].priced
		rows.loser = m.loser(rows)
		m.uses[u] = rows
	}
	unshared, unused := -1, -1
	var bought []caseLine
	for i := range e.Lines {
		switch {
		case done[i]:
		case e.Lines[i].Purchase != nil:
			bought = append(bought, caseLine{Line: &e.Lines[i], index: i, usage: -1, use: -1})
		case e.Lines[i].Unused:
			unused = i
		case e.Lines[i].Unshared:
			unshared = i
		default:
			m.lines = append(m.lines, caseLine{Line: &e.Lines[i], index: i, use: -1})
		}
	}
	if unshared >= 0 {
		m.lines = append(m.lines, caseLine{Line: &e.Lines[unshared], index: unshared, usage: -1, use: -1})
	} else if len(m.monthlyCharges()) > 0 || len(e.Commitments) > 0 {
		// the reader may change usage so that it is needed
		none := estimate.UnsharedLine(false, len(e.Months))
		m.lines = append(m.lines, caseLine{Line: &none, index: -1, usage: -1, use: -1})
	}
	if unused >= 0 {
		m.lines = append(m.lines, caseLine{Line: &e.Lines[unused], index: unused, usage: -1, use: -1})
	} else if len(e.Benefits) > 0 { // likewise
		none := estimate.UnsharedLine(true, len(e.Months))
		m.lines = append(m.lines, caseLine{Line: &none, index: -1, usage: -1, use: -1})
	}
	m.lines = append(m.lines, bought...)
}

// loser is the row of a use that bears what is lost of the commitment: the one
// in force when the term ends, where it is priced.
func (m *caseModel) loser(rows useRows) int {
	term := len(m.e.Months)
	if len(m.e.Commitments) > 0 {
		term = 0
		for _, c := range m.e.Commitments {
			term = max(term, min(c.Months, len(m.e.Months)))
		}
	}
	last := rows.meters[0]
	for r := rows.meters[0]; r < rows.meters[1]; r++ {
		if m.meters[r].priced && m.meters[r].from < term {
			last = r
		}
	}
	return last
}

// usageLine is a row of the Usage sheet: a line of the scenario, as one or
// several cases count it. Cases with other hours, or a meter of another unit,
// have a row of their own.
type usageLine struct {
	line       int // in the estimates' lines
	first      caseLine
	cases      []int
	main       int // the line's first row among book.lines; its inputs are the others' too
	ofWorkload int // the row among book.lines that has the inputs of its workload
	demand     demand
	key        string
	schedule   int // its number on Inputs; 0 for none
}

// demand is what the scenario states for a line.
type demand struct {
	amount   float64
	factor   float64
	known    bool // whether the meter's unit is
	recorded bool // each month has a quantity of its own, in place of amount
}

// variant finds or makes the row of Usage that a case's line takes from.
func (b *book) variant(seen map[string]int, m *caseModel, l caseLine) int {
	if l.Unshared {
		return -1
	}
	q := l.Quantity
	hours := ""
	if q.Hours != nil {
		hours = q.Hours.String()
	}
	key := strconv.Itoa(l.index) + "|" + hours + "|" + q.Factor.String()
	at, ok := seen[key]
	if !ok {
		at = len(b.lines)
		seen[key] = at
		b.lines = append(b.lines, usageLine{line: l.index, first: l, demand: demandOf(l), key: key})
	}
	b.lines[at].cases = append(b.lines[at].cases, m.index)
	return at
}

// demandOf is what the scenario asks of a line: a count or a quantity.
func demandOf(l caseLine) demand {
	q := l.Quantity
	d := demand{amount: num(l.Number), factor: 1, known: l.Meter.Name != "", recorded: q.Recorded != nil}
	if !q.Factor.IsZero() {
		d.factor = num(q.Factor)
	}
	return d
}

// sortVariants puts the rows of Usage into the scenario's order, a line's
// further rows behind its first.
func (b *book) sortVariants() {
	order := make([]int, len(b.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return b.lines[x].line - b.lines[y].line })
	sorted := make([]usageLine, len(order))
	to := make([]int, len(order))
	for i, from := range order {
		sorted[i], to[from] = b.lines[from], i
		sorted[i].main = i
		if i > 0 && sorted[i-1].line == sorted[i].line {
			sorted[i].main = sorted[i-1].main
		}
	}
	b.lines = sorted
	b.workloadRows()
	for _, m := range b.cases {
		for k := range m.lines {
			if at := m.lines[k].usage; at >= 0 {
				m.lines[k].usage = to[at]
			}
		}
	}
}

// workloadRows finds the row that has the growth and the months of each workload: its
// first that shows them.
func (b *book) workloadRows() {
	first, of := -1, -1
	for i := range b.lines {
		u := &b.lines[i]
		if at := u.first.WorkloadIndex; at != of {
			first, of = -1, at
		}
		if first < 0 && u.demand.known && !u.demand.recorded {
			first = i
		}
		u.ofWorkload = first
	}
}

// caseNames says which cases something is true of.
func (b *book) caseNames(cases []int) string {
	if len(cases) == len(b.cases) {
		return "all cases"
	}
	var names []string
	for _, i := range cases {
		if len(names) == 2 && len(cases) > 3 {
			names = append(names, fmt.Sprintf("and %d more", len(cases)-2))
			break
		}
		names = append(names, b.cases[i].e.Case.Name)
	}
	return strings.Join(names, ", ")
}

func (b *book) months() []scenario.Month { return b.c.Scenario.Period() }

// question says what the workbook answers.
func (b *book) question() string {
	months := b.months()
	s := fmt.Sprintf("What would it cost, %s to %s?", months[0], months[len(months)-1])
	if len(months) == 1 {
		s = fmt.Sprintf("What would it cost in %s?", months[0])
	}
	if n := len(b.cases); n > 1 {
		s += fmt.Sprintf(" %d cases side by side.", n)
	}
	return s
}

// num is the nearest float of a decimal. It is what Float64 gives, sooner.
func num(d money.Decimal) float64 {
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return d.Float64()
	}
	return f
}
