package workbook_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
)

// TestCashRecalculated holds that LibreOffice calculates every figure of Cash flow and Current
// cost that is written, with a discount rate and without.
func TestCashRecalculated(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	recalc.Need(t)
	rate := money.MustParse("0.08")
	var files []string
	for name, at := range map[string]*money.Decimal{"business-case": &rate, "reservations": &rate, "macc": &rate, "owned": nil, "commitment": nil} {
		text, err := os.ReadFile("../../scenarios/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		c := compared(t, sample.Open(), string(text))
		c.FindCash(at)
		var data bytes.Buffer
		if err := workbook.Write(&data, c, workbook.Options{}); err != nil {
			t.Fatal(name, err)
		}
		file := filepath.Join(t.TempDir(), name+".xlsx")
		if err := os.WriteFile(file, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if n := recalc.Check(t, files...); n < 5000 {
		t.Errorf("only %d formulas were recalculated", n)
	}
}
