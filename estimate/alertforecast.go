package estimate

import (
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// unmarked takes the mark out of a text for people.
var unmarked = strings.NewReplacer(", "+mark+"=in", "", ", "+mark+"=out", "")

// forecast is an alert on what the billing month will come to.
func (c *alertCheck) forecast(o *AlertOutcome) error {
	daily := &scenario.Daily{}
	marked := c.marked(o)
	if marked == nil {
		o.say("there is no usage to forecast from")
		return nil
	}
	imp := c.importOf(o)
	if err := daily.Add(imp, &scenario.Imported{Used: marked}); err != nil {
		return err
	}
	s := *c.Scenario
	s.Cases = []scenario.Case{c.caseOf(o)}
	f, err := ForecastBill(c.ctx, c.book, ForecastSpec{Scenario: &s, Daily: daily, Months: 2, AsOf: c.By, Groups: []ForecastBy{ByTag(mark)}})
	if err != nil {
		return err
	}
	m := c.month.Since(f.Months[0])
	if m < 0 || m >= len(f.Months) {
		o.say("the usage ends on %s: %s is not forecast from it", date(f.LastDay), c.month)
		return nil
	}
	bill := f.Cases[0].Bills[m]
	if !o.Where.IsZero() {
		bill = Bill{Month: c.month}
		for _, g := range f.Cases[0].Groups {
			if g.Key == "in" {
				bill = g.Bills[m]
			}
		}
	}
	in := c.caseOf(o).Terms.Currency
	amount := func(d money.Decimal) money.Amount { return money.Amount{Value: d, Currency: in} }
	figure := map[scenario.AlertAt]money.Decimal{
		scenario.AtExpected: bill.Expected, scenario.AtLow80: bill.Low80, scenario.AtHigh80: bill.High80, scenario.AtLow95: bill.Low95, scenario.AtHigh95: bill.High95,
	}[o.At]
	value, limit := scenario.AlertLimit{Value: figure, Currency: in}, amount(o.Limit.Value).String()
	if o.Budget != nil {
		value = scenario.AlertLimit{Value: figure.Div(o.Budget.Value), Part: true}
		limit = o.Limit.String() + " of " + o.Budget.String()
	}
	o.judge(value)
	what := "expected"
	if o.At != scenario.AtExpected {
		what = "the " + string(o.At) + " figure"
	}
	o.say("%s %s for %s; the limit is %s", amount(figure), what, c.month, limit)
	if o.Budget != nil {
		o.say("%s %s for %s, %s of the budget; the limit is %s", amount(figure), what, c.month, percentText(value.Value), limit)
	}
	o.Details = append(o.Details, "recorded by "+date(f.LastDay)+": "+amount(bill.Recorded).String(),
		"expected "+amount(bill.Expected).String()+"; four in five times from "+amount(bill.Low80).String()+" to "+amount(bill.High80).String())
	if k := f.Cases[0]; k.Tested {
		o.note("in a back-test of the whole, the sum of %d days ahead was off by %s on average", k.Ahead, percentText(decimalOf(k.Off)))
	} else {
		o.note("there are too few days for a back-test")
	}
	for _, w := range slices.Concat(f.Warnings, f.Cases[0].Warnings) {
		if len(o.Notes) < mostDetails {
			o.Notes = append(o.Notes, unmarked.Replace(w.String()))
		}
	}
	return nil
}
