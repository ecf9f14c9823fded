package estimate

import (
	"cmp"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// pooled joins the uses of a meter in a billing account's subscriptions whose tiers and
// included quantities count together (scenario.Rules.TierScope). A meter of one price,
// without an included quantity, has nothing to count.
func pooled(meters []MeterUse, rules scenario.Rules) (list [][]int) {
	type key struct {
		account string
		meter   ratebook.MeterID
	}
	pools, keys := map[key][]int{}, []key{}
	for u := range meters {
		use := &meters[u]
		if !rules.CountsAccount(use.Meter) || !slices.ContainsFunc(use.Rates, graded) {
			continue
		}
		k := key{use.Account, use.Meter.ID}
		if pools[k] == nil {
			keys = append(keys, k)
		}
		pools[k] = append(pools[k], u)
	}
	for _, k := range keys {
		uses := pools[k]
		if len(uses) == 1 {
			continue
		}
		list = append(list, uses)
		for _, u := range uses {
			meters[u].Pooled = uses
		}
	}
	return list
}

func graded(r ratebook.Rate) bool { return !r.Included.IsZero() || len(r.Tiers) > 1 }

// chargePooled is charge, where the meters of pools are charged for the sum of their
// quantities, each for its part of that by its own.
func (p *Plan) chargePooled(quantity, covered table, withBase bool, levels Levels) charged {
	if p.pools == nil {
		return p.charge(quantity, covered, withBase, levels)
	}
	all, of := slices.Clone(quantity), slices.Clone(covered)
	for _, uses := range p.pools {
		all.gather(quantity, uses, len(p.Months))
		of.gather(covered, uses, len(p.Months))
	}
	out := p.charge(all, of, withBase, levels)
	for _, uses := range p.pools {
		weights := make([]money.Decimal, len(uses))
		for m := range p.Months {
			for k, u := range uses {
				weights[k] = quantity.at(u, m)
			}
			out.amount.spread(uses, m, weights)
			out.base.spread(uses, m, weights)
			if out.unpriced.at(uses[0], m) {
				for k, u := range uses {
					out.unpriced.set(len(p.meters), len(p.Months), u, m)
					out.unpriced[u][m] = !weights[k].IsZero()
				}
			}
		}
	}
	p.spreadBelow(&out)
	return out
}

// spreadBelow gives all meters of a pool its months below zero.
func (p *Plan) spreadBelow(c *charged) {
	for _, b := range c.below {
		for _, u := range p.meters[b.use].Pooled {
			if u != b.use {
				c.below = append(c.below, belowZero{u, b.month, b.how})
			}
		}
	}
	slices.SortFunc(c.below, func(a, b belowZero) int { return cmp.Or(a.use-b.use, a.month-b.month) })
}

// gather puts the sum of several rows of another table into the first of them here,
// and nothing into the others.
func (t table) gather(from table, rows []int, months int) {
	if t == nil {
		return
	}
	sum := make([]money.Decimal, months)
	for _, r := range rows {
		for m, n := range from.row(r) {
			sum[m] = sum[m].Add(n)
		}
		t[r] = make([]money.Decimal, months)
	}
	t[rows[0]] = sum
}

// spread shares what the first of several rows has in a month to all of them.
func (t table) spread(rows []int, month int, weights []money.Decimal) {
	if t == nil {
		return
	}
	for k, part := range ShareByQuantity(t[rows[0]][month], weights) {
		t[rows[k]][month] = part
	}
}

// countedTogether are a month's quantities that the tiers of one of Meters count: its
// own, and those of the other subscriptions of its pool; at is the place of its own.
func (e *Estimate) countedTogether(use, month int) (quantities []money.Decimal, at int) {
	for k, u := range e.Meters[use].Pooled {
		if quantities = append(quantities, e.figures.quantity.at(u, month)); u == use {
			at = k
		}
	}
	if quantities == nil {
		quantities = []money.Decimal{e.figures.quantity.at(use, month)}
	}
	return quantities, at
}

// partOf is a subscription's part of what a pool is charged in a month: as much of
// each tier as of the quantity. amount is the part's.
func partOf(c ratebook.Charge, quantities []money.Decimal, at int, amount money.Decimal) ratebook.Charge {
	part := func(total money.Decimal) money.Decimal { return ShareByQuantity(total, quantities)[at] }
	own := ratebook.Charge{Quantity: quantities[at], Included: part(c.Included), Amount: amount}
	if c.Quantity.IsZero() { // what one subscription has, another gives back
		own.Included = own.Quantity
	}
	rest, left := own.Quantity.Sub(own.Included), amount
	for k, t := range c.Tiers {
		quantity, charge := rest, left // the last tier has what the others leave
		if k+1 < len(c.Tiers) {
			quantity, charge = part(t.Quantity), part(t.Amount)
		}
		rest, left = rest.Sub(quantity), left.Sub(charge)
		own.Tiers = append(own.Tiers, ratebook.TierCharge{Tier: t.Tier, Quantity: quantity, Amount: charge})
	}
	return own
}

// poolAssumptions say what is counted over a whole billing account.
func (e *Estimate) poolAssumptions() (list []string) {
	var titles, accounts []string
	source := ""
	for _, uses := range e.Plan.pools {
		use := &e.Meters[uses[0]]
		if title := use.Meter.Title(); !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
		if !slices.Contains(accounts, use.Account) {
			accounts = append(accounts, use.Account)
		}
		if s, ok := use.Meter.AccountWide(); ok {
			source = "; " + s
		}
	}
	switch {
	case titles != nil:
		one := ""
		if len(accounts) == 1 && accounts[0] == "" {
			one = " All subscriptions are taken as those of one billing account (billing_account)."
		}
		list = append(list, "Included quantities and tiers count all subscriptions of a billing account of: "+First(titles, 3)+" (rules: tier_scope"+source+"). A subscription bears its part by its quantity; each region's meter counts by itself."+one)
	case e.Plan.rules.TierScope == scenario.TierBySubscription:
		list = append(list, "No meter's tiers count a whole billing account (rules: tier_scope).")
	}
	return list
}

// poolsTiers tells whether tiers count several subscriptions.
func poolsTiers(e *Estimate) bool { return e.Plan.pools != nil }
