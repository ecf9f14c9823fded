package workbook_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/estimate/workbook/recalc"

	"github.com/xuri/excelize/v2"
)

// Another base case, chosen in the sheet, gives the differences that the engine
// gives where that case comes first.
func TestChangedBase(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	cases := []string{
		"  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}\n",
		"  - {name: \"*\", offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 15000, months: 12}}\n",
		"  - {name: PAYG, offer: MS-AZR-0003P, currency: EUR, market: NL, changes: [{scale: 1.25}]}\n",
		"  - {name: dollars, offer: MS-AZR-0003P, currency: USD, market: US}\n",
	}
	text := func(order ...int) string {
		s := top + "report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n" + allUsage + "cases:\n"
		for _, i := range order {
			s += cases[i]
		}
		return s
	}
	dir := t.TempDir()
	base := write(t, dir, "base", compared(t, everyTerm(), text(0, 1, 2, 3)))
	names := []string{"payg", "*", "PAYG", "dollars"}
	var files []string
	for _, name := range names {
		f, err := excelize.OpenFile(base)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Inputs", at(t, f, "Inputs", "Base case", 1), name); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "in "+strings.Trim(name, "*")+".xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		f.Close()
		files = append(files, path)
	}
	books := recalculated(t, files...)
	for i, order := range [][]int{{0, 1, 2, 3}, {1, 0, 2, 3}, {2, 0, 1, 3}, {3, 0, 1, 2}} {
		again := write(t, dir, "again", compared(t, everyTerm(), text(order...)))
		want := differences(sheetOf(t, again, "Summary"), sheetOf(t, again, "Comparison"), names)
		have := differences(books[i]["Summary"], books[i]["Comparison"], names)
		for key, w := range want {
			if !recalc.Same(have[key], w) {
				t.Errorf("base %s: %s is %s in the workbook, and %s by the engine", names[i], key, have[key], w)
			}
		}
		if len(want) < 4*12 {
			t.Errorf("base %s: only %d differences", names[i], len(want))
		}
	}
}

// differences are those of Summary and Comparison, by case and row.
func differences(summary, comparison [][]string, cases []string) map[string]string {
	out := map[string]string{}
	for _, row := range summary {
		for _, c := range cases {
			if len(row) > 10 && row[1] == c {
				out["Summary "+c], out["Summary % "+c], out["Summary standing "+c] = row[7], row[8], row[9]
			}
		}
	}
	part := ""
	for _, row := range comparison[7:] {
		if len(row) > 0 && strings.HasPrefix(row[0], "By ") {
			part = row[0]
		}
		for k, head := range comparison[6] {
			if len(row) > k && k > 0 && strings.HasSuffix(head, ": difference") {
				name := row[1]
				if month, ok := recalc.Number(name); ok { // which LibreOffice writes as one types it
					name = fmt.Sprint(month)
				}
				out[part+", "+name+", "+head] = row[k]
			}
		}
	}
	return out
}
