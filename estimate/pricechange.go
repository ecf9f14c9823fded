package estimate

import (
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A price that takes effect within a month is that of the usage from its day on, where
// the days of the usage are known. Days are taken in order, and the tiers go on where
// the days before have reached: with a change after a quantity A of B in all, the month
// is charged A by the first rate, and what B is more than A by the second.

// monthParts are the parts of a month between changes of a meter's price.
type monthParts struct {
	ladders []*ratebook.Ladder // by part; the last one's is that of the month's end
	from    []string           // the first day of each part but the first, "2026-03-15"
}

// partsOf are the parts of a month by a meter's rates; nil where one price is in force
// in all of it. What was used before the first price is priced by it.
func partsOf(rates []ratebook.Rate, month scenario.Month) *monthParts {
	end := ratebook.InForce(rates, month.End())
	if end == nil || !end.Effective.After(month.Start()) {
		return nil
	}
	parts := &monthParts{}
	for day := month.Start().AddDate(0, 0, 1); ; day = day.AddDate(0, 0, 1) {
		if rate := ratebook.InForce(rates, day); rate != nil { // at the end of the day before
			if n := len(parts.ladders); n == 0 {
				parts.ladders = append(parts.ladders, rate.Ladder())
			} else if parts.ladders[n-1].Rate != rate {
				parts.ladders, parts.from = append(parts.ladders, rate.Ladder()), append(parts.from, day.AddDate(0, 0, -1).Format(time.DateOnly))
			}
		}
		if day.Equal(month.End()) {
			break
		}
	}
	if len(parts.ladders) < 2 || slices.ContainsFunc(parts.ladders, func(l *ratebook.Ladder) bool { return !l.Rate.Priced() }) {
		return nil
	}
	return parts
}

// unknownDays is a change of a price within a month, of whose usage the days are not known.
type unknownDays struct{ use, month int }

// readChanges finds the months in which a meter's price changes, and of which the days of
// all its usage are known; and those of which they are not.
func (p *Plan) readChanges() {
	p.changes, p.unknown = make([][]*monthParts, len(p.meters)), nil
	for u := range p.meters {
		use := &p.meters[u]
		if len(use.Rates) < 2 {
			continue
		}
		for m, month := range p.Months {
			parts := partsOf(use.Rates, month)
			if parts == nil || p.stated[u][m].IsZero() {
				continue
			}
			if p.cycles != nil || !p.daysKnown(u, m) {
				p.unknown = append(p.unknown, unknownDays{u, m})
				continue
			}
			if p.changes[u] == nil {
				p.changes[u] = make([]*monthParts, len(p.Months))
			}
			p.changes[u][m] = parts
		}
	}
}

// countedLines are the lines whose quantities count together for a meter's tiers.
func (p *Plan) countedLines(use int) (lines []int) {
	if p.meters[use].Pooled == nil {
		return p.meters[use].Lines
	}
	for _, u := range p.meters[use].Pooled {
		lines = append(lines, p.meters[u].Lines...)
	}
	return lines
}

func (p *Plan) daysKnown(use, month int) bool {
	for _, i := range p.countedLines(use) {
		l := &p.lines[i]
		if !l.Quantities[month].IsZero() && (month >= len(l.Days) || l.Days[month] == nil) {
			return false
		}
	}
	return true
}

// DaysWanted are the imported meters (scenario.EvidenceOf) whose price changes within a
// month, and whose days an import as recorded could tell.
func (p *Plan) DaysWanted() (meters []string) {
	for _, k := range p.unknown {
		for _, i := range p.countedLines(k.use) {
			if key := p.lines[i].recordedOf; key != "" && !slices.Contains(meters, key) {
				meters = append(meters, key)
			}
		}
	}
	return meters
}

// partIn is how much of a meter's month is of its parts up to each one, all of it for the
// last, by the days of its lines at levels of usage; ok is false where some part is
// below zero.
func (p *Plan) partIn(use, month int, levels Levels) (upTo []money.Decimal, ok bool) {
	parts := p.changes[use][month]
	upTo = make([]money.Decimal, len(parts.ladders))
	for _, i := range p.countedLines(use) {
		quantity := p.lineAt(i, month, levels)
		if quantity.IsZero() {
			continue
		}
		days := make([]money.Decimal, len(parts.ladders))
		for _, d := range p.lines[i].Days[month] {
			k := 0
			for k < len(parts.from) && parts.from[k] <= d.Day {
				k++
			}
			days[k] = days[k].Add(d.Quantity)
		}
		all := money.Sum(days...)
		if all.Sign() <= 0 || slices.ContainsFunc(days, func(n money.Decimal) bool { return n.Sign() < 0 }) {
			return nil, false
		}
		before := money.Zero
		for k, n := range days {
			before = before.Add(n)
			upTo[k] = upTo[k].Add(quantity.MulDiv(before, all))
		}
	}
	return upTo, upTo[len(upTo)-1].Sign() > 0
}

// PartCharge is what a part of a month between changes of the price is charged.
type PartCharge struct {
	From   string // its first day; "" is the month's first
	Rate   *ratebook.Rate
	Charge ratebook.Charge // of the part's quantity, at the tiers that it lies in
}

// chargeParts charges a quantity of a meter's month part by part; nil where one price
// counts for all of it. The quantity may be less than all, where a benefit covers
// some: then each day's is as much less.
func (p *Plan) chargeParts(use, month int, quantity money.Decimal, levels Levels) []PartCharge {
	if p.changes == nil || p.changes[use] == nil || p.changes[use][month] == nil || quantity.Sign() <= 0 {
		return nil
	}
	parts := p.changes[use][month]
	upTo, ok := p.partIn(use, month, levels)
	if !ok {
		return nil
	}
	all, before := upTo[len(upTo)-1], money.Zero
	list := make([]PartCharge, len(parts.ladders))
	for k, ladder := range parts.ladders {
		reached := quantity
		if k+1 < len(parts.ladders) {
			reached = quantity.MulDiv(upTo[k], all)
		}
		list[k] = PartCharge{Rate: ladder.Rate, Charge: between(ladder.Rate, before, reached)}
		if k > 0 {
			list[k].From = parts.from[k-1]
		}
		before = reached
	}
	return list
}

// between is what a rate charges of a quantity that comes on top of another one.
func between(rate *ratebook.Rate, from, to money.Decimal) ratebook.Charge {
	low, high := rate.Charge(from), rate.Charge(to)
	c := ratebook.Charge{Quantity: to.Sub(from), Included: high.Included.Sub(low.Included), Amount: high.Amount.Sub(low.Amount)}
	for i, t := range high.Tiers {
		if i < len(low.Tiers) {
			t.Quantity, t.Amount = t.Quantity.Sub(low.Tiers[i].Quantity), t.Amount.Sub(low.Tiers[i].Amount)
		}
		if !t.Quantity.IsZero() {
			c.Tiers = append(c.Tiers, t)
		}
	}
	return c
}

// sumOfParts is the charge of all parts, tier by tier, and what the first tiers charge.
func sumOfParts(parts []PartCharge) (sum ratebook.Charge, base money.Decimal) {
	for _, p := range parts {
		sum.Quantity, sum.Included = sum.Quantity.Add(p.Charge.Quantity), sum.Included.Add(p.Charge.Included)
		sum.Amount, sum.Tiers = sum.Amount.Add(p.Charge.Amount), append(sum.Tiers, p.Charge.Tiers...)
	}
	return sum, sum.BaseAmount()
}

// Parts are those of a month of one of Meters, of all of MeterUse.Pooled together, where
// its price changes within the month and the days of its usage are known; else nil.
func (e *Estimate) Parts(use, month int) []PartCharge {
	quantities, _ := e.countedTogether(use, month)
	return e.Plan.chargeParts(use, month, money.Sum(quantities...), e.at)
}

// LineParts is, of a line's month that is charged in parts, how much of it was used before
// each change, as a part of 1; nil of other months.
func (e *Estimate) LineParts(use, month, line int) (list []money.Decimal) {
	p := e.Plan
	if e.Parts(use, month) == nil || p.lineAt(line, month, e.at).IsZero() {
		return nil
	}
	days, all := p.lines[line].Days[month], money.Zero
	for _, d := range days {
		all = all.Add(d.Quantity)
	}
	for _, from := range p.changes[use][month].from {
		before := money.Zero
		for _, d := range days {
			if d.Day < from {
				before = before.Add(d.Quantity)
			}
		}
		list = append(list, before.Div(all))
	}
	return list
}

// PriceChanges tells whether some month is charged in parts.
func (p *Plan) PriceChanges() bool {
	return slices.ContainsFunc(p.changes, func(of []*monthParts) bool { return of != nil })
}

// changing tells the same of an estimate.
func changing(e *Estimate) bool { return e.Plan.PriceChanges() }

// changeAssumptions say how prices that change within a month count.
func (e *Estimate) changeAssumptions() (list []string) {
	var known, unknown []string
	add := func(titles *[]string, use, month int) {
		rate := e.RateIn(use, month)
		if title := fmt.Sprintf("%s on %s", e.Meters[use].Meter.Title(), rate.Effective.UTC().Format(time.DateOnly)); !slices.Contains(*titles, title) {
			*titles = append(*titles, title)
		}
	}
	for u, months := range e.Plan.changes {
		for m, parts := range months {
			if parts != nil {
				add(&known, u, m)
			}
		}
	}
	for _, k := range e.Plan.unknown {
		add(&unknown, k.use, k.month)
	}
	if known != nil {
		list = append(list, "A price that changes within a month counts from its day on, and the tiers go on where the days before have reached: "+First(known, 3)+". What a benefit covers is taken off each day alike, and what draws a savings plan is the price at the month's end.")
	}
	if unknown != nil {
		list = append(list, "The days of the usage are not known where a price changes within a month (typical months, usage that is typed in, billing months that do not start on the first): the month is priced at the price of its end: "+First(unknown, 3)+".")
	}
	return list
}
