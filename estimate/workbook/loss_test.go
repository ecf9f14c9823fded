package workbook_test

import (
	"testing"

	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
)

// A meter that has no price in a month bears its part of what is lost of a
// commitment in it: its lines have that amount, and the month counts as not priced all
// the same. Recalculated, every formula has the engine's figure.
func TestLossWithoutPrice(t *testing.T) {
	t.Parallel()
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
	path := write(t, t.TempDir(), "loss", c)
	recalc.Check(t, path)
	shares, found := false, map[string]bool{}
	for _, row := range sheetOf(t, path, "Prepaid") {
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
