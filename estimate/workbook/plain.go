package workbook

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// document is what a workbook is about.
type document struct {
	title, question string
	cards           []ratebook.Header // what its prices are from
}

// document is that of the comparison, or the plain workbook's own.
func (b *book) document() document {
	if b.c == nil {
		return *b.about
	}
	return document{b.c.Scenario.Name, b.question(), b.c.Cards()}
}

// newPlain begins a workbook of plain tables, with these sheets.
func newPlain(d document, opt Options, sheets ...string) *book {
	b := &book{file: excelize.NewFile(opt.excelize()), about: &d, opt: opt, styles: map[style]int{}}
	b.fail(b.file.SetSheetName("Sheet1", sheets[0]))
	for _, name := range sheets[1:] {
		_, err := b.file.NewSheet(name)
		b.fail(err)
	}
	b.properties()
	return b
}

// table makes an Excel table of a range that has its heads in the first row.
func (s *sheet) table(name string, from, to, lastCol int) {
	if s.b.err != nil || to <= from {
		return
	}
	stripes := false
	s.b.fail(s.w.AddTable(&excelize.Table{
		Range: cell(0, from) + ":" + cell(lastCol, to), Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	}))
}

// holds says that a sum is the program's figure: the words, the figure, the
// formula that compares.
func (s *sheet) holds(col int, f format, sum string, value float64) {
	s.num(col, style{kind: plain, format: f}, value)
	s.calc(col+1, style{kind: calc, format: truth}, "ABS("+sum+"-"+cell(col, s.at)+")<=0.000001+0.000000001*ABS("+cell(col, s.at)+")", true)
}

// origin is the Provenance sheet of a plain workbook: the card, and the files.
func (b *book) origin(got *scenario.Imported) {
	s := b.sheet(provenanceSheet, look{
		widths: []float64{44, 22, 11, 11, 11, 44, 13, 22, 66, 9, 9, 9, 50}, last: 12,
	})
	s.title("Provenance", "The files that the usage is from, and the card that prices are from. Nothing secret is in it.")
	s.skip(4)
	if len(b.about.cards) > 0 {
		b.cardRows(s)
		s.next()
	}
	s.heads(0, "File", "Format")
	s.numHeads(2, "Rows", "Usage", "Set aside")
	s.heads(5, "Notes")
	s.numHeads(6, "Refused")
	s.heads(7, "First and last day")
	s.next()
	for _, f := range got.Sources {
		s.text(0, styleText, f.Name)
		s.text(1, styleText, f.Format)
		for i, n := range []int64{f.Rows, f.Metered, f.Aside} {
			s.num(2+i, style{kind: plain, format: wholes}, float64(n))
		}
		s.text(5, styleText, strings.Join(f.Notes, "; "))
		s.num(6, style{kind: plain, format: wholes}, float64(f.Refused))
		days := ""
		if f.First != "" {
			days = scenario.Gap{From: f.First, To: f.Last}.String()
		}
		s.text(7, styleText, days)
		s.next()
	}
	s.next()
	for _, w := range got.Warnings() {
		s.text(0, styleAlert, "Warning: "+w)
		s.blanks(1, 7, styleAlert)
		s.next()
	}
	s.text(0, style{kind: strong}, "Written by")
	s.text(1, style{kind: value}, strings.TrimSpace("azwhatif "+b.opt.Version))
	s.next()
	s.flush()
}
