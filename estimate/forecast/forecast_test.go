package forecast_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/estimatetest"
	"azwhatif/estimate/forecast"
	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

var forecastTerms = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}

// forecastBook has a meter that is free up to 150 a month and then costs 2,
// and meters that cost 1.
func forecastBook(meters int) estimatetest.Cards {
	card := &ratebook.Card{Header: ratebook.Header{Terms: forecastTerms}}
	for i := range meters {
		r := ratebook.Rate{Meter: forecastMeter(i), Tiers: []ratebook.Tier{{UnitPrice: money.One}}}
		if i == 0 {
			r.Included, r.Tiers[0].UnitPrice = money.Int(150), money.Int(2)
		}
		card.Rates = append(card.Rates, r)
	}
	return estimatetest.Cards{forecastTerms: card}
}

func forecastMeter(i int) ratebook.Meter {
	return ratebook.Meter{ID: ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", i)), Category: "Test", Name: fmt.Sprint("Meter ", i), Region: "westeurope", Unit: unit.MustParse("1 GB")}
}

// dailyOf makes daily usage, one series a meter, from a day on; below zero is
// no record.
func dailyOf(t *testing.T, from string, cycleDay int, series ...[]float64) *scenario.Daily {
	t.Helper()
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		t.Fatal(err)
	}
	got := &scenario.Imported{}
	for i, days := range series {
		for k, y := range days {
			if y < 0 {
				continue
			}
			day := first.AddDate(0, 0, k)
			got.Used = append(got.Used, scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Subscription: "s1", Day: day.Format(time.DateOnly),
				Month: scenario.Month{Year: day.Year(), Month: day.Month()}, Meter: forecastMeter(i),
				Quantity: money.MustParse(fmt.Sprintf("%.6f", y)), Records: 1,
				Tags: map[string]string{"project": []string{"shop", "web"}[i%2]},
			})
		}
	}
	d := &scenario.Daily{}
	if err := d.Add(scenario.Import{KeepTags: []string{"project"}, CycleDay: cycleDay}, got); err != nil {
		t.Fatal(err)
	}
	return d
}

func forecastScenario() *scenario.Scenario {
	return &scenario.Scenario{Name: "Test", Rules: scenario.DefaultRules, Cases: []scenario.Case{{Name: "present", Terms: forecastTerms}}}
}

func forecastOf(t *testing.T, d *scenario.Daily, spec forecast.Spec) *forecast.Forecast {
	t.Helper()
	spec.Daily = d
	if spec.Scenario == nil {
		spec.Scenario = forecastScenario()
	}
	f, err := forecast.Of(context.Background(), forecastBook(60), spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func constant(y float64, days int) []float64 {
	out := make([]float64, days)
	for i := range out {
		out[i] = y
	}
	return out
}

// TestCrossesTier is why quantities are forecast, and then priced. Of 10 GB
// a day, 150 are free in a month. On 15 March, 15 × 10 = 150 are used, and the
// bill so far is 0. In all of March 31 × 10 = 310 are used: (310 − 150) × 2 = 320.
func TestCrossesTier(t *testing.T) {
	days := constant(10, 28+15) // from 1 February
	f := forecastOf(t, dailyOf(t, "2026-02-01", 1, days), forecast.Spec{Months: 2})
	march := f.Cases[0].Outlooks[0]
	if got := march.Recorded.String(); got != "0" {
		t.Errorf("so far March totals %s, want 0", got)
	}
	if got := march.Expected.String(); got != "320" {
		t.Errorf("quantities first: March is forecast as %s, want 320", got)
	}
	if april := f.Cases[0].Outlooks[1]; april.Expected.String() != "300" { // (30 × 10 − 150) × 2
		t.Errorf("April is forecast as %s, want 300", april.Expected)
	}

	// The curve of costs, by the same methods: 28 days of February, of which the
	// first 15 are free, and 15 free days of March.
	var costs []float64
	for d := range days {
		day := d
		if day >= 28 {
			day -= 28
		}
		cost := 20.0
		if day < 15 {
			cost = 0
		}
		costs = append(costs, cost)
	}
	curve := series.Carry(costs, 16)
	sum := 0.0
	for _, y := range curve.Days {
		sum += y
	}
	t.Logf("March totals 320; quantities first: %s; the curve of costs: %.2f", march.Expected, sum)
	if math.Abs(sum-320) < 100 {
		t.Errorf("the curve of costs totals %.2f, which is near enough", sum)
	}
	if april := march.Low95; april.String() != "320" {
		t.Errorf("what never varied has a range, from %s", april)
	}
}

// TestStates tells new, stopped and single use, gaps and late data, and
// says so.
func TestStates(t *testing.T) {
	n := 59 + 15 // to 15 March
	steady := constant(10, n)
	gap := constant(10, n)
	fresh := append(constant(-1, n-5), constant(10, 5)...)
	stopped := append(constant(10, n-6), constant(-1, 6)...)
	once := append(append(constant(-1, 20), 10), constant(-1, n-21)...)
	steady[n-1], gap[n-1], fresh[n-1] = 3, 2, 1 // the last day is not all in
	for _, s := range [][]float64{steady, gap, stopped} {
		s[n-8] = -1 // and of 8 March there is nothing
	}
	f := forecastOf(t, dailyOf(t, "2026-01-01", 1, steady, gap, fresh, stopped, once), forecast.Spec{Months: 1})
	if got := f.LastDay.Format(time.DateOnly); got != "2026-03-14" || !f.Found {
		t.Fatalf("the last whole day is %s", got)
	}
	want := []struct {
		state              forecast.State
		gaps               int
		recorded, expected string
	}{
		{"", 1, "130", "180"}, // 13 of 14 days; one gap and 17 days ahead, 18 × 10
		{"", 1, "130", "180"},
		{forecast.New, 0, "40", "170"},
		{forecast.Stopped, 1, "80", "10"}, // 1 to 9 March but for the gap
		{forecast.Once, 0, "0", "0"},
	}
	byName := map[string]forecast.Use{}
	for _, u := range f.Uses {
		byName[u.Meter.Name] = u
	}
	for i, w := range want {
		u := byName[fmt.Sprint("Meter ", i)]
		if u.State != w.state || w.gaps > 0 && u.Gaps != w.gaps || u.Recorded[0].String() != w.recorded || u.Expected[0].String() != w.expected {
			t.Errorf("meter %d: state %q, %d gaps, recorded %s, expected %s; want %v", i, u.State, u.Gaps, u.Recorded[0], u.Expected[0], w)
		}
	}
	var said []string
	for _, w := range f.Warnings {
		said = append(said, w.String())
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"late data: usage of 2026-03-15 is left out", "gaps: 1 day of usage has no record (2026-03-08)", "new: ", "stopped: ", "used once: "} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q:\n%s", want, all)
		}
	}
}

