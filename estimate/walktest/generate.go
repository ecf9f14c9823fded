// Package walktest makes comparisons for tests, of which it knows what may be
// said of each case: with the reports, the workbook and the pictures of them, it
// holds that no difference, rank, bar or verdict is shown of a case that is
// incomplete or open, and that of all others each is.
package walktest

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/internal/race"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Made is a generated comparison, with its break-evens, ranges and bridges, and
// what is so of each of its cases, by what they were made of and not by what the
// engine says.
type Made struct {
	Seed  uint64
	Text  string // the scenario
	C     *compare.Comparison
	Fates []Fate // by case

	Covered  int    // months that the import's files cover; 0 where there is no import, or they cover all
	ReportIn string // the currency of the report; "" for none
	told     bool   // of a failure
}

// Fate is what is so of a case.
type Fate struct {
	Name       string
	Incomplete bool   // some of its usage has no price, or is missing
	Open       bool   // something is owed after the scenario
	Currency   string // that its total is compared in
	Level      string // what all usage is scaled by
	NoDisk     bool   // what the import brings has no price
	Termed     bool   // a commitment or benefit is for a term of several months
	From, Till int    // the months in which it is complete: from one, by its index, up to and without another
}

// count is how many comparisons a walk makes.
var count = flag.Int("walk", 15*lots, "how many generated comparisons a walk over the formats makes")

// number is count, or few with the race detector, which has then seen every kind.
func number() int {
	if race.On {
		return min(*count, 3*lots)
	}
	return *count
}

// Walk makes comparisons, one after another until one fails.
func Walk(t *testing.T, each func(m *Made)) {
	t.Helper()
	var seen Count
	for seed := range uint64(number()) {
		m := Make(t, seed)
		seen.Add(m)
		if each(m); t.Failed() {
			return
		}
	}
	seen.Enough(t)
}

// lots are the seeds' kinds of comparison, in turn: from one in which all can be
// compared to one in which nothing can.
const (
	lotComplete = iota
	lotMixed
	lotMixedToo
	lotBase     // the base case is incomplete or open
	lotUnpriced // a line has no price in any case
	lotMonths   // an import covers some of the months
	lotSweep
	lots
)

type maker struct {
	*rand.Rand
	months int
	lot    int
}

// Make generates the comparison of a seed, the same for the same seed.
func Make(t testing.TB, seed uint64) *Made {
	t.Helper()
	m := maker{Rand: rand.New(rand.NewPCG(seed, 11)), lot: int(seed % lots)}
	m.months = m.of(1, 2, 3, 6, 12)
	if m.lot == lotMonths {
		m.months = m.of(3, 4, 6)
	}
	made := &Made{Seed: seed}
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nname: Generated %d\nstart: 2026-01\nmonths: %d\n", seed, m.months)
	if m.IntN(2) == 0 {
		made.ReportIn = "EUR"
		b.WriteString("report_in: EUR\nexchange: {USD: {rate: \"0.9\", as_of: 2026-01-02, source: made}}\n")
	}
	if m.lot == lotMonths {
		made.Covered = 1 + m.IntN(m.months-1)
		b.WriteString("imports:\n  - {name: bill, files: [bill.csv], as: as-recorded, keep_tags: [env]}\n")
	}
	b.WriteString(m.workloads())
	if m.lot == lotSweep {
		b.WriteString("sweep: {offers: [MS-AZR-0003P], currencies: [EUR, USD], markets: [NL], regions: [westeurope, swedencentral]}\n")
	}
	b.WriteString("cases:\n")
	for i := range 2 + m.IntN(4) {
		text, fate := m.oneCase(i)
		b.WriteString(text)
		made.Fates = append(made.Fates, fate)
	}
	made.Text = b.String()
	s, err := scenario.Read("made.yaml", []byte(made.Text))
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, made.Text)
	}
	for _, imp := range s.Imports {
		if err := s.Add(imp, bill(made.Covered)); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	for i := len(made.Fates); i < len(s.Cases); i++ { // the sweep's
		s.Cases[i].Name = fmt.Sprint("k", i)
	}
	if made.C, err = compare.Cases(context.Background(), cards, s, time.Time{}); err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, made.Text)
	}
	made.look(t)
	for _, e := range made.C.Estimates[len(made.Fates):] { // the sweep's
		made.Fates = append(made.Fates, Fate{
			Name: e.Case.Name, Currency: string(e.Currency()), Level: "1",
			Incomplete: e.Case.Region == "swedencentral", // where the machines are not sold
		})
	}
	for i := range made.Fates {
		f := &made.Fates[i]
		if m.lot == lotUnpriced || f.Incomplete && f.From == 0 {
			f.Incomplete, f.From, f.Till = true, 0, 0
		} else if f.Till = m.months; made.Covered > 0 {
			f.Incomplete, f.Till = true, made.Covered
		}
		if made.ReportIn != "" {
			f.Currency = made.ReportIn
		}
	}
	return made
}

// look asks all that compare can ask of a comparison.
func (m *Made) look(t testing.TB) {
	t.Helper()
	if err := m.C.FindBridges(context.Background(), cards, time.Time{}); err != nil {
		t.Fatalf("seed %d: %v\n%s", m.Seed, err, m.Text)
	}
	if err := m.C.DrawRanges(context.Background(), scenario.Ranges{Draws: 20, Seed: 1}); err != nil {
		t.Fatalf("seed %d: %v", m.Seed, err)
	}
	switch m.Seed / lots % 4 { // it takes most of the time
	case 0:
		if err := m.C.FindBreakEven(context.Background(), compare.BreakEvenOptions{}); err != nil {
			t.Fatalf("seed %d: %v", m.Seed, err)
		}
	case 1:
		m.C.LookAround(context.Background())
	}
}

