package scenario_test

import (
	"encoding/json"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

var (
	fixed    = scenario.HoursPerMonth{Fixed: money.Int(730)}
	calendar = scenario.HoursPerMonth{}
)

func TestMonth(t *testing.T) {
	for text, want := range map[string]scenario.Month{
		"2026-01": {Year: 2026, Month: 1}, "2026-12": {Year: 2026, Month: 12}, "0001-01": {Year: 1, Month: 1}, "9999-12": {Year: 9999, Month: 12},
	} {
		m, err := scenario.ParseMonth(text)
		if m != want || err != nil || m.String() != text || m.IsZero() {
			t.Errorf("%q is %v, want %v (%v)", text, m, want, err)
		}
	}
	for _, text := range []string{"", "2026", "2026-00", "2026-13", "2026-1", "26-01", "2026-01-01", "2026/01", " 2026-01", "0000-01", "-2026-01", "2026-01T", "01-2026"} {
		if m, err := scenario.ParseMonth(text); err == nil || !m.IsZero() {
			t.Errorf("%q is taken for %s", text, m)
		}
	}
	nov := scenario.Month{Year: 2026, Month: 11}
	for n, want := range map[int]string{0: "2026-11", 1: "2026-12", 2: "2027-01", 14: "2028-01", -10: "2026-01", -11: "2025-12", 120: "2036-11"} {
		m := nov.Add(n)
		if m.String() != want || m.Since(nov) != n || nov.Since(m) != -n {
			t.Errorf("%d months after %s is %s, want %s; since: %d", n, nov, m, want, m.Since(nov))
		}
	}
	if s := nov.Start().String(); s != "2026-11-01 00:00:00 +0000 UTC" {
		t.Error(s)
	}
	if e := nov.Add(1).End().String(); e != "2027-01-01 00:00:00 +0000 UTC" {
		t.Error(e)
	}
	if b, err := json.Marshal(nov); string(b) != `"2026-11"` || err != nil {
		t.Error(string(b), err)
	}
}

// TestDays counts the days of months by hand: February 2026 has four of each
// day; March begins on a Sunday, and has five Sundays, Mondays and Tuesdays.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		month   scenario.Month
		n, want int
	}{
		{scenario.Month{Year: 2026, Month: 2}, 7, 28},
		{scenario.Month{Year: 2026, Month: 2}, 5, 20},
		{scenario.Month{Year: 2026, Month: 2}, 1, 4},
		{scenario.Month{Year: 2026, Month: 2}, 6, 24},
		{scenario.Month{Year: 2028, Month: 2}, 7, 29},
		{scenario.Month{Year: 2026, Month: 3}, 7, 31},
		{scenario.Month{Year: 2026, Month: 3}, 1, 5},
		{scenario.Month{Year: 2026, Month: 3}, 2, 10},
		{scenario.Month{Year: 2026, Month: 3}, 5, 22},
		{scenario.Month{Year: 2026, Month: 3}, 6, 26},
	} {
		if got := c.month.Days(c.n); got != c.want {
			t.Errorf("%s has %d days of the first %d of a week, want %d", c.month, got, c.n, c.want)
		}
	}
}

func TestSchedule(t *testing.T) {
	feb, mar := scenario.Month{Year: 2026, Month: 2}, scenario.Month{Year: 2026, Month: 3}
	for _, c := range []struct {
		text  string
		month scenario.Month
		hours scenario.HoursPerMonth
		want  string
	}{
		{"24x7", feb, fixed, "730"},
		{"12x5", feb, fixed, "260.714285714285714286"}, // 730 × 60 ÷ 168
		{"12x5", mar, fixed, "260.714285714285714286"},
		{"24x7", feb, calendar, "672"}, // 24 × 28
		{"24x7", mar, calendar, "744"}, // 24 × 31
		{"12x5", feb, calendar, "240"}, // 12 × 20
		{"12x5", mar, calendar, "264"}, // 12 × 22
		{"1x1", mar, calendar, "5"},
		{"24x7", feb, scenario.HoursPerMonth{Fixed: d("720")}, "720"},
		{"12x7", feb, scenario.HoursPerMonth{Fixed: d("720")}, "360"},
		{"100.5", feb, fixed, "100.5"},
		{"100.5", feb, calendar, "100.5"},
		{"0", feb, fixed, "0"},
		{"744", feb, fixed, "744"},
	} {
		s, err := scenario.ParseSchedule(c.text)
		if err != nil {
			t.Error(err)
		} else if got := s.In(c.month, c.hours).String(); got != c.want || s.String() != c.text {
			t.Errorf("%s in %s of %s hours is %s, want %s", s, c.month, c.hours, got, c.want)
		}
	}
	for _, text := range []string{"", "x", "24x", "x7", "24x7x1", "24x0", "0x7", "25x7", "24x8", "-1x7", "012x5", "+12x5", "12 x 5", "24×7", "744.1", "-0.1", "1e9", "24/7", "1,5"} {
		if s, err := scenario.ParseSchedule(text); err == nil || s != (scenario.Schedule{}) {
			t.Errorf("%q is taken for %s", text, s)
		}
	}
	for text, want := range map[string]string{"730": "730", "calendar": "calendar", "1": "1", "744": "744", "730.001": "730.001"} {
		if h, err := scenario.ParseHoursPerMonth(text); err != nil || h.String() != want || h.Calendar() != (want == "calendar") {
			t.Errorf("%q: %s, %v", text, h, err)
		}
	}
	for _, text := range []string{"", "0", "0.5", "-730", "744.01", "24x7", "730h"} {
		if h, err := scenario.ParseHoursPerMonth(text); err == nil {
			t.Errorf("%q is taken for %s", text, h)
		}
	}
}

