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
	parts, _ := money.Share(sum, weights)
	for k, i := range lines {
		amount := &e.Lines[i].Months[month].Amount
		*amount = amount.Add(parts[k])
	}
}

// addUnshared gives the charges that no usage was there to share by a line of
// their own, so that lines add up to the total.
func (e *Estimate) addUnshared() {
	line := Line{Workload: "(no usage)", Unshared: true, use: -1, Months: make([]LineMonth, len(e.Months))}
	any := false
	for m, c := range e.Unshared {
		line.Months[m].Amount = c.Total()
		any = any || !c.Total().IsZero()
	}
	if any {
		line.Meter = ratebook.Meter{Name: "Offer's charges in months without usage"}
		line.From = line.Meter
		e.Lines = append(e.Lines, line)
	}
}

// Use gives the line's meter and its share of a month's quantity, 0 to 1; ok
// is false for a line without a price.
func (e *Estimate) Use(l Line) (use MeterUse, ok bool) {
	if l.use < 0 {
		return MeterUse{}, false
	}
	return e.Meters[l.use], true
}

// TiersOf shares the tiers of the meter's month, and what was included of it,
// to a line. The shares of a meter's lines add up to the meter's, and those of
// a line to its quantity.
func (e *Estimate) TiersOf(l Line, month int) (included money.Decimal, tiers []ratebook.TierCharge) {
	use, ok := e.Use(l)
	if !ok || !use.Months[month].Priced {
		return money.Zero, nil
	}
	charge := use.Months[month].Charge
	weights := make([]money.Decimal, len(use.Lines))
	at := 0 // the line among its meter's
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Months[month].Quantity
		if i == l.index {
			at = k
		}
	}
	part := func(total money.Decimal) money.Decimal {
		parts, _ := money.Share(total, weights)
		return parts[at]
	}
	rest := weights[at]
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
	weights := make([]money.Decimal, len(use.Lines))
	at := 0
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Months[month].Quantity
		if i == l.index {
			at = k
		}
	}
	parts, _ := money.Share(use.Months[month].Drawn, weights)
	return parts[at]
}
