package recalc

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

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

// Compare holds the values of every formula of a written workbook against what was
// recalculated.
func Compare(written string, again Book) (n int, wrong []Difference, err error) {
	sheets, of, err := writtenFormulas(written)
	if err != nil {
		return 0, nil, err
	}
	for _, sheet := range sheets {
		calculated, ok := again[sheet]
		if !ok {
			return n, wrong, fmt.Errorf("LibreOffice has no sheet %q", sheet)
		}
		for _, f := range of[sheet] {
			col, row, err := excelize.CellNameToCoordinates(f.cell)
			if err != nil {
				return n, wrong, err
			}
			n++
			value := ""
			if row <= len(calculated) && col <= len(calculated[row-1]) {
				value = calculated[row-1][col-1]
			}
			if !Same(f.value, value) {
				wrong = append(wrong, Difference{sheet, f.cell, f.formula, f.value, value})
			}
		}
	}
	return n, wrong, nil
}

// Same tells whether two values are the same: texts and truths wholly, numbers
// to Relative. LibreOffice writes a part as "5%", and a day as one types it.
func Same(a, b string) bool {
	if a == b {
		return true
	}
	x, isNumber := Number(a)
	y, both := Number(b)
	if !isNumber || !both {
		return truth(a) != "" && truth(a) == truth(b)
	}
	return math.Abs(x-y) <= Absolute+Relative*math.Max(math.Abs(x), math.Abs(y))
}

// Number reads a number, a part in hundredths, or a day as its number in Excel.
func Number(s string) (float64, bool) {
	if part, ok := strings.CutSuffix(s, "%"); ok {
		x, err := strconv.ParseFloat(part, 64)
		return x / 100, err == nil
	}
	if day, err := time.Parse("01/02/2006", s); err == nil {
		return day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24, true
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
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
