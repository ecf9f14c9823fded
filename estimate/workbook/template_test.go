package workbook_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"

	"github.com/xuri/excelize/v2"
)

// logo is a small picture.
func logo(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for x := range 40 {
		for y := range 20 {
			img.Set(x, y, color.RGBA{uint8(x * 6), 80, 140, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// company is a company's workbook: a cover with a logo, a chart, a table, a list
// to choose from, conditional formats and a comment, and a hidden sheet behind it.
func company(t testing.TB, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(f.SetSheetName("Sheet1", "Cover"))
	_, err := f.NewSheet("Data")
	ok(err)
	ok(f.SetSheetVisible("Data", false))
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Georgia", Size: 22, Color: "#884400"}})
	ok(err)
	ok(f.SetCellStyle("Cover", "B2", "B2", style))
	ok(f.SetCellValue("Cover", "B2", "Example Company"))
	ok(f.SetCellFormula("Cover", "B4", "SUM(Data!A2:A4)*Factor"))
	for i, v := range []any{"Figures", 1, 2, 3} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		ok(f.SetCellValue("Data", cell, v))
	}
	ok(f.SetDefinedName(&excelize.DefinedName{Name: "Factor", RefersTo: "Data!$A$3"}))
	ok(f.AddTable("Data", &excelize.Table{Range: "A1:A4", Name: "Figures"}))
	ok(f.AddPictureFromBytes("Cover", "D2", &excelize.Picture{Extension: ".png", File: logo(t), Format: &excelize.GraphicOptions{AltText: "logo"}}))
	ok(f.AddChart("Cover", "B8", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "Data!$A$1", Values: "Data!$A$2:$A$4"}}}))
	list := excelize.NewDataValidation(true)
	list.SetSqref("B6")
	ok(list.SetDropList([]string{"draft", "final"}))
	ok(f.AddDataValidation("Cover", list))
	format, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "#FF0000"}})
	ok(err)
	ok(f.SetConditionalFormat("Cover", "B4", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "5", Format: &format}}))
	ok(f.AddComment("Cover", excelize.Comment{Cell: "B2", Author: "A", Text: "ours"}))
	ok(f.SetDocProps(&excelize.DocProperties{Creator: "Example Company", Category: "Offers"}))
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	ok(f.Write(&b))
	return b.Bytes()
}

