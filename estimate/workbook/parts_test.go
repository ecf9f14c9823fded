package workbook_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// TestPriceWithinMonth has months recalculated in which a price changes (of meter 8 on July
// 15), and of which the days are known: alone, as a part of a billing account, and under
// terms that look at the first tier.
func TestPriceWithinMonth(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	recalc.Check(t, write(t, dir, "parts", withDays(t, everyTerm(), "", 1)), write(t, dir, "account", withDays(t, everyTerm(), account, 1)))
}

const account = "rules: {tier_scope: billing-account}\n"

// TestChangedWithinMonth changes the price that counts up to the middle of July, and then
// what one subscription uses in that month: LibreOffice calculates what the engine does.
func TestChangedWithinMonth(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	for _, rules := range []string{"", account} {
		name := "alone"
		if rules != "" {
			name = "account"
		}
		c := withDays(t, everyTerm(), rules, 1)
		base := write(t, dir, name, c)
		summary := sheetOf(t, base, "Summary")
		before := totals(t, summary)
		values := changed(t, base, totalCells(t, summary),
			func(f *typing) {
				col, row, _ := excelize.CellNameToCoordinates(rateCell(t, f.File, "MS-AZR-0003P", meterID(8), "P1: unit price"))
				cell, _ := excelize.CoordinatesToCellName(col, row+1) // that of April 1
				f.put(t, "Rates", cell, 9)
			},
			func(f *typing) { f.put(t, "Usage", recordedCell(t, f.File, "19.5"), 39) })
		cheaper := &changedCards{Ratebook: everyTerm(), terms: c.Base().Case.Terms, rate: func(r *ratebook.Rate) {
			if r.Meter.ID == meterID(8) && r.Effective.Equal(day("2026-04-01")) {
				r.Tiers[0].UnitPrice = dec("9")
			}
		}}
		for n, have := range values {
			want := withDays(t, cheaper, rules, 1)
			if n == 1 {
				want = withDays(t, everyTerm(), rules, 2)
			}
			again := totals(t, sheetOf(t, write(t, dir, fmt.Sprintf("again %s %d", name, n), want), "Summary"))
			for i, got := range have {
				if !recalc.Same(got, again[i]) {
					t.Errorf("%s, change %d: case %d is %s in the workbook, %s by the engine (before: %s)", name, n, i+1, got, again[i], before[i])
				}
			}
			if slices.Equal(again, before) {
				t.Errorf("%s, change %d: nothing changes", name, n)
			}
		}
	}
}

// recordedCell is the first cell of Usage with a quantity.
func recordedCell(t *testing.T, f *excelize.File, quantity string) string {
	t.Helper()
	rows, err := f.GetRows("Usage", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c := len(row) - 1; c >= 0; c-- {
			if v := row[c]; v == quantity && rows[4][c] != "Total" {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				return cell
			}
		}
	}
	t.Fatalf("Usage has no %s", quantity)
	return ""
}

// withDays has usage by day of three months; that of July in one subscription is multiplied.
func withDays(t *testing.T, book estimate.Ratebook, rules string, july int64) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("test.yaml", []byte(top+rules+`
imports: [{name: ours, files: [ours.csv], as: as-recorded}]
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL, discount: 3%}
  - {name: more, like: payg, changes: [{scale: 1.5}]}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 9000, months: 12}}
`))
	if err != nil {
		t.Fatal(err)
	}
	meter := ratebook.Meter{ID: meterID(8), Category: "Things", Name: "changing", Unit: unit.MustParse("1/Month"), Region: "westeurope"}
	s.KeepDays = map[string]bool{scenario.EvidenceOf(meter): true}
	got := &scenario.Imported{Sources: []scenario.ImportSource{{First: "2026-06-01", Last: "2026-08-31"}}}
	for _, u := range []struct {
		sub  string
		days []scenario.DayUsed
	}{
		{"a", []scenario.DayUsed{{Day: "2026-06-20", Quantity: dec("12")}}},
		{"a", []scenario.DayUsed{{Day: "2026-07-02", Quantity: dec("7")}, {Day: "2026-07-14", Quantity: dec("6")}, {Day: "2026-07-15", Quantity: dec("4")}, {Day: "2026-07-31", Quantity: dec("2.5")}}},
		{"b", []scenario.DayUsed{{Day: "2026-07-01", Quantity: dec("3")}, {Day: "2026-07-20", Quantity: dec("5")}}},
		{"b", []scenario.DayUsed{{Day: "2026-08-01", Quantity: dec("3")}}},
	} {
		month, _ := scenario.ParseMonth(u.days[0].Day[:7])
		sum := dec("0")
		for i := range u.days {
			if len(u.days) == 4 {
				u.days[i].Quantity = u.days[i].Quantity.Mul(money.Int(july))
			}
			sum = sum.Add(u.days[i].Quantity)
		}
		got.Used = append(got.Used, scenario.Used{Provider: "Azure", Kind: scenario.Metered, Month: month, Subscription: u.sub, Meter: meter, Quantity: sum, Days: u.days, Records: 1})
	}
	if err := s.Add(s.Imports[0], got); err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(t.Context(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Base().Plan.PriceChanges() {
		t.Fatal("no month is charged in parts")
	}
	return c
}