func (m maker) of(list ...int) int         { return list[m.IntN(len(list))] }
func (m maker) word(list ...string) string { return list[m.IntN(len(list))] }

func (m maker) workloads() string {
	spread := m.word("", ", spread: {low: 0.8, likely: 1, high: 1.3}")
	growth := m.word("", ", growth: 2%")
	s := fmt.Sprintf(`workloads:
  - {name: web, region: westeurope, subscription: prod, tags: {env: prod}%s%s, usage: [{meter: {name: vm}, count: %d, hours: 24x7}]}
  - {name: data, region: westeurope, subscription: prod, tags: {env: test}%s, usage: [{meter: {name: disk}, count: %d}]}
`, spread, growth, 1+m.IntN(5), growth, 1+m.IntN(9))
	if m.lot == lotUnpriced {
		s += "  - {name: odd, region: westeurope, subscription: prod, usage: [{meter: {name: none}, count: 2}]}\n"
	}
	return s
}

// fates are what can become of a case.
type fate struct {
	more             string // of the case's text
	dollars          bool
	incomplete, open bool
	level            string
	termed           bool
	from             int // complete from this month on
}

const swap = "changes: [{where: {meter: {name: disk}}, swap: {name: %s}}]"

func (m maker) complete() fate {
	list := []fate{{}, {more: "discount: 7%"}, {dollars: true}, {more: "changes: [{scale: 1.25}]", level: "1.25"},
		{more: fmt.Sprintf("commitment: {amount: 30, months: %d}", m.months), termed: m.months > 1}, {more: "changes: [{where: {workload: web}, scale: 0.5}]"}}
	if m.months == 12 {
		list = append(list, fate{more: "reservations: [{meter: {name: vm}, region: westeurope, count: 1, months: 12, payment: monthly}]", termed: true})
	}
	return list[m.IntN(len(list))]
}

// apart is what cannot be compared.
func (m maker) apart() fate {
	list := []fate{
		{more: fmt.Sprintf(swap, "none"), incomplete: true}, // no price
		{more: fmt.Sprintf(swap, "free"), incomplete: true}, // a price of zero that is doubted
		{more: "region: swedencentral", incomplete: true},   // not sold there
		{more: "commitment: {amount: 90000, months: 36}", open: true, termed: true},
		{more: "commitment: {kind: macc, amount: 90000, months: 24}", open: true, termed: true},
		{more: "reservations: [{meter: {name: vm}, region: westeurope, count: 2, months: 36, payment: monthly}]", open: true, termed: true},
		{more: "savings_plan: {hourly: 0.05, months: 36, payment: monthly}", open: true, termed: true},
		{more: "commitment: {amount: 5, months: 36}", open: true, termed: true}, // used up at once, and its term goes on
		{more: fmt.Sprintf(swap, "none") + ", commitment: {amount: 70000, months: 36}", incomplete: true, open: true, termed: true},
		{more: fmt.Sprintf(swap, "none") + fmt.Sprintf(", commitment: {amount: 30, months: %d}", m.months), incomplete: true, termed: m.months > 1},
	}
	if m.months > 2 { // priced from the third month on
		list = append(list, fate{more: fmt.Sprintf(swap, "late"), incomplete: true, from: 2})
	}
	return list[m.IntN(len(list))]
}

func (m maker) oneCase(i int) (text string, f Fate) {
	k := m.complete()
	switch {
	case m.lot == lotBase && i == 0,
		(m.lot == lotMixed || m.lot == lotMixedToo || m.lot == lotBase || m.lot == lotSweep) && i > 0 && m.IntN(2) == 0,
		m.lot == lotMixedToo && m.IntN(4) == 0, m.lot == lotMonths && m.IntN(4) == 0:
		k = m.apart()
	}
	f = Fate{Name: fmt.Sprint("k", i), Incomplete: k.incomplete, Open: k.open, Currency: "EUR", Level: k.level, Termed: k.termed, From: k.from, NoDisk: strings.Contains(k.more, "swap")}
	terms := "currency: EUR, market: NL"
	if k.dollars {
		terms, f.Currency = "currency: USD, market: NL", "USD"
	}
	if f.Level == "" {
		f.Level = "1"
	}
	if k.more != "" {
		terms += ", " + k.more
	}
	return fmt.Sprintf("  - {name: %s, source: ratecard, offer: MS-AZR-0003P, %s}\n", f.Name, terms), f
}

// bill is an export of the first months of 2026.
func bill(months int) *scenario.Imported {
	first := scenario.Month{Year: 2026, Month: time.January}
	last := first.Add(months).FirstDay(1).AddDate(0, 0, -1)
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-01-01", Last: last.Format(time.DateOnly)}}}
	for i := range months {
		got.Used = append(got.Used, scenario.Used{
			Provider: "Azure", Kind: scenario.Metered, Month: first.Add(i), Subscription: "prod", Tags: map[string]string{"env": "prod"},
			Meter:    ratebook.Meter{ID: id(2), Category: "Things", Name: "disk", Unit: unit.MustParse("1/Month"), Region: "westeurope"},
			Quantity: money.Int(int64(3 + i)), Billed: money.Int(12), Currency: "EUR", Records: 1,
		})
	}
	return got
}
