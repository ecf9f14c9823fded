package estimate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// reserveAll is the plan with a reservation, of a term, for each machine that runs all
// the time from some month on until the scenario's end (reserve: {what: all}). Where a
// term ends before the scenario does, what still runs is reserved again. It asks for no
// price but the card's, and weighs nothing: what runs less than all the time is paid as
// it is used.
func (p *Plan) reserveAll(months int) (*Plan, error) {
	all := p.alwaysRunning()
	with := *p
	with.bought, with.unreserved = p.owned(), nil
	offered := false
	p.together(all)
	for u := range p.meters {
		if p.coverable[u] == nil || all[u][len(p.Months)-1].IsZero() {
			continue
		}
		rate := p.machine(u)
		price, ok := rate.BesideIn(ratebook.Reservation, months, p.terms[len(p.Months)-1].end)
		hourly, timed := perHour(rate.Meter.Unit)
		if !ok || !timed {
			with.unreserved = append(with.unreserved, u)
			continue
		}
		offered = true
		b := reservationUse(scenario.Reservation{Kind: ratebook.Reservation, Months: months, Payment: scenario.Monthly, Flexible: true}, rate.Meter, price.Amount, hourly)
		with.bought = append(with.bought, p.reserve(b, all[u])...)
	}
	if !offered && p.Card.Terms.Source != ratebook.Retail {
		return nil, p.Case.Errorf("case %q: reserve finds nothing to reserve: %s", p.Case.Name, p.noOffer())
	}
	inTurn(with.bought)
	return &with, nil
}

// together puts what runs of one machine in all subscriptions, which share reservations,
// into the first of its meters.
func (p *Plan) together(running [][]money.Decimal) {
	type key struct {
		meter  ratebook.MeterID
		region ratebook.Region
	}
	first := map[key]int{}
	for u := range p.meters {
		if p.coverable[u] == nil {
			continue
		}
		m := p.machine(u).Meter
		at, known := first[key{m.ID, m.Region}]
		if !known {
			first[key{m.ID, m.Region}] = u
			continue
		}
		for i, n := range running[u] {
			running[at][i] = running[at][i].Add(n)
		}
		running[u] = make([]money.Decimal, len(p.Months))
	}
}

// reserve buys as many of one as run from each month on, by month in running, of the
// meter's unit in an hour.
func (p *Plan) reserve(one BenefitUse, running []money.Decimal) (bought []BenefitUse) {
	for m, month := range p.Months {
		need := wholeMachines(running[m].Div(one.unit))
		for _, b := range bought {
			if b.Active(month) {
				need -= b.Count
			}
		}
		if need > 0 {
			b := one
			b.From, b.Count = month, need
			b.spread(p.Months, p.hours)
			bought = append(bought, b)
		}
	}
	return bought
}

// wholeMachines leaves parts of a machine out, but for what rounding takes off a whole one.
func wholeMachines(n money.Decimal) int {
	n = n.Add(ofMachine)
	if down := n.Round(0); n.Less(down) {
		n = down.Sub(money.One)
	} else {
		n = down
	}
	return int(n.Min(money.Int(maxReserved)).Float64())
}

// alwaysRunning is, by meter and month, what runs in every hour from the month on until
// the scenario's end, besides what is covered by what one has already.
func (p *Plan) alwaysRunning() [][]money.Decimal {
	all := make([][]money.Decimal, len(p.meters))
	for u := range all {
		all[u] = make([]money.Decimal, len(p.Months))
	}
	covered := p.cover(pricing{bought: p.owned()})
	for m := range p.Months {
		bands := covered.bands[m]
		if len(bands) == 0 {
			continue
		}
		for _, r := range bands[len(bands)-1].Running { // the longest hours are the whole month's
			all[r.Use][m] = r.left
		}
	}
	for u := range all {
		for m := len(p.Months) - 2; m >= 0; m-- {
			all[u][m] = all[u][m].Min(all[u][m+1])
		}
	}
	return all
}

// unreservedWords says what could not be reserved; "" where all was.
func (p *Plan) unreservedWords(months int) string {
	var names []string
	for _, u := range p.unreserved {
		if name := p.meters[u].Meter.Name + " in " + p.meters[u].Meter.Region.Display(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	more := ""
	if len(names) > 5 {
		more = fmt.Sprintf(" and %d more", len(names)-5)
		names = names[:5]
	}
	return fmt.Sprintf("the card has no reservation of %d months for %s%s: it is paid as it is used", months, strings.Join(names, ", "), more)
}

// Unreserved says what of the case's machines the card has no reservation for, though
// it asks for reservations of all; "" where that is nothing.
func (e *Estimate) Unreserved() string {
	if months, all := e.Case.Find.ReserveAll(); all {
		return e.Plan.unreservedWords(months)
	}
	return ""
}
