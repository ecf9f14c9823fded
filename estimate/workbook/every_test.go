package workbook_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook/sample"

	"github.com/xuri/excelize/v2"
)

var everyInput = flag.Bool("every-input", false, "change every input of every example, in place of some of each")

// someInputs are how many of each example are changed without the flag.
const someInputs = 4

// TestEveryInput has LibreOffice open each example: it calculates the engine's figure in
// every formula. Then it changes inputs, each by itself: LibreOffice calculates what the
// engine does for the scenario, or the cards, with the same change. No input is dead:
// some formula needs it. And nothing else looks like an input.
func TestEveryInput(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	recalc.Need(t)
	paths, err := filepath.Glob("../../scenarios/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples []*example
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^imports:`).Match(text) { // what is imported TestChangedRecorded changes
			examples = append(examples, newExample(t, filepath.Base(path), string(text)))
		}
	}
	examples = append(examples, newExample(t, "machines beside meters", machinesBeside))
	var books []recalc.Driven
	random := rand.New(rand.NewPCG(15, 2))
	for _, e := range examples {
		e.alive(t)
		if !*everyInput {
			random.Shuffle(len(e.inputs), func(i, j int) { e.inputs[i], e.inputs[j] = e.inputs[j], e.inputs[i] })
			e.inputs = e.inputs[:min(someInputs, len(e.inputs))]
		}
		e.plan(t)
		books = append(books, e.driven)
	}
	values, err := recalc.Drive(books)
	if err != nil {
		t.Fatal(err)
	}
	changes, same := 0, 0
	formulas := 0
	for i, e := range examples {
		formulas += recalc.Hold(t, e.driven.Path, values[i].Book)
		n, quiet := e.hold(t, values[i])
		changes, same = changes+n, same+quiet
	}
	t.Logf("%d formulas of %d examples recalculated, %d inputs changed; %d of these change no total of a month", formulas, len(examples), changes, same)
	if formulas < 50_000 {
		t.Errorf("only %d formulas were recalculated", formulas)
	}
}

// example is a scenario, its workbook, and the inputs to change in it.
type example struct {
	name, text string
	c          *compare.Comparison
	inputs     []workbook.Input
	file       *excelize.File
	driven     recalc.Driven
	want       [][][]float64 // by change, case and month
	tried      []string
}

func newExample(t *testing.T, name, text string) *example {
	e := &example{name: name, text: text, c: compared(t, sample.Open(), text)}
	var data bytes.Buffer
	var err error
	if e.inputs, err = workbook.WriteNoting(&data, e.c); err != nil {
		t.Fatal(name, err)
	}
	e.driven.Path, e.driven.Whole = filepath.Join(t.TempDir(), name+".xlsx"), true
	if err := os.WriteFile(e.driven.Path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if e.file, err = excelize.OpenReader(&data); err != nil {
		t.Fatal(name, err)
	}
	t.Cleanup(func() { _ = e.file.Close() })
	for i, sheet := range sheetsOfCases(e.file) {
		row := 0
		for r := 1; row == 0; r++ {
			if v, _ := e.file.GetCellValue(sheet, fmt.Sprintf("B%d", r)); v == "Total" {
				row = r
			}
		}
		last, _ := excelize.CoordinatesToCellName(9+len(e.c.Estimates[i].Months), row)
		e.driven.Read = append(e.driven.Read, recalc.Cells{Sheet: sheet, Range: fmt.Sprintf("J%d:%s", row, last)})
	}
	rows, err := e.file.GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	heads := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "No." })
	difference := slices.Index(rows[heads], "Difference")
	column := func(col int) recalc.Cells {
		from, _ := excelize.CoordinatesToCellName(col, heads+2)
		to, _ := excelize.CoordinatesToCellName(col, heads+1+len(e.c.Estimates))
		return recalc.Cells{Sheet: "Summary", Range: from + ":" + to}
	}
	e.driven.Read = append(e.driven.Read, column(difference)) // the totals to compare
	if e.c.Cash != nil {
		e.driven.Read = append(e.driven.Read, paidCells(t, e.file, len(e.c.Estimates))...)
	}
	e.driven.Read = append(e.driven.Read, column(difference+1)) // only looked at for whether anything changes
	return e
}

var (
	refersTo  = regexp.MustCompile(`(?:'((?:[^']|'')+)'!|([A-Za-z]\w*)!)?\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?`)
	named     = regexp.MustCompile(`\b[A-Z][a-z][A-Za-z]+\b`)
	changedBy = regexp.MustCompile(`^SUMPRODUCT\(--\([A-Z0-9:]+<>[A-Z0-9:]+\)\)$`) // Rates: inputs changed since
)

