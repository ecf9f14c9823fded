package workbook_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// corrections are recorded months with quantities below zero: taken off the
// month before within a tier and across, more than it has, after a change of the
// rate (April and July), two after each other, and lines that cancel out.
var corrections = []struct {
	meter, env, unit string
	months           []string
}{
	{"1", "prod", "1 Hour", []string{"100", "-50", "100", "0", "-20", "-10", "700"}},
	{"4", "prod", "1 GB/Month", []string{"60000", "-20000", "520000", "-30000", "-600000", "40000"}},
	{"6", "prod", "1 GB", []string{"-200", "300", "-250", "11000", "-1000.5"}},
	{"7", "prod", "10K", []string{"80", "-30", "120", "-90"}},
	{"8", "prod", "1/Month", []string{"10", "-7", "30", "-4", "20", "30", "-12.5", "40"}},
	{"8", "test", "1/Month", []string{"4", "7", "-10", "1", "-20", "3", "2", "-1"}},
	{"9", "prod", "1/Month", []string{"0", "0", "0", "0", "-1", "5", "-2"}},
	{"12", "prod", "1/Month", []string{"3", "-1"}},
	{"13", "prod", "1/Month", []string{"3", "-4", "2"}},
}

func corrected(change func(meter, env string, month int, q string) string) *scenario.Imported {
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-01-01", Last: "2026-12-31"}}}
	for _, c := range corrections {
		for m, q := range c.months {
			if change != nil {
				q = change(c.meter, c.env, m, q)
			}
			got.Used = append(got.Used, scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2026, Month: time.Month(m + 1)}, Subscription: "prod",
				Tags:     map[string]string{"env": c.env},
				Meter:    ratebook.Meter{ID: ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012s", c.meter)), Category: "Things", Name: "as exported", Unit: unit.MustParse(c.unit)},
				Quantity: dec(q), Billed: dec(q), Currency: "EUR", Records: 1,
			})
		}
	}
	return got
}

const correctedText = `
imports:
  - {name: ours, files: [ours.csv], as: as-recorded, keep_tags: [env]}
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL, discount: 3%}
  - {name: half of prod, like: payg, changes: [{where: {tags: {env: prod}}, scale: 0.5}]}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 9000, months: 6}, discount: 2%}
  - {name: refunded, like: committed, commitment: {amount: 900, months: 8, discount: 5%}}
  - {name: lost, like: committed, commitment: {amount: 60000, months: 5}}
  - {name: macc, like: payg, commitment: {kind: macc, amount: 20000, months: 8, milestones: [{month: 3, amount: 9000}]}}
  - {name: reached, like: payg, commitment: {kind: macc, amount: 2500, months: 8}}
  - {name: credit, offer: MS-AZR-0063P, currency: EUR, market: NL}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, discount: 4%, commitment: {amount: 9000, months: 5}}
`

// TestBelowZero has months below zero recalculated under every kind of terms, with
// reservations and savings plans, and of random quantities.
func TestBelowZero(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	files := []string{write(t, dir, "below", compareImported(t, correctedText, corrected(nil)))}
	r := rand.New(rand.NewPCG(3, 1))
	for n := range 2 {
		files = append(files, write(t, dir, fmt.Sprint("random ", n), compareImported(t, "hours_per_month: calendar\nrules: {discount_on: all-tiers}\n"+correctedText, corrected(func(meter, _ string, _ int, q string) string {
			if meter == "9" || r.IntN(2) == 0 { // 9 has no price before May
				return q
			}
			return fmt.Sprintf("%.3f", r.NormFloat64()*20)
		}))))
	}
	files = append(files, write(t, dir, "benefits", correctedBenefits(t)))
	two := corrected(nil)
	for i := range two.Used {
		if two.Used[i].Tags["env"] == "test" {
			two.Used[i].Subscription = "other"
		}
	}
	files = append(files, write(t, dir, "billing account", compareImported(t, "rules: {tier_scope: billing-account}\n"+correctedText, two)))
	recalc.Check(t, files...)
	refunded := compareImported(t, correctedText, corrected(nil)).Estimates[3]
	if !slices.ContainsFunc(refunded.Months, func(m scenario.Month) bool {
		return refunded.ChargesIn(m.Since(refunded.Months[0])).Overage.Sign() < 0
	}) {
		t.Error("no month gives back what was beyond the commitment")
	}
}

