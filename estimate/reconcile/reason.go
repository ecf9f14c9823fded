package reconcile

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// reconciling is a meter that is being summed up.
type reconciling struct {
	Meter
	line     estimate.Line // the first of its lines
	without  bool          // a price
	quantity money.Decimal
	included money.Decimal   // what was free of it
	rates    []ratebook.Rate // those in force, each once
	months   []string        // whose quantity is below zero
	given    money.Decimal   // of Billed, what is theirs

	agreed, list scenario.Price // that the export states
}

// add takes a line's month in.
func (m *reconciling) add(e *recordedUsage, l estimate.Line, month int, b billed, ours money.Decimal) {
	m.Billed, m.Records = m.Billed.Add(b.cost), m.Records+b.records
	m.agreed, m.list = m.agreed.Or(b.agreed), m.list.Or(b.list)
	own := l.Quantities[month]
	use, ok := e.Use(l)
	if ok && e.Below(use.Index, month) != "" {
		m.Ours, m.given = m.Ours.Add(b.cost), m.given.Add(b.cost)
		m.months = append(m.months, fmt.Sprintf("%s × %q in %s", own, l.Meter.Unit, e.Months[month]))
		return
	}
	m.Ours = m.Ours.Add(ours)
	m.quantity = m.quantity.Add(own)
	if !ok || own.IsZero() {
		return
	}
	included, _ := e.TiersOf(l, month)
	m.included = m.included.Add(included)
	rate := e.RateIn(use.Index, month)
	for _, r := range m.rates {
		if r.Effective.Equal(rate.Effective) {
			return
		}
	}
	m.rates = append(m.rates, *rate)
}

// explain adds the reasons that are known.
func (m *reconciling) explain(e *recordedUsage) {
	because := func(format string, args ...any) {
		m.Reasons = append(m.Reasons, fmt.Sprintf(format, args...))
	}
	if m.line.From.ID != m.Meter.Meter.ID {
		because("matched by name, as %s", m.line.From.ID)
	}
	if m.months != nil {
		because("correction: %s, taken as billed, %s", estimate.First(m.months, 3), m.given)
	}
	d := m.Difference()
	if d.IsZero() {
		return
	}
	if m.rounded(e.Currency()) {
		because("rounding: less than a cent a record")
		return
	}
	tiers := 0
	for _, r := range m.rates {
		tiers = max(tiers, len(r.Tiers))
	}
	per := fmt.Sprintf("%q", m.line.Meter.Unit)
	negotiated := m.negotiated(per)
	switch {
	case m.included.Sign() > 0 && d.Sign() < 0:
		because("free amount: the card includes %s × %s of it", m.included, per)
	case m.Billed.IsZero():
		because("billed at nothing: a free amount or a benefit that the card does not have")
	case negotiated != "":
		because("%s", negotiated)
	case tiers > 1:
		because("tiers: the card's price falls or rises with a month's total in a subscription; the bill may count more than these files")
	case m.quantity.Sign() > 0 && len(m.rates) == 1 && tiers == 1:
		because("another price: billed at %s for %s, card %s", price(m.Billed.Sub(m.given).Div(m.quantity)), per, m.rates[0].Tiers[0].UnitPrice)
	case len(m.rates) > 1:
		because("the card's price changed within the period")
	}
}

// rounded tells whether the rounding of each record's cost can make the
// difference, which then is a small part of the whole: a factor is no rounding.
func (m *reconciling) rounded(in money.Currency) bool {
	_, decimals, _ := strings.Cut(m.Billed.String(), ".")
	most := half.Mul(tenth.Pow(max(len(decimals), int(in.Digits())))).Mul(money.Int(m.Records))
	d := m.Difference()
	size, whole := d.Abs(), m.Billed.Abs().Max(m.Ours.Abs())
	return !most.Less(size) && size.Less(whole.Mul(tenth))
}

var tenth, half = money.MustParse("0.1"), money.MustParse("0.5")

// negotiated tells by the export's own prices that another one than the card's
// was agreed on; "" where they do not.
func (m *reconciling) negotiated(per string) string {
	one, err := unit.Convert(money.One, m.Meter.Meter.Unit, m.line.Meter.Unit) // how many of the card's unit one of the export's is
	if err != nil || one.IsZero() || len(m.rates) != 1 || m.agreed.Stated == 0 {
		return ""
	}
	card := m.rates[0].Tiers
	of := func(p scenario.Price) money.Decimal { return price(p.Value.Div(one)) }
	for _, t := range card {
		if m.agreed.Stated == 1 && of(m.agreed).Equal(price(t.UnitPrice)) {
			return ""
		}
	}
	agreed := "the export's unit price is " + of(m.agreed).String()
	if m.agreed.Stated > 1 {
		agreed = "the export has several unit prices, such as " + of(m.agreed).String()
	}
	s := fmt.Sprintf("negotiated price: %s for %s, the card's %s", agreed, per, card[0].UnitPrice)
	switch {
	case m.list.Stated != 1:
	case of(m.list).Equal(price(card[0].UnitPrice)):
		s += ", which is the export's list price, too"
	default:
		s += fmt.Sprintf(", the export's list price %s", of(m.list))
	}
	return s
}

// price shows a price that was divided out with eight decimals at most.
func price(d money.Decimal) money.Decimal { return d.Round(8) }
