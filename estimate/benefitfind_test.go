package estimate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// machines are the sizes of a made-up retail card: name, series, price of an
// hour, of a year reserved, of an hour under a plan; all whole thousandths, so
// that the amounts at which a plan just covers something are, too.
var machineCard = []struct {
	name, series         string
	hour, reserved, plan string
}{
	{"D2s v5", "Virtual Machines Dsv5 Series", "1", "6132", "0.8"},
	{"D4s v5", "Virtual Machines Dsv5 Series", "2", "12250", "1.6"},
	{"E2s v5", "Virtual Machines Esv5 Series", "1.5", "9855", "1"},
	{"D2s v5", "Virtual Machines Dsv5 Series Windows", "1.5", "", ""},
	{"X1", "X Series", "3", "", "2"},
}

func machinesCard(t testing.TB) estimatetest.Cards {
	var items []string
	for i, m := range slices.Concat(machineCard, machineCard) {
		region := "westeurope"
		if i >= len(machineCard) {
			region = "northeurope"
		}
		common := fmt.Sprintf(`"currencyCode":"EUR","tierMinimumUnits":0,"armRegionName":%q,"effectiveStartDate":"2020-01-01T00:00:00Z","meterId":"00000000-0000-0000-0000-%012d","meterName":%q,"productName":%q,"serviceName":"Virtual Machines","unitOfMeasure":"1 Hour"`, region, i+1, m.name, m.series)
		plan := ""
		if m.plan != "" {
			plan = fmt.Sprintf(`,"savingsPlan":[{"unitPrice":%s,"retailPrice":%s,"term":"1 Year"}]`, m.plan, m.plan)
		}
		items = append(items, fmt.Sprintf(`{%s,"type":"Consumption","retailPrice":%s%s}`, common, m.hour, plan))
		if m.reserved != "" {
			items = append(items, fmt.Sprintf(`{%s,"type":"Reservation","reservationTerm":"1 Year","retailPrice":%s}`, common, m.reserved))
		}
	}
	terms := ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	card, err := fetch.DecodeRetail(strings.NewReader("["+strings.Join(items, ",")+"]"), terms)
	if err != nil {
		t.Fatal(err)
	}
	return estimatetest.Cards{terms: card}
}