// A company's workbook is kept, and the comparison's sheets are added to it.
func TestTemplate(t *testing.T) {
	data := company(t, nil)
	template, err := workbook.ReadTemplate(data)
	if err != nil {
		t.Fatal(err)
	}
	c := compared(t, everyTerm(), top+allUsage+"cases:\n  - {name: Cover, offer: MS-AZR-0003P, currency: EUR, market: NL}\n  - {name: data, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 15000, months: 12}}\n")
	path := filepath.Join(t.TempDir(), "book.xlsx")
	for range 2 { // the template can be used again
		if err := workbook.WriteFile(t.Context(), path, c, workbook.Options{Version: "1", Template: template}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := "Cover Data Summary Guide Inputs Usage Rates Cover (2) data (2) Comparison Commitments Assumptions Checks Provenance"
	if got := strings.Join(f.GetSheetList(), " "); got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	if visible, _ := f.GetSheetVisible("Data"); visible || f.GetActiveSheetIndex() != 0 {
		t.Error("the hidden sheet is shown, or the cover is not in front")
	}
	if v, _ := f.GetCellValue("Cover", "B2"); v != "Example Company" {
		t.Errorf("the cover says %q", v)
	}
	if v, _ := f.GetCellFormula("Cover", "B4"); v != "SUM(Data!A2:A4)*Factor" {
		t.Errorf("the cover calculates %q", v)
	}
	id, _ := f.GetCellStyle("Cover", "B2")
	if s, err := f.GetStyle(id); err != nil || s.Font.Family != "Georgia" || s.Font.Size != 22 {
		t.Errorf("the cover's title looks like %+v, %v", s, err)
	}
	if p, err := f.GetPictures("Cover", "D2"); err != nil || len(p) != 1 || !bytes.Equal(p[0].File, logo(t)) {
		t.Errorf("the logo is not there: %v", err)
	}
	if v, err := f.GetDataValidations("Cover"); err != nil || len(v) != 1 {
		t.Errorf("the list on the cover: %v, %v", v, err)
	}
	if v, err := f.GetConditionalFormats("Cover"); err != nil || len(v) != 1 {
		t.Errorf("the cover's conditional formats: %v, %v", v, err)
	}
	if v, err := f.GetComments("Cover"); err != nil || len(v) != 1 {
		t.Errorf("the cover's comments: %v, %v", v, err)
	}
	if v, err := f.GetTables("Data"); err != nil || len(v) != 1 {
		t.Errorf("the tables: %v, %v", v, err)
	}
	if p, err := f.GetDocProps(); err != nil || p.Creator != "Example Company" || p.Category != "Offers" || p.Title != "Test" {
		t.Errorf("properties %+v, %v", p, err)
	}
	if n := parts(t, path, "xl/charts/chart"); n != 4 {
		t.Errorf("%d charts, want the cover's and three", n)
	}
	each(t, f, func(sheet string, col, row int, formula, value string) {
		if strings.HasPrefix(value, "#") {
			t.Errorf("%s row %d column %d: %s", sheet, row, col, value)
		}
	})
}

// LibreOffice gives the engine's figures of a book on a template, too.
func TestTemplateRecalculated(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	template, err := workbook.ReadTemplate(company(t, func(f *excelize.File) { // its own figure is stored, too
		if err := f.SetCellValue("Cover", "B4", 12); err != nil {
			t.Fatal(err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := compared(t, everyTerm(), top+allUsage+threeCurrencies)
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := workbook.WriteFile(t.Context(), path, c, workbook.Options{Template: template}); err != nil {
		t.Fatal(err)
	}
	if n := recalc.Check(t, path); n < 1000 {
		t.Errorf("only %d formulas", n)
	}
}

// What cannot be a template is told so.
func TestBadTemplate(t *testing.T) {
	good := company(t, nil)
	rename := func(name string) []byte {
		return company(t, func(f *excelize.File) {
			if err := f.SetSheetName("Data", name); err != nil {
				t.Fatal(err)
			}
		})
	}
	old := true
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"empty", "it is not a workbook in the format .xlsx", nil},
		{"a text", "it is not a workbook in the format .xlsx", []byte("name;amount\n")},
		{"the old format", "it is encrypted, or in the old format .xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		{"cut off", "it is not a workbook in the format .xlsx", good[:len(good)/2]},
		{"another zip", "it is not a workbook in the format .xlsx", archived(t, map[string][]byte{"a.txt": []byte("a")})},
		{"no sheets", "it ", archived(t, map[string][]byte{"xl/workbook.xml": []byte("<workbook/>")})},
		{"macros", "it has macros", archived(t, map[string][]byte{"xl/workbook.xml": nil, "xl/vbaProject.bin": nil})},
		{"a sheet of ours", `it has a sheet "summary"`, rename("summary")},
		{"dates from 1904", "it counts dates from 1904", company(t, func(f *excelize.File) {
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}); err != nil {
				t.Fatal(err)
			}
		})},
	} {
		if _, err := workbook.ReadTemplate(c.data); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	damaged := bytes.Clone(good)
	for i := 200; i < 400; i++ {
		damaged[i] ^= 0x55
	}
	if _, err := workbook.ReadTemplate(damaged); err == nil {
		t.Error("a damaged file is a template")
	}
	template, err := workbook.ReadTemplate(company(t, func(f *excelize.File) {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "BaseCase", RefersTo: "Data!$A$3"}); err != nil {
			t.Fatal(err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	err = workbook.Write(io.Discard, scenarios(t)["one month"], workbook.Options{Template: template})
	if err == nil || !strings.Contains(err.Error(), `the template has the name "BaseCase" already`) {
		t.Errorf("a name of ours: %v", err)
	}
}

// FuzzTemplate reads files that are not quite templates.
func FuzzTemplate(f *testing.F) {
	f.Add(company(f, nil))
	f.Add([]byte("PK\x03\x04"))
	f.Add(archived(f, map[string][]byte{"xl/workbook.xml": []byte("<workbook><sheets><sheet name='a'/></sheets></workbook>")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if template, err := workbook.ReadTemplate(data); (template == nil) == (err == nil) {
			t.Errorf("template %v, error %v", template, err)
		}
	})
}

func archived(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts counts the parts of a file whose names begin so.
func parts(t testing.TB, path, prefix string) (n int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, prefix) {
			n++
		}
	}
	return n
}
