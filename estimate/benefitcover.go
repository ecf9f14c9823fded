package estimate

import (
	"cmp"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Cover is what a benefit covers of a meter's month.
type Cover struct {
	Benefit  int // index into Estimate.Benefits
	Quantity money.Decimal
	Cost     money.Decimal // the meter's part of what the benefit costs
}

// quantityOf sums covers up.
func quantityOf(covers []Cover) money.Decimal {
	sum := money.Zero
	for _, c := range covers {
		sum = sum.Add(c.Quantity)
	}
	return sum
}

// covered is what the first half of step 3 gives: what benefits cover, and cost.
type covered struct {
	benefits              []BenefitUse
	bands                 [][]Band        // by month
	covers                [][][]Cover     // by meter and month; a meter that is never covered has no months
	benefit               table           // charges
	licence, licencePrice table           // of what is covered
	idle                  []money.Decimal // by month: what benefits cost that cover nothing
}

// cover lets benefits cover usage, hour by hour.
func (p *Plan) cover(with pricing) covered {
	n := len(p.Months)
	c := covered{
		benefits: slices.Clone(with.bought), bands: make([][]Band, n),
		covers: make([][][]Cover, len(p.meters)), idle: make([]money.Decimal, n),
	}
	for i := range c.benefits {
		c.benefits[i].Use = make([]BenefitMonth, n)
	}
	for m := range p.Months {
		c.bands[m] = p.freshBands(m, with)
		p.coverMonth(&c, m, with)
	}
	return c
}

// uncovered is what benefits leave of the meters' quantities.
func (p *Plan) uncovered(quantity table, covers [][][]Cover) table {
	left := slices.Clone(quantity)
	for u, months := range covers {
		if months == nil {
			continue
		}
		left[u] = slices.Clone(quantity[u])
		for m, list := range months {
			left[u][m] = left[u][m].Sub(quantityOf(list))
		}
	}
	return left
}

// coveredQuantities is what they cover of them.
func (p *Plan) coveredQuantities(covers [][][]Cover) (sums table) {
	for u, months := range covers {
		for m, list := range months {
			sums.add(len(p.meters), len(p.Months), u, m, quantityOf(list))
		}
	}
	return sums
}

// coverMonth lets each benefit cover what it can in each band, in the order of inTurn.
// What a benefit takes is measured in its own
// terms (footprints of a reservation's group, money of a savings plan), which
// its cost is shared by.
func (p *Plan) coverMonth(c *covered, month int, with pricing) {
	bands := c.bands[month]
	for i := range c.benefits {
		b := &c.benefits[i]
		if !b.Active(p.Months[month]) {
			continue
		}
		claims := p.claims(b, month, with.cache)
		capacity, taken, within := b.capacity(), money.Zero, money.Zero
		byUse := make([]money.Decimal, len(p.meters))
		for k := range bands {
			parts, all := coverHour(&bands[k], i, capacity, claims)
			for r := range bands[k].Running {
				u := bands[k].Running[r].Use
				part := parts[r].Mul(bands[k].Hours)
				byUse[u], taken = byUse[u].Add(part), taken.Add(part)
			}
			within = within.Add(all.Mul(bands[k].Hours))
		}
		p.settle(c, i, month, capacity.Mul(hoursIn(p.Months[month], p.hours)), taken, within, byUse)
	}
	p.coverUses(c, month, with.levels)
}

// capacity is what a benefit can cover in an hour, in its own terms.
func (b *BenefitUse) capacity() money.Decimal {
	if b.Kind.Hourly() {
		return b.Hourly
	}
	return money.Int(int64(b.Count)).Mul(b.unit).Mul(b.Footprint.Ratio)
}

// claim is how a benefit covers a meter: what one unit of the meter takes of it,
// and when its turn is. The zero claim is none.
type claim struct {
	each  money.Decimal
	turn  int           // lowest first; equal ones share in proportion
	price money.Decimal // what the case pays for one that is not covered: at the card's rate; of a savings plan's, after the negotiated discount
}

// claims are those of a benefit in a month, by meter.
func (p *Plan) claims(b *BenefitUse, month int, cache *benefitCache) []claim {
	if cache == nil {
		return p.claimsOf(b, month)
	}
	key := claimKey{b.Kind, b.Meter.ID, cmp.Or(b.prices, b.Months), b.Flexible, b.Scope, month}
	list, ok := cache.claims[key]
	if !ok {
		list = p.claimsOf(b, month)
		cache.claims[key] = list
	}
	return list
}

func (p *Plan) claimsOf(b *BenefitUse, month int) []claim {
	claims := make([]claim, len(p.meters))
	var saved []int // by a savings plan
	for u := range p.meters {
		if p.coverable[u] == nil || !b.Scope.Has(p.meters[u].Subscription) {
			continue
		}
		rate := p.inForce(p.coverable[u], month)
		if !rate.Priced() {
			continue
		}
		c := claim{price: rate.Tiers[0].UnitPrice}
		if b.Kind.Hourly() {
			if beside, ok := rate.BesideIn(b.Kind, cmp.Or(b.prices, b.Months), p.terms[month].end); ok && beside.Amount.Sign() > 0 && beside.Amount.Less(c.price) {
				if p.eligible[u][month].Discount {
					c.price = c.price.Mul(p.meters[u].keep())
				}
				if c.each = beside.Amount.Min(c.price); c.each.Sign() > 0 {
					claims[u] = c
					saved = append(saved, u)
				}
			}
			continue
		}
		m := rate.Meter
		if m.Region != b.Meter.Region || m.Unit.String() != b.Meter.Unit.String() {
			continue
		}
		if m.ID == b.Meter.ID {
			c.each = b.Footprint.Ratio
			claims[u] = c
		} else if f, ok := m.Footprint(); ok && b.Flexible && f.Group == b.Footprint.Group {
			c.each, c.turn = f.Ratio, 1
			claims[u] = c
		}
	}
	takeTurns(claims, saved)
	return claims
}

// takeTurns orders what a savings plan covers: the greatest discount first, that is
// where what draws the plan is the smallest part of what is paid otherwise. Where a
// negotiated price is the lower, it draws the plan, and the discount is none.
func takeTurns(claims []claim, saved []int) {
	less := func(u, v int) int {
		return claims[u].each.Mul(claims[v].price).Cmp(claims[v].each.Mul(claims[u].price))
	}
	slices.SortStableFunc(saved, less)
	for k, u := range saved {
		if k > 0 {
			claims[u].turn = claims[saved[k-1]].turn
			if less(saved[k-1], u) < 0 {
				claims[u].turn++
			}
		}
	}
}

// coverHour covers what a benefit can of one hour of a band, turn by turn. It gives
// what each that runs takes of the capacity, and what all would.
func coverHour(band *Band, benefit int, capacity money.Decimal, claims []claim) (taken []money.Decimal, all money.Decimal) {
	taken = make([]money.Decimal, len(band.Running))
	var order []int
	for k, r := range band.Running {
		if !claims[r.Use].each.IsZero() && r.left.Sign() > 0 {
			order = append(order, k)
		}
	}
	turn := func(k int) int { return claims[band.Running[k].Use].turn }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(turn(a), turn(b)) })
	for from := 0; from < len(order); {
		to := from
		var wants []money.Decimal
		sum := money.Zero
		for ; to < len(order) && turn(order[to]) == turn(order[from]); to++ {
			r := &band.Running[order[to]]
			want := r.left.Mul(claims[r.Use].each)
			wants, sum = append(wants, want), sum.Add(want)
		}
		parts := wants
		if capacity.Less(sum) {
			parts, _ = money.Share(capacity, wants)
		}
		for k, part := range parts {
			r := &band.Running[order[from+k]]
			covered := r.left
			if part.Less(wants[k]) {
				covered = part.Div(claims[r.Use].each)
			}
			r.Covered[benefit], r.left, taken[order[from+k]] = covered, r.left.Sub(covered), part
		}
		capacity, all = capacity.Sub(sum.Min(capacity)), all.Add(sum)
		from = to
	}
	return taken, all
}

