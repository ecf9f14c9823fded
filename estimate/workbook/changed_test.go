package workbook_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook"

	"github.com/xuri/excelize/v2"
)

const changedCases = `
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: USD, market: US}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 15000, months: 12}}
  - {name: terms, offer: MS-AZR-0111P, currency: EUR, market: NL, discount: 4%}
`

// An input that is changed in the sheet gives what the engine says for the same
// change.
func TestChanged(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	text := top + "hours_per_month: 730\nreport_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n" + allUsage + changedCases
	replace := func(old, new string) func() (cards, string) {
		return func() (cards, string) {
			if !strings.Contains(text, old) {
				t.Fatalf("the scenario has no %q", old)
			}
			return everyTerm(), strings.ReplaceAll(text, old, new)
		}
	}
	set := func(f *typing, sheet, cell string, v any) { f.put(t, sheet, cell, v) }
	changes := []change{
		{"scale", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "Scale of all usage", 1), 1.3) },
			replace("market: US}", "market: US, changes: [{scale: 1.3}]}\n  - {name: unused, like: payg}")},
		{"hours", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "Hours per month", 1), 744) }, replace("hours_per_month: 730", "hours_per_month: 744")},
		{"calendar", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "Hours per month", 1), "calendar") }, replace("hours_per_month: 730", "hours_per_month: calendar")},
		{"exchange", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "USD", 1), 0.91) }, replace(`rate: "0.86"`, `rate: "0.91"`)},
		{"discount", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "terms", 5), 0.11) }, replace("discount: 4%", "discount: 11%")},
		{"commitment", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "committed", 6), 90000) }, replace("amount: 15000", "amount: 90000")},
		{"term", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "committed", 7), 3) }, replace("amount: 15000, months: 12", "amount: 15000, months: 3")},
		{"new commitment", func(f *typing) {
			set(f, "Inputs", at(t, f.File, "Inputs", "terms", 6), 5000)
			set(f, "Inputs", at(t, f.File, "Inputs", "terms", 7), 4)
		}, replace("discount: 4%", "discount: 4%, commitment: {amount: 5000, months: 4}")},
		{"count", func(f *typing) { set(f, "Usage", usageCell(t, f.File, "4, hours 24x7", "Amount stated"), 9) }, replace("count: 4, hours: 24x7", "count: 9, hours: 24x7")},
		{"quantity", func(f *typing) { set(f, "Usage", usageCell(t, f.File, "30 TB", "Amount stated"), 3) }, replace("quantity: 30 TB", "quantity: 3 TB")},
		{"schedule", func(f *typing) {
			set(f, "Inputs", at(t, f.File, "Inputs", "12x5", 1), 9)
			set(f, "Inputs", at(t, f.File, "Inputs", "12x5", 2), 6)
		}, replace("count: 2, hours: 12x5", "count: 2, hours: 9x6")},
		{"hours a month", func(f *typing) { set(f, "Inputs", at(t, f.File, "Inputs", "100 hours a month", 3), 55.5) }, replace("hours: 100", "hours: 55.5")},
		{"until", func(f *typing) {
			for r := 6; ; r++ { // all lines of the workload
				name, _ := f.GetCellValue("Usage", fmt.Sprintf("B%d", r))
				if name == "" {
					return
				}
				if name == "batch" {
					cell := usageCell(t, f.File, "10, hours 8x6", "Until")
					set(f, "Usage", strings.TrimRight(cell, "0123456789")+fmt.Sprint(r), 46143) // 2026-05
				}
			}
		}, replace("until: 2026-10", "until: 2026-05")},
		{"case's scale", func(f *typing) {
			for r := 1; r < 400; r++ {
				head, _ := f.GetCellValue("committed", fmt.Sprintf("F%d", r))
				if head == "Case's scale" {
					for r++; ; r++ {
						v, _ := f.GetCellValue("committed", fmt.Sprintf("F%d", r))
						if v == "" {
							return
						}
						set(f, "committed", fmt.Sprintf("F%d", r), 0.5)
					}
				}
			}
		}, replace("months: 12}}", "months: 12}, changes: [{scale: 0.5}]}")},
		{"rate", func(f *typing) {
			set(f, "Rates", rateCell(t, f.File, "MS-AZR-0026P", meterID(6), "Included a month"), 200)
			set(f, "Rates", rateCell(t, f.File, "MS-AZR-0026P", meterID(6), "T2: above"), 9000)
			set(f, "Rates", rateCell(t, f.File, "MS-AZR-0026P", meterID(6), "P1: unit price"), 0.08)
		}, func() (cards, string) {
			book := everyTerm()
			for _, card := range book {
				if card.Terms.Offer != "MS-AZR-0026P" {
					continue
				}
				for i := range card.Rates {
					if r := &card.Rates[i]; r.Meter.ID == meterID(6) {
						r.Included = dec("200")
						r.Tiers = append([]ratebook.Tier{}, r.Tiers...)
						r.Tiers[1].Above, r.Tiers[0].UnitPrice = dec("9000"), dec("0.08")
					}
				}
			}
			return book, text
		}},
	}
	for i := range changes {
		if c := &changes[i]; c.name == "scale" { // of every case
			again := c.again
			c.again = func() (cards, string) {
				book, text := again()
				return book, strings.NewReplacer("months: 12}}", "months: 12}, changes: [{scale: 1.3}]}", "discount: 4%}", "discount: 4%, changes: [{scale: 1.3}]}", "\n  - {name: unused, like: payg}", "").Replace(text)
			}
		}
	}
	holdChanged(t, text, changes)
}

