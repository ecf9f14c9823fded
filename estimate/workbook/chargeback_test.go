package workbook_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// TestChargeBack writes the statements of the example scenarios: another
// program's sums are the engine's, and the same statements are the same bytes.
func TestChargeBack(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	var files []string
	for name, c := range scenarios(t) {
		rules := scenario.Chargeback{By: "workload"}
		if c.Scenario.Chargeback != nil {
			rules = *c.Scenario.Chargeback
		}
		k := chargeback.Share(c.Estimates[len(c.Estimates)-1], rules)
		var first, again bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &again} {
			if err := workbook.WriteChargeBack(out, c, k, workbook.Options{}); err != nil {
				t.Fatal(name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same statements gave other bytes", name)
		}
		path := filepath.Join(dir, "statements-"+filepath.Base(name)+".xlsx")
		if err := workbook.WriteChargeBackFile(t.Context(), path, c, k, workbook.Options{}); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want, got := len(k.Centres)+2, len(f.GetSheetList()); got != want {
			t.Errorf("%s: %d sheets, want %d", name, got, want)
		}
		f.Close()
		files = append(files, path)
	}
	if n := recalc.Check(t, files...); n < 500 {
		t.Errorf("only %d formulas were compared", n)
	}
}