// settle notes a benefit's use and cost of a month, and shares the cost of what is
// used to the meters that it covers; the rest is Unused, and stands in a line of its own.
func (p *Plan) settle(c *covered, benefit, month int, bought, taken, within money.Decimal, byUse []money.Decimal) {
	b := &c.benefits[benefit]
	cost := b.cost[p.Months[month].Since(b.From)]
	used := cost
	if taken.Less(bought) {
		used = cost.MulDiv(taken, bought)
	}
	use := &b.Use[month]
	use.Cost, use.Unused, use.Paid = cost, cost.Sub(used), b.paid[p.Months[month].Since(b.From)]
	own := func(n money.Decimal) money.Decimal { // in the reserved meter's units
		if b.Kind.Hourly() || b.Footprint.Ratio.Equal(money.One) {
			return n
		}
		return n.Div(b.Footprint.Ratio)
	}
	use.Bought, use.Used, use.Within = own(bought), own(taken), own(within)
	c.idle[month] = c.idle[month].Add(use.Unused)
	if taken.IsZero() {
		return
	}
	parts, _ := money.Share(used, byUse)
	for u, part := range parts {
		if byUse[u].IsZero() {
			continue
		}
		if c.covers[u] == nil {
			c.covers[u] = make([][]Cover, len(p.Months))
		}
		c.covers[u][month] = append(c.covers[u][month], Cover{Benefit: benefit, Cost: part})
		c.benefit.add(len(p.meters), len(p.Months), u, month, part)
	}
}