// change is one of an input in the sheet, and the same in the scenario.
type change struct {
	name  string
	in    func(f *typing)
	again func() (cards, string)
}

func put(t *testing.T, f *excelize.File, sheet, cell string, v any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, v); err != nil {
		t.Fatal(err)
	}
}

// typing is a workbook, and what is typed into its cells.
type typing struct {
	*excelize.File
	cells []recalc.Typed
}

func (f *typing) put(t *testing.T, sheet, cell string, v any) {
	t.Helper()
	if i, err := f.GetSheetIndex(sheet); err != nil || i < 0 {
		t.Fatalf("no sheet %q: %v", sheet, err)
	}
	_, text := v.(string)
	f.cells = append(f.cells, recalc.Typed{Sheet: sheet, Cell: cell, Value: fmt.Sprint(v), Text: text})
}

// typed are the changes of a workbook: what each types into it.
func typed(t *testing.T, path string, changes ...func(f *typing)) (list [][]recalc.Typed) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, change := range changes {
		in := &typing{File: f}
		if change(in); len(in.cells) == 0 {
			t.Fatalf("%s: change %d types nothing", path, i)
		}
		list = append(list, in.cells)
	}
	return list
}

// changed has LibreOffice open a workbook and make changes in it: it gives the cells that
// are read after each.
func changed(t *testing.T, path string, read []recalc.Cells, changes ...func(f *typing)) [][]string {
	t.Helper()
	values, err := recalc.Drive([]recalc.Driven{{Path: path, Read: read, Changes: typed(t, path, changes...)}})
	if err != nil {
		t.Fatal(err)
	}
	return values[0].Changed
}

// holdChanged makes each change in the sheet, and holds the totals of its three cases
// against the engine's.
func holdChanged(t *testing.T, text string, changes []change) {
	t.Helper()
	dir := t.TempDir()
	base := write(t, dir, "base", compared(t, everyTerm(), text))
	summary := sheetOf(t, base, "Summary")
	before := totals(t, summary)
	var inputs []func(f *typing)
	for _, c := range changes {
		inputs = append(inputs, c.in)
	}
	values := changed(t, base, totalCells(t, summary), inputs...)
	for i, c := range changes {
		book, again := c.again()
		want := totals(t, sheetOf(t, write(t, dir, "again "+c.name, compared(t, book, again)), "Summary"))
		got := values[i]
		same := true
		for k := range want {
			same = same && want[k] == before[k]
			if !recalc.Same(got[k], want[k]) {
				t.Errorf("%s: total of case %d is %s in the workbook, and %s by the engine", c.name, k+1, got[k], want[k])
			}
		}
		if same {
			t.Errorf("%s: nothing changes", c.name)
		}
	}
}

