package usage

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"azwhatif/scenario"
)

// refusals gives the first refused rows, by line: those that the reader
// refused, and those of which a date, a number or a kind cannot be read.
func (t table) refusals(ctx context.Context, e *engine, s Spec, how reading, f *file, rejects []reject) ([]scenario.Refusal, error) {
	found, err := e.conn.QueryContext(ctx, t.refused(s, duckDB, how))
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		return nil, err
	}
	var out []scenario.Refusal
	var numbers []int64 // of rows that the reader took
	for found.Next() {
		var row int64
		var line, day, quantity, cost, kind, kindText string
		var noDay, noQuantity, noCost sql.NullBool
		into := []any{&row, &line, &day, &quantity, &cost, &kind, &kindText, &noDay, &noQuantity, &noCost}
		for len(into) < len(columns) {
			into = append(into, new(any))
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		r := scenario.Refusal{Reason: reason(how, day, quantity, cost, kind, kindText, noDay.Bool, noQuantity.Bool, noCost.Bool)}
		switch {
		case f.made && line != "":
			n, err := strconv.ParseInt(line, 10, 64)
			if err != nil {
				return nil, err
			}
			r = f.format.refusal(n, r.Reason)
		case f.parquet:
			r.Reason = fmt.Sprintf("row %d: %s", row, r.Reason)
		default:
			numbers = append(numbers, row)
		}
		out = append(out, r)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	for _, x := range f.failures[:min(len(f.failures), kept)] {
		if !f.made { // of evenLines
			out = append(out, scenario.Refusal{Line: x.number, Reason: x.reason})
			continue
		}
		out = append(out, f.format.refusal(x.number, x.reason))
	}
	if f.made { // such as one that is longer than the engine reads
		for _, r := range rejects[:min(len(rejects), kept)] {
			out = append(out, scenario.Refusal{Reason: r.Reason})
		}
	}
	if !f.made && !f.parquet {
		lines, rejected, err := f.lines(numbers, rejects)
		if err != nil {
			return nil, err
		}
		for i, line := range lines {
			out[i].Line = line
		}
		for i, r := range rejects[:min(len(rejects), kept)] {
			out = append(out, scenario.Refusal{Line: rejected[i], Reason: r.Reason})
		}
	}
	slices.SortStableFunc(out, func(a, b scenario.Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return out[:min(len(out), kept)], nil
}

// refusal names the record of a format that a Go reader reads: by its line
// where the format has lines, else by its number.
func (f *format) refusal(number int64, reason string) scenario.Refusal {
	if f.Lines {
		return scenario.Refusal{Line: number, Reason: reason}
	}
	return scenario.Refusal{Reason: fmt.Sprintf("record %d: %s", number, reason)}
}

// reason says why a row is refused.
func reason(how reading, day, quantity, cost, kind, kindText string, noDay, noQuantity, noCost bool) string {
	order := ""
	if strings.Contains(day, "/") {
		order = map[string]string{"mdy": " in the order month/day/year", "dmy": " in the order day/month/year"}[how.Order]
	}
	switch {
	case noDay && day == "":
		return "has no date"
	case noDay:
		return fmt.Sprintf("date %q is not a day%s", clip(day), order)
	case kind == "" && kindText == "":
		return "does not say what kind of charge it is"
	case kind == "":
		return fmt.Sprintf("charge type %q is not known", clip(kindText))
	case noQuantity:
		return fmt.Sprintf("quantity %q %s", clip(quantity), notNumber(how))
	case noCost:
		return fmt.Sprintf("cost %q %s", clip(cost), notNumber(how))
	case quantity == "":
		return "has no quantity"
	}
	return "cannot be read"
}

func notNumber(how reading) string {
	if how.Number == commaNumbers {
		return "is not a number with a decimal comma, or has too many digits"
	}
	return "is not a number, or has more than 18 digits before the point or 36 behind it"
}

// clip keeps the start of a text that may be long.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// lines finds the lines, from 1, on which rows start: of the rows that the
// reader took, by their number from 1, and of the first that it refused.
func (f *file) lines(numbers []int64, rejects []reject) (taken, refused []int64, err error) {
	in, err := f.open()
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = in.Close() }()
	taken, refused = make([]int64, len(numbers)), make([]int64, len(rejects))
	s := recordScanner{r: bufio.NewReaderSize(in, 1<<16), line: 1}
	for range f.skip {
		if err := s.skipLine(); err != nil {
			return taken, refused, noEnd(err)
		}
	}
	if _, _, err := s.next(); err != nil { // the header
		return taken, refused, noEnd(err)
	}
	var row int64
	n, k := 0, 0
	for n < len(numbers) || k < len(rejects) {
		start := s.offset
		line, blank, err := s.next()
		if err != nil {
			return taken, refused, noEnd(err)
		}
		switch {
		case blank:
			continue
		// What was refused is known by where it starts; blank lines before it
		// may be counted in.
		case k < len(rejects) && rejects[k].Byte <= start+1:
			refused[k] = line
			k++
			continue
		}
		row++
		for n < len(numbers) && numbers[n] == row {
			taken[n] = line
			n++
		}
	}
	return taken, refused, nil
}

func noEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// recordScanner goes over the records of a CSV file.
type recordScanner struct {
	r      *bufio.Reader
	offset int64 // of the next record
	line   int64 // that it starts on
}

func (s *recordScanner) skipLine() error {
	for {
		b, err := s.r.ReadByte()
		if err != nil {
			return err
		}
		s.offset++
		if b == '\n' {
			s.line++
			return nil
		}
	}
}

// next gives the line on which a record starts, and whether it is blank.
func (s *recordScanner) next() (line int64, blank bool, err error) {
	line, blank = s.line, true
	quoted := false
	for n := 0; ; n++ {
		b, err := s.r.ReadByte()
		if err == io.EOF && n > 0 {
			return line, blank, nil
		}
		if err != nil {
			return line, blank, err
		}
		s.offset++
		switch b {
		case '"':
			quoted, blank = !quoted, false
		case '\n':
			s.line++
			if !quoted {
				return line, blank, nil
			}
		case '\r':
		default:
			blank = false
		}
	}
}