// coverUses adds the bands up: how much of each meter's month is covered, by
// which benefit, and what remains to be charged of it for a licence.
func (p *Plan) coverUses(c *covered, month int, levels Levels) {
	for u := range p.meters {
		if c.covers[u] == nil || len(c.covers[u][month]) == 0 {
			continue
		}
		covers := c.covers[u][month]
		total, whole := money.Zero, true
		for _, i := range p.meters[u].Lines {
			total = total.Add(p.lineAt(i, month, levels))
		}
		for _, band := range c.bands[month] {
			for r := range band.Running {
				run := &band.Running[r]
				if run.Use != u {
					continue
				}
				whole = whole && run.left.IsZero()
				for k := range covers {
					covers[k].Quantity = covers[k].Quantity.Add(run.Covered[covers[k].Benefit].Mul(run.Hours))
				}
			}
		}
		if sum := quantityOf(covers); whole || total.Less(sum) { // what a division of hours has rounded
			last := &covers[len(covers)-1]
			last.Quantity = last.Quantity.Add(total.Sub(sum))
		}
		machine, keep := p.inForce(p.coverable[u], month).Tiers[0].UnitPrice, money.One
		if p.eligible[u][month].Discount {
			keep = p.meters[u].keep()
		}
		for _, k := range covers {
			use := &c.benefits[k.Benefit].Use[month]
			card := k.Quantity.Mul(machine)
			use.Card, use.Else = use.Card.Add(card), use.Else.Add(card.Mul(keep))
		}
		if _, licensed := p.meters[u].Meter.WithoutLicence(); licensed {
			price := p.ladders[u][month].Rate.Tiers[0].UnitPrice.Sub(machine).Max(money.Zero)
			c.licencePrice.add(len(p.meters), len(p.Months), u, month, price)
			c.licence.add(len(p.meters), len(p.Months), u, month, quantityOf(covers).Mul(price))
		}
	}
}

// Claim is how a benefit covers a meter: what one unit of the meter takes of
// what the benefit covers in an hour, and when its turn is, the lowest first. Of
// equal turns, all have the same part covered. The zero Claim is none.
type Claim struct {
	Each money.Decimal
	Turn int
}

// Claims are a benefit's in a month, by index into Meters.
func (e *Estimate) Claims(benefit, month int) []Claim {
	list := make([]Claim, len(e.Meters))
	for u, c := range e.Plan.claims(&e.Benefits[benefit], month, nil) {
		list[u] = Claim{c.each, c.turn}
	}
	return list
}

// PerUnit is what one reserved unit covers in an hour, in the terms of Claim; 1
// of a savings plan, whose hourly amount is what it covers.
func (b *BenefitUse) PerUnit() money.Decimal {
	if b.Kind.Hourly() {
		return money.One
	}
	return b.unit.Mul(b.Footprint.Ratio)
}

// PlanPrice is what a savings plan's price is for one unit of a meter in a month, whether
// or not it is lower than the card's; ok is false of a reservation, and where the plan has
// none for it. months is the term that it is the price of.
func (e *Estimate) PlanPrice(benefit, use, month int) (price money.Decimal, months int, ok bool) {
	b := &e.Benefits[benefit]
	rate := e.MachineRate(use, month)
	if !b.Kind.Hourly() || rate == nil || !b.Scope.Has(e.Meters[use].Subscription) {
		return price, 0, false
	}
	months = cmp.Or(b.prices, b.Months)
	beside, ok := rate.BesideIn(b.Kind, months, e.Plan.terms[month].end)
	return beside.Amount, months, ok
}

// MachineRate is the card's rate, in a month, of what a benefit covers of a meter: its
// own, or of the machine without a licence. It is nil where no benefit can cover the
// meter, or the rate has no price.
func (e *Estimate) MachineRate(use, month int) *ratebook.Rate {
	p := e.Plan
	if p.coverable == nil || p.coverable[use] == nil {
		return nil
	}
	if rate := p.inForce(p.coverable[use], month); rate.Priced() {
		return rate
	}
	return nil
}
