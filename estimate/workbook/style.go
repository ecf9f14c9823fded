package workbook

import (
	"strings"

	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// kind is what a cell is, by which it looks.
type kind int

const (
	plain     kind = iota
	word           // a text
	input          // a figure that the reader may change, or that a card states
	calc           // a formula over the sheet's own cells
	link           // a formula that takes from another sheet
	sum            // a formula that adds up
	rowSum         // a formula that adds its row up
	number         // a row's number
	head           // a column's head
	headNum        // the head of a column of figures
	headMid        // the head of a column of verdicts
	title          // a sheet's title
	part           // a block's title
	note           // small print
	value          // a text that may run over
	noteRight      // small print over a column of figures
	monthName      // a month as a row\'s name
	wrap           // a text over several lines
	alert          // what must not be missed
	strong         // a text that stands out
	jump           // a text that leads to another sheet
	jumpWrap       // the same, over several lines
	verdict        // a word that a formula gives
	center         // a word that stands out, in the middle
)

// format is how a number is shown.
type format string

const (
	general   format = ""
	percent   format = "0.0#%"
	percent2  format = "0.00%"
	unitPrice format = "#,##0.00########"
	factor    format = "#,##0.########"
	wholes    format = "#,##0"
	quantity2 format = "#,##0.00"
	quantity4 format = "#,##0.0000"
	quantity6 format = "#,##0.000000"
	month     format = "yyyy-mm"
	date      format = "yyyy-mm-dd"
	yesNo     format = `"yes";"yes";"no"`
	tiny      format = `[>0.0000001]0.0E+00;[<-0.0000001]-0.0E+00;0` // what programs differ by in their last places is nothing
	truth     format = `"TRUE";"TRUE";"FALSE"`                       // for programs that show a truth as a number
)

// style is a cell's look. The same looks are one style of the file.
type style struct {
	kind   kind
	format format
	quote  bool // a text that must never be read as a formula
	lines  bool // over as many lines as it needs
}

var (
	styleHead  = style{kind: head}
	styleNums  = style{kind: headNum}
	styleNo    = style{kind: number, format: wholes}
	styleTitle = style{kind: title}
	stylePart  = style{kind: part}
	styleNote  = style{kind: note}
	styleText  = style{kind: word}
	styleJump  = style{kind: jump}
	styleWrap  = style{kind: wrap}
	styleAlert = style{kind: alert}
)

// quoted marks a text that a spreadsheet would take for a formula where it is
// typed in again.
func (st style) quoted(text string) style {
	st.quote = text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
	return st
}

// amounts shows money by the currency's minor unit.
func amounts(c money.Currency) format {
	if n := c.Digits(); n > 0 {
		return format("#,##0." + strings.Repeat("0", int(n)))
	}
	return wholes
}

// quantities shows numbers with the decimals that the largest needs.
func quantities(values []float64) format {
	whole, largest := true, 0.0
	for _, v := range values {
		whole = whole && v == float64(int64(v))
		largest = max(largest, v, -v)
	}
	switch {
	case whole:
		return wholes
	case largest < 1:
		return quantity6
	case largest < 100:
		return quantity4
	}
	return quantity2
}

// The colours; each has a contrast of at least 4.5:1 on its ground.
const (
	blue      = "1F3FBF"
	green     = "1B6E2E"
	ink       = "1F2328"
	grey      = "57606A"
	red       = "A40E26"
	navy      = "1F3A5F"
	white     = "FFFFFF"
	paleBlue  = "E8EEF7"
	paleRed   = "FDECEA"
	paleGreen = "E3F4E6"
	yellow    = "FFF9DB"
	line      = "D0D7DE"
)

// style makes the look, or finds it.
func (b *book) style(st style) int {
	if id, ok := b.styles[st]; ok {
		return id
	}
	id, err := b.file.NewStyle(st.excel())
	b.fail(err)
	if st.quote && err == nil {
		xfs := b.file.Styles.CellXfs
		quoted := xfs.Xf[id]
		yes := true
		quoted.QuotePrefix = &yes
		xfs.Xf = append(xfs.Xf, quoted)
		id, xfs.Count = xfs.Count, xfs.Count+1
	}
	b.styles[st] = id
	return id
}

func (st style) excel() *excelize.Style {
	font := &excelize.Font{Family: "Calibri", Size: 10, Color: ink}
	align := &excelize.Alignment{Vertical: "center"}
	x := &excelize.Style{Font: font, Alignment: align}
	if st.format != general {
		code := string(st.format)
		x.CustomNumFmt = &code
	}
	switch st.kind {
	case plain, word, jump, jumpWrap, input, calc, link, number, wrap, monthName, verdict, rowSum:
		x.Border = []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
	}
	switch st.kind {
	case input:
		font.Color, x.Fill = blue, solid(yellow)
	case link:
		font.Color, font.Italic = green, true
	case sum:
		font.Bold = true
		x.Border = []excelize.Border{{Type: "top", Color: grey, Style: 1}}
	case rowSum:
		font.Bold, align.Horizontal = true, "right"
	case calc:
		align.Horizontal = "right" // words, too
	case word:
		align.Horizontal, align.Indent = "left", 1
	case jump:
		font.Underline, font.Color, align.Horizontal, align.Indent = "single", navy, "left", 1
	case jumpWrap:
		font.Underline, font.Color, align.Horizontal, align.Indent, align.WrapText = "single", navy, "left", 1, true
	case number, verdict:
		align.Horizontal = "center"
	case head, headNum, headMid:
		font.Bold, font.Color, x.Fill = true, white, solid(navy)
		align.WrapText, align.Horizontal, align.Indent = true, "left", 1
		if st.kind == headNum {
			align.Horizontal, align.Indent = "right", 0
		} else if st.kind == headMid {
			align.Horizontal, align.Indent = "center", 0
		}
	case title:
		font.Size, font.Bold, font.Color = 18, true, navy
	case part:
		font.Size, font.Bold, font.Color = 12, true, navy
	case note:
		font.Color = grey
	case noteRight:
		font.Color, align.Horizontal = grey, "right"
	case monthName:
		align.Horizontal, align.Indent = "left", 1
	case wrap:
		align.WrapText, align.Horizontal, align.Indent = true, "left", 1
	case alert:
		font.Bold, font.Color, x.Fill = true, red, solid(paleRed)
	case strong:
		font.Bold = true
	case center:
		font.Bold, align.Horizontal = true, "center"
	}
	if st.lines {
		align.WrapText = true
	}
	return x
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