// TestCycle counts a billing month that starts on the 15th: 20 March to
// 14 April are 26 days, and 5 are recorded.
func TestCycle(t *testing.T) {
	d := dailyOf(t, "2026-01-01", 15, nil, constant(1, 31+28+19))
	f := forecastOf(t, d, forecast.Spec{Months: 2})
	if got := f.Months[0].String(); got != "2026-03" {
		t.Fatalf("19 March is in the billing month %s, want 2026-03", got)
	}
	for m, want := range []string{"31", "30"} { // 15 March to 14 April; 15 April to 14 May
		if got := f.Cases[0].Outlooks[m].Expected.String(); got != want {
			t.Errorf("month %s totals %s, want %s", f.Months[m], got, want)
		}
	}
	if got := f.Cases[0].Outlooks[0].Recorded.String(); got != "5" {
		t.Errorf("so far %s, want 5", got)
	}
}

// TestCommitment draws a commitment of 200 down from the scenario's start
// on: 31 in January, 28 in February, and what is expected after; it runs out.
func TestCommitment(t *testing.T) {
	s := forecastScenario()
	s.Start, s.Months = scenario.Month{Year: 2026, Month: 1}, 12
	s.Cases[0].Commitments = []scenario.Commitment{{Amount: money.Int(100), Months: 12}}
	f := forecastOf(t, dailyOf(t, "2026-01-01", 1, nil, constant(1, 31+28+10)), forecast.Spec{Scenario: s, Months: 3})
	c := f.Cases[0].Prepaid()
	for m, want := range []string{"31", "28", "31", "10", "0"} { // 100 in all
		if got := c.Drawn[m].String(); got != want {
			t.Errorf("month %d draws %s, want %s", m, got, want)
		}
	}
	if f.First != 2 || c.Exhausted.String() != "2026-04" {
		t.Errorf("the forecast begins with month %d, and the commitment runs out in %s", f.First, c.Exhausted)
	}
	s.Start = s.Start.Add(6)
	_, err := forecast.Of(context.Background(), forecastBook(2), forecast.Spec{Scenario: s, Daily: dailyOf(t, "2026-01-01", 1, nil, constant(1, 30))})
	if err == nil || !strings.Contains(err.Error(), "its commitment starts with the scenario, in 2026-07") {
		t.Errorf("a commitment that starts later: %v", err)
	}
}

