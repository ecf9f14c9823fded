package workbook_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"azwhatif/estimate/walktest"
	"azwhatif/estimate/workbook"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// TestWalk reads the workbooks of generated comparisons, their formulas and the
// ranges of their charts: a difference, a standing, a bar and a verdict stand where
// both sides can be compared, and only there; elsewhere stands why not.
func TestWalk(t *testing.T) {
	walktest.Walk(t, func(m *walktest.Made) {
		var data bytes.Buffer
		if err := workbook.Write(&data, m.C, workbook.Options{}); err != nil {
			m.Failed(t, "workbook", "%v", err)
			return
		}
		f, err := excelize.OpenReader(bytes.NewReader(data.Bytes()))
		if err != nil {
			m.Failed(t, "workbook", "%v", err)
			return
		}
		defer f.Close()
		w := walk{t, m, f, map[string][][]string{}}
		for _, name := range f.GetSheetList() {
			if w.rows[name], err = f.GetRows(name, excelize.Options{RawCellValue: true}); err != nil {
				m.Failed(t, name, "%v", err)
			}
		}
		w.summary()
		w.comparison()
		w.bridge()
		w.breakEven()
		w.ranges()
		w.charts(data.Bytes())
	})
}

type walk struct {
	t    *testing.T
	m    *walktest.Made
	f    *excelize.File
	rows map[string][][]string
}

// at is a cell's value; "" outside of what is written.
func (w walk) at(sheet string, row, col int) string {
	if row < 0 || col < 0 || row >= len(w.rows[sheet]) || col >= len(w.rows[sheet][row]) {
		return ""
	}
	return w.rows[sheet][row][col]
}

// find is the row in which a column has a text, from a row on; -1 where there is none.
func (w walk) find(sheet, text string, col, from int) int {
	for r := max(from, 0); r < len(w.rows[sheet]); r++ {
		if strings.HasPrefix(w.at(sheet, r, col), text) {
			return r
		}
	}
	return -1
}

// column is that of a head.
func (w walk) column(sheet string, row int, head string) int {
	return slices.IndexFunc(w.rows[sheet][row], func(s string) bool { return strings.HasPrefix(s, head) })
}

// guarded holds a formula of what compares to look at what the total is.
func (w walk) guarded(sheet string, row, col int) {
	w.t.Helper()
	name, _ := excelize.CoordinatesToCellName(col+1, row+1)
	if formula, err := w.f.GetCellFormula(sheet, name); err != nil || !strings.HasPrefix(strings.TrimPrefix(formula, "="), "IF(") {
		w.m.Failed(w.t, sheet, "%s compares without a condition: %q", name, formula)
	}
}

func (w walk) summary() {
	t, m := w.t, w.m
	const sheet = "Summary"
	if verdict := w.find(sheet, "Verdict", 0, 0); verdict >= 0 {
		text := ""
		for r := verdict + 1; w.at(sheet, r, 0) != ""; r++ {
			text += w.at(sheet, r, 0) + " "
		}
		m.Verdict(t, sheet, text)
	} else {
		m.Failed(t, sheet, "no verdict")
	}
	heads := w.find(sheet, "No.", 0, 0)
	difference, percent, standing, complete := w.column(sheet, heads, "Difference"), w.column(sheet, heads, "Difference, %"), w.column(sheet, heads, "Standing"), w.column(sheet, heads, "The total is")
	lowest := 0
	for i, fate := range m.Fates {
		r := heads + 1 + i
		if w.at(sheet, r, 1) != fate.Name {
			m.Failed(t, sheet, "row %d is of %q", r, w.at(sheet, r, 1))
			return
		}
		if i > 0 {
			m.Difference(t, sheet, i, w.at(sheet, r, difference))
			m.Percent(t, sheet, i, w.at(sheet, r, percent))
			w.guarded(sheet, r, difference)
			w.guarded(sheet, r, percent)
		}
		w.guarded(sheet, r, standing)
		rank := w.at(sheet, r, standing)
		if rank != "" && (!m.Stands(i) || len(m.Standing()) < 2) {
			m.Failed(t, sheet, "%s is the %s, and cannot be compared", fate.Name, rank)
		}
		if rank == "lowest" {
			lowest++
		}
		want := "complete"
		switch {
		case fate.Incomplete:
			want = "INCOMPLETE"
		case fate.Open:
			want = "OPEN"
		}
		if got := w.at(sheet, r, complete); got != want {
			m.Failed(t, sheet, "%s is %q, want %s", fate.Name, got, want)
		}
	}
	if (lowest > 0) != (len(m.Standing()) > 1) {
		m.Failed(t, sheet, "%d are the lowest of %d", lowest, len(m.Standing()))
	}
	top := w.at(sheet, 0, 0)
	for r := range heads {
		top += w.at(sheet, r, 0)
	}
	if slices.ContainsFunc(m.Fates, func(f walktest.Fate) bool { return f.Incomplete }) != strings.Contains(top, "INCOMPLETE: ") {
		m.Failed(t, sheet, "above the table stands %q", top)
	}
	w.over(heads)
}

