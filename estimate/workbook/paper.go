package workbook

import (
	"slices"
	"strings"

	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// Sizes on paper: of A4 in points, its margins in inches, and how wide one unit
// of a column's width is in points.
const (
	paperA4    = 9
	paperLong  = 842.0
	paperShort = 595.0
	sideMargin = 0.25
	pointsUnit = 5.55
)

// smallestScale keeps a text of 10 points at 7 points or more on paper.
const smallestScale = 72

// paper is how a sheet is cut into pages of A4.
type paper struct {
	scale  int   // percent
	breaks []int // the columns at which a page begins, without the first
	titles int   // how many columns every page repeats
}

// cut says at which columns pages begin, so that no text is smaller than 7
// points. Of the stated ways it takes the one with the fewest pages, the coarser of
// two; what does not fit is cut into pages of about one width.
func (l look) cut() paper {
	if l.onePage {
		return paper{}
	}
	last := l.last
	if l.print > 0 {
		last = l.print
	}
	room := paperLong - 2*72*sideMargin
	if l.upright {
		room = paperShort - 2*72*sideMargin
	}
	room *= 0.98 // programs differ a little in how wide a column is
	most := room * 100 / smallestScale
	p := paper{titles: l.titles}
	for p.titles > 0 && l.span(0, p.titles) > most*0.6 {
		p.titles--
	}
	if w := l.span(0, last+1); w <= most {
		return paper{scale: scaleOf(room, w)}
	}
	ways := l.cuts
	if len(ways) == 0 {
		ways = [][]int{nil}
	}
	repeated := l.span(0, p.titles)
	for n, way := range ways {
		var breaks []int
		widest, from := 0.0, 0
		for _, to := range append(slices.Clone(way), last+1) {
			more, w := l.even(from, to, most, repeated)
			breaks = append(breaks, more...)
			if to <= last {
				breaks = append(breaks, to)
			}
			widest, from = max(widest, w), to
		}
		if n == 0 || len(breaks) < len(p.breaks) {
			p.breaks, p.scale = breaks, scaleOf(room, widest)
		}
	}
	return p
}

// scaleOf is the percentage at which a width has room.
func scaleOf(room, width float64) int { return max(smallestScale, min(100, int(room*100/width))) }

// even cuts columns into as few pages as they need, of about one width, and says how
// wide the widest is. What is repeated stands on every page but the sheet's first.
func (l look) even(from, to int, most, repeated float64) (breaks []int, widest float64) {
	pages := 0
	for limit := most; limit > 0; limit -= pointsUnit {
		var list []int
		wide, used := 0.0, 0.0
		if from > 0 {
			used = repeated
		}
		for col := from; col < to; col++ {
			w := l.span(col, col+1)
			if col > from && used+w > limit && !(len(list) > 0 && list[len(list)-1] == col) {
				list, used = append(list, col), repeated
			}
			used += w
			wide = max(wide, used)
		}
		if limit == most {
			pages = len(list)
		} else if len(list) > pages || wide > most {
			break
		}
		breaks, widest = list, wide
	}
	return breaks, widest
}

// span is how wide columns are together, in points, the last not included.
func (l look) span(from, to int) float64 {
	sum := 0.0
	for col := from; col < to; col++ {
		sum += l.width(col)
	}
	return sum * pointsUnit
}

// width is a column's.
func (l look) width(col int) float64 {
	switch {
	case col < len(l.widths):
		return l.widths[col]
	case l.rest > 0:
		return l.rest
	}
	return 9.14 // a spreadsheet's own
}

// subperiod is a part of the period: the months from and up to to, not included.
type subperiod struct {
	from, to int
	name     string
}

// head is the part's name over its two lines.
func (p subperiod) head() string { return strings.Replace(p.name, " to ", " to\n", 1) }

// subperiods cuts the period into parts of so many months each, from its beginning;
// the last may be shorter. A period that is no longer than one part has none.
func subperiods(period []scenario.Month, months int) (list []subperiod) {
	if len(period) <= months {
		return nil
	}
	for from := 0; from < len(period); from += months {
		to := min(from+months, len(period))
		name := period[from].String()
		if to-from > 1 {
			name += " to " + period[to-1].String()
		}
		list = append(list, subperiod{from, to, name})
	}
	return list
}

// monthCuts are the ways to cut a sheet whose months begin at a column: by year,
// by half, by third and by quarter. What follows the months begins a page at behind.
func monthCuts(period []scenario.Month, first int, behind ...int) (ways [][]int) {
	for _, months := range []int{12, 6, 4, 3} {
		breaks := []int{first}
		for from := months; from < len(period); from += months {
			breaks = append(breaks, first+from)
		}
		ways = append(ways, append(breaks, behind...))
	}
	return ways
}

// onPaper sets a sheet's pages up, and says how many columns the first one has.
//
// Note: a fit to pages must be set before the stream begins, and it makes a
// spreadsheet pass over the breaks.
func (b *book) onPaper(name string, l look) (first int) {
	p := l.cut()
	size, wide, tall, fit := paperA4, 1, 0, len(p.breaks) == 0 && !l.broken
	if l.onePage {
		tall = 1
	}
	orientation, order, scale := "landscape", "overThenDown", uint(p.scale)
	if l.upright {
		orientation = "portrait"
	}
	layout := &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, PageOrder: &order}
	if fit {
		layout.FitToWidth, layout.FitToHeight = &wide, &tall
	} else {
		layout.AdjustTo = &scale
	}
	b.fail(b.file.SetPageLayout(name, layout))
	b.fail(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	side, top, edge, line := sideMargin, 0.55, 0.55, 0.25
	b.fail(b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &edge, Header: &line, Footer: &line}))
	b.fail(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: b.header(), OddFooter: b.footer()}))
	repeat := ""
	if p.titles > 0 {
		repeat = quote(name) + "$A:$" + column(p.titles-1)
	}
	if l.repeat != "" {
		from, to, _ := strings.Cut(l.repeat, ":")
		if repeat != "" {
			repeat += ","
		}
		repeat += quote(name) + "$" + from + ":$" + to
	}
	if repeat != "" {
		b.defineIn(name, "_xlnm.Print_Titles", repeat)
	}
	last := l.last
	if l.print > 0 {
		last = l.print
	}
	if !fit && (l.ahead == 0 || l.leavesOut()) { // of what is left out, the pages are there for who clears the print area
		for _, col := range p.breaks {
			b.fail(b.file.InsertPageBreak(name, cell(col, 1)))
		}
	}
	switch {
	case !fit && l.ahead > 0:
		b.defineIn(name, "_xlnm.Print_Area", l.areas(name, p))
	case l.leavesOut():
		b.defineIn(name, "_xlnm.Print_Area", quote(name)+"$A:$"+column(l.screen[0]-1))
	case l.print > 0:
		b.defineIn(name, "_xlnm.Print_Area", quote(name)+"$A:$"+column(l.print))
	}
	if len(p.breaks) > 0 {
		return p.breaks[0]
	}
	return last + 1
}