// The same for commitments of every kind and discounts by meter.
func TestChangedCommitments(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	text := top + "report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n" + allUsage + `
cases:
  - {name: macc, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: macc, amount: 46000, months: 10, shortfall: lost, milestones: [{month: 2, amount: 9000}, {month: 5, amount: 30000}]}}
  - {name: plan, offer: MS-AZR-0003P, currency: USD, market: US, commitment: {plan: 12-month, pay: upfront, monthly: 700}}
  - {name: by meter, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {amount: 9000, months: 12}, discounts: [{where: {meter: {name: vm}}, discount: 12%}, {where: {meter: {name: storage}}, discount: 7%}]}
`
	replace := func(old, new string) func() (cards, string) {
		return func() (cards, string) {
			if !strings.Contains(text, old) {
				t.Fatalf("the scenario has no %q", old)
			}
			return everyTerm(), strings.ReplaceAll(text, old, new)
		}
	}
	inputs := func(name string, columns, rows int, v any) func(f *typing) {
		return func(f *typing) { // the name's first row is that of the table of cases
			col, row, err := excelize.CellNameToCoordinates(at(t, f.File, "Inputs", name, columns))
			if err != nil {
				t.Fatal(err)
			}
			cell, _ := excelize.CoordinatesToCellName(col, row+rows)
			f.put(t, "Inputs", cell, v)
		}
	}
	listed := func(title string, columns, rows int, v any) func(f *typing) {
		return func(f *typing) { // rows behind a list's title, which stands in column A
			for r := 1; r < 100; r++ {
				if text, _ := f.GetCellValue("Inputs", fmt.Sprintf("A%d", r)); strings.HasPrefix(text, title) {
					cell, _ := excelize.CoordinatesToCellName(1+columns, r+rows)
					f.put(t, "Inputs", cell, v)
					return
				}
			}
			t.Fatalf("Inputs has no list %q", title)
		}
	}
	holdChanged(t, text, []change{
		{"macc amount", inputs("macc", 6, 0, 90000), replace("amount: 46000, months: 10", "amount: 90000, months: 10")},
		{"macc term", inputs("macc", 7, 0, 6), replace("amount: 46000, months: 10", "amount: 46000, months: 6")},
		{"shortfall", inputs("macc", 10, 0, 1), replace("shortfall: lost", "shortfall: credit")},
		{"milestone", listed("Milestones", 3, 3, 40000), replace("{month: 5, amount: 30000}", "{month: 5, amount: 40000}")},
		{"milestone's month", listed("Milestones", 2, 3, 6), replace("{month: 5, amount: 30000}", "{month: 6, amount: 30000}")},
		{"macc discount", inputs("macc", 5, 0, 0.11), replace("market: NL, commitment: {kind", "market: NL, discount: 11%, commitment: {kind")},
		{"monthly", inputs("plan", 6, 0, 15000), replace("monthly: 700", "monthly: 15000")},
		{"window", inputs("plan", 9, 0, 0), replace("{plan: 12-month, pay: upfront, monthly: 700}", "{amount: 700, months: 12, discount: 25%}")},
		{"discount by meter", listed("Negotiated", 2, 3, 0.4), replace("discount: 7%", "discount: 40%")},
		{"discount of the rest", inputs("by meter", 5, 0, 0.05), replace("market: NL, commitment: {amount", "market: NL, discount: 5%, commitment: {amount")},
	})
}

// The same for purchases of the Marketplace.
func TestChangedPurchases(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	text := top + "report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n" + marketplaceText + allUsage + `
cases:
  - {name: macc, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: macc, amount: 90000, months: 12}}
  - {name: dollars, offer: MS-AZR-0003P, currency: USD, market: US}
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
`
	replace := func(old, new string) func() (cards, string) {
		return func() (cards, string) { return everyTerm(), strings.Replace(text, old, new, 1) }
	}
	listed := func(columns int, v any) func(f *typing) {
		return func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "Backup appliance", columns), v) }
	}
	holdChanged(t, text, []change{
		{"amount", listed(1, 900), replace("monthly: 450.5", "monthly: 900")},
		{"eligible", listed(3, 0), replace("eligible: true", "eligible: false")},
		{"not in January", listed(4, 0), replace("eligible: true, tags", "eligible: true, from: 2026-02, tags")},
		{"rate", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "USD", 1), 0.5) }, replace(`rate: "0.86"`, `rate: "0.5"`)},
	})
}

