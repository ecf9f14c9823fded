package workbook

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// What a sheet of Excel takes: rows, columns, and the signs of a text and of a
// formula.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
	maxText    = 32_767
	maxFormula = 8_192
)

// sheet is one worksheet, written row by row from the top.
type sheet struct {
	b     *book
	name  string
	links *links
	w     *excelize.StreamWriter
	at    int             // the row being filled, from 1
	cells []excelize.Cell // by column, from 0
	row   []any           // points into cells where there is one
	used  int
	look  look
	first int // how many columns the first page has

	note      string // a note in the row's first cell
	noteStyle style
}

// look is how a sheet stands on the screen and on paper.
type look struct {
	widths []float64 // by column, from A
	rest   float64   // of the columns up to last
	last   int       // the last column
	freeze string    // the first cell that moves
	repeat string    // the rows to print on every page, "5:6"
	print  int       // the last column to print; 0 prints all

	upright bool    // portrait
	onePage bool    // all of it on one page
	broken  bool    // pages begin where nextPage says
	titles  int     // the columns to print on every page, where there are several beside one another
	cuts    [][]int // the columns at which pages may begin, the coarsest way first

	ahead              int    // the columns from here on are printed before those left of them; 0 for none
	bottom             int    // the last row, where there are such
	brief, briefBottom int    // the columns from brief on are printed up to a row only
	screen             [2]int // the columns from one to another, not included, that are not printed
	firstBottom        int    // the first page is printed up to a row only, where there are such
}

// sheet begins a sheet's rows.
//
// Note: page-fit must be set before the stream begins, and an autofilter after
// it: excelize's AutoFilter puts other sheet properties in their place.
func (b *book) sheet(name string, l look) *sheet {
	if l.last >= maxColumns {
		b.fail(fmt.Errorf("the sheet %q would have %d columns, and a sheet takes %d; compare fewer cases, months or tags at a time", name, l.last+1, maxColumns))
	}
	s := &sheet{b: b, name: name, look: l, links: &links{}, at: 1, cells: make([]excelize.Cell, l.last+1), row: make([]any, l.last+1)}
	s.first = b.onPaper(name, l)
	grid := false
	b.fail(b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
	w, err := b.file.NewStreamWriter(name)
	b.fail(err)
	if b.err != nil {
		return s
	}
	s.w = w
	// the last first: each call puts its columns before those of the calls before
	if l.rest > 0 && l.last >= len(l.widths) {
		b.fail(w.SetColWidth(len(l.widths)+1, l.last+1, l.rest))
	}
	for i, width := range slices.Backward(l.widths) {
		b.fail(w.SetColWidth(i+1, i+1, width))
	}
	if l.freeze != "" {
		col, row, _ := excelize.CellNameToCoordinates(l.freeze)
		active := "bottomRight"
		if col == 1 {
			active = "bottomLeft"
		}
		b.fail(w.SetPanes(&excelize.Panes{Freeze: true, XSplit: col - 1, YSplit: row - 1, TopLeftCell: l.freeze, ActivePane: active}))
	}
	return s
}

func (b *book) defineIn(sheet, name, refersTo string) {
	err := b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo, Scope: sheet})
	if errors.Is(err, excelize.ErrDefinedNameDuplicate) && b.opt.Template != nil {
		err = fmt.Errorf("the template has the name %q already, which the comparison needs: rename it there", name)
	}
	b.fail(err)
}

// define names a cell of the whole workbook.
func (b *book) define(name, refersTo string) { b.defineIn("", name, refersTo) }

// text, num, flag and calc fill a cell of the row. A formula's value is a
// float64, a string or a bool.
func (s *sheet) text(col int, st style, v string) {
	if len(v) > maxText && len(utf16.Encode([]rune(v))) > maxText {
		s.b.fail(fmt.Errorf("the sheet %q: a text is longer than the %d signs that a cell takes: %.40s…", s.name, maxText, v))
	}
	if col == 0 && (st == styleNote || st == styleAlert) {
		s.note, s.noteStyle = v, st
	}
	s.set(col, st.quoted(v), "", v)
}

func (s *sheet) num(col int, st style, v float64) { s.set(col, st, "", v) }
func (s *sheet) calc(col int, st style, formula string, v any) {
	s.set(col, st, formula, v)
}

func (s *sheet) set(col int, st style, formula string, v any) {
	s.put(col, s.b.style(st), formula, v)
}

// put is set for a style that is made already.
func (s *sheet) put(col, style int, formula string, v any) {
	c := &s.cells[col]
	c.StyleID, c.Formula, c.Value = style, formula, v
	s.b.cells++
	if formula != "" {
		s.b.formulas++
		if len(formula) > maxFormula {
			s.b.fail(fmt.Errorf("the sheet %q: a formula would be longer than the %d signs that a cell takes; compare less at a time", s.name, maxFormula))
		}
	}
	s.row[col] = c
	s.used = max(s.used, col+1)
}

// next writes the row and begins another.
func (s *sheet) next() { s.tall(0) }

