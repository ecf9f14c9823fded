package workbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/workbook/recalc"
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
	shown := []recalc.Cells{{Sheet: "Summary", Range: "A1:Z60"}, {Sheet: "Comparison", Range: "A1:AZ120"}}
	for k, rows := range [][][]string{sheetOf(t, base, "Summary"), sheetOf(t, base, "Comparison")} {
		if wide := slices.MaxFunc(rows, func(a, b []string) int { return len(a) - len(b) }); len(rows) > []int{60, 120}[k] || len(wide) > []int{26, 52}[k] {
			t.Fatalf("%s has %d rows and %d columns", shown[k].Sheet, len(rows), len(wide))
		}
	}
	var inputs []func(f *typing)
	for _, name := range names {
		inputs = append(inputs, func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "Base case", 1), name) })
	}
	values := changed(t, base, shown, inputs...)
	for i, order := range [][]int{{0, 1, 2, 3}, {1, 0, 2, 3}, {2, 0, 1, 3}, {3, 0, 1, 2}} {
		again := write(t, dir, "again", compared(t, everyTerm(), text(order...)))
		want := differences(sheetOf(t, again, "Summary"), sheetOf(t, again, "Comparison"), names)
		have := differences(inRows(values[i][:60*26], 26), inRows(values[i][60*26:], 52), names)
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

// inRows are cells by row, without those at a row's end that are empty.
func inRows(cells []string, wide int) (rows [][]string) {
	for row := range slices.Chunk(cells, wide) {
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		rows = append(rows, row)
	}
	return rows
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
