package recalc

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// One LibreOffice reads a workbook, makes changes one after another, and takes each back.
func TestDrive(t *testing.T) {
	Need(t)
	f := excelize.NewFile()
	defer f.Close()
	for cell, v := range map[string]any{"A1": 2, "A2": 3} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "B1", "A1*A2"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a b.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	got, err := Drive([]Driven{{Path: path, Read: []Cells{{"Sheet1", "A1:B1"}}, Whole: true, Changes: [][]Typed{
		{{Sheet: "Sheet1", Cell: "A1", Value: "0.5"}}, {{Sheet: "Sheet1", Cell: "A2", Value: "10"}}, {{Sheet: "Sheet1", Cell: "A1", Value: "words", Text: true}},
		{{Sheet: "Sheet1", Cell: "A1", Value: "4"}, {Sheet: "Sheet1", Cell: "A2", Value: "5"}, {Sheet: "Sheet1", Cell: "A1", Value: "6"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if book := got[0].Book["Sheet1"]; len(book) != 2 || !slices.Equal(book[0], []string{"2", "6"}) || !slices.Equal(book[1], []string{"3"}) {
		t.Errorf("the sheet is %q", book)
	}
	want := [][]string{{"2", "6"}, {"0.5", "1.5"}, {"2", "20"}, {"words", "#VALUE!"}, {"6", "30"}}
	for i, row := range want {
		cells := got[0].Before
		if i > 0 {
			cells = got[0].Changed[i-1]
		}
		for k, v := range row {
			if i == 3 && k == 1 {
				continue // an error has no value
			}
			if cells[k] != v {
				t.Errorf("after change %d the cells are %v, want %v", i, cells, row)
			}
		}
	}
}