func (w walk) over(after int) {
	t, m := w.t, w.m
	const sheet = "Summary"
	months, among := m.Over()
	title := w.find(sheet, "Over ", 0, after)
	if (title >= 0) != (months != nil) {
		m.Failed(t, sheet, "the months of all cases are in row %d, want %v", title, months)
		return
	} else if months == nil {
		return
	}
	if label := w.at(sheet, title, 0); !strings.HasPrefix(label, "Over "+scenario.Span(months)+", the month") {
		m.Failed(t, sheet, "%q, want the months %v", label, months)
	}
	difference, compared := w.column(sheet, title+1, "Difference"), w.column(sheet, title+1, "Compared")
	for i := range m.Fates {
		r := title + 2 + i
		switch {
		case !slices.Contains(among, i):
			if w.at(sheet, r, difference) != "" || w.at(sheet, r, compared) != "INCOMPLETE" {
				m.Failed(t, sheet, "a case without a month has %q", w.rows[sheet][r])
			}
		case i > 0:
			m.DifferenceOver(t, sheet, i, w.at(sheet, r, difference))
			w.guarded(sheet, r, difference)
		}
	}
}

// comparison walks the sheet's differences of months and groups: a figure only where
// the totals may be compared.
func (w walk) comparison() {
	t, m := w.t, w.m
	const sheet = "Comparison"
	heads := w.find(sheet, "No.", 0, 0)
	for i, fate := range m.Fates {
		col := w.column(sheet, heads, fate.Name+": difference")
		figures, reasons := 0, 0
		for r := heads + 1; r < len(w.rows[sheet]); r++ {
			text := w.at(sheet, r, col)
			if text == "" {
				continue
			}
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				figures++
			} else if why := m.Apart(i); why != "" && !walktest.Reason(text, why) || why == "" {
				m.Failed(t, sheet, "the difference of %s is %q, want %q", fate.Name, text, why)
			} else {
				reasons++
			}
			w.guarded(sheet, r, col)
		}
		if (figures > 0) != (m.Apart(i) == "") || figures+reasons < len(m.C.Base().Months) {
			m.Failed(t, sheet, "%s has %d differences and %d reasons, want %q", fate.Name, figures, reasons, m.Apart(i))
		}
	}
	w.months(heads)
}

// months walks the rows of months: what is missing in one is said.
func (w walk) months(heads int) {
	const sheet = "Comparison"
	first := w.find(sheet, "By month", 0, heads) + 1
	last := len(w.rows[sheet][heads]) - 1
	for n, month := range w.m.C.Base().Months {
		said := w.at(sheet, first+n, last)
		named := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" ,", r) })
		for _, f := range w.m.Fates {
			whole, says := f.From <= n && n < f.Till, slices.Contains(named, f.Name) || strings.Contains(said, "all cases")
			if whole && says || !whole && !says && !strings.Contains(said, " more") {
				w.m.Failed(w.t, sheet, "%s of %s is complete: %v, and the row says %q", month, f.Name, whole, said)
			}
		}
	}
}

func (w walk) bridge() {
	const sheet = "Bridge"
	for i, f := range w.m.Fates {
		if i == 0 {
			continue
		}
		title := w.find(sheet, "To "+f.Name, 0, 0)
		none := w.at(sheet, title+1, 0) == "none"
		why := w.at(sheet, title+1, 1)
		switch {
		case title < 0, !none && !w.m.Bridged(i), none && w.m.Bridged(i) && !strings.HasPrefix(why, "nothing"),
			none && !w.m.Bridged(i) && !walktest.Reason(why, w.m.Apart(i)):
			w.m.Failed(w.t, sheet, "row %d: the bridge to %s is there: %v, %q", title, f.Name, !none, why)
		}
	}
}

func (w walk) breakEven() {
	m, t := w.m, w.t
	const sheet = "Break-even"
	if w.rows[sheet] == nil {
		return
	}
	heads := w.find(sheet, "Usage from", 0, 0)
	names := 0
	for r := heads + 1; w.at(sheet, r, 2) != ""; r++ {
		for _, word := range strings.FieldsFunc(w.at(sheet, r, 2), func(r rune) bool { return strings.ContainsRune(" ,;", r) }) {
			if i := m.Index(word); i >= 0 && w.at(sheet, r, 0) != "" {
				if names++; !m.Rival(i) {
					m.Failed(t, sheet, "%s is called the cheapest", word)
				}
			}
		}
	}
	if (names > 0) != (m.Rivals() > 1) || w.at(sheet, heads+1, 2) == "" {
		m.Failed(t, sheet, "%d cases are called the cheapest, of %d; %q", names, m.Rivals(), w.at(sheet, heads+1, 2))
	}
	curve := w.find(sheet, "Usage", 0, w.find(sheet, "Total by usage", 0, 0))
	for col, head := range w.rows[sheet][curve] {
		name, _, _ := strings.Cut(head, ",")
		i := m.Index(name)
		if i < 0 || !strings.Contains(head, "owed") && !strings.Contains(head, "whole term") {
			continue
		}
		open := m.C.Estimates[i].Open
		for r := curve + 2; w.at(sheet, r, 0) != ""; r++ {
			if text := w.at(sheet, r, col); (m.Fates[i].Incomplete || open.Why != "" && strings.Contains(head, "whole term")) && text != "" {
				m.Failed(t, sheet, "%q has %s", head, text)
				return
			}
		}
	}
}