// leavesOut tells whether some columns are not printed.
func (l look) leavesOut() bool { return l.screen[1] > l.screen[0] }

// longPeriod is how many months a period has at most whose months are printed. Of a
// longer one, its years and quarters are.
const longPeriod = 12

// howToPrintMonths says what a sheet leaves out on paper.
const howToPrintMonths = "To print them, clear the print area (in Excel: Page Layout, Print Area)."

// areas are the pages of a sheet some of whose columns are printed before others
// that stand left of them.
func (l look) areas(name string, p paper) string {
	var list, later []string
	from := 0
	for i, to := range append(p.breaks, l.print+1) {
		bottom := l.bottom
		switch {
		case l.brief > 0 && from >= l.brief:
			bottom = l.briefBottom
		case i == 0 && l.firstBottom > 0:
			bottom = l.firstBottom
		}
		if from >= l.screen[0] && from < l.screen[1] {
			from = to
			continue
		}
		part := quote(name) + fixed(from, 1) + ":" + fixed(to-1, bottom)
		if i == 0 || from >= l.ahead {
			list = append(list, part)
		} else {
			later = append(later, part)
		}
		from = to
	}
	return strings.Join(append(list, later...), ",")
}

// header has the document's title.
func (b *book) header() string {
	title := []rune(b.document().title)
	if len(title) > 100 {
		title = append(title[:99], '…')
	}
	return "&L&10 " + strings.ReplaceAll(string(title), "&", "&&")
}
