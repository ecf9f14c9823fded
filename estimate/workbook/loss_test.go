package workbook_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"

	"github.com/xuri/excelize/v2"
)

// A meter that has no price in a month bears its part of what is lost of a
// commitment in it: its lines have that amount, and the month counts as not priced all
// the same. Recalculated, every formula has the engine's figure.
func TestLossWithoutPrice(t *testing.T) {
	recalc.Need(t)
	ends := rate(1, "A1", "1 Hour", "westeurope", "2026-01-01", "0", "0:1")
	none := rate(1, "A1", "1 Hour", "westeurope", "2026-03-01", "0", "")
	book := cards{newCard("MS-AZR-0003P", "EUR", "NL", ratebook.OfferTerms{}, ends, none)}
	c := compared(t, book, `version: 1
name: Loss
start: 2026-01
months: 3
workloads:
  - {name: web, region: westeurope, usage: [{meter: {name: A1}, quantity: 100}]}
  - {name: shop, region: westeurope, usage: [{meter: {name: A1}, quantity: 300}]}
cases:
  - {name: Prepaid, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {amount: 2000, months: 3, discount: 0%}}
`)
	// 2 × 400 of 2,000 are drawn; 1,200 are lost in March: web bears 300, shop 900
	for i, want := range []string{"300", "900"} {
		if l := c.Base().Lines[i]; !l.Amounts[2].Equal(dec(want)) {
			t.Fatalf("%s has %s of March, want %s", l.Workload, l.Amounts[2], want)
		}
	}
	dir, into := t.TempDir(), t.TempDir()
	path := write(t, dir, "loss", c)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := recalc.Convert(ctx, "xlsx", into, path); err != nil {
		t.Fatal(err)
	}
	_, differ, err := recalc.Compare(path, filepath.Join(into, "loss.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differ {
		t.Error(d)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Prepaid", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	shares, found := false, map[string]bool{}
	for _, row := range rows {
		shares = shares || len(row) > 0 && row[0] == "H. Lines: share of the meter's amount"
		for _, cell := range row {
			if shares && (cell == "300" || cell == "900") {
				found[cell] = true
			}
		}
	}
	if !found["300"] || !found["900"] {
		t.Errorf("the shares of the loss are not in block H: %v", found)
	}
}
