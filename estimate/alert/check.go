package alert

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/forecast"
	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Input is what a scenario's alerts are checked on.
type Input struct {
	Scenario *scenario.Scenario
	// Used is what the imports ask for, by day, with the tags, resource groups
	// and resources that the alerts pick by.
	Used []scenario.Used
	// AsOf is the day, midnight UTC, as of which alerts are checked: usage of
	// later days does not count.
	AsOf time.Time
	// By is when cards have been fetched at the latest; zero is whenever.
	By time.Time
	// Cards are pairs of cards of a case's terms (see PriceCards), the older one
	// first, by case: for alerts on price.
	Cards map[string][][2]*ratebook.Card
	// Commitments are those that were read of the billing account, for alerts on
	// commitment; nil where none were asked for: then our rating tells.
	Commitments []reconcile.Commitment
}

// Checked are the outcomes of all of a scenario's alerts, in their order.
type Checked struct {
	Scenario *scenario.Scenario
	AsOf     time.Time
	Outcomes []Outcome
	Warnings []string // about the usage as a whole
}

// Fired lists those that fired.
func (a *Checked) Fired() []Outcome {
	return slices.DeleteFunc(slices.Clone(a.Outcomes), func(o Outcome) bool { return o.Status != Fired })
}

// Status says what became of an alert.
type Status string

const (
	Fired   Status = "fired"
	Quiet   Status = "quiet"
	Unknown Status = "unknown" // there is nothing to tell by; Text says why
)

// Outcome is one alert in one period.
type Outcome struct {
	scenario.Alert
	Status  Status
	Period  string              // "2026-03", "2026-03-08 to 2026-03-14"; the same text is the same period
	Value   scenario.AlertLimit // what is held against Limit; zero where it is unknown
	Text    string              // a sentence for people
	Details []string            // such as the meters that it is about
	Notes   []string            // what its figure leaves open
	// Extent tells how bad it is, in the direction of the limit: an outcome of the
	// same alert and period is worse where it is further on.
	Extent money.Decimal
	Due    bool // it fired, and is to be sent: see Memory

	index int // in Scenario.Alerts
}

// LateDays is how many days Azure's usage records come in late at the most, by
// experience. In as many days of a billing month, alerts on actual are checked
// on the one before, too.
const LateDays = 5

// Check checks all alerts of a scenario. An error is about the scenario,
// the cards of its cases, or the usage.
func Check(ctx context.Context, book estimate.Ratebook, in Input) (*Checked, error) {
	c := &checking{Input: in, ctx: ctx, book: book, charged: map[chargedKey]*estimate.Estimate{}, forecasts: map[string]*forecast.Forecast{}}
	if err := c.settle(); err != nil {
		return nil, err
	}
	out := &Checked{Scenario: in.Scenario, AsOf: in.AsOf, Warnings: slices.Concat(in.Scenario.Warnings, c.warnings())}
	for i, a := range in.Scenario.Alerts {
		months := []scenario.Month{c.month}
		if a.On == scenario.OnActual && daysFrom(c.month.FirstDay(c.cycle), in.AsOf) < LateDays && c.usedIn(c.month.Add(-1)) {
			months = []scenario.Month{c.month.Add(-1), c.month}
		}
		for _, m := range months {
			o := Outcome{Alert: a, Status: Unknown, Period: m.String(), index: i}
			if err := c.check(&o, m); err != nil {
				return nil, a.Errorf("alert %q: %w", a.Name, err)
			}
			out.Outcomes = append(out.Outcomes, o)
		}
	}
	return out, nil
}

// checking is a check at work.
type checking struct {
	Input
	ctx         context.Context
	book        estimate.Ratebook
	cycle       int            // the day on which billing months start
	month       scenario.Month // the billing month of AsOf
	first, last time.Time      // the first and the last day of the usage that counts; zero where there is none

	marked    []scenario.Used // what is rated, with the mark of the alerts that rate; nil until it is asked for
	charged   map[chargedKey]*estimate.Estimate
	forecasts map[string]*forecast.Forecast // by case
}