// demand is that of a usage with these lines, in a workload of two months.
func demand(t *testing.T, lines string) (scenario.Workload, scenario.Usage) {
	t.Helper()
	s := read(t, complete("start: 2026-02\nmonths: 2\nworkloads: [{name: w, usage: [{meter: {name: m}, "+lines+"}]}]\n"))
	return s.Workloads[0], s.Workloads[0].Usage[0]
}

// TestQuantity has what demands are in the units of meters, in February
// 2026 at 730 hours a month, with the note that says how.
func TestQuantity(t *testing.T) {
	feb := scenario.Month{Year: 2026, Month: 2}
	for _, c := range []struct{ lines, meter, want, note string }{
		{"count: 4, hours: 24x7", "1 Hour", "2920", ""},                                                             // 4 × 730
		{"count: 4, hours: 24x7", "Hours", "2920", ""},                                                              //
		{"count: 4, hours: 24x7", "10 Hours", "292", "1/Hour = 0.1 × 10 Hours"},                                     // 2920 ÷ 10
		{"count: 4, hours: 24x7", "100 Hours", "29.2", "1/Hour = 0.01 × 100 Hours"},                                 //
		{"count: 1, hours: 100", "1 Minute", "6000", "1/Hour = 60 × 1 Minute"},                                      //
		{"count: 1, hours: 24x7", "1/Day", "30.416666666666666667", "1/Hour ≈ 0.0416666666666666666665625 × 1/Day"}, // 730 ÷ 24
		{"count: 3, hours: 10", "1 GB/Hour", "30", ""},                                                              // 3 GB for 10 hours
		{"count: 3, hours: 10", "1 GB Second", "108000", "1 GB/Hour = 3600 × 1 GB Second"},                          // 3 × 10 × 3600
		{"count: 0, hours: 24x7", "1 Hour", "0", ""},
		{"count: 4, hours: 0", "1 Hour", "0", ""},
		{"count: 4", "1/Month", "4", ""},
		{"count: 3", "1/Year", "0.25", "1/Month ≈ 0.08333333333333333325 × 1/Year"},
		{"count: 6", "1/3 Months", "2", "1/Month ≈ 0.333333333333333333 × 1/3 Months"},
		{"count: 4", "1 GB/Month", "4", ""},
		{"count: 4", "1 GB", "4", ""},
		{"count: 4", "1", "4", ""},
		{"count: 20000", "10K", "2", "1 = 0.0001 × 10K"},
		{"count: 20000", "10K Transactions", "2", "1 Transactions = 0.0001 × 10K Transactions"},
		{"quantity: 2 TB", "1 GB/Month", "2048", "1 TB/Month = 1024 × 1 GB/Month"},
		{"quantity: 2 TB", "1 GB", "2048", "TB = 1024 × 1 GB"},
		{"quantity: 2 TB", "100 GB/Month", "20.48", "1 TB/Month = 10.24 × 100 GB/Month"},
		{"quantity: 500 GB/Month", "1 GB/Month", "500", ""},
		{"quantity: 500 GB/Month", "1 GB", "500", ""}, // a scenario's quantities are a month's
		{"quantity: 500/Month", "10K", "0.05", "1 = 0.0001 × 10K"},
		{"quantity: 512 MB", "1 GB", "0.5", "MB = 0.0009765625 × 1 GB"},
		{"quantity: 500", "1 GB/Month", "500", ""},
		{"quantity: 500", "1 GB", "500", ""},
		{"quantity: 500", "1 Hour", "500", ""},
		{"quantity: 500", "1", "500", ""},
		{"quantity: 40 hours", "1 Hour", "40", ""},
		{"quantity: 40 hours", "10 Hours", "4", "hours = 0.1 × 10 Hours"},
		{"quantity: 900000 GB seconds", "1 GB Second", "900000", ""},
		{"quantity: 1 GB hour", "1 GB Second", "3600", "GB hour = 3600 × 1 GB Second"},
		{"quantity: 3M operations", "10K", "300", "operations = 0.0001 × 10K"},
		{"quantity: 3M", "1", "3000000", ""},
		{"quantity: 500 units", "100/Month", "5", "1/Month = 0.01 × 100/Month"},
	} {
		w, u := demand(t, c.lines)
		q, err := w.In(u, unit.MustParse(c.meter))
		if err != nil {
			t.Errorf("%s in %q: %v", c.lines, c.meter, err)
			continue
		}
		// Factors such as 1/24 are rounded before they multiply.
		if got := q.In(feb, fixed); !got.Round(15).Equal(d(c.want).Round(15)) {
			t.Errorf("%s in %q is %s, want %s", c.lines, c.meter, got, c.want)
		} else if !strings.Contains(q.Note, "≈") && got.String() != c.want {
			t.Errorf("%s in %q is %s, want exactly %s", c.lines, c.meter, got, c.want)
		}
		if q.Note != c.note {
			t.Errorf("%s in %q: note %q, want %q", c.lines, c.meter, q.Note, c.note)
		}
		checkNote(t, q)
	}
}

