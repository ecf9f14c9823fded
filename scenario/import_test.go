package scenario

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// used is usage of one meter in a month.
func used(month, subscription, project, quantity string) Used {
	m, err := ParseMonth(month)
	if err != nil {
		panic(err)
	}
	u := Used{
		Provider: "Azure", Kind: Metered, Month: m, Subscription: subscription,
		Meter:    ratebook.Meter{ID: "00000000-0000-0000-0000-000000000001", Name: "Hours", Unit: unit.MustParse("1 Hour")},
		Quantity: money.MustParse(quantity), Tags: map[string]string{},
	}
	if project != "" {
		u.Tags["project"] = project
	}
	return u
}

func cover(first, last string) []ImportSource { return []ImportSource{{First: first, Last: last}} }

func added(t *testing.T, imp Import, got *Imported) string {
	t.Helper()
	s := &Scenario{Start: Month{2026, 3}, Months: 3}
	if err := s.Add(imp, got); err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, w := range s.Workloads {
		fmt.Fprintf(&b, "%s |%s|%s\n", w.Name, w.Subscription, w.Tags["project"])
		for _, u := range w.Usage {
			q, err := w.In(u, unit.MustParse("10 Hours"))
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(" ")
			for _, m := range s.Period() {
				b.WriteString(" " + q.In(m, HoursPerMonth{money.Int(730)}).String())
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestAdd(t *testing.T) {
	shop := []Used{
		used("2026-02", "s1", "shop", "1000"), // the files begin in mid-February
		used("2026-03", "s1", "shop", "100"), used("2026-04", "s1", "shop", "300"),
		used("2026-05", "s1", "shop", "7000"), // and end in mid-May
		used("2026-04", "s1", "", "40"), used("2026-03", "s2", "shop", "20"),
	}
	purchase := used("2026-03", "s1", "shop", "1")
	purchase.Kind = Purchase
	foreign := used("2026-03", "s1", "shop", "1")
	foreign.Foreign.Service = "AmazonEC2"
	got := &Imported{Used: append(shop, purchase, foreign), Sources: cover("2026-02-15", "2026-05-14")}
	for _, c := range []struct {
		name string
		imp  Import
		want string
	}{
		// 15 February to 14 May are 14 + 31 + 30 + 14 = 89 days; in 31 of them
		// 40 h × 31 / 89 = 13.9 h, 8400 h × 31 / 89 = 2925.8 h, 20 h × 31 / 89 = 7.0 h
		{"typical month", Import{As: TypicalMonth, KeepTags: []string{"project"}}, `
imported, s1 |s1|
  1.3932584269662921348 1.3483146067415730337 1.3932584269662921348
imported, s1, project=shop |s1|shop
  292.5842696629213483146 283.1460674157303370787 292.5842696629213483146
imported, s2, project=shop |s2|shop
  0.6966292134831460674 0.6741573033707865169 0.6966292134831460674
`},
		{"as recorded", Import{As: AsRecorded, Name: "ours", Subscriptions: []string{"s1"}, Tags: map[string]string{"project": "shop"}}, `
ours, s1 |s1|
  10 30 700
ours, s2 |s2|
  2 0 0
`},
		// 300 h in the 30 days of April are 10 h a day
		{"a period", Import{As: TypicalMonth, From: Month{2026, 4}, Until: Month{2026, 4}, Tags: map[string]string{"project": "shop"}}, `
imported, s1 |s1|
  31 30 31
`},
		{"a cycle", Import{As: TypicalMonth, CycleDay: 15, Tags: map[string]string{"project": "shop"}}, `
imported, s1 |s1|
  292.5842696629213483146 283.1460674157303370787 292.5842696629213483146
imported, s2 |s2|
  0.6966292134831460674 0.6741573033707865169 0.6966292134831460674
`}, // the same 89 days
		{"nothing", Import{As: AsRecorded, Tags: map[string]string{"project": "none"}}, `
the import has no metered usage of Azure in the period, subscriptions and tags that it asks for`},
		{"no month of the scenario's", Import{As: AsRecorded, Until: Month{2026, 2}}, `
the usage is of 2026-02 to 2026-02, and no month of it is among the scenario's, 2026-03 to 2026-05: start the scenario then, or import it as: typical-month`},
		// 7000 h in 14 days are 500 h a day
		{"a part of a month", Import{As: TypicalMonth, From: Month{2026, 5}}, `
imported, s1 |s1|
  1550 1500 1550
`},
		{"other days than the files have", Import{As: TypicalMonth, Days: Gap{"2026-02-01", "2026-04-30"}}, `
days: 2026-02-01 to 2026-04-30 are not all the days that the files have usage of, 2026-02-15 to 2026-05-14`},
	} {
		if have := added(t, c.imp, got); have != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant:%s", c.name, have, c.want)
		}
	}
}

// A month of which the files have no day is not one of those given; of single
// days without usage cannot be told apart.
func TestMonthsWithoutUsage(t *testing.T) {
	var days []time.Time
	for d := (Month{2026, 1}).Start(); d.Before(Month{2026, 5}.Start()); d = d.AddDate(0, 0, 1) {
		if d.Month() != 2 && d.Format(time.DateOnly) != "2026-03-07" {
			days = append(days, d)
		}
	}
	got := &Imported{Sources: cover("2026-01-01", "2026-04-30"), Covered: []Covered{CoveredBy("s1", days)},
		Used: []Used{used("2026-01", "s1", "", "100"), used("2026-03", "s1", "", "200"), used("2026-04", "s1", "", "600")}}
	s := &Scenario{Start: Month{2026, 3}, Months: 1}
	if err := s.Add(Import{As: TypicalMonth}, got); err != nil {
		t.Fatal(err)
	}
	if mean := s.Workloads[0].Usage[0].Quantity.Value; mean.String() != "303.260869565217391304" { // 900 h in 31 + 31 + 30 days, × 31
		t.Errorf("mean %s, want 900 / 92 × 31", mean)
	}
	want := `imported: no usage on 2026-03-07: these count as days without usage; if an export of them is missing, give it, too
imported: no file has usage of 2026-02: the mean is of the other days`
	if w := strings.Join(s.Warnings, "\n"); w != want {
		t.Errorf("warnings\n%s\nwant\n%s", w, want)
	}
	if span := Span(s.Bills[0].Months); span != "2026-01, 2026-03 to 2026-04" {
		t.Error(span)
	}
}

// What was billed is on a bill of its currency: for the usage that is rated, and
// aside, with the reason.
func TestBills(t *testing.T) {
	cost := func(u Used, kind RecordKind, billed string, in money.Currency) Used {
		u.Kind, u.Billed, u.Currency, u.Records = kind, money.MustParse(billed), in, 2
		return u
	}
	foreign := cost(used("2026-03", "s1", "shop", "1"), Metered, "4", "EUR")
	foreign.Foreign.Service = "AmazonEC2"
	got := &Imported{Sources: cover("2026-02-15", "2026-05-14"), Used: []Used{
		cost(used("2026-02", "s1", "shop", "1000"), Metered, "50", "EUR"),
		cost(used("2026-03", "s1", "shop", "100"), Metered, "5.01", "EUR"),
		cost(used("2026-03", "s2", "shop", "100"), Metered, "1", "EUR"),
		cost(used("2026-04", "s1", "shop", "300"), Metered, "15", "EUR"),
		cost(used("2026-05", "s1", "shop", "7000"), Metered, "350", "EUR"),
		cost(used("2026-04", "s1", "", "40"), Metered, "2", "EUR"),
		cost(used("2026-03", "s1", "shop", "1"), Purchase, "70", "EUR"),
		cost(used("2026-05", "s1", "shop", "1"), Purchase, "-7", "EUR"),
		cost(used("2026-03", "s1", "shop", "1"), Tax, "9", "USD"),
		foreign,
	}}
	shop := map[string]string{"project": "shop"}
	for _, c := range []struct {
		name string
		imp  Import
		want string
	}{
		// 89 days, and a mean month has (31 + 30 + 31) / 3: 421.01 × 92 / (3 × 89) = 145.067
		{"typical month", Import{As: TypicalMonth, Tags: shop}, `
imported () EUR [2026-02 2026-03 2026-04 2026-05] [50 6.01 15 350] of 10 records, 490.01 in all
  other clouds' usage, not rated: 4 of 2
  outside the period and tags asked for: 2 of 2
  purchase: 63 of 4
imported () USD [2026-02 2026-03 2026-04 2026-05] [0 0 0 0] of 0 records, 9 in all
  tax: 9 of 2
line 144.722546816479400749 EUR
line 0.344569288389513109 EUR
`},
		{"as recorded", Import{As: AsRecorded, Name: "ours"}, `
ours () EUR [2026-03 2026-04 2026-05] [6.01 17 350] of 10 records, 490.01 in all
  other clouds' usage, not rated: 4 of 2
  purchase: 63 of 4
  usage outside the scenario's months: 50 of 2
ours () USD [2026-03 2026-04 2026-05] [0 0 0] of 0 records, 9 in all
  tax: 9 of 2
line 5.01 17 350 EUR
line 1 0 0 EUR
`},
	} {
		s := &Scenario{Start: Month{2026, 3}, Months: 3}
		if err := s.Add(c.imp, got); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, bill := range s.Bills {
			fmt.Fprintf(&b, "%s %s %v %v of %d records, %s in all\n", bill.Import, bill.Currency, bill.Months, bill.Usage, bill.Records, bill.Total())
			for _, a := range bill.Aside {
				fmt.Fprintf(&b, "  %s: %s of %d\n", a.Why, a.Cost, a.Records)
			}
		}
		for _, w := range s.Workloads {
			for _, u := range w.Usage {
				fmt.Fprintf(&b, "line %s %s\n", strings.Trim(fmt.Sprint(u.Billed.Months), "[]"), u.Billed.Currency)
			}
		}
		if have := b.String(); have != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant:%s", c.name, have, c.want)
		}
	}
	s := &Scenario{Start: Month{2026, 3}, Months: 3}
	for range 3 {
		if err := s.Add(Import{As: AsRecorded}, got); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := s.Bills[2].Import, s.Bills[4].Import; a != "imported (), 2" || b != "imported (), 3" || s.Workloads[2].Import != a {
		t.Errorf("imports of one name are %q and %q; the workload is of %q", a, b, s.Workloads[2].Import)
	}
}