// machineScenario has a workload a machine and schedule, of random numbers.
func machineScenario(t testing.TB, r *rand.Rand, months int) *scenario.Scenario {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nname: Machines\nstart: 2026-01\nmonths: %d\nworkloads:\n", months)
	n := 0
	for _, m := range machineCard {
		for _, hours := range []string{"24x7", "12x5", "200"} {
			count := r.IntN(4)
			if count == 0 || r.IntN(2) == 0 {
				continue
			}
			n++
			fmt.Fprintf(&b, "  - {name: w%d, region: westeurope, usage: [{meter: {name: %s, subcategory: %s}, count: %d, hours: %s}]}\n", n, m.name, m.series, count, hours)
		}
	}
	b.WriteString("  - {name: last, region: westeurope, usage: [{meter: {name: D4s v5}, count: 1, hours: 24x7}]}\ncases: [{name: Found, source: retail, offer: MS-AZR-0003P, currency: EUR, market: NL, benefits: auto}]\n")
	s, err := scenario.Read("machines.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func compared(t testing.TB, book estimatetest.Cards, s *scenario.Scenario) *compare.Comparison {
	t.Helper()
	c, err := compare.Cases(context.Background(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestFindAgainstBruteForce holds what benefits: auto finds to every mix of
// reservations and a savings plan, each priced as a case of its own.
func TestFindAgainstBruteForce(t *testing.T) {
	book, seeds := machinesCard(t), uint64(12)
	if testing.Short() {
		seeds = 3
	}
	bought := 0
	for seed := range seeds {
		s := machineScenario(t, rand.New(rand.NewPCG(seed, 5)), 1)
		if seed%3 == 1 {
			s.Cases[0].Discount = money.MustParse("0.1")
		}
		s.Cases[0].Find = scenario.FindAuto12 // of terms that end after the one month
		found := compared(t, book, s).Base()
		checkTies(t, found)
		bought += len(found.Benefits)
		base := s.Cases[0]
		base.Find = scenario.FindNone
		s.Cases = nil
		most := func(name string) int { // of one size, footprints counted
			n := 0
			for _, w := range s.Workloads {
				count := w.Usage[0].Count.Float64()
				switch m := w.Usage[0].Meter.Name; {
				case m == name:
					n += int(count)
				case m == "D4s v5" && name == "D2s v5":
					n += 2 * int(count)
				}
			}
			return n
		}
		top := 0
		for a := range most("D2s v5") + 1 {
			for b := range most("D4s v5") + 1 {
				for c := range most("E2s v5") + 1 {
					for h := 0; h <= 12; h++ {
						k := base
						for _, v := range []struct {
							name  string
							count int
						}{{"D4s v5", b}, {"D2s v5", a}, {"E2s v5", c}} {
							if v.count > 0 {
								k.Reservations = append(k.Reservations, scenario.Reservation{Kind: ratebook.Reservation, Meter: ratebook.Selector{Name: v.name}, Region: "westeurope", Count: v.count, Months: 12, Payment: scenario.Monthly, Flexible: true, From: s.Start})
							}
						}
						k.SavingsPlans = nil
						if h > 0 {
							k.SavingsPlans = []scenario.SavingsPlan{{Kind: ratebook.SavingsPlan, Hourly: money.Int(int64(h)), Months: 12, Payment: scenario.Monthly, From: s.Start}}
						}
						k.Name = fmt.Sprint(a, b, c, h)
						s.Cases = append(s.Cases, k)
						top = max(top, h)
					}
				}
			}
		}
		best := money.Zero
		name := ""
		plans, err := estimate.Compile(t.Context(), book, s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range plans {
			if total := p.At(nil).Total().Value; name == "" || total.Less(best) { // without what it owes later, and notes
				best, name = total, p.Case.Name
			}
		}
		if best.Less(found.Total().Value) {
			t.Errorf("seed %d: found %s with %v; the mix %s totals %s", seed, found.Total(), names(found), name, best)
		}
	}
	if bought < int(seeds) {
		t.Errorf("%d benefits are found in %d scenarios", bought, seeds)
	}
}

func names(e *estimate.Estimate) []string {
	var list []string
	for _, b := range e.Benefits {
		list = append(list, b.Name())
	}
	return list
}

// TestAutoEndsWithTheScenario holds benefits: auto to terms that end with the
// scenario or before, also of usage that begins in its course. auto-12 may go on
// after it, and then says what is owed.
func TestAutoEndsWithTheScenario(t *testing.T) {
	book := machinesCard(t)
	for _, c := range []struct {
		months, from int // the scenario's, and the usage's first, counted from 0
		buys, owes   bool
	}{{1, 0, false, true}, {11, 0, false, true}, {12, 0, true, false}, {12, 1, false, true}, {18, 0, true, false}, {18, 7, false, true}, {18, 6, true, false}, {36, 0, true, false}} {
		s := machineScenario(t, rand.New(rand.NewPCG(1, 5)), c.months)
		for i := range s.Workloads {
			s.Workloads[i].From = s.Start.Add(c.from)
		}
		e := compared(t, book, s).Base()
		for _, b := range e.Benefits {
			if b.Beyond.Sign() != 0 || b.Last().Since(e.Months[len(e.Months)-1]) > 0 {
				t.Errorf("%+v: auto buys the %s until %s", c, b.Name(), b.Last())
			}
		}
		if e.Open != nil || len(e.Benefits) > 0 != c.buys {
			t.Errorf("%+v: auto buys %v, and owes %v", c, names(e), e.Open)
		}
		s.Cases[0].Find = scenario.FindAuto12
		if e := compared(t, book, s).Base(); c.owes && (e.Open == nil || e.Open.Sum().Sign() <= 0) {
			t.Errorf("%+v: auto-12 buys %v, and owes nothing", c, names(e))
		}
	}
}

// TestKindStated holds that a benefit without its kind is refused: nothing says how it covers.
func TestKindStated(t *testing.T) {
	g := estimatetest.Generate(1, 3, 3, 3)
	for name, c := range map[string]scenario.Case{
		"a reservation":  {Reservations: []scenario.Reservation{{Meter: ratebook.Selector{ID: estimatetest.ID(0)}, Count: 1, Months: 12}}},
		"a savings plan": {SavingsPlans: []scenario.SavingsPlan{{Kind: ratebook.Reservation, Hourly: money.One, Months: 12}}},
	} {
		c.Name, c.Terms = name, g.Terms
		g.Scenario.Cases = []scenario.Case{c}
		if _, err := estimate.Price(t.Context(), estimatetest.Cards{g.Terms: g.Card}, g.Scenario, time.Time{}); err == nil || !strings.Contains(err.Error(), "is not a kind of") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