// checkNote holds a note to be true: what it says one unit is, is so.
func checkNote(t *testing.T, q scenario.Quantity) {
	t.Helper()
	if q.Note == "" {
		if !q.Factor.Equal(money.One) {
			t.Errorf("factor %s, but no note", q.Factor)
		}
		return
	}
	left, right, exact := strings.Cut(q.Note, " = ")
	if !exact {
		left, right, _ = strings.Cut(q.Note, " ≈ ")
	}
	factor, to, _ := strings.Cut(right, " × ")
	n, err := unit.Convert(d(factor), unit.MustParse(to), unit.MustParse(left))
	if err != nil || n.Equal(money.One) != exact || !n.Round(15).Equal(money.One) || !q.Factor.Equal(d(factor)) {
		t.Errorf("note %q: one is %s, factor %s, %v", q.Note, n, q.Factor, err)
	}
}

// TestQuantityErrors has demands that a meter's unit does not take. Where the
// message says what to write, that does.
func TestQuantityErrors(t *testing.T) {
	for _, c := range []struct{ lines, meter, want string }{
		{"count: 4", "1 Hour", `the meter counts "1 Hour"; say for how long, such as "hours: 24x7"`},
		{"count: 4", "1 GB/Day", `the meter counts "1 GB/Day"; say for how long, such as "hours: 24x7"`},
		{"count: 4, hours: 24x7", "1 GB/Month", `the meter counts "1 GB/Month", not hours; leave out "hours"`},
		{"count: 4, hours: 24x7", "1/Year", `the meter counts "1/Year", not hours; leave out "hours"`},
		{"count: 4, hours: 24x7", "10K", `the meter counts "10K", not hours; leave out "hours"`},
		{"quantity: 500", "10K", `quantity 500 needs a unit, for the meter is priced for "10K" at a time; write "500 units" for single ones`},
		{"quantity: 500", "100 GB", `quantity 500 needs a unit, for the meter is priced for "100 GB" at a time; write "500 GB" for single ones`},
		{"quantity: 500", "100 GB/Month", `quantity 500 needs a unit, for the meter is priced for "100 GB/Month" at a time; write "500 GB" for single ones`},
		{"quantity: 500", "10 Hours", `quantity 500 needs a unit, for the meter is priced for "10 Hours" at a time; write "500 hours" for single ones`},
		{"quantity: 500", "100 GB/Hour", `quantity 500 needs a unit, for the meter is priced for "100 GB/Hour" at a time; write "500 GB/Hour" for single ones`},
		{"quantity: 500", "1/10 Days", `quantity 500 needs a unit, for the meter is priced for "1/10 Days" at a time; write "500 days" for single ones`},
		{"quantity: 500", "1/3 Months", `quantity 500 needs a unit, for the meter is priced for "1/3 Months" at a time; write "500 units" for single ones`},
		{"quantity: 500", "100/Month", `quantity 500 needs a unit, for the meter is priced for "100/Month" at a time; write "500 units" for single ones`},
		{"quantity: 500", "10 Widgets", `quantity 500 needs a unit, for the meter is priced for "10 Widgets" at a time; write "500 units" for single ones`},
		{"quantity: 500", "10 Widgets/Hour", `quantity 500 needs a unit, for the meter is priced for "10 Widgets/Hour" at a time; write "500 units/Hour" for single ones`},
		{"quantity: 2 TB", "10K", `quantity 2 TB: 1 of "TB" cannot be counted in "10K": TB is a measure, not a count`},
		{"quantity: 2 TB", "1 Hour", `quantity 2 TB: 1 of "TB" cannot be counted in "1 Hour": `},
		{"quantity: 2 TB", "1 GB/Hour", `quantity 2 TB: 1 of "TB" cannot be counted in "1 GB/Hour": the one is without a period, the other per hour`},
		{"quantity: 20 hours", "1/Month", `quantity 20 hours: 1 of "hours" cannot be counted in "1/Month": how many hours a month has is for the scenario to say (hours_per_month)`},
		{"quantity: 20 users", "1 GB", `quantity 20 users: 1 of "users" cannot be counted in "1 GB": Users are not GB`},
	} {
		w, u := demand(t, c.lines)
		_, err := w.In(u, unit.MustParse(c.meter))
		if err == nil || !strings.HasPrefix(err.Error(), `x.yaml:3: workload "w": `+c.want) {
			t.Errorf("%s in %q: %v, want %s", c.lines, c.meter, err, c.want)
			continue
		}
		if _, advice, ok := strings.Cut(err.Error(), `; write "`); ok {
			advice, _, _ := strings.Cut(advice, `"`)
			w, u := demand(t, "quantity: "+advice)
			if q, err := w.In(u, unit.MustParse(c.meter)); err != nil {
				t.Errorf("%s in %q: what the error says to write, %q, is wrong: %v", c.lines, c.meter, advice, err)
			} else {
				checkNote(t, q)
			}
		}
	}
}

