package alert

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/estimate/forecast"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// forecastOf carries the usage on under the alert's case, once for all alerts.
func (c *checking) forecastOf(o *Outcome) (*forecast.Forecast, error) {
	if f := c.forecasts[o.Case]; f != nil {
		return f, nil
	}
	among := func(a scenario.Alert) bool {
		return a.On == scenario.OnForecast && a.Case == o.Case
	}
	marked := c.mark(among)
	if marked == nil {
		return nil, nil
	}
	daily := &scenario.Daily{}
	if err := daily.Add(c.importOf(o), &scenario.Imported{Used: marked}); err != nil {
		return nil, err
	}
	var groups []forecast.By
	for i, a := range c.Scenario.Alerts {
		if among(a) && !a.Where.IsZero() {
			one := &Outcome{Alert: a, index: i}
			groups = append(groups, forecast.By{Title: a.Name, Of: func(u scenario.DailyUse) string {
				if picked(u.Tags, one) {
					return a.Name
				}
				return ""
			}})
		}
	}
	s := *c.Scenario
	s.Cases = []scenario.Case{c.caseOf(o)}
	f, err := forecast.Of(c.ctx, c.book, forecast.Spec{Scenario: &s, Daily: daily, Months: 2, AsOf: c.By, Groups: groups})
	if err == nil {
		c.forecasts[o.Case] = f
	}
	return f, err
}

// forecast is an alert on what the billing month will cost.
func (c *checking) forecast(o *Outcome) error {
	f, err := c.forecastOf(o)
	if err != nil {
		return err
	}
	if f == nil {
		o.say("there is no usage to forecast from")
		return nil
	}
	m := c.month.Since(f.Months[0])
	if m < 0 || m >= len(f.Months) {
		o.say("the usage ends on %s: %s is not forecast from it", date(f.LastDay), c.month)
		return nil
	}
	bill := f.Cases[0].Outlooks[m]
	if !o.Where.IsZero() {
		bill = forecast.Outlook{Month: c.month}
		for _, g := range f.Cases[0].Groups {
			if g.By.Title == o.Name && g.Key == o.Name {
				bill = g.Outlooks[m]
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
		o.note("in a back-test of the whole, the sum of %s ahead was off by %s on average", estimate.Plural(k.Ahead, "day"), percentText(k.OffBy()))
	} else {
		o.note("there are too few days for a back-test")
	}
	for _, w := range slices.Concat(f.Warnings, f.Cases[0].Warnings) {
		if len(o.Notes) < mostDetails {
			o.Notes = append(o.Notes, unmarked(w.String()))
		}
	}
	return nil
}
