package workbook_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// billedUsage is usage as an export has it: rated by id, by name, not in the card,
// and not rated; names that a spreadsheet could take for formulas.
func billedUsage(t *testing.T) *scenario.Imported {
	t.Helper()
	d4 := ratebook.Meter{ID: "1ab41620-5ffa-51b3-ac16-6416f9f747a9", Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: "D4s v5", Unit: unit.MustParse("1 Hour"), Region: "westeurope"}
	disk := ratebook.Meter{ID: "00000000-0000-0000-0000-00000000000d", Category: "Storage", Subcategory: "Premium SSD Managed Disks", Name: "P10 LRS Disk", Unit: unit.MustParse("1/Month"), Region: "westeurope"}
	gone := ratebook.Meter{ID: "00000000-0000-0000-0000-00000000000c", Category: "=Old", Name: "Gone", Unit: unit.MustParse("1 GB")}
	use := func(kind scenario.RecordKind, m ratebook.Meter, month time.Month, day string, quantity, billed string) scenario.Used {
		return scenario.Used{Provider: "Azure", Kind: kind, Month: scenario.Month{Year: 2026, Month: month}, Day: day, Subscription: "s1", Meter: m,
			Quantity: money.MustParse(quantity), Billed: money.MustParse(billed), Currency: "EUR", Records: 2}
	}
	return &scenario.Imported{
		Used: []scenario.Used{
			use(scenario.Metered, d4, time.March, "2026-03-01", "100", "20.1843"),
			use(scenario.Metered, d4, time.April, "2026-04-30", "300", "69"),
			use(scenario.Metered, disk, time.April, "2026-04-30", "2", "38.05"),
			use(scenario.Metered, gone, time.April, "2026-04-30", "10", "1"),
			use(scenario.Purchase, ratebook.Meter{Category: "Reservations"}, time.April, "2026-04-02", "1", "100"),
			use(scenario.Credit, ratebook.Meter{}, time.April, "2026-04-02", "0", "-7"),
		},
		Sources: []scenario.ImportSource{{Name: "costs.csv", Format: "azure-cost", Rows: 12, Metered: 8, Aside: 4, First: "2026-03-01", Last: "2026-04-30"}},
		Twice:   []string{"=a.csv and b.csv"},
	}
}

var asBilled = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: ratebook.DefaultLocale}

// TestSpend writes spending by each key, with a card and without: another
// program's sums are the engine's, and the same spending is the same bytes.
func TestSpend(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	got := billedUsage(t)
	rating, err := reconcile.Price(context.Background(), sample.Open(), got, asBilled, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	dollars := billedUsage(t)
	dollars.Used[0].Currency, dollars.Used[1].Currency = "USD", ""
	dir := t.TempDir()
	var files []string
	write := func(name string, s *reconcile.Spending) {
		var first, again bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &again} {
			if err := workbook.WriteSpend(out, s, workbook.Options{}); err != nil {
				t.Fatal(name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same spending gave other bytes", name)
		}
		path := filepath.Join(dir, name+".xlsx")
		if err := workbook.WriteSpendFile(t.Context(), path, s, workbook.Options{}); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	write("category", reconcile.Spend(got, "category", rating))
	write("day", reconcile.Spend(got, "day", rating))
	write("tag", reconcile.Spend(got, "tag:=x", nil))
	write("currencies", reconcile.Spend(dollars, "month", rating))
	write("none", reconcile.Spend(&scenario.Imported{}, "month", nil))
	if n := recalc.Check(t, files...); n < 40 {
		t.Errorf("only %d formulas were compared", n)
	}
}

// TestReconciliation writes what was billed against our figure.
func TestReconciliation(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	purchases := billedUsage(t)
	purchases.Used = purchases.Used[4:]
	dir := t.TempDir()
	var files []string
	for name, got := range map[string]*scenario.Imported{"usage": billedUsage(t), "purchases": purchases} {
		r, err := reconcile.Usage(context.Background(), sample.Open(), got, asBilled, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var first, again bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &again} {
			if err := workbook.WriteReconciliation(out, r, workbook.Options{}); err != nil {
				t.Fatal(name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same reconciliation gave other bytes", name)
		}
		path := filepath.Join(dir, name+".xlsx")
		if err := workbook.WriteReconciliationFile(t.Context(), path, r, workbook.Options{}); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	if n := recalc.Check(t, files...); n < 40 {
		t.Errorf("only %d formulas were compared", n)
	}
}