// settle finds the billing month, and the days that the usage covers.
func (c *checking) settle() error {
	for i, imp := range c.Scenario.Imports {
		cycle := max(imp.CycleDay, 1)
		if i > 0 && cycle != c.cycle {
			return imp.Errorf("its billing month starts on day %d, and that of another import on day %d: alerts watch one bill", cycle, c.cycle)
		}
		c.cycle = cycle
	}
	c.cycle = max(c.cycle, 1)
	c.month = scenario.MonthOf(c.AsOf, c.cycle)
	var kept []scenario.Used
	for _, u := range c.Used {
		day, err := dayOf(u)
		if err != nil {
			return err
		}
		if day.After(c.AsOf) {
			continue
		}
		kept = append(kept, u)
		if !u.Kind.IsUsage() { // a purchase or a tax may be dated ahead or at a month's end
			continue
		}
		if c.first.IsZero() || day.Before(c.first) {
			c.first = day
		}
		if day.After(c.last) {
			c.last = day
		}
	}
	c.Used = kept
	return nil
}

func dayOf(u scenario.Used) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, u.Day[:min(len(u.Day), len(time.DateOnly))])
	if err != nil {
		return day, fmt.Errorf("usage of %s in %s has no day: alerts need daily usage", cmp.Or(u.Meter.Title(), u.Foreign.UsageType, string(u.Kind)), u.Month)
	}
	return day, nil
}

// daysFrom counts the days from one midnight to another.
func daysFrom(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

// usedIn tells whether any usage is of a billing month.
func (c *checking) usedIn(m scenario.Month) bool {
	return slices.ContainsFunc(c.Used, func(u scenario.Used) bool { return u.Month == m })
}

// warnings says where the usage as a whole ends too early.
func (c *checking) warnings() (list []string) {
	switch {
	case len(c.Scenario.Imports) == 0:
	case c.last.IsZero():
		list = append(list, fmt.Sprintf("there is no usage up to %s", date(c.AsOf)))
	case daysFrom(c.last, c.AsOf) > LateDays:
		list = append(list, fmt.Sprintf("the usage ends on %s, %d days before %s: later usage is in no figure", date(c.last), daysFrom(c.last, c.AsOf), date(c.AsOf)))
	}
	rated := slices.ContainsFunc(c.Scenario.Alerts, func(a scenario.Alert) bool { return a.On != scenario.OnPrice && a.Of != scenario.AlertBilled })
	cover := scenario.CoverOf(&scenario.Imported{Used: c.Used}, 0, func(u scenario.Used) bool { return u.Foreign == scenario.Foreign{} })
	if rated && cover != nil {
		list = append(list, "of what is rated: "+cover.Note())
	}
	return list
}

// check fills in the outcome of an alert in a billing month.
func (c *checking) check(o *Outcome, m scenario.Month) error {
	if k := c.caseOf(o); o.On != scenario.OnPrice && o.Of != scenario.AlertBilled && len(k.Commitments) > 0 && m.Since(c.Scenario.Start) < 0 {
		o.say("the commitment of case %q starts with the scenario, in %s: nothing is rated before", k.Name, c.Scenario.Start)
		return nil
	}
	if o.On != scenario.OnPrice && c.last.IsZero() {
		o.say("there is no usage up to %s", date(c.AsOf))
		return nil
	}
	checks := map[scenario.AlertOn]func(*Outcome) error{
		scenario.OnForecast: c.forecast, scenario.OnChange: c.change, scenario.OnCommitment: c.commitment,
		scenario.OnUnpriced: c.unpriced, scenario.OnPrice: c.price,
		scenario.OnActual: func(o *Outcome) error { return c.actual(o, m) },
	}
	return checks[o.On](o)
}

// judge holds the value against the limit.
func (o *Outcome) judge(value scenario.AlertLimit) {
	o.Value, o.Status, o.Extent = value, Quiet, value.Value
	if o.Below && value.Value.Less(o.Limit.Value) || !o.Below && o.Limit.Value.Less(value.Value) {
		o.Status = Fired
	}
}

func (o *Outcome) say(format string, args ...any) { o.Text = fmt.Sprintf(format, args...) }

func (o *Outcome) note(format string, args ...any) {
	o.Notes = append(o.Notes, fmt.Sprintf(format, args...))
}

// percentText shows a part for people, with one decimal.
func percentText(part money.Decimal) string { return part.Mul(money.Int(100)).Round(1).String() + "%" }

func daysText(from, to time.Time) string {
	if from.Equal(to) {
		return date(from)
	}
	return date(from) + " to " + date(to)
}

func date(t time.Time) string { return t.Format(time.DateOnly) }
