package estimate

import (
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// reconciling is a meter that is being summed up.
type reconciling struct {
	Reconciled
	line     Line // the first of its lines
	without  bool // a price
	quantity money.Decimal
	included money.Decimal   // what was free of it
	rates    []ratebook.Rate // those in force, each once
}

// add takes a line's month in.
func (m *reconciling) add(e *Estimate, l Line, month int, b billed, ours money.Decimal) {
	m.Billed, m.Records = m.Billed.Add(b.cost), m.Records+b.records
	m.Ours = m.Ours.Add(ours)
	own := l.Months[month].Quantity
	m.quantity = m.quantity.Add(own)
	use, ok := e.Use(l)
	if !ok || own.IsZero() {
		return
	}
	included, _ := e.TiersOf(l, month)
	m.included = m.included.Add(included)
	rate := use.Months[month].Rate
	for _, r := range m.rates {
		if r.Effective.Equal(rate.Effective) {
			return
		}
	}
	m.rates = append(m.rates, *rate)
}

// explain adds the reasons that are known.
func (m *reconciling) explain(e *Estimate) {
	because := func(format string, args ...any) {
		m.Reasons = append(m.Reasons, fmt.Sprintf(format, args...))
	}
	if m.line.From.ID != m.Meter.ID {
		because("matched by name, as %s", m.line.From.ID)
	}
	d := m.Difference()
	if d.IsZero() {
		return
	}
	cent := money.MustParse("0.01").Mul(money.Int(m.Records))
	if d.Max(d.Neg()).Less(cent) {
		because("rounding: less than a cent a record")
		return
	}
	tiers := 0
	for _, r := range m.rates {
		tiers = max(tiers, len(r.Tiers))
	}
	unit := fmt.Sprintf("%q", m.line.Meter.Unit)
	switch {
	case m.included.Sign() > 0 && d.Sign() < 0:
		because("free amount: the card includes %s × %s of it", m.included, unit)
	case m.Billed.IsZero():
		because("billed at nothing: a free amount or a benefit that the card does not have")
	case tiers > 1:
		because("tiers: the card's price falls or rises with a month's total in a subscription; the bill may count more than these files")
	case m.quantity.Sign() > 0 && len(m.rates) == 1 && tiers == 1:
		because("another price: billed at %s for %s, card %s", price(m.Billed.Div(m.quantity)), unit, m.rates[0].Tiers[0].UnitPrice)
	case len(m.rates) > 1:
		because("the card's price changed within the period")
	}
}

// price shows a price that was divided out with eight decimals at most.
func price(d money.Decimal) money.Decimal { return d.Round(8) }
