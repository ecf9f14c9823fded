package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook/sample"
)

// Ranges has a curve and a tornado of each case; a year or more has upright labels, so
// that none covers another; a legend stands beneath its lines.
func TestCharts(t *testing.T) {
	charts := chartsOf(t, uncertain(t))
	for _, name := range []string{"Totals by percentile", "Pay-As-You-Go: each workload between", "Prepay 45000: each workload between", "Left of each commitment", "Total by month", "Total by case"} {
		found := false
		for title := range charts {
			found = found || strings.HasPrefix(title, name)
		}
		if !found {
			t.Errorf("no chart %q", name)
		}
	}
	text, err := os.ReadFile("../../scenarios/macc.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for title, xml := range chartsOf(t, compared(t, sample.Open(), string(text))) {
		if strings.Contains(xml, "<c:legend>") && !strings.Contains(xml, `<c:legendPos val="b">`) {
			t.Errorf("%s: the legend stands beside the lines", title)
		}
		if !strings.Contains(xml, "<c:lineChart>") {
			continue
		}
		if lines++; !strings.Contains(xml, `rot="-5400000"`) {
			t.Errorf("%s: the labels of 36 months stand side by side", title)
		}
	}
	if lines != 2 {
		t.Errorf("%d charts of lines", lines)
	}
}

var titleOf = regexp.MustCompile(`(?s)<c:title>.*?<a:t>(.*?)</a:t>`)

// chartsOf are the charts of a workbook, by title.
func chartsOf(t *testing.T, c *compare.Comparison) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(&b, c, workbook.Options{}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	charts := map[string]string{}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/charts/chart") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		// excelize names the elements without the prefix c
		xml := regexp.MustCompile(`<(/?)(c:)?(title|legend|legendPos|lineChart)\b`).ReplaceAllString(string(data), "<${1}c:$3")
		title := titleOf.FindStringSubmatch(xml)
		if title == nil {
			t.Fatalf("%s has no title", f.Name)
		}
		charts[title[1]] = xml
	}
	return charts
}
