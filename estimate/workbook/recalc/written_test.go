package recalc

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The formulas that are read are those that excelize reads.
func TestWrittenFormulas(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("a & b"); err != nil {
		t.Fatal(err)
	}
	want := map[string][]writtenFormula{}
	for _, sheet := range []string{"Sheet1", "a & b"} {
		w, err := f.NewStreamWriter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := 1; r <= 20; r++ {
			number, text := fmt.Sprintf(`SUM(A1:A%d)*IF(A1<>"",2,'a & b'!A2)&""`, r), fmt.Sprintf(`"x < %d & y"`, r)
			if err := w.SetRow(fmt.Sprintf("A%d", r), []any{r, "=1", excelize.Cell{Formula: number, Value: float64(r) / 4}, nil, excelize.Cell{Formula: text, Value: fmt.Sprintf("x < %d & y", r)}}); err != nil {
				t.Fatal(err)
			}
			want[sheet] = append(want[sheet], writtenFormula{fmt.Sprintf("C%d", r), number, fmt.Sprint(float64(r) / 4)}, writtenFormula{fmt.Sprintf("E%d", r), text, fmt.Sprintf("x < %d & y", r)})
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	sheets, of, err := writtenFormulas(path)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(sheets, f.GetSheetList()) {
		t.Errorf("sheets %q", sheets)
	}
	read, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	for sheet, list := range want {
		if !slices.Equal(of[sheet], list) {
			t.Errorf("%s has %q, want %q", sheet, of[sheet], list)
		}
		for _, w := range list {
			formula, _ := read.GetCellFormula(sheet, w.cell)
			value, _ := read.GetCellValue(sheet, w.cell)
			if formula != w.formula || value != w.value {
				t.Errorf("excelize reads %q %q of %s, want %q", formula, value, w.cell, w)
			}
		}
	}
}