// TestHolds checks generated usage for what is always so.
func TestHolds(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 9))
		list := seriestest.Generate(seed, 12, 40+r.IntN(60))
		list[3] = append(constant(-1, 30), list[3][30:]...)
		spec := forecast.Spec{Months: 3, Groups: []forecast.By{forecast.ByTag("project"), forecast.ByMeter}}
		d := dailyOf(t, "2026-01-05", 1+r.IntN(28), list...)
		f := forecastOf(t, d, spec)
		c := f.Cases[0]
		for m, b := range c.Outlooks {
			order := []money.Decimal{b.Low95, b.Low80, b.Expected, b.High80, b.High95}
			for i := range order[1:] {
				if order[i+1].Less(order[i]) {
					t.Errorf("seed %d, %s: %s is above %s", seed, b.Month, order[i], order[i+1])
				}
			}
			if b.P50.Less(b.Low80) || b.High80.Less(b.P50) {
				t.Errorf("seed %d, %s: the middle, %s, is not within %s and %s", seed, b.Month, b.P50, b.Low80, b.High80)
			}
			if b.Expected.Less(b.Recorded) {
				t.Errorf("seed %d, %s: %s is recorded, and %s expected", seed, b.Month, b.Recorded, b.Expected)
			}
			for _, by := range spec.Groups { // parts tie to the total
				recorded, expected := money.Zero, money.Zero
				for _, g := range c.Groups {
					if g.By.Title == by.Title {
						recorded, expected = recorded.Add(g.Outlooks[m].Recorded), expected.Add(g.Outlooks[m].Expected)
					}
				}
				if !expected.Equal(b.Expected) || !recorded.Equal(b.Recorded) {
					t.Errorf("seed %d, %s: by %s %s of %s, expected %s of %s", seed, b.Month, by.Title, recorded, b.Recorded, expected, b.Expected)
				}
			}
		}
		was := runtime.GOMAXPROCS(1)
		again := forecastOf(t, d, spec)
		runtime.GOMAXPROCS(was)
		if got, want := fmt.Sprint(again.Cases[0].Outlooks, again.Warnings), fmt.Sprint(c.Outlooks, f.Warnings); got != want {
			t.Errorf("seed %d: on one processor %s, on several %s", seed, got, want)
		}
	}
}

// TestStrands holds that a part is carried on from its own past, and that
// parts which come and go are carried on as a whole.
func TestStrands(t *testing.T) {
	got := &scenario.Imported{}
	first := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for k := range 61 + 17 { // up to 17 August
		day := first.AddDate(0, 0, k)
		add := func(meter, quantity int, tags map[string]string) {
			got.Used = append(got.Used, scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Subscription: "s1", Day: day.Format(time.DateOnly),
				Month: scenario.Month{Year: day.Year(), Month: day.Month()}, Meter: forecastMeter(meter),
				Quantity: money.Int(int64(quantity)), Records: 1, Tags: tags,
			})
		}
		add(1, 24, map[string]string{"team": "steady"})
		add(1, 24+k, map[string]string{"team": "grows"})
		add(2, 50, map[string]string{"team": "runs", "run": fmt.Sprint(k)})
	}
	for _, keep := range [][]string{nil, {"team"}, {"run"}} {
		d := &scenario.Daily{}
		if err := d.Add(scenario.Import{KeepTags: keep}, got); err != nil {
			t.Fatal(err)
		}
		f := forecastOf(t, d, forecast.Spec{Months: 1})
		runs := money.Zero
		for _, u := range f.Uses {
			sum := u.Recorded[0].Add(u.Expected[0])
			if u.Meter.ID == forecastMeter(2).ID {
				runs = runs.Add(sum)
			}
			if u.Tags["team"] == "steady" && !sum.Equal(money.Int(31*24)) {
				t.Errorf("by %v: the steady part has %s in a month of %d hours", keep, sum, 31*24)
			}
		}
		if !runs.Equal(money.Int(31 * 50)) {
			t.Errorf("by %v: runs of %s, not %d", keep, runs, 31*50)
		}
		if bill, whole := f.Cases[0].Outlooks[0].Expected, forecastWhole(t, got); !bill.Equal(whole) {
			t.Errorf("by %v: %s, as a whole %s", keep, bill, whole)
		}
	}
}

func forecastWhole(t *testing.T, got *scenario.Imported) money.Decimal {
	d := &scenario.Daily{}
	if err := d.Add(scenario.Import{}, got); err != nil {
		t.Fatal(err)
	}
	return forecastOf(t, d, forecast.Spec{Months: 1}).Cases[0].Outlooks[0].Expected
}
