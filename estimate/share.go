package estimate

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// shareToLines takes step 8: each meter's month is shared to its lines by
// quantity. A commitment's loss, which a meter may bear in a month without
// quantity, is shared by the quantity of all months.
func (e *Estimate) shareToLines() {
	e.Lines = append(make([]Line, 0, len(e.Plan.lines)+2), e.Plan.lines...) // and addUnshared's
	zeros := make([]money.Decimal, len(e.Months))
	for i := range e.Lines {
		e.Lines[i].Amounts = zeros
	}
	for u, totals := range e.meterTotals() {
		if lines := e.Meters[u].Lines; len(lines) == 1 {
			e.Lines[lines[0]].Amounts = totals
		} else {
			e.shareToSeveral(&e.Meters[u], totals)
		}
	}
	e.addUnshared()
}

// meterTotals are the meters' charges of all kinds. Where a meter has none but those by
// its rate, the row is theirs.
func (e *Estimate) meterTotals() table {
	f := &e.figures
	others := []table{f.licence, f.discount, f.unused, f.credit, f.recurring, f.benefit}
	has := func(u int) bool {
		return slices.ContainsFunc(others, func(of table) bool { return of.row(u) != nil })
	}
	totals := tableOf(len(e.Meters), len(e.Months), has)
	if totals == nil {
		return f.amount
	}
	for u, row := range totals {
		if row == nil {
			totals[u] = f.amount[u]
			continue
		}
		copy(row, f.amount[u])
		for _, of := range others {
			for m, n := range of.row(u) {
				row[m] = row[m].Add(n)
			}
		}
	}
	return totals
}

func (e *Estimate) shareToSeveral(use *MeterUse, totals []money.Decimal) {
	weights := make([]money.Decimal, len(use.Lines))
	whole := make([]money.Decimal, len(use.Lines))
	amounts := newTable(len(use.Lines), len(e.Months))
	for k, i := range use.Lines {
		whole[k], e.Lines[i].Amounts = e.Lines[i].Total(), amounts[k]
	}
	for m, total := range totals {
		for k, i := range use.Lines {
			weights[k] = e.Lines[i].Quantities[m]
		}
		unused := e.figures.unused.at(use.Index, m)
		shareMonth(amounts, m, total.Sub(unused), weights)
		shareMonth(amounts, m, unused, whole)
	}
}

// shareMonth adds a sum to the amounts of lines.
func shareMonth(amounts table, month int, sum money.Decimal, weights []money.Decimal) {
	if sum.IsZero() {
		return
	}
	for k, part := range ShareByQuantity(sum, weights) {
		amounts[k][month] = amounts[k][month].Add(part)
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
		sizes[i] = q.Abs()
	}
	parts, _ = money.Share(sum, sizes)
	return parts
}

// addUnshared gives the charges that no usage was there to share by lines of
// their own, so that lines add up to the total: what an offer charges in months
// without usage, what benefits cost that cover nothing, and each purchase of the
// Marketplace.
func (e *Estimate) addUnshared() {
	for _, unused := range []bool{false, true} {
		line, any := UnsharedLine(unused, len(e.Months)), false
		for m := range e.Unshared {
			line.Amounts[m] = e.unsharedOf(line, m).Total()
			any = any || !line.Amounts[m].IsZero()
		}
		if any {
			e.Lines = append(e.Lines, line)
		}
	}
	for i := range e.Purchases {
		e.Lines = append(e.Lines, purchaseLine(&e.Purchases[i]))
	}
}

// unsharedOf is the part of a month's Unshared that such a line has.
func (e *Estimate) unsharedOf(l Line, month int) Charges {
	c := e.Unshared[month]
	switch {
	case l.Purchase != nil:
		return Charges{Marketplace: l.Amounts[month]}
	case l.Unused:
		return Charges{Benefit: c.Benefit}
	}
	c.Benefit, c.Marketplace = money.Zero, money.Zero
	return c
}

// Use gives the line's meter; ok is false for a line without a price.
func (e *Estimate) Use(l Line) (use MeterUse, ok bool) {
	if l.use < 0 {
		return MeterUse{}, false
	}
	return e.Meters[l.use], true
}

// weights are what the meter's month is shared to its lines by, and the place of
// the line among them.
func (e *Estimate) weights(use MeterUse, l Line, month int) (weights []money.Decimal, at int) {
	weights = make([]money.Decimal, len(use.Lines))
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Quantities[month]
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
	if !ok || !e.priced(use.Index, month) {
		return money.Zero, nil
	}
	mm := e.Month(use.Index, month)
	charge := mm.Charge
	weights, at := e.weights(use, l, month)
	part := func(total money.Decimal) money.Decimal {
		return ShareByQuantity(total, weights)[at]
	}
	covered := mm.CoveredQuantity()
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
// a prepayment, and of what counted toward a MACC: no charge does both. The shares of a meter's lines add up to
// the meter's.
func (e *Estimate) DrawnOf(l Line, month int) money.Decimal {
	use, ok := e.Use(l)
	if !ok {
		return money.Zero
	}
	drawn := e.Drawn(use.Index, month).Add(e.Counted(use.Index, month))
	if drawn.IsZero() {
		return money.Zero
	}
	weights, at := e.weights(use, l, month)
	return ShareByQuantity(drawn, weights)[at]
}
