package recalc

import (
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// One LibreOffice makes changes one at a time, and takes each back.
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
	got, err := Drive([]Driven{{Path: path, Read: []Cells{{"Sheet1", "A1:B1"}}, Changes: []Change{
		{Sheet: "Sheet1", Cell: "A1", Value: "0.5"}, {Sheet: "Sheet1", Cell: "A2", Value: "10"}, {Sheet: "Sheet1", Cell: "A1", Value: "words", Text: true},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"2", "6"}, {"0.5", "1.5"}, {"2", "20"}, {"words", "#VALUE!"}}
	for i, row := range want {
		for k, v := range row {
			if i == 3 && k == 1 {
				continue // an error has no value
			}
			if got[0][i][k] != v {
				t.Errorf("after change %d the cells are %v, want %v", i, got[0][i], row)
			}
		}
	}
}
