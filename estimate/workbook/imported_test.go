package workbook_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// exported is usage as a test's exports have it; hours are a month's of the
// first meter.
func exported(hours map[string]string) *scenario.Imported {
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-01-01", Last: "2026-04-30"}}}
	add := func(kind scenario.RecordKind, month, subscription, env string, n int, unitText, quantity, billed string, in money.Currency) {
		m, err := scenario.ParseMonth(month)
		if err != nil {
			panic(err)
		}
		u := scenario.Used{
			Provider: "Azure", Kind: kind, Month: m, Subscription: subscription, Tags: map[string]string{"env": env},
			Meter:    ratebook.Meter{ID: meterID(n), Category: "Things", Subcategory: "Series", Name: "as exported", Unit: unit.MustParse(unitText), Region: "westeurope"},
			Quantity: dec(quantity), Billed: dec(billed), Currency: in, Records: 3,
		}
		if kind != scenario.Metered {
			u.Meter.ID = ""
		}
		got.Used = append(got.Used, u)
	}
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
		add(scenario.Metered, month, "prod", "prod", 1, "10 Hours", hours[month], "151.38", "EUR")
	}
	add(scenario.Metered, "2026-02", "prod", "test", 1, "1 Hour", "333.25", "67.26", "EUR")
	add(scenario.Metered, "2026-03", "prod", "test", 4, "1 GB/Month", "52000", "890.5", "EUR")
	add(scenario.Metered, "2026-03", "other", "prod", 4, "1 GB/Month", "70", "1.2", "EUR")
	add(scenario.Metered, "2026-04", "other", "prod", 10, "1/Month", "4", "8", "EUR") // has no price
	add(scenario.Purchase, "2026-02", "prod", "", 0, "1", "1", "700", "EUR")
	add(scenario.Tax, "2026-02", "prod", "", 0, "1", "1", "21.5", "EUR")
	return got
}

// recordedHours are in blocks of ten.
func recordedHours() map[string]string {
	return map[string]string{"2026-01": "74.4", "2026-02": "67.2", "2026-03": "80.125", "2026-04": "0"}
}

const importedText = `
imports:
  - {name: ours, files: [ours.csv], as: as-recorded, keep_tags: [env]}
  - {name: mean, files: [ours.csv], as: typical-month, keep_tags: [env]}
workloads:
  - {name: own, region: westeurope, subscription: prod, usage: [{meter: {name: vm}, count: 1, hours: 24x7}]}
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: sweden, like: payg, region: swedencentral}
  - {name: half, like: payg, changes: [{where: {tags: {env: prod}}, scale: 0.5}, {where: {meter: {name: vm}}, swap: {id: 00000000-0000-0000-0000-000000000020}}]}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 100, months: 4}}
  - {name: dollars, offer: MS-AZR-0003P, currency: USD, market: US}
`

// compareImported prices a scenario whose imports all bring the same usage. Its
// cards have a meter of another unit, too.
func compareImported(t testing.TB, text string, got *scenario.Imported) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("test.yaml", []byte("version: 1\nname: Imported\nstart: 2026-01\nmonths: 12\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range s.Imports {
		if err := s.Add(imp, got); err != nil {
			t.Fatal(err)
		}
	}
	book := everyTerm()
	for _, card := range book {
		card.Rates = append(card.Rates, rate(20, "big vm", "100 Hours", "westeurope", "2020-01-01", "0", "0:15.5"))
	}
	c, err := compare.Cases(context.Background(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What was billed stands beside what the same usage costs.
func TestBilled(t *testing.T) {
	f := open(t, compareImported(t, importedText, exported(recordedHours())))
	rows, err := f.GetRows("Billed", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string, col int) (list []string) {
		for _, row := range rows {
			if len(row) > col && row[1] == text {
				list = append(list, row[col])
			}
		}
		return list
	}
	for _, c := range []struct {
		text string
		col  int
		want []string
	}{
		// 4 × 151.38 + 67.26 + 890.5 + 1.2 + 8 = 1572.48. In a typical month, of hours
		// (605.52 + 67.26) / 120 days × 730 / 24, of the rest 899.7 / 4: 395.4560416666667.
		{"Usage", 3, []string{"1572.48", "1572.48"}},
		{"Usage, in a typical month", 3, []string{"395.4560416666667"}},
		{"Set aside: purchase", 3, []string{"700", "700"}},
		// 1572.48 + 700 + 21.5
		{"All that the exports state", 3, []string{"2293.98", "2293.98"}},
		{"payg", 3, []string{"1572.48", "395.4560416666667"}},
		{"payg", 8, []string{"1", "1"}},
		{"dollars", 9, []string{"billed in EUR, and the case is in USD", "billed in EUR, and the case is in USD"}},
	} {
		if got := find(c.text, c.col); len(got) != len(c.want) || !recalc.Same(got[0], c.want[0]) || !recalc.Same(got[len(got)-1], c.want[len(c.want)-1]) {
			t.Errorf("%s, column %d: %v, want %v", c.text, c.col, got, c.want)
		}
	}
}

// A recorded month that is changed in its cell gives what the engine says of an
// export with that quantity, in every case: moved, scaled, swapped for a meter
// of another unit, committed.
func TestChangedRecorded(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	text := strings.Replace(importedText, "  - {name: mean, files: [ours.csv], as: typical-month, keep_tags: [env]}\n", "", 1)
	base := write(t, dir, "recorded", compareImported(t, text, exported(recordedHours())))
	f, err := excelize.OpenFile(base)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	row := usageCell(t, f, "221.725 × 10 Hours in all, as recorded", "2026-03")
	if err := f.SetCellValue("Usage", row, 1500); err != nil { // hours: 150 × 10
		t.Fatal(err)
	}
	changed := filepath.Join(dir, "changed.xlsx")
	if err := f.SaveAs(changed); err != nil {
		t.Fatal(err)
	}
	books := recalculated(t, changed)
	hours := recordedHours()
	hours["2026-03"] = "150"
	want := totals(t, sheetOf(t, write(t, dir, "again", compareImported(t, text, exported(hours))), "Summary"))
	have, before := totals(t, books[0]["Summary"]), totals(t, sheetOf(t, base, "Summary"))
	for i := range want {
		if !recalc.Same(have[i], want[i]) {
			t.Errorf("case %d costs %s in the workbook, and %s by the engine", i+1, have[i], want[i])
		}
		if have[i] == before[i] {
			t.Errorf("case %d does not change", i+1)
		}
	}
}
