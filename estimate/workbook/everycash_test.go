package workbook_test

import (
	"fmt"
	"slices"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"

	"github.com/xuri/excelize/v2"
)

// paidCells are what each case pays on the sheet Cash flow: paid, cost, paid for other
// months and the present value of a case after another; then what each saves, and that at
// present value.
func paidCells(t *testing.T, file *excelize.File, cases int) []recalc.Cells {
	t.Helper()
	rows, err := file.GetRows("Cash flow")
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "1" }) + 1
	if first == 0 {
		t.Fatal("Cash flow has no case")
	}
	last := first + cases - 1
	return []recalc.Cells{
		{Sheet: "Cash flow", Range: fmt.Sprintf("D%d:G%d", first, last)},
		{Sheet: "Cash flow", Range: fmt.Sprintf("I%d:J%d", first, last)},
	}
}

// paidWant are the same figures by the engine.
func paidWant(c *compare.Comparison) (want [][]float64) {
	for _, k := range c.Cash.Cases {
		want = append(want, []float64{k.All.Paid().Float64(), k.All.Cost.Float64(), k.All.Ahead().Float64(), k.Present.Value.Float64()})
	}
	for _, k := range c.Cash.Cases {
		want = append(want, []float64{k.Saved[len(k.Saved)-1].Float64(), k.Net.Value.Float64()})
	}
	return want
}
