package workbook

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// atLeast, between and whole hold a cell of the row to a range.
func (s *sheet) atLeast(col int, low float64) {
	s.hold(col, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual, low, low, fmt.Sprintf("a number, %g or more", low))
}

func (s *sheet) between(col int, low, high float64) {
	s.hold(col, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween, low, high, fmt.Sprintf("a number from %g to %g", low, high))
}

func (s *sheet) whole(col, low, high int) {
	s.hold(col, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween, float64(low), float64(high), fmt.Sprintf("a whole number from %d to %d", low, high))
}

func (s *sheet) hold(col int, t excelize.DataValidationType, op excelize.DataValidationOperator, low, high float64, says string) {
	s.holdRange(column(col)+strconv.Itoa(s.at), t, op, low, high, says)
}

func (s *sheet) holdRange(ref string, t excelize.DataValidationType, op excelize.DataValidationOperator, low, high float64, says string) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(ref)
	s.b.fail(v.SetRange(low, high, t, op))
	v.SetError(excelize.DataValidationErrorStyleStop, "Not possible", "This input takes "+says+".")
	if s.b.err == nil {
		s.b.fail(s.b.file.AddDataValidation(s.name, v))
	}
}
