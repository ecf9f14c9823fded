package estimate

import (
	"context"
	"slices"
	"time"

	"azwhatif/internal/parallel"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Plan is a case compiled once: its lines with their quantities, the meters that price
// them with the rate in force in each month, and the terms of each month. It is priced
// as often as one likes: as stated (Price), at other levels of usage (At), for other
// quantities (Times). Nothing of a Plan changes after it is made, so any number of
// goroutines may price it.
type Plan struct {
	Case   scenario.Case
	Card   ratebook.Header   // the newest of Cards
	Cards  []ratebook.Header // that the prices are from, newest first
	Months []scenario.Month

	hours  scenario.HoursPerMonth
	inCase func(d money.Decimal, in money.Currency) money.Decimal // exchanges an amount to the case's currency
	rules  scenario.Rules
	cycles []int        // the imports' days on which billing months start, where one is not the first
	terms  []monthTerms // by month
	doubts map[ratebook.MeterID]string

	lines        []Line // without amounts
	firstLines   []int  // by workload: the first of its lines
	machineUses  []MachineUse
	sizings      []scenario.Sizing // of its machines, each once
	machineLines *machineLines     // nil where the scenario has no machines
	meters       []MeterUse        // by subscription and meter, in the order of the lines
	stated       table             // by meter: the sum of its lines' quantities
	ladders      [][]*ratebook.Ladder
	eligible     [][]Eligible    // by meter and month
	changes      [][]*monthParts // by meter and month: where the price changes within it; nil where none does
	unknown      []unknownDays
	pools        [][]int // meters whose tiers count together; see MeterUse.Pooled
	subs         []subscription
	coverable    [][]ratebook.Rate // by meter: see machines; nil without benefits
	bought       []BenefitUse      // that the case states, or that were found
	purchases    []PurchaseUse     // of the Marketplace

	found      *FoundBenefits
	unreserved []int // meters that run all the time, and have no reservation on the card; of reserveAll
	missing    []scenario.Missing
	notes      notes
}

// notes are what compiling a case leaves to be said of its estimate.
type notes struct {
	ofLines  []Warning
	without  []withoutRate
	scenario []string
	licences []Warning
	counting []Warning
	exchange string
	changes  []Warning
	times    bool // the quantities are not the scenario's
}

// withoutRate is a line that the card has no rate for.
type withoutRate struct {
	line   int
	reason string
}

// Compile makes a plan of each case of a scenario, each on the newest card of its
// terms that was fetched not after asOf (whenever, where that is the zero time). An
// error of the scenario is a *scenario.Error, of a card that is not there a
// *ratebook.NoCardError.
func Compile(ctx context.Context, book Ratebook, s *scenario.Scenario, asOf time.Time) ([]*Plan, error) {
	r := &resolver{book: book, asOf: asOf, s: s}
	var err error
	if r.accounts, err = s.Accounts(); err != nil {
		return nil, err
	}
	if err := r.machinesOf(ctx); err != nil {
		return nil, err
	}
	if err := r.name(ctx); err != nil {
		return nil, err
	}
	cards, err := r.cards(ctx)
	if err != nil {
		return nil, err
	}
	plans := make([]*Plan, len(s.Cases))
	// What the first case makes of the usage serves the others as well.
	if plans[0], err = r.compile(0, cards[s.Cases[0].Terms]); err != nil {
		return nil, err
	}
	err = parallel.Do(ctx, len(plans)-1, func(i int) (err error) {
		plans[i+1], err = r.compile(i+1, cards[s.Cases[i+1].Terms])
		return err
	})
	if err != nil {
		return nil, err
	}
	return plans, nil
}

// Times is the plan with so many times the quantities of its lines, by line and month.
func (p *Plan) Times(n func(line, month int) money.Decimal) *Plan {
	q, months := *p, len(p.Months)
	q.notes.times = true
	q.lines = make([]Line, len(p.lines))
	rows := newTable(len(p.lines), months)
	for i, l := range p.lines {
		for m := range months {
			rows[i][m] = l.Quantities[m].Mul(n(i, m))
		}
		l.Quantities = rows[i]
		q.lines[i] = l
	}
	q.stated = q.sumLines()
	return &q
}

// WithBenefitsOf is the plan with the reservations and savings plans of another one
// of its case, those that were found included.
func (p *Plan) WithBenefitsOf(other *Plan) *Plan {
	q := *p
	q.bought, q.coverable, q.found = other.bought, other.coverable, other.found
	return &q
}

// WithCommitments is the plan of the same case with other commitments, or none.
func (p *Plan) WithCommitments(list []scenario.Commitment) *Plan {
	q := *p
	q.Case.Commitments = list
	return &q
}

// over is the plan for so many months from its first one on, each with the mean of
// the scenario's months' usage and purchases, at the rates in force in it: so that terms of any
// length can be compared by their mean month. No term is renewed; of benefits that one
// has already, see stretched. levels are those of
// usage; nil as stated.
func (p *Plan) over(months int, levels Levels) *Plan {
	q := *p
	q.Months = make([]scenario.Month, months)
	for m := range q.Months {
		q.Months[m] = p.Months[0].Add(m)
	}
	q.readTerms()
	q.changes, q.unknown = make([][]*monthParts, len(p.meters)), nil
	q.bought = p.stretched(months)
	q.purchases = q.meanPurchases(len(p.Months))
	q.lines = make([]Line, len(p.lines))
	for i, l := range p.lines {
		mean := l.Total()
		if levels != nil {
			mean = mean.Mul(levels[l.WorkloadIndex])
		}
		mean = mean.Div(money.Int(int64(len(p.Months))))
		l.Quantities = slices.Repeat([]money.Decimal{mean}, months)
		q.lines[i] = l
	}
	q.stated = q.sumLines()
	q.ladders = make([][]*ratebook.Ladder, len(p.meters))
	q.eligible = make([][]Eligible, len(p.meters))
	for u := range q.meters {
		q.ladders[u] = q.laddersOf(q.meters[u].Rates, p.ladders[u])
		q.eligible[u] = q.eligibleIn(q.meters[u].Meter)
	}
	return &q
}

// sumLines sums the lines by meter (step 2). The row of a meter's only line is its own.
func (p *Plan) sumLines() table {
	sums := make(table, len(p.meters))
	for u := range p.meters {
		lines := p.meters[u].Lines
		if len(lines) == 1 {
			sums[u] = p.lines[lines[0]].Quantities
			continue
		}
		sums[u] = make([]money.Decimal, len(p.Months))
		for _, i := range lines {
			for m, n := range p.lines[i].Quantities {
				sums[u][m] = sums[u][m].Add(n)
			}
		}
	}
	return sums
}

// laddersOf are the rates in force by month, ready to charge; one that does not
// change, or is among those that are made already, is not made again.
func (p *Plan) laddersOf(rates []ratebook.Rate, made []*ratebook.Ladder) []*ratebook.Ladder {
	list := make([]*ratebook.Ladder, len(p.Months))
	for m := range p.Months {
		rate := ratebook.InForce(rates, p.terms[m].end)
		if rate == nil {
			list[m] = noLadder
			continue
		}
		same := func(l *ratebook.Ladder) bool { return l.Rate == rate }
		if m > 0 && same(list[m-1]) {
			list[m] = list[m-1]
		} else if k := slices.IndexFunc(made, same); k >= 0 {
			list[m] = made[k]
		} else {
			list[m] = rate.Ladder()
		}
	}
	return list
}

// noRate is in force where no rate is.
var (
	noRate   ratebook.Rate
	noLadder = noRate.Ladder()
)

// inForce is the rate of a month; without tiers where there is none.
func (p *Plan) inForce(rates []ratebook.Rate, month int) *ratebook.Rate {
	if r := ratebook.InForce(rates, p.terms[month].end); r != nil {
		return r
	}
	return &noRate
}
