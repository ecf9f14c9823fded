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

// coverUsage begins step 3: benefits cover usage, hour by hour. It fills in Benefits,
// Bands, and what is covered of each meter's month.
func (e *Estimate) coverUsage() {
	if len(e.bought) == 0 {
		return
	}
	e.Benefits = slices.Clone(e.bought)
	for i := range e.Benefits {
		e.Benefits[i].Use = make([]BenefitMonth, len(e.Months))
	}
	e.Bands = make([][]Band, len(e.Months))
	for m := range e.Months {
		e.Bands[m] = e.freshBands(m)
		e.coverMonth(m)
	}
}

// inForce is the rate of a month; without tiers where there is none.
func (e *Estimate) inForce(rates []ratebook.Rate, month int) *ratebook.Rate {
	if r := ratebook.InForce(rates, e.terms[month].end); r != nil {
		return r
	}
	return &noRate
}

// coverMonth lets each benefit cover what it can in each band: reservations in
// their order, then savings plans. What a benefit takes is measured in its own
// terms (footprints of a reservation's group, money of a savings plan), which
// its cost is shared by.
func (e *Estimate) coverMonth(month int) {
	bands := e.Bands[month]
	for _, kind := range []ratebook.PriceKind{ratebook.Reservation, ratebook.SavingsPlan} {
		for i := range e.Benefits {
			b := &e.Benefits[i]
			if b.Kind != kind || !b.Active(e.Months[month]) {
				continue
			}
			claims := e.claims(i, month)
			capacity, taken, within := b.capacity(), money.Zero, money.Zero
			byUse := make([]money.Decimal, len(e.Meters))
			for k := range bands {
				took, all := take(&bands[k], i, capacity, claims)
				for r := range bands[k].Running {
					u := bands[k].Running[r].Use
					byUse[u] = byUse[u].Add(took[r].Mul(bands[k].Hours))
					taken = taken.Add(took[r].Mul(bands[k].Hours))
				}
				within = within.Add(all.Mul(bands[k].Hours))
			}
			e.settle(i, month, capacity.Mul(hoursIn(e.Months[month], e.hours)), taken, within, byUse)
		}
	}
	e.coverUses(month)
}

// capacity is what a benefit can cover in an hour, in its own terms.
func (b *BenefitUse) capacity() money.Decimal {
	if b.Kind == ratebook.SavingsPlan {
		return b.Hourly
	}
	return money.Int(int64(b.Count)).Mul(b.unit).Mul(b.Footprint.Ratio)
}

// claim is how a benefit covers a meter: what one unit of the meter takes of it,
// and when its turn is. The zero claim is none.
type claim struct {
	each  money.Decimal
	turn  int           // lowest first; equal ones share in proportion
	price money.Decimal // at the card's rate, of what is covered
}

// claims are those of a benefit in a month, by index into Meters.
func (e *Estimate) claims(benefit, month int) []claim {
	b := &e.Benefits[benefit]
	if e.shared == nil {
		return e.claimsOf(b, month)
	}
	key := claimKey{b.Kind, b.Meter.ID, b.Months, b.Flexible, month}
	list, ok := e.shared.claims[key]
	if !ok {
		list = e.claimsOf(b, month)
		e.shared.claims[key] = list
	}
	return list
}

