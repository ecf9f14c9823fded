package estimate

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Folded is the plan for finding totals at many levels of usage: the same totals at
// every level that is not below zero, digit by digit, from fewer meters. Those whose
// charges grow in proportion with their usage, and that the same terms are for, become
// one: its quantities are their charges as stated, and its price is 1. varied tells which
// workloads have a level, all the same one; the others have 1. A plan with benefits, or
// with tiers that count several subscriptions, stays as it is.
//
// Note: what a prepayment does not reach is shared by divisions, which are rounded meter
// by meter at money.Places: there the totals may differ in the last places.
func (p *Plan) Folded(varied func(workload int) bool) *Plan {
	if len(p.bought) > 0 || p.pools != nil {
		return p
	}
	q := *p
	q.lines = slices.Clip(p.lines)
	q.meters, q.stated, q.ladders, q.eligible, q.changes, q.unknown = nil, nil, nil, nil, nil, nil
	folds := map[int]bool{} // the meters that others become a part of
	for u := range p.meters {
		if !p.inProportion(u, varied) {
			q.add(p.meters[u], p.stated[u], p.ladders[u], p.eligible[u], p.changes[u])
			continue
		}
		to := slices.IndexFunc(q.meters, func(k MeterUse) bool { return folds[k.Index] && q.sameTerms(k.Index, p, u, varied) })
		if to < 0 {
			to = len(q.meters)
			folds[to] = true
			q.add(p.meters[u], make([]money.Decimal, len(p.Months)), slices.Repeat([]*ratebook.Ladder{priceOne}, len(p.Months)), p.eligible[u], nil)
		}
		for m, n := range p.stated[u] {
			amount, _ := p.ladders[u][m].Charge(n)
			q.stated[to][m] = q.stated[to][m].Add(amount)
		}
	}
	q.subs = q.subscriptions()
	return &q
}

// priceOne charges as much as the quantity.
var priceOne = (&ratebook.Rate{Tiers: []ratebook.Tier{{UnitPrice: money.One}}}).Ladder()

// add adds a meter with its columns.
func (p *Plan) add(use MeterUse, stated []money.Decimal, ladders []*ratebook.Ladder, eligible []Eligible, changes []*monthParts) {
	use.Index = len(p.meters)
	p.meters, p.stated, p.ladders = append(p.meters, use), append(p.stated, stated), append(p.ladders, ladders)
	p.eligible, p.changes = append(p.eligible, eligible), append(p.changes, changes)
}

// inProportion tells whether a meter's charge is in each month its usage times one price,
// at each level: of its lines, all have it or none.
func (p *Plan) inProportion(use int, varied func(workload int) bool) bool {
	u := &p.meters[use]
	level := varied(p.lines[u.Lines[0]].WorkloadIndex)
	if p.doubts[u.Meter.ID] != "" || p.changes[use] != nil || slices.ContainsFunc(u.Lines, func(i int) bool { return varied(p.lines[i].WorkloadIndex) != level }) {
		return false
	}
	for m, n := range p.stated[use] {
		if ladder := p.ladders[use][m]; n.Sign() < 0 || !ladder.InProportion() {
			return false
		}
	}
	return true
}

// sameTerms tells whether the same terms are for one meter as for another plan's.
func (p *Plan) sameTerms(use int, other *Plan, its int, varied func(workload int) bool) bool {
	a, b := &p.meters[use], &other.meters[its]
	return a.Subscription == b.Subscription && a.Discount.Equal(b.Discount) && slices.Equal(p.eligible[use], other.eligible[its]) &&
		varied(p.lines[a.Lines[0]].WorkloadIndex) == varied(other.lines[b.Lines[0]].WorkloadIndex)
}