func (w walk) ranges() {
	m, t := w.m, w.t
	const sheet = "Ranges"
	if w.rows[sheet] == nil {
		return
	}
	heads := w.find(sheet, "Case", 0, 0)
	var chosen []string
	for i, f := range m.Fates {
		text := w.at(sheet, heads+1+i, w.column(sheet, heads, "Cheapest in"))
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			chosen = append(chosen, f.Name)
		} else if text == "" {
			m.Failed(t, sheet, "nothing says why %s is no choice", f.Name)
		}
	}
	m.Chosen(t, sheet, chosen)
	swings := w.find(sheet, "Case", 0, heads+1)
	seen := map[int]bool{}
	for r := swings + 1; w.at(sheet, r, 0) != ""; r++ {
		seen[m.Index(w.at(sheet, r, 0))] = true
	}
	for i, f := range m.Fates {
		if seen[i] != (!f.Incomplete && !f.Open) {
			m.Failed(t, sheet, "the swings of %s are there: %v", f.Name, seen[i])
		}
	}
}

var (
	series      = regexp.MustCompile(`(?s)<c:ser>.*?</c:ser>|<ser>.*?</ser>`)
	seriesCells = regexp.MustCompile(`<(?:c:)?f>(.*?)</(?:c:)?f>`)
	cellsOf     = regexp.MustCompile(`^\'?([^\'!]*)\'?!\$?([A-Z]+)\$?([0-9]+)(?::\$?[A-Z]+\$?([0-9]+))?$`)
	chartWords  = regexp.MustCompile(`<a:t>(.*?)</a:t>`)
)

// charts holds the ranges of the charts to the cases that may be drawn.
func (w walk) charts(data []byte) {
	m, t := w.m, w.t
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		m.Failed(t, "charts", "%v", err)
		return
	}
	seen := map[string]int{}
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/charts/chart") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			m.Failed(t, part.Name, "%v", err)
			return
		}
		text, err := io.ReadAll(r)
		if err != nil {
			m.Failed(t, part.Name, "%v", err)
			return
		}
		title := ""
		if words := chartWords.FindSubmatch(text); words != nil {
			title = string(words[1])
		}
		kind, _, _ := strings.Cut(title, ",")
		kind, _, _ = strings.Cut(kind, " of ")
		seen[kind]++
		var names []string
		for _, one := range series.FindAll(text, -1) {
			refs := seriesCells.FindAllSubmatch(one, -1)
			name, values := w.referred(string(refs[0][1])), string(refs[len(refs)-1][1])
			if kind == "Total by case" {
				sheet, _, from, to := w.cells(values)
				for r := from; r <= to; r++ {
					names = append(names, w.at(sheet, r-1, 1))
				}
				continue
			}
			names = append(names, strings.Split(name, ",")[0])
		}
		switch kind {
		case "Total by case", "Total by month", "Total by usage", "Totals by percentile":
			m.Drawn(t, "the chart "+title, names)
		}
	}
	some := len(m.Standing()) > 0
	bridges := 0
	for _, b := range m.C.Bridges {
		if len(b.Steps) > 0 && m.Bridged(b.Case) {
			bridges++
		}
	}
	for kind, want := range map[string]bool{"Total by case": some, "Total by month": some, "Total by usage": some && m.C.BreakEven != nil, "Totals by percentile": some && m.C.Ranges != nil} {
		if (seen[kind] == 1) != want {
			m.Failed(t, "charts", "%d of %q, want one: %v; %v", seen[kind], kind, want, seen)
		}
	}
	n := 0
	for kind, count := range seen {
		if strings.Contains(kind, " to ") {
			n += count
		}
	}
	if n != bridges {
		m.Failed(t, "charts", "%d of bridges, want %d: %v", n, bridges, seen)
	}
}

// cells reads a reference to cells of a column.
func (w walk) cells(ref string) (sheet string, col, from, to int) {
	p := cellsOf.FindStringSubmatch(html.UnescapeString(ref))
	if p == nil {
		w.m.Failed(w.t, "charts", "%q is no range", ref)
		return "", 0, 0, 0
	}
	col, _ = excelize.ColumnNameToNumber(p[2])
	from, _ = strconv.Atoi(p[3])
	if to, _ = strconv.Atoi(p[4]); to == 0 {
		to = from
	}
	return p[1], col, from, to
}

// referred is the text of a cell that is referred to.
func (w walk) referred(ref string) string {
	sheet, col, from, _ := w.cells(ref)
	return w.at(sheet, from-1, col-1)
}