// What is paid in the end follows its inputs, and those of the case.
func TestChangedPayable(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	text := top + "report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n" + payableText + allUsage + payableCases
	dir := t.TempDir()
	path := write(t, dir, "payable", compared(t, everyTerm(), text))
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, v := range map[string]any{"Partner sells at": 0.9, "Tax: VAT": 0.25} { // of "partner"
		put(t, f, "Payable", fmt.Sprintf("D%d", rowOf(t, sheetOf(t, path, "Payable"), what)+1), v)
	}
	t.Cleanup(func() { _ = f.Close() })
	changed := filepath.Join(dir, "changed.xlsx")
	if err := f.SaveAs(changed); err != nil {
		t.Fatal(err)
	}
	p := compared(t, everyTerm(), strings.NewReplacer("sell: 95%", "sell: 90%", "percent: 19%", "percent: 25%").Replace(text)).Estimates[1].Payable()
	rows := recalculated(t, changed)[0]["Payable"]
	if got := rows[rowOf(t, rows, "Paid in the end")][3]; !recalc.Same(got, p.Paid.String()) {
		t.Errorf("%s is paid in the workbook, and %s by the engine", got, p.Paid)
	}
}

// rowOf is the index of the row that begins with a text.
func rowOf(t *testing.T, rows [][]string, text string) int {
	t.Helper()
	i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == text })
	if i < 0 {
		t.Fatalf("no row %q", text)
	}
	return i
}

// recalculated is what LibreOffice calculates in workbooks.
func recalculated(t *testing.T, files ...string) []recalc.Book {
	t.Helper()
	books, err := recalc.Recalculate(files...)
	if err != nil {
		t.Fatal(err)
	}
	return books
}

// sheetOf reads a sheet of a written workbook.
func sheetOf(t *testing.T, path, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// totals are the cases' totals on Summary, to compare.
func totals(t *testing.T, rows [][]string) (list []string) {
	t.Helper()
	for _, r := range caseRows(t, rows) {
		list = append(list, rows[r][6])
	}
	return list
}

// totalCells are the cells of the same totals.
func totalCells(t *testing.T, rows [][]string) (list []recalc.Cells) {
	t.Helper()
	for _, r := range caseRows(t, rows) {
		list = append(list, recalc.Cells{Sheet: "Summary", Range: fmt.Sprintf("G%d:G%d", r+1, r+1)})
	}
	return list
}

// caseRows are the indexes of the cases' rows on Summary.
func caseRows(t *testing.T, rows [][]string) (list []int) {
	t.Helper()
	for i, row := range rows {
		if len(row) > 12 && row[0] != "No." && row[0] != "" && len(row[0]) < 3 {
			list = append(list, i)
		}
	}
	if len(list) < 3 {
		t.Fatalf("Summary has the cases %v", list)
	}
	return list
}

// at is the cell so many columns behind the one with a text in column B.
func at(t *testing.T, f *excelize.File, sheet, text string, columns int) string {
	t.Helper()
	for r := 1; r < 400; r++ {
		if v, _ := f.GetCellValue(sheet, fmt.Sprintf("B%d", r)); v == text {
			cell, _ := excelize.CoordinatesToCellName(2+columns, r)
			return cell
		}
	}
	t.Fatalf("%s has no %q", sheet, text)
	return ""
}

// rateCell is the cell of Rates under a head, in the row of an offer's meter.
func rateCell(t *testing.T, f *excelize.File, offer string, id ratebook.MeterID, head string) string {
	t.Helper()
	rows, err := f.GetRows("Rates")
	if err != nil {
		t.Fatal(err)
	}
	col := func(name string) int { return slices.Index(rows[3], name) }
	for r := 4; r < len(rows); r++ {
		if rows[r][col("Offer")] == offer && rows[r][col("Meter id")] == string(id) {
			cell, _ := excelize.CoordinatesToCellName(col(head)+1, r+1)
			return cell
		}
	}
	t.Fatalf("Rates has no %s of %s", id, offer)
	return ""
}

// usageCell is the cell under a head, in the row of what is stated.
func usageCell(t *testing.T, f *excelize.File, stated, head string) string {
	t.Helper()
	rows, err := f.GetRows("Usage")
	if err != nil {
		t.Fatal(err)
	}
	for c, h := range rows[4] {
		if h != head {
			continue
		}
		for r, row := range rows {
			for _, v := range row {
				if v == stated {
					cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
					return cell
				}
			}
		}
	}
	t.Fatalf("Usage has no %q under %q", stated, head)
	return ""
}
