package estate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"azwhatif/internal/wide"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// text reads a table of text, whose delimiter is the one that makes the most of its
// header. A text that is neither UTF-16 nor UTF-8 is taken as Windows-1252, which
// Excel's "CSV" is in western countries.
func (b *book) text(data []byte) error {
	if d := wide.Decoder(data[:min(4, len(data))]); d != nil {
		made, _, err := transform.Bytes(d, data)
		if err != nil {
			return fmt.Errorf("it is not UTF-16 throughout: %w", err)
		}
		data = made
		b.notes = append(b.notes, "the file is UTF-16")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		made, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return errors.New("it is neither UTF-8 nor UTF-16")
		}
		data = made
		b.notes = append(b.notes, "the file is not UTF-8, and is read as Windows-1252")
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return errors.New("it is not a table of text")
	}
	if bytes.IndexByte(data, '\n') < 0 { // an old Mac's
		data = bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'})
	}
	if first, rest, ok := bytes.Cut(data, []byte{'\n'}); ok { // Excel's own line
		if d, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(string(first))), "sep="); ok && utf8.RuneCountInString(d) == 1 {
			b.comma, _ = utf8.DecodeRuneInString(d)
			data = append([]byte{'\n'}, rest...) // rows keep their numbers
		}
	}
	if b.comma == 0 {
		b.comma = delimiter(data)
	}
	s := &sheet{name: strings.TrimSuffix(path.Base(b.name), path.Ext(b.name))}
	s.rows = func(yield func(int, []string) error) error { return eachRecord(data, b.comma, yield) }
	stop := errors.New("enough")
	err := s.rows(func(_ int, cells []string) error {
		s.head = append(s.head, append([]string(nil), cells...))
		if len(s.head) >= headRows {
			return stop
		}
		return nil
	})
	if err != nil && !errors.Is(err, stop) {
		return err
	}
	b.sheets = []*sheet{s}
	return nil
}

// delimiter is the one under which the first rows have the most cells.
func delimiter(data []byte) rune {
	best, most := ',', 0
	start := data[:min(len(data), 1<<16)]
	for _, d := range ",;\t|" {
		n, rows := 0, 0
		_ = eachRecord(start, d, func(_ int, cells []string) error {
			if rows++; rows > 5 {
				return io.EOF
			}
			n = max(n, len(cells))
			return nil
		})
		if n > most {
			best, most = d, n
		}
	}
	return best
}

// eachRecord gives the records of a text. Its row is the line that a record begins on.
func eachRecord(data []byte, comma rune, yield func(int, []string) error) error {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
	total := 0
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(cells) > maxColumns {
			return fmt.Errorf("it has more than %d columns", maxColumns)
		}
		if total += len(cells); total > maxCells {
			return fmt.Errorf("it has more than %d cells", maxCells)
		}
		line, _ := r.FieldPos(0)
		if swallowed(cells, comma) {
			return fmt.Errorf("row %d has a quotation mark that nothing closes", line)
		}
		if err := yield(line, cells); err != nil {
			return err
		}
	}
}

// swallowed tells a record one of whose cells holds other records: a quotation mark
// that nothing closes takes what follows for the cell's text.
func swallowed(cells []string, comma rune) bool {
	for _, c := range cells {
		first := true
		for line := range strings.Lines(c) {
			if !first && strings.Count(line, string(comma)) >= max(3, len(cells)-1) {
				return true
			}
			first = false
		}
	}
	return false
}
