package workbook_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"

	"github.com/xuri/excelize/v2"
)

// open writes a comparison and reads it again.
func open(t testing.TB, c *compare.Comparison) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(&b, c, workbook.Options{Version: "1.2.3"}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// each calls do for every cell with something in it.
func each(t testing.TB, f *excelize.File, do func(sheet string, col, row int, formula, value string)) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				name, _ := excelize.CoordinatesToCellName(c+1, r+1)
				formula, err := f.GetCellFormula(sheet, name)
				if err != nil {
					t.Fatal(err)
				}
				do(sheet, c+1, r+1, formula, value)
			}
		}
	}
}

var (
	quotedSheet = regexp.MustCompile(`'(?:[^']|'')*'!`)
	reference   = regexp.MustCompile(`\$?[A-Z]{1,3}\$?[0-9]+`)
	numeral     = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?`)
	function    = regexp.MustCompile(`([A-Za-z_.]+)\(`)
	word        = regexp.MustCompile(`"[^"]*"`)
)

// functions are those that formulas may have: all are older than Excel 2010, so
// that none needs a prefix, and none is volatile.
var functions = []string{
	"SUM", "SUMPRODUCT", "SUMIF", "COUNT", "COUNTIF", "COUNTIFS", "IF", "AND", "OR", "NOT", "N", "ABS", "MIN", "MAX", "INDEX", "ISNUMBER", "MOD", "ROUND", "ROWS", "EXACT", "SMALL",
}

func TestFormulas(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	n := 0
	for name, c := range scenarios(t) {
		each(t, open(t, c), func(sheet string, col, row int, formula, value string) {
			at := fmt.Sprintf("%s: %s row %d column %d: =%s", name, sheet, row, col, formula)
			if strings.HasPrefix(value, "#") {
				t.Errorf("%s has the error %s", at, value)
			}
			if formula == "" {
				return
			}
			n++
			if value == "" && !strings.HasSuffix(formula, `"")`) && !strings.Contains(formula, `,"",`) && !strings.Contains(formula, `,"")))`) {
				t.Errorf("%s has no value", at)
			}
			bare := word.ReplaceAllString(quotedSheet.ReplaceAllString(formula, ""), `""`)
			for _, w := range word.FindAllString(quotedSheet.ReplaceAllString(formula, ""), -1) {
				if w != `""` {
					t.Errorf("%s has the text %s", at, w)
				}
			}
			for _, f := range function.FindAllStringSubmatch(bare, -1) {
				if !slices.Contains(functions, f[1]) {
					t.Errorf("%s has the function %s", at, f[1])
				}
			}
			// a row reference such as $9 stands behind its column
			for _, d := range numeral.FindAllString(reference.ReplaceAllString(bare, "ref"), -1) {
				if d != "0" && d != "1" {
					t.Errorf("%s has the constant %s", at, d)
				}
			}
		})
	}
	if n < 10_000 {
		t.Errorf("only %d formulas", n)
	}
}

// Across the months of a row stands one formula.
func TestOneFormulaAcross(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	for name, c := range scenarios(t) {
		f := open(t, c)
		months := map[string]int{"Usage": 0, "Inputs": 0} // the column of the first month
		for _, e := range sheetsOfCases(f) {
			months[e] = 0
		}
		for sheet := range months {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			first, n := monthColumns(rows, sheet)
			if n == 0 {
				t.Fatalf("%s: %s has no months", name, sheet)
			}
			for r := range rows {
				if sheet == "Inputs" && !calendarRow(t, f, first, r+1) {
					continue // the table of cases has other columns there
				}
				want := ""
				for k := range n {
					cell, _ := excelize.CoordinatesToCellName(first+k, r+1)
					formula, err := f.GetCellFormula(sheet, cell)
					if err != nil {
						t.Fatal(err)
					}
					got := relative(formula, first+k)
					if k == 0 {
						want = got
					}
					if got != want {
						t.Errorf("%s: %s!%s is another formula than its row's first: %s", name, sheet, cell, formula)
						break
					}
				}
			}
		}
	}
}

// calendarRow tells whether the row has formulas in its first two months.
func calendarRow(t *testing.T, f *excelize.File, first, row int) bool {
	for k := range 2 {
		cell, _ := excelize.CoordinatesToCellName(first+k, row)
		if formula, err := f.GetCellFormula("Inputs", cell); err != nil || !strings.Contains(formula, "HoursPerMonth") {
			return false
		}
	}
	return true
}

var columnOf = regexp.MustCompile(`(\$?)([A-Z]{1,3})(\$?[0-9]+)`)

// relative writes a formula's columns as distances from its own.
func relative(formula string, col int) string {
	return columnOf.ReplaceAllStringFunc(formula, func(s string) string {
		m := columnOf.FindStringSubmatch(s)
		if m[1] == "$" {
			return s
		}
		n, err := excelize.ColumnNameToNumber(m[2])
		if err != nil {
			return s
		}
		return fmt.Sprintf("[%d]%s", n-col, m[3])
	})
}

func sheetsOfCases(f *excelize.File) []string {
	var cases []string
	for _, s := range f.GetSheetList()[5:] {
		if s == "Comparison" {
			break
		}
		cases = append(cases, s)
	}
	return cases
}

var monthHead = regexp.MustCompile(`^20\d\d-\d\d$`)

// monthColumns finds the first row of heads that are months.
func monthColumns(rows [][]string, sheet string) (first, n int) {
	for _, row := range rows {
		first, n = 0, 0
		for c, v := range row {
			if monthHead.MatchString(v) {
				if n == 0 {
					first = c + 1
				}
				n++
			}
		}
		if n == 12 || n == 1 && len(rows) < 400 && sheet != "Usage" || n == 1 && first > 15 {
			return first, n
		}
	}
	return 0, 0
}

// Texts from outside stay texts.
func TestHostileTexts(t *testing.T) {
	f := open(t, compared(t, everyTerm(), hostile))
	found := map[string]int{}
	each(t, f, func(sheet string, col, row int, formula, value string) {
		formula = quotedSheet.ReplaceAllString(formula, "")
		if strings.Contains(formula, "cmd") || strings.Contains(formula, "HYPERLINK") || strings.Contains(formula, "1+1") {
			t.Errorf("%s row %d has the formula %s", sheet, row, formula)
		}
		if formula == "" {
			found[value]++
		}
	})
	for _, text := range []string{"=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-tab", "-2+3", ">0", "<b>&amp;", "=HYPERLINK(\"http://x\")", "*"} {
		if found[text] == 0 {
			t.Errorf("%q is nowhere as it is", text)
		}
	}
	// the cell is marked as text, so that typing it in again makes no formula
	style, err := f.GetCellStyle("Usage", "B6")
	if err != nil {
		t.Fatal(err)
	}
	if q := f.Styles.CellXfs.Xf[style].QuotePrefix; q == nil || !*q {
		t.Error("a text that begins with = is not marked as text")
	}
}

// Excel compares "PROD" with "prod", and "*" with all, as equal: groups must not.
func TestGroupsTellNamesApart(t *testing.T) {
	c := compared(t, everyTerm(), hostile)
	f := open(t, c)
	rows, err := f.GetRows("Comparison", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, row := range rows {
		if len(row) > 2 && (row[1] == "PROD" || row[1] == "prod" || row[1] == "*" || row[1] == "-2+3") {
			want[row[1]] = row[2]
		}
	}
	if len(want) != 4 || want["PROD"] != want["prod"] || want["*"] != want["-2+3"] {
		t.Errorf("amounts by name: %v", want)
	}
}
