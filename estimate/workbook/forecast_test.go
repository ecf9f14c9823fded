package workbook_test

import (
	"bytes"
	"strings"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/forecast"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// A forecast's workbook has each month's bill and range, what is to come as a formula,
// and says what has no price; the same forecast gives the same bytes.
func TestForecast(t *testing.T) {
	c := compared(t, everyTerm(), top+`
workloads:
  - {name: web, region: westeurope, usage: [{meter: {name: vm}, count: 4, hours: 24x7}]}
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
`)
	e := c.Estimates[0]
	e.Unpriced = []estimate.Unpriced{{Line: 0, Reason: "made so by the test"}}
	f := &forecast.Forecast{Comparison: c, LastDay: day("2026-01-17"), Months: e.Months[:2], Outcomes: 1000, Uses: make([]forecast.Use, 1)}
	one := forecast.Case{Estimate: e, Tested: true, MASE: 0.8, Ahead: 26, Origins: 20}
	for i, m := range f.Months {
		d := func(n int64) money.Decimal { return money.Int(n + 100*int64(i)) }
		one.Outlooks = append(one.Outlooks, forecast.Outlook{Month: m, Recorded: d(40), Expected: d(90), P50: d(91), Low80: d(80), High80: d(99), Low95: d(70), High95: d(120)})
	}
	one.Groups = []forecast.Group{{By: forecast.By{Title: "Tag env"}, Key: "=prod", Outlooks: one.Outlooks}}
	f.Cases = []forecast.Case{one}
	write := func() []byte {
		var b bytes.Buffer
		if err := workbook.WriteForecast(&b, f, workbook.Options{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	data := write()
	if !bytes.Equal(data, write()) {
		t.Error("the same forecast gives other bytes")
	}
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	want := map[string]bool{}
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for col, v := range row {
				want[sheet+" "+v] = true
				if strings.HasPrefix(v, "not priced: web: ") && strings.HasSuffix(v, ": made so by the test") {
					want[sheet+" unpriced"] = true
				}
				cell, _ := excelize.CoordinatesToCellName(col+1, r+1)
				if formula, _ := x.GetCellFormula(sheet, cell); formula != "" {
					want[sheet+" ="+formula] = true
				}
			}
		}
	}
	for _, w := range []string{"Forecast 50.00", "Forecast 190.00", "Forecast 280.00", "Forecast =prod", "Forecast 2026-01 by tag env", "Meters not priced", "Assumptions unpriced"} {
		if !want[w] {
			t.Errorf("no %q", w)
		}
	}
	if !want["Forecast =D7-B7"] && !want["Forecast =D8-B8"] {
		t.Error("what is to come is no formula")
	}
}
