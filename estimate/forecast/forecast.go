package forecast

import (
	"context"
	"fmt"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/series"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Spec says what to forecast.
type Spec struct {
	// Scenario has the cases to price the usage under; its own workloads and
	// imports are not looked at. Commitments and reservations run from its
	// Start on: months from then to the first forecast one are priced as
	// recorded.
	Scenario *scenario.Scenario
	Daily    *scenario.Daily
	LastDay  time.Time // the last day whose usage is in; the zero time finds it out
	Months   int       // how many billing months, from that of the last day on; 0 is 3
	AsOf     time.Time // prices by the newest cards fetched not after it; zero is whenever
	Groups   []By
}

// By names what usage is added up by, beside the total.
type By struct {
	Title string
	Of    func(scenario.DailyUse) string
}

// ByTag adds up by a tag that the roll-up kept.
func ByTag(key string) By {
	return By{"Tag " + key, func(u scenario.DailyUse) string { return u.Tags[key] }}
}

// ByMeter, ByCategory, BySubscription, ByResourceGroup and ByResource add up by
// these; the last two need a roll-up that kept them.
var (
	ByMeter         = By{"Meter", func(u scenario.DailyUse) string { return u.Meter.Title() }}
	ByCategory      = By{"Category", func(u scenario.DailyUse) string { return u.Meter.Category }}
	BySubscription  = By{"Subscription", func(u scenario.DailyUse) string { return u.Subscription }}
	ByResourceGroup = By{"Resource group", func(u scenario.DailyUse) string { return u.Group }}
	ByResource      = By{"Resource", func(u scenario.DailyUse) string { return u.Resource }}
)

// Forecast is what the bills will be, case by case. Quantities are carried on
// meter by meter and day by day, and then priced as an estimate is: through
// included quantities, tiers, discounts, commitments and credits, which count
// the month's total. What is recorded is exact; floats are in the quantities
// ahead only, which are rounded at nine decimals before they are priced.
type Forecast struct {
	Comparison *compare.Comparison // the cases with what was recorded and what is expected
	LastDay    time.Time           // the last day whose usage counts as recorded
	Found      bool                // LastDay was found out, not stated
	CycleDay   int                 // the day on which billing months start
	Months     []scenario.Month
	First      int // the index of Months[0] in the estimates' months
	Uses       []Use
	carried    []carried
	cells      []cell
	Cases      []Case
	Outcomes   int                // how many a range is told from
	Warnings   []estimate.Warning // about the data
}

// Case is the forecast under one case.
type Case struct {
	*estimate.Estimate
	Outlooks []Outlook // by month of Forecast.Months
	Groups   []Group
	// Back-test of the whole, each meter counting at its price here: the mean
	// absolute error of a day, where repeating the last week has about 1, and
	// how far the sum of Ahead days was off on average, 0.05 for 5%.
	MASE, Off      float64
	Tested         bool
	Ahead, Origins int
}

// Group is the forecast of one key of Spec.Groups.
type Group struct {
	By       By
	Key      string // "" for what has none
	Outlooks []Outlook
}

// Outlook is a month's forecast, in the case's currency.
type Outlook struct {
	Month    scenario.Month
	Recorded money.Decimal // the cost of what is recorded of it up to LastDay
	Expected money.Decimal // the whole month; Recorded where it is over
	// The month's cost in the middle of all outcomes, and the values
	// between which 80% and 95% of them lie.
	P50, Low80, High80, Low95, High95 money.Decimal
}

// Of forecasts the bill of a billing month that has begun, and of
// those that follow. An error is about the scenario's cases, their cards, or
// days that the usage does not have.
func Of(ctx context.Context, book estimate.Ratebook, spec Spec) (*Forecast, error) {
	f := &Forecast{}
	last, err := f.lastDay(spec)
	if err != nil {
		return nil, err
	}
	d := spec.Daily
	f.CycleDay = d.CycleDay
	for m := range max(spec.Months, 1) {
		f.Months = append(f.Months, d.MonthOf(f.LastDay).Add(m))
	}
	if spec.Months == 0 {
		f.Months = append(f.Months, f.Months[0].Add(1), f.Months[0].Add(2))
	}
	s, err := f.scenario(spec)
	if err != nil {
		return nil, err
	}
	f.carryOn(ctx, d, s.Period(), last)
	f.warn(d, last)
	if err := context.Cause(ctx); err != nil { // what is carried on then is not whole
		return nil, err
	}
	s.Workloads = workloadsOf(f.Uses, s)
	plans, err := estimate.Compile(ctx, book, s, spec.AsOf)
	if err != nil {
		return nil, err
	}
	f.Comparison = &compare.Comparison{Scenario: s, Estimates: make([]*estimate.Estimate, len(s.Cases))}
	f.Cases = make([]Case, len(s.Cases))
	quantities := f.outcomes(ctx)
	for i, plan := range plans {
		if f.Cases[i], err = f.price(ctx, plan, quantities, spec.Groups); err != nil {
			return nil, err
		}
		f.Comparison.Estimates[i] = f.Cases[i].Estimate
	}
	return f, nil
}

// lastDay settles the last whole day, and gives its index.
func (f *Forecast) lastDay(spec Spec) (last int, err error) {
	d := spec.Daily
	if d == nil || d.Days == 0 {
		return 0, fmt.Errorf("there is no daily usage to forecast from")
	}
	if first, _ := d.Month(d.MonthOf(d.First)); d.Days == 1 && d.First.Equal(first) {
		return 0, fmt.Errorf("the usage has one day, %s, on which sums of months are dated: a forecast needs two days at least", date(d.First))
	}
	if spec.LastDay.IsZero() {
		last = lastWhole(d.Days, strandsOf(d.Uses))
		f.LastDay, f.Found = d.Day(last), true
		return last, nil
	}
	f.LastDay = spec.LastDay
	last = d.Index(spec.LastDay)
	if last < 0 || last >= d.Days {
		return 0, fmt.Errorf("there is no usage of %s: it reaches from %s to %s", date(spec.LastDay), date(d.First), date(d.Day(d.Days-1)))
	}
	return last, nil
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

// scenario is the one that is priced: the spec's cases, from the month in which
// their commitments start.
func (f *Forecast) scenario(spec Spec) (*scenario.Scenario, error) {
	s := *spec.Scenario
	start := f.Months[0]
	for _, c := range s.Cases {
		if len(c.Commitments) == 0 && !c.Buys() {
			continue
		}
		if f.Months[0].Since(s.Start) < 0 {
			return nil, c.Errorf("case %q: its commitment starts with the scenario, in %s, after the month that is forecast, %s", c.Name, s.Start, f.Months[0])
		}
		start = s.Start
	}
	f.First = f.Months[0].Since(start)
	s.Start, s.Months = start, f.First+len(f.Months)
	s.Imports, s.Evidence = []scenario.Import{{CycleDay: spec.Daily.CycleDay}}, spec.Daily.Evidence
	s.Warnings = slices.Concat(spec.Scenario.Warnings, spec.Daily.Warnings)
	if first := spec.Daily.MonthOf(spec.Daily.First); start.Since(first) < 0 {
		f.Warnings = append(f.Warnings, estimate.Warning{About: "commitment", Text: fmt.Sprintf("the usage begins on %s: before, from %s on, none is counted toward it", date(spec.Daily.First), start)})
	}
	return &s, nil
}

// carryOn forecasts each use's quantities, as many at a time as there are
// processors.
func (f *Forecast) carryOn(ctx context.Context, d *scenario.Daily, months []scenario.Month, last int) {
	spans := make([]daySpan, len(months)) // of days from Daily.First on
	for m, month := range months {
		first, days := d.Month(month)
		from := d.Index(first)
		spans[m] = daySpan{from, from + days}
	}
	ahead := spans[len(spans)-1].to - last - 1
	all := last + 1
	gaps := gapsOf(d, last)
	// The back-test does not depend on how many months are asked for.
	third, length := d.Month(f.Months[0].Add(2))
	horizon := max(1, d.Index(third)+length-last-1)
	edge := edgesOf(d, last+1+max(ahead, horizon))
	f.strands(ctx, d, last, func(u scenario.DailyUse) Use {
		return carry(u, last, gaps[u.Subscription], series.Among{All: all, Horizon: horizon, Periods: []int{series.Week}, Edge: edge[u.From:]}, ahead, spans)
	})
}

// edgesOf tells the days at the edges of calendar months, on which jobs run; see series.Among.
func edgesOf(d *scenario.Daily, days int) []int8 {
	list := make([]int8, days)
	for t := range list {
		day := d.Day(t)
		left := day.AddDate(0, 1, -day.Day()).Day() - day.Day()
		switch {
		case day.Day() <= series.Edge:
			list[t] = int8(day.Day())
		case left < series.Edge:
			list[t] = int8(-1 - left)
		}
	}
	return list
}

// carry carries one use on.
func carry(u scenario.DailyUse, last int, gaps []bool, among series.Among, ahead int, months []daySpan) Use {
	days, missing := known(u, last, gaps)
	f := Use{DailyUse: u, State: stateOf(days), Gaps: len(missing)}
	known := series.Filled(days)
	if f.State == Stopped || f.State == Once || ahead < 1 {
		f.Series = series.None()
	} else {
		f.Series = among.Carry(known, ahead)
	}
	f.days = known
	for _, m := range months {
		f.Recorded = append(f.Recorded, u.Total(m.from, min(m.to, last+1)))
		gap := 0.0
		for _, t := range missing { // known[t] is 0 once use has stopped
			if at := t + u.From; at >= m.from && at < m.to {
				gap += known[t]
			}
		}
		ahead := daySpan{max(m.from, last+1) - last - 1, max(m.to, last+1) - last - 1}
		if len(f.Series.Days) == 0 {
			ahead = daySpan{}
		}
		sum := 0.0
		for h := ahead.from; h < ahead.to; h++ {
			sum += f.Series.Days[h]
		}
		f.ahead, f.gap = append(f.ahead, ahead), append(f.gap, gap)
		f.Expected = append(f.Expected, decimalOf(gap+sum))
	}
	return f
}
