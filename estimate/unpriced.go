package estimate

import (
	"cmp"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Unpriced is usage without a price. It is not in the total.
type Unpriced struct {
	Line     int // index into Estimate.Lines
	Months   []scenario.Month
	Quantity money.Decimal // of those months, in the meter's unit
	Reason   string

	// Billed is what exports state for the line in those months; of a typical
	// month, in one. The currency is "" where they state nothing.
	Billed money.Amount
}

// unpricedLines are those that the card has no rate for.
func (e *Estimate) unpricedLines() (list []Unpriced) {
	p := e.Plan
	for _, w := range p.notes.without {
		if quantity := p.lines[w.line].Total(); !p.notes.times || !quantity.IsZero() {
			list = append(list, e.unpriced(w.line, e.Months, quantity, w.reason))
		}
	}
	return list
}

// unpricedMonths notes the months in which a meter of the card has no price, by
// the reason.
func (e *Estimate) unpricedMonths(use int) {
	var reasons []string
	at := map[string][]int{}
	for m := range e.Months {
		if e.priced(use, m) {
			continue
		}
		why := e.noPrice(use, m)
		if at[why] == nil {
			reasons = append(reasons, why)
		}
		at[why] = append(at[why], m)
	}
	for _, reason := range reasons {
		for _, i := range e.Meters[use].Lines {
			quantity, used := money.Zero, false
			var months []scenario.Month
			for _, m := range at[reason] {
				n := e.Plan.lineAt(i, m, e.at)
				quantity, used = quantity.Add(n), used || !n.IsZero()
				months = append(months, e.Months[m])
			}
			if used {
				e.Unpriced = append(e.Unpriced, e.unpriced(i, months, quantity, reason))
			}
		}
	}
}

// noPrice says why a meter of the card has no price in a month.
func (e *Estimate) noPrice(use, month int) string {
	p, rates, end := e.Plan, e.Meters[use].Rates, e.Plan.terms[month].end
	if r := p.ladders[use][month].Rate; r != &noRate {
		if doubt := p.inDoubt(r, e.figures.quantity[use][month]); doubt != "" {
			return doubt
		}
		return "the card has the meter without a price for its first unit"
	}
	if last, ok := ratebook.Ended(rates, end); ok {
		return "the card's price ended on " + last.Format("2006-01-02") + ", and it has none after; fetch a newer card, or name the meter that took its place"
	}
	first := rates[0].Effective
	for _, r := range rates {
		if r.Effective.Before(first) {
			first = r.Effective
		}
	}
	return "the card's first rate takes effect on " + first.Format("2006-01-02") + "; start the scenario then, or fetch an older card"
}

func (e *Estimate) unpriced(line int, months []scenario.Month, quantity money.Decimal, reason string) Unpriced {
	return Unpriced{Line: line, Months: months, Quantity: quantity, Reason: reason, Billed: e.billedIn(line, months)}
}

// billedIn is what exports state for a line in some months; of a typical month,
// in one.
func (e *Estimate) billedIn(line int, months []scenario.Month) money.Amount {
	b := e.Plan.lines[line].Billed
	switch {
	case b == nil:
		return money.Amount{}
	case len(b.Months) != len(e.Months):
		return money.Amount{Value: b.Months[0], Currency: b.Currency}
	}
	sum := money.Zero
	for m, month := range e.Months {
		if slices.Contains(months, month) {
			sum = sum.Add(b.Months[m])
		}
	}
	return money.Amount{Value: sum, Currency: b.Currency}
}

// dearestFirst orders what has no price by what was billed for it, currency by
// currency, whether charged or credited; what has no cost stated comes last, in
// the order of the lines.
func (e *Estimate) dearestFirst() {
	slices.SortStableFunc(e.Unpriced, func(a, b Unpriced) int {
		x, y := a.Billed, b.Billed
		return cmp.Or(-cmp.Compare(min(1, len(x.Currency)), min(1, len(y.Currency))), cmp.Compare(x.Currency, y.Currency), y.Value.Abs().Cmp(x.Value.Abs()))
	})
}

// UnpricedWarnings are those among Warnings that say what Unpriced does: one for
// each entry, and the count of lines. A report that shows Unpriced leaves them
// out.
func (e *Estimate) UnpricedWarnings() []Warning {
	if len(e.Unpriced) == 0 {
		return nil
	}
	var list []Warning
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		list = append(list, Warning{l.Workload, l.Title() + " is not priced: " + u.Reason})
	}
	count := fmt.Sprintf("%d of %d lines are not priced, wholly or in part: the total is incomplete", e.UnpricedLines(), len(e.Lines))
	return append(list, Warning{"", count})
}

// UnpricedLines counts the lines that have no price in some month.
func (e *Estimate) UnpricedLines() int {
	lines := map[int]bool{}
	for _, u := range e.Unpriced {
		lines[u.Line] = true
	}
	return len(lines)
}