// alive holds that some formula needs each input, and that cells look like inputs where
// they are.
func (e *example) alive(t *testing.T) {
	type area struct{ fromCol, fromRow, toCol, toRow int }
	areas := map[string]map[area]bool{}
	names := map[string]string{}
	for _, n := range e.file.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	add := func(sheet, text string) {
		for _, m := range refersTo.FindAllStringSubmatch(text, -1) {
			on := sheet
			if m[1] != "" {
				on = strings.ReplaceAll(m[1], "''", "'")
			} else if m[2] != "" {
				on = m[2]
			}
			var a area
			a.fromCol, _ = excelize.ColumnNameToNumber(m[3])
			a.fromRow, _ = strconv.Atoi(m[4])
			a.toCol, a.toRow = a.fromCol, a.fromRow
			if m[5] != "" {
				a.toCol, _ = excelize.ColumnNameToNumber(m[5])
				a.toRow, _ = strconv.Atoi(m[6])
			}
			if areas[on] == nil {
				areas[on] = map[area]bool{}
			}
			areas[on][a] = true
		}
	}
	inputs := map[string]bool{}
	for _, in := range e.inputs {
		inputs[in.Sheet+"!"+in.Cell] = true
	}
	looks := map[int]bool{}
	for _, sheet := range e.file.GetSheetList() {
		rows, err := e.file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				id, _ := e.file.GetCellStyle(sheet, cell)
				look, ok := looks[id]
				if !ok {
					style, err := e.file.GetStyle(id)
					if err != nil {
						t.Fatal(err)
					}
					look = style.Font != nil && style.Font.Color == "1F3FBF" && len(style.Fill.Color) > 0 && style.Fill.Color[0] == "FFF9DB"
					looks[id] = look
				}
				if look && !inputs[sheet+"!"+cell] && sheet != "Guide" {
					t.Errorf("%s: %s!%s looks like an input, and is none", e.name, sheet, cell)
				}
				formula, err := e.file.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" || changedBy.MatchString(formula) {
					continue
				}
				add(sheet, formula)
				for _, name := range named.FindAllString(formula, -1) {
					if to, ok := names[name]; ok {
						add(sheet, to)
					}
				}
			}
		}
	}
	for _, in := range e.inputs {
		col, row, err := excelize.CellNameToCoordinates(in.Cell)
		if err != nil {
			t.Fatal(err)
		}
		used := false
		for a := range areas[in.Sheet] {
			used = used || a.fromCol <= col && col <= a.toCol && a.fromRow <= row && row <= a.toRow
		}
		if !used {
			t.Errorf("%s: no formula needs the input %s!%s (%s)", e.name, in.Sheet, in.Cell, in.What)
		}
	}
}

// plan makes up a value for each input, and has the engine calculate what follows.
func (e *example) plan(t *testing.T) {
	for _, in := range e.inputs {
		now, err := e.file.GetCellValue(in.Sheet, in.Cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		s := e.found(t)
		ch := oneChange{s: s, book: &changedCards{Ratebook: sample.Open()}, in: in, now: now, e: e}
		value, text := ch.make(t)
		c, err := compare.Cases(context.Background(), ch.book, s, time.Time{})
		if err != nil {
			t.Errorf("%s: %s!%s (%s) %s → %s: %v", e.name, in.Sheet, in.Cell, in.What, now, value, err)
			continue
		}
		var want [][]float64
		for _, est := range c.Estimates {
			var months []float64
			for m := range est.Months {
				months = append(months, est.ChargesIn(m).Total().Float64())
			}
			want = append(want, months)
		}
		for _, est := range c.Estimates {
			want = append(want, []float64{c.Reported(est.Total()).Value.Float64()})
		}
		if c.Cash != nil {
			want = append(want, paidWant(c)...)
		}
		e.want = append(e.want, want)
		e.tried = append(e.tried, fmt.Sprintf("%s!%s (%s) %s → %s", in.Sheet, in.Cell, in.What, now, value))
		e.driven.Changes = append(e.driven.Changes, []recalc.Typed{{Sheet: in.Sheet, Cell: in.Cell, Value: value, Text: text}})
	}
}

// hold compares what LibreOffice made of each change.
func (e *example) hold(t *testing.T, values recalc.Values) (n, same int) {
	before := values.Before
	for i, want := range e.want {
		got := values.Changed[i]
		at, wrong := 0, 0
		for c, months := range want {
			for m, v := range months {
				if at >= len(got) || !recalc.Same(got[at], strconv.FormatFloat(v, 'g', -1, 64)) {
					if wrong++; wrong == 1 {
						t.Errorf("%s: %s: month %d of %s is %v in the sheet, %v by the engine (before: %s)", e.name, e.tried[i], m+1, e.c.Estimates[c%len(e.c.Estimates)].Case.Name, got[min(at, len(got)-1)], v, before[min(at, len(before)-1)])
					}
				}
				at++
			}
		}
		n++
		if slices.Equal(got, before) {
			same++
			if *everyInput {
				t.Logf("%s: %s: nothing changes", e.name, e.tried[i])
			}
		}
	}
	return n, same
}
