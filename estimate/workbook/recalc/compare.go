package recalc

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Relative is how far a recalculated figure may be from the written one, as a
// part of it; Absolute is for figures that are zero but for what floats lose.
const (
	Relative = 1e-9
	Absolute = 1e-9
)

// Difference is a formula that recalculates to another value than was written.
type Difference struct {
	Sheet, Cell, Formula  string
	Written, Recalculated string
}

func (d Difference) String() string {
	return fmt.Sprintf("%s!%s =%s: written %q, recalculated %q", d.Sheet, d.Cell, d.Formula, d.Written, d.Recalculated)
}

// Compare reads the values of every formula of a written workbook in its
// recalculated copy.
func Compare(written, recalculated string) (n int, wrong []Difference, err error) {
	a, err := excelize.OpenFile(written)
	if err != nil {
		return 0, nil, err
	}
	defer a.Close()
	b, err := excelize.OpenFile(recalculated)
	if err != nil {
		return 0, nil, err
	}
	defer b.Close()
	for _, sheet := range a.GetSheetList() {
		values, err := a.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			return n, wrong, err
		}
		for r, row := range values {
			for c := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				formula, err := a.GetCellFormula(sheet, cell)
				if err != nil {
					return n, wrong, err
				}
				if formula == "" {
					continue
				}
				n++
				again, err := b.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil {
					return n, wrong, err
				}
				if !Same(row[c], again) {
					wrong = append(wrong, Difference{sheet, cell, formula, row[c], again})
				}
			}
		}
	}
	return n, wrong, nil
}

// Same tells whether two values are the same: texts and truths wholly, numbers
// to Relative.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	x, errx := strconv.ParseFloat(a, 64)
	y, erry := strconv.ParseFloat(b, 64)
	if errx != nil || erry != nil {
		return truth(a) != "" && truth(a) == truth(b)
	}
	return math.Abs(x-y) <= Absolute+Relative*math.Max(math.Abs(x), math.Abs(y))
}

// truth is "1" or "0" for a truth in either spelling.
func truth(s string) string {
	switch strings.ToUpper(s) {
	case "TRUE", "1":
		return "1"
	case "FALSE", "0":
		return "0"
	}
	return ""
}