// tall writes the row with a height in points; 0 is the usual one.
func (s *sheet) tall(height float64) {
	if s.note != "" && height == 0 {
		height = s.overLines()
	}
	if s.at > maxRows {
		s.b.fail(fmt.Errorf("the sheet %q has more than %d rows; compare fewer cases or lines at a time", s.name, maxRows))
	}
	if s.b.err == nil && s.used > 0 {
		s.b.fail(s.w.SetRow("A"+strconv.Itoa(s.at), s.row[:s.used], excelize.RowOpts{Height: height}))
	}
	s.b.wrote()
	s.b.stopped()
	clear(s.row[:s.used])
	s.used, s.note = 0, ""
	s.at++
}

// overLines has a note that would run past the first page stand on as many lines as it
// needs, over the columns of that page, and gives the height of the row. A row that has
// more than the note stays as it is.
func (s *sheet) overLines() float64 {
	last, lines := s.first-1, len(wrapped(s.note, int(s.look.span(0, s.first)/pointsUnit*1.2)))
	if lines < 2 || last == 0 {
		return 0
	}
	for _, c := range s.row[1:s.used] {
		if c != nil && c.(*excelize.Cell).Value != nil {
			return 0
		}
	}
	st := s.noteStyle
	st.lines = true
	s.set(0, st.quoted(s.note), "", s.note)
	if s.b.err == nil {
		s.b.fail(s.w.MergeCell(cell(0, s.at), cell(last, s.at)))
	}
	return 13.5 * float64(lines)
}

// nextPage begins a page with the row.
func (s *sheet) nextPage() {
	if s.b.err == nil && s.at > 1 {
		s.b.fail(s.b.file.InsertPageBreak(s.name, cell(0, s.at)))
	}
}

// skip leaves rows empty up to a row.
func (s *sheet) skip(to int) {
	if to < s.at || s.used > 0 {
		s.b.fail(fmt.Errorf("sheet %q: row %d is not free", s.name, to))
	}
	s.at = to
}

// heads fills a row with the heads of columns, from col on.
func (s *sheet) heads(col int, names ...string) {
	for i, name := range names {
		s.text(col+i, styleHead, name)
	}
}

// numHeads are heads of columns of figures.
func (s *sheet) numHeads(col int, names ...string) {
	for i, name := range names {
		s.text(col+i, styleNums, name)
	}
}

// monthHeads are the months' heads.
func (s *sheet) monthHeads(col int, months []scenario.Month) {
	for i, m := range months {
		s.set(col+i, style{kind: headNum, format: month}, "", m.Start())
	}
}

// blanks fills the cells of the row that are still empty with a look.
func (s *sheet) blanks(from, to int, st style) {
	id := s.b.style(st)
	for col := from; col <= to; col++ {
		if s.row[col] == nil {
			s.put(col, id, "", nil)
		}
	}
}

// title fills the first rows: a title and what the sheet is for.
func (s *sheet) title(title, purpose string) {
	s.text(0, styleTitle, title)
	s.tall(26)
	s.text(0, styleNote, purpose)
	s.next()
}

// filter puts filter buttons on a range of rows that has heads.
func (s *sheet) filter(from, to, lastCol int) {
	if s.b.err == nil && to > from {
		s.b.fail(s.b.file.AutoFilter(s.name, "A"+strconv.Itoa(from)+":"+column(lastCol)+strconv.Itoa(to), nil))
	}
}

func (s *sheet) flush() {
	if s.b.err == nil {
		s.b.fail(s.w.Flush())
		s.b.fail(s.b.drain(s.links))
	}
}

// footer has the page, and the first card's hash.
func (b *book) footer() string {
	hash := ""
	if cards := b.document().cards; len(cards) > 0 {
		hash = cards[0].Provenance.SHA256
	}
	return "&L&10&A&C&10Page &P of &N&R&10First card: SHA-256 " + hash[:min(16, len(hash))]
}

// columns has the letters of the first columns.
var columns = func() (names [400]string) {
	for i := range names {
		names[i], _ = excelize.ColumnNumberToName(i + 1)
	}
	return names
}()

// column gives the letters of a column, from 0 for A.
func column(i int) string {
	if i < len(columns) {
		return columns[i]
	}
	name, _ := excelize.ColumnNumberToName(i + 1)
	return name
}

// cell, fixed, fixedCol and fixedRow are "A1", "$A$1", "$A1" and "A$1", with columns from 0.
func cell(col, row int) string     { return column(col) + strconv.Itoa(row) }
func fixed(col, row int) string    { return "$" + column(col) + "$" + strconv.Itoa(row) }
func fixedCol(col, row int) string { return "$" + column(col) + strconv.Itoa(row) }
func fixedRow(col, row int) string { return column(col) + "$" + strconv.Itoa(row) }

// down is a fixed range of a column's rows.
func down(col, from, to int) string { return fixed(col, from) + ":" + fixed(col, to) }

// quote is a sheet's name as formulas have it before a cell.
func quote(sheet string) string {
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'!"
}

// fit is a column's width for texts, within bounds.
func fit(low, high float64, texts ...string) float64 {
	w := low
	for _, t := range texts {
		w = max(w, float64(len([]rune(t)))*0.92+2)
	}
	return min(w, high)
}
