package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// shareToLines takes step 7: each meter's month is shared to its lines by
// quantity. A commitment's loss, which a meter may bear in a month without
// quantity, is shared by the quantity of all months.
func (e *Estimate) shareToLines() {
	for u := range e.Meters {
		use := &e.Meters[u]
		if len(use.Lines) == 1 {
			l := &e.Lines[use.Lines[0]]
			for m := range use.Months {
				l.Months[m].Amount = use.Months[m].Charges.Total()
			}
			continue
		}
		e.shareToSeveral(use)
	}
	e.addUnshared()
}

func (e *Estimate) shareToSeveral(use *MeterUse) {
	weights := make([]money.Decimal, len(use.Lines))
	for m := range use.Months {
		for k, i := range use.Lines {
			weights[k] = e.Lines[i].Months[m].Quantity
		}
		c := use.Months[m].Charges
		e.shareMonth(m, use.Lines, c.Total().Sub(c.Commitment), weights)
	}
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Total()
	}
	for m := range use.Months {
		e.shareMonth(m, use.Lines, use.Months[m].Charges.Commitment, weights)
	}
}

// shareMonth adds a sum to the amounts of lines.
func (e *Estimate) shareMonth(month int, lines []int, sum money.Decimal, weights []money.Decimal) {
	if sum.IsZero() {
		return
	}
	parts := ShareByQuantity(sum, weights)
	for k, i := range lines {
		amount := &e.Lines[i].Months[month].Amount
		*amount = amount.Add(parts[k])
	}
}

// ShareByQuantity is money.Share by quantities, of which some may be below zero:
// where they cancel out, by their sizes.
func ShareByQuantity(sum money.Decimal, quantities []money.Decimal) []money.Decimal {
	parts, ok := money.Share(sum, quantities)
	if ok {
		return parts
	}
	sizes := make([]money.Decimal, len(quantities))
	for i, q := range quantities {
		sizes[i] = q.Max(q.Neg())
	}
	parts, _ = money.Share(sum, sizes)
	return parts
}

// addUnshared gives the charges that no usage was there to share by lines of
// their own, so that lines add up to the total: what an offer charges in months
// without usage, and what benefits cost that cover nothing.
func (e *Estimate) addUnshared() {
	e.addUnsharedLine(Line{Workload: "(no usage)"}, "Offer's charges in months without usage")
	e.addUnsharedLine(Line{Workload: "(unused benefits)", Unused: true}, "Reservations and savings plans that cover nothing")
}

func (e *Estimate) addUnsharedLine(line Line, title string) {
	line.Unshared, line.use, line.Months = true, -1, make([]LineMonth, len(e.Months))
	any := false
	for m := range e.Unshared {
		sum := e.unsharedOf(line, m).Total()
		line.Months[m].Amount = sum
		any = any || !sum.IsZero()
	}
	if any {
		line.Meter = ratebook.Meter{Name: title}
		line.From = line.Meter
		e.Lines = append(e.Lines, line)
	}
}

// unsharedOf is the part of a month's Unshared that such a line has.
func (e *Estimate) unsharedOf(l Line, month int) Charges {
	c := e.Unshared[month]
	if l.Unused {
		return Charges{Benefit: c.Benefit}
	}
	c.Benefit = money.Zero
	return c
}

// Use gives the line's meter and its share of a month's quantity, 0 to 1; ok
// is false for a line without a price.
func (e *Estimate) Use(l Line) (use MeterUse, ok bool) {
	if l.use < 0 {
		return MeterUse{}, false
	}
	return e.Meters[l.use], true
}

// CoveredOf shares what benefits cover of the meter's month to a line.
func (e *Estimate) CoveredOf(l Line, month int) money.Decimal {
	use, ok := e.Use(l)
	if !ok || len(use.Months[month].Covered) == 0 {
		return money.Zero
	}
	weights, at := e.weights(use, l, month)
	return ShareByQuantity(use.Months[month].CoveredQuantity(), weights)[at]
}

// weights are what the meter's month is shared to its lines by, and the place of
// the line among them.
func (e *Estimate) weights(use MeterUse, l Line, month int) (weights []money.Decimal, at int) {
	weights = make([]money.Decimal, len(use.Lines))
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Months[month].Quantity
		if i == l.index {
			at = k
		}
	}
	return weights, at
}

// TiersOf shares the tiers of the meter's month, and what was included of it,
// to a line. The shares of a meter's lines add up to the meter's, and those of
// a line to its quantity, but for what benefits cover of it.
func (e *Estimate) TiersOf(l Line, month int) (included money.Decimal, tiers []ratebook.TierCharge) {
	use, ok := e.Use(l)
	if !ok || !use.Months[month].Priced {
		return money.Zero, nil
	}
	charge := use.Months[month].Charge
	weights, at := e.weights(use, l, month)
	part := func(total money.Decimal) money.Decimal {
		return ShareByQuantity(total, weights)[at]
	}
	covered := use.Months[month].CoveredQuantity()
	rest := weights[at]
	if !covered.IsZero() {
		rest = rest.Sub(part(covered))
	}
	if len(charge.Tiers) == 0 {
		return rest, nil
	}
	included = part(charge.Included)
	rest = rest.Sub(included)
	for k, t := range charge.Tiers {
		quantity := rest // the last tier has what the others leave
		if k+1 < len(charge.Tiers) {
			quantity = part(t.Quantity)
		}
		rest = rest.Sub(quantity)
		tiers = append(tiers, ratebook.TierCharge{Tier: t.Tier, Quantity: quantity, Amount: part(t.Amount)})
	}
	return included, tiers
}

// DrawnOf is a line's share, by quantity, of what its meter's month drew from
// the commitment, or counted toward it. The shares of a meter's lines add up to
// the meter's.
func (e *Estimate) DrawnOf(l Line, month int) money.Decimal {
	use, ok := e.Use(l)
	if !ok || use.Months[month].Drawn.IsZero() {
		return money.Zero
	}
	weights, at := e.weights(use, l, month)
	return ShareByQuantity(use.Months[month].Drawn, weights)[at]
}