func (e *Estimate) claimsOf(b *BenefitUse, month int) []claim {
	claims := make([]claim, len(e.Meters))
	var saved []int // by a savings plan
	for u := range e.Meters {
		if e.coverable[u] == nil {
			continue
		}
		rate := e.inForce(e.coverable[u], month)
		if !rate.Priced() {
			continue
		}
		c := claim{price: rate.Tiers[0].UnitPrice}
		if b.Kind == ratebook.SavingsPlan {
			p, ok := rate.BesideIn(ratebook.SavingsPlan, b.Months, e.terms[month].end)
			if c.each = p.Amount; ok && c.each.Sign() > 0 && c.each.Less(c.price) {
				claims[u] = c
				saved = append(saved, u)
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
	// The greatest discount first; of two, the one whose plan price is the
	// smaller part of its card price.
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
	return claims
}

// take covers what a benefit can of one hour of a band, turn by turn, and gives
// what it takes of the capacity for each that runs, and what all would.
func take(band *Band, benefit int, capacity money.Decimal, claims []claim) (took []money.Decimal, all money.Decimal) {
	took = make([]money.Decimal, len(band.Running))
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
			r.Covered[benefit], r.left, took[order[from+k]] = covered, r.left.Sub(covered), part
		}
		capacity, all = capacity.Sub(sum.Min(capacity)), all.Add(sum)
		from = to
	}
	return took, all
}

// settle notes what a benefit's month came to, and shares the cost of what is
// used to the meters that it covers; the rest is Unused, and nobody's.
func (e *Estimate) settle(benefit, month int, bought, taken, within money.Decimal, byUse []money.Decimal) {
	b := &e.Benefits[benefit]
	cost := b.cost[e.Months[month].Since(b.From)]
	used := cost
	if taken.Less(bought) {
		used = cost.Mul(taken).Div(bought)
	}
	use := &b.Use[month]
	use.Cost, use.Unused, use.Paid = cost, cost.Sub(used), b.paid[e.Months[month].Since(b.From)]
	own := func(n money.Decimal) money.Decimal { // in the reserved meter's units
		if b.Kind == ratebook.SavingsPlan || b.Footprint.Ratio.Equal(money.One) {
			return n
		}
		return n.Div(b.Footprint.Ratio)
	}
	use.Bought, use.Used, use.Within = own(bought), own(taken), own(within)
	e.Unshared[month].Benefit = e.Unshared[month].Benefit.Add(use.Unused)
	if taken.IsZero() {
		return
	}
	parts, _ := money.Share(used, byUse)
	for u, part := range parts {
		if byUse[u].IsZero() {
			continue
		}
		mm := &e.Meters[u].Months[month]
		mm.Covered = append(mm.Covered, Cover{Benefit: benefit, Cost: part})
		mm.Charges.Benefit = mm.Charges.Benefit.Add(part)
	}
}

// coverUses adds the bands up: how much of each meter's month is covered, by
// which benefit, and what remains to be charged of it for a licence.
func (e *Estimate) coverUses(month int) {
	for u := range e.Meters {
		mm := &e.Meters[u].Months[month]
		if len(mm.Covered) == 0 {
			continue
		}
		total, whole, sum := money.Zero, true, money.Zero
		for _, i := range e.Meters[u].Lines {
			total = total.Add(e.Lines[i].Months[month].Quantity)
		}
		for _, band := range e.Bands[month] {
			for r := range band.Running {
				run := &band.Running[r]
				if run.Use != u {
					continue
				}
				whole = whole && run.left.IsZero()
				for k := range mm.Covered {
					c := &mm.Covered[k]
					c.Quantity = c.Quantity.Add(run.Covered[c.Benefit].Mul(run.Hours))
				}
			}
		}
		for _, c := range mm.Covered {
			sum = sum.Add(c.Quantity)
		}
		if whole || total.Less(sum) { // what a division of hours has rounded
			last := &mm.Covered[len(mm.Covered)-1]
			last.Quantity = last.Quantity.Add(total.Sub(sum))
		}
		machine := e.inForce(e.coverable[u], month).Tiers[0].UnitPrice
		for _, c := range mm.Covered {
			use := &e.Benefits[c.Benefit].Use[month]
			use.Card = use.Card.Add(c.Quantity.Mul(machine))
		}
		if _, licensed := e.Meters[u].Meter.WithoutLicence(); licensed {
			mm.LicencePrice = e.inForce(e.Meters[u].Rates, month).Tiers[0].UnitPrice.Sub(machine).Max(money.Zero)
			mm.Licence = mm.CoveredQuantity().Mul(mm.LicencePrice)
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
	for u, c := range e.claims(benefit, month) {
		list[u] = Claim{c.each, c.turn}
	}
	return list
}

// PerUnit is what one reserved unit covers in an hour, in the terms of Claim; 1
// of a savings plan, whose hourly amount is what it covers.
func (b *BenefitUse) PerUnit() money.Decimal {
	if b.Kind == ratebook.SavingsPlan {
		return money.One
	}
	return b.unit.Mul(b.Footprint.Ratio)
}

// MachinePrice is the card's price, in a month, of what a benefit covers of one
// unit of a meter: of the machine without a licence. It is 0 where there is none.
func (e *Estimate) MachinePrice(use, month int) money.Decimal {
	if e.coverable == nil || e.coverable[use] == nil {
		return money.Zero
	}
	if rate := e.inForce(e.coverable[use], month); rate.Priced() {
		return rate.Tiers[0].UnitPrice
	}
	return money.Zero
}
