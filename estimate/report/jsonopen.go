package report

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// jsonOpen is what a case has promised beyond the scenario's end, in its currency.
type jsonOpen struct {
	Owed          money.Decimal  `json:"owed"` // and not in the total
	Until         scenario.Month `json:"until"`
	TotalWithLost *money.Decimal `json:"total_with_it_lost"` // null where the total is incomplete
	Months        int            `json:"whole_term_months"`  // from the scenario's first month on
	WholeTerm     *money.Decimal `json:"whole_term"`         // at the mean month's usage; null where it cannot be said
	Monthly       *money.Decimal `json:"whole_term_month"`   // a month of it, in whole_term_currency: that of the report
	MonthlyIn     money.Currency `json:"whole_term_currency,omitempty"`
	Terms         []jsonOwed     `json:"terms"`
}

type jsonOwed struct {
	What   string         `json:"what"`
	Until  scenario.Month `json:"until"`
	Amount money.Decimal  `json:"amount"`
}

func openJSON(c *compare.Comparison, e *estimate.Estimate) *jsonOpen {
	o := e.Open
	if o == nil {
		return nil
	}
	out := &jsonOpen{Owed: o.Sum(), Until: o.Until(), Months: len(o.Months)}
	if e.Complete() {
		lost := withLost(e)
		out.TotalWithLost = &lost
	}
	if o.Why == "" {
		out.WholeTerm = &o.Whole
	}
	if monthly, ok := c.On(e, compare.WholeTerms); ok && e.Complete() {
		out.Monthly, out.MonthlyIn = &monthly.Value, monthly.Currency
	}
	for _, owed := range o.Owed {
		out.Terms = append(out.Terms, jsonOwed{owed.What, owed.Until, owed.Amount})
	}
	return out
}

// jsonOver compares the cases over the months that are complete in all of them.
type jsonOver struct {
	Months  []scenario.Month `json:"months"`
	Label   string           `json:"label"`
	Cases   []jsonOverCase   `json:"cases"`
	LeftOut []string         `json:"left_out"` // cases without a complete month
}

type jsonOverCase struct {
	Name              string         `json:"name"`
	Total             money.Decimal  `json:"total"` // of the months, in the case's currency
	Difference        *money.Decimal `json:"difference"`
	DifferencePercent *money.Decimal `json:"difference_percent"`
	DifferenceReason  *string        `json:"difference_reason"`
}

func overJSON(c *compare.Comparison) *jsonOver {
	o := c.Over()
	if o == nil {
		return nil
	}
	out := &jsonOver{Months: o.Months, Label: o.Label(), LeftOut: []string{}}
	for _, k := range o.Cases {
		one := jsonOverCase{Name: c.Estimates[k.Case].Case.Name, Total: k.Total.Value}
		one.Difference, one.DifferencePercent, one.DifferenceReason = differenceJSON(k.Difference)
		out.Cases = append(out.Cases, one)
	}
	for _, i := range o.Aside {
		out.LeftOut = append(out.LeftOut, c.Estimates[i].Case.Name)
	}
	return out
}

// differenceJSON is a difference, the same in percent, and why there is none.
func differenceJSON(d compare.Difference) (value, percent *money.Decimal, reason *string) {
	if a, ok := d.Amount(); ok {
		value = &a.Value
	} else {
		why := d.Why()
		reason = &why
	}
	if part, ok := d.Part(); ok {
		p := part.Mul(money.Int(100))
		percent = &p
	}
	return value, percent, reason
}