// TestQuantityOverTime has growth and the months of use: rounded where it grows, and
// the first and last month are in it.
func TestQuantityOverTime(t *testing.T) {
	jan := scenario.Month{Year: 2026, Month: 1}
	q := scenario.Quantity{
		Base: d("150"), Growth: d("0.02"), Factor: money.One, From: jan.Add(1), Until: jan.Add(12),
	}
	for n, want := range map[int]string{
		-1: "0", 0: "0", 1: "150", 2: "153", 3: "156.06",
		12: "186.506146259198", // 150 × 1.02^11 = 186.50614625919792…, rounded at 12 decimals
		13: "0", 24: "0",
	} {
		if got := q.In(jan.Add(n), fixed).String(); got != want {
			t.Errorf("month %d: %s, want %s", n, got, want)
		}
	}
	if g := q.GrowthIn(jan.Add(12)).String(); g != "1.2433743083946522728448" { // 1.02^11
		t.Error(g)
	}
	q.Hours = &scenario.Schedule{HoursADay: 24, DaysAWeek: 7}
	if got := q.In(jan.Add(2), calendar).String(); got != "113832" { // 150 × 744 × 1.02
		t.Error(got)
	}
	q.Growth = d("-1")
	if first, second := q.In(jan.Add(1), fixed), q.In(jan.Add(2), fixed); first.String() != "109500" || !second.IsZero() {
		t.Errorf("at a growth of -100%%: %s, %s", first, second)
	}
}

// TestGrowthFromFrom counts growth from the first month in the scenario.
func TestGrowthFromFrom(t *testing.T) {
	s := read(t, complete("start: 2026-02\nworkloads: [{name: w, from: 2025-06, growth: 10%, usage: [{meter: {name: m}, count: 10}]}]\n"))
	q, err := s.Workloads[0].In(s.Workloads[0].Usage[0], unit.MustParse("1"))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := q.In(s.Start, fixed).String(), q.In(s.Start.Add(1), fixed).String(); a != "10" || b != "11" {
		t.Errorf("%s, %s", a, b)
	}
}