// correctedBenefits has corrections of machines that a reservation covers: within
// a month, and of a whole month.
func correctedBenefits(t *testing.T) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("test.yaml", []byte(`version: 1
name: Benefits
ratebook: sample
start: 2026-09
months: 4
imports: [{name: ours, files: [ours.csv], as: as-recorded, keep_tags: [env]}]
cases:
  - name: reserved
    source: retail
    offer: MS-AZR-0003P
    currency: EUR
    market: NL
    reservations: [{meter: {name: D4s v5}, region: westeurope, count: 1, months: 12, payment: upfront}]
  - {name: plan, like: reserved, reservations: [], savings_plan: {hourly: 0.1, months: 36, payment: upfront}}
  - {name: none, like: reserved, reservations: []}
`))
	if err != nil {
		t.Fatal(err)
	}
	series, region := "Virtual Machines Dsv5 Series", ratebook.Region("westeurope")
	_, rates, err := sample.Open().Find(t.Context(), s.Cases[0].Terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5", Subcategory: &series, Region: &region}})
	if err != nil || len(rates[0]) == 0 {
		t.Fatal(err, rates)
	}
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-09-01", Last: "2026-12-31"}}}
	for env, months := range map[string][]string{"prod": {"1200", "-300", "900", "-1000"}, "test": {"-100", "50", "-200", "20"}} {
		for m, q := range months {
			got.Used = append(got.Used, scenario.Used{
				Provider: "Azure", Kind: scenario.Metered, Month: scenario.Month{Year: 2026, Month: time.Month(m + 9)}, Tags: map[string]string{"env": env},
				Meter: rates[0][0].Meter, Quantity: dec(q), Records: 1,
			})
		}
	}
	if err := s.Add(s.Imports[0], got); err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(t.Context(), sample.Open(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBelowZeroChanged changes recorded months in their cells, so that a month has
// enough for the correction after it, or no longer: the workbook gives what the
// engine says of such an export.
func TestBelowZeroChanged(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	base := write(t, dir, "corrected", compareImported(t, correctedText, corrected(nil)))
	f, err := excelize.OpenFile(base)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set := map[[2]string]string{{"4", "2026-01"}: "10000", {"8", "2026-03"}: "9.5", {"6", "2026-02"}: "120", {"1", "2026-05"}: "-800"}
	rows, err := f.GetRows("Usage")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"1": "vm", "4": "storage", "6": "transfer", "8": "changing"}
	changed := 0
	for at, q := range set {
		for r, row := range rows {
			if len(row) < 6 || row[2] != "prod" || row[5] != "prod" || row[3] != "Things / Series / "+names[at[0]] {
				continue
			}
			for col, head := range rows[4] {
				if head != at[1] {
					continue
				}
				cell, _ := excelize.CoordinatesToCellName(col+1, r+1)
				var v float64
				fmt.Sscan(q, &v)
				if err := f.SetCellValue("Usage", cell, v); err != nil {
					t.Fatal(err)
				}
				changed++
			}
		}
	}
	if changed != len(set) {
		t.Fatalf("%d cells are changed, not %d: %q", changed, len(set), rows[4:8])
	}
	path := filepath.Join(dir, "changed.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	books := recalculated(t, path)
	again := compareImported(t, correctedText, corrected(func(meter, env string, m int, q string) string {
		if v, ok := set[[2]string{meter, fmt.Sprintf("2026-%02d", m+1)}]; ok && env == "prod" {
			return v
		}
		return q
	}))
	want, have := totals(t, sheetOf(t, write(t, dir, "again", again), "Summary")), totals(t, books[0]["Summary"])
	for i := range want {
		if !recalc.Same(have[i], want[i]) {
			t.Errorf("case %d costs %s in the workbook, and %s by the engine", i+1, have[i], want[i])
		}
	}
}
