package usage

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// file is one file of an import, as SQL can read it.
type file struct {
	name string // as the user named it; an archive's member behind a "!"
	path string // where it is read from: the file itself, or what was unpacked of it
	size int64  // of what the user has, for the progress

	pattern string // path, as DuckDB is told it

	parquet   bool
	gzip      bool // path is compressed, and read so
	delimiter string
	skip      int // lines before the header
	columns   columns
	format    *format
	made      bool  // the rows were made by a Go reader
	even      bool  // path is a copy in which lines end alike
	other     error // what it is, where it is no usage
	notes     []string
	assumed   []string // those of the notes that nothing in the file shows
	repeated  int64
	failures  []failure    // records that the Go reader refused
	sound     <-chan error // of a compressed file: whether all of it could be unpacked
}

// failure is a record that a Go reader refused.
type failure struct {
	number int64
	reason string
}

// headSize is how much of a file is looked at to find out what it is. A
// statement with a section for each meter can stand before the usage.
const headSize = 1 << 20

// otherFile is a file that is no usage: an error where the user named it; in a
// folder it is left out, and said.
type otherFile string

func (o otherFile) Error() string { return string(o) }

const (
	errNotUsage = otherFile("no usage format that is known begins like this")
	errEmpty    = otherFile("the file is empty")
	errContract = otherFile("it is FOCUS's Contract Commitment dataset, which has no usage: \"azwhatif commitments\" shows what is in it")
	errWorkbook = otherFile("it is a workbook, which is not read here: save the sheet with the usage as CSV, and give that")
	errDocument = otherFile("it is a document, not an export of usage")
	errQuery    = otherFile("it is the answer of a cost query, which has sums and no meters: get usage details or an export of costs")
	errTar      = otherFile("it is a tar archive, which is not read here: unpack it, and give the folder")
)

// notUsage is the otherFile that an error is; nil where it is none.
func notUsage(err error) error {
	var other otherFile
	if errors.As(err, &other) {
		return other
	}
	return nil
}

// recognise finds out what a file is: its format, and how SQL reads it. Where
// SQL cannot, the format's reader makes a table of it in the engine's folder.
func (f *file) recognise(ctx context.Context, e *engine, want string) error {
	first, err := f.head()
	if err != nil {
		return err
	}
	if len(first) == 0 {
		return fmt.Errorf("%s: %w", f.name, errEmpty)
	}
	if other := foreign(first); other != nil {
		return fmt.Errorf("%s: %w", f.name, other)
	}
	if bytes.IndexByte(first, '\r') >= 0 && bytes.IndexByte(first, '\n') < 0 { // an old Mac's
		if err := f.evenLines(e.folder); err != nil {
			return err
		}
		if first, err = f.head(); err != nil {
			return err
		}
	}
	if bytes.HasPrefix(first, []byte("PAR1")) {
		f.parquet = true
		if f.columns, err = e.describe(ctx, f.path); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		f.format, err = claim(head{Columns: f.columns}, want)
	} else if f.format, err = claim(head{Bytes: first}, want); err == nil && f.format == nil {
		err = f.header(first, want)
	}
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", f.name, err)
	case f.format == nil && startsJSON(first) && bytes.Contains(first, []byte(`"columns"`)) && bytes.Contains(first, []byte(`"rows"`)):
		return fmt.Errorf("%s: %w", f.name, errQuery)
	case f.format == nil && contractCommitments(first):
		return fmt.Errorf("%s: %w", f.name, errContract)
	case f.format == nil:
		return fmt.Errorf("%s: %w; the formats are %s", f.name, errNotUsage, strings.Join(Formats(), ", "))
	case f.format.Read != nil && f.parquet:
		if f.path, err = e.objects(ctx, f.path); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		f.parquet = false
		return f.make(e)
	case f.format.Read != nil:
		return f.make(e)
	}
	return nil
}

// contractCommitments tells FOCUS's Contract Commitment dataset (1.3) by its header.
func contractCommitments(first []byte) bool {
	header, _, _ := bytes.Cut(first, []byte("\n"))
	header = bytes.ToLower(header)
	return bytes.Contains(header, []byte("contractcommitmentid")) && bytes.Contains(header, []byte("contractcommitmenttype"))
}

// foreign tells files of other programs by how they begin.
func foreign(first []byte) error {
	switch {
	case bytes.HasPrefix(first, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")): // of Excel, up to 2003
		return errWorkbook
	case bytes.HasPrefix(first, []byte("%PDF-")):
		return errDocument
	case len(first) > 262 && string(first[257:262]) == "ustar":
		return errTar
	}
	return nil
}

// head reads the file's first bytes, unpacked, without a byte order mark.
func (f *file) head() ([]byte, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	first, err := io.ReadAll(io.LimitReader(r, headSize))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
	}
	return trimMark(first), nil
}

// assume notes what nothing in the file itself shows.
func (f *file) assume(note string) {
	f.notes, f.assumed = append(f.notes, note), append(f.assumed, note)
}

// trimMark drops a byte order mark.
func trimMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }

// mostColumns is more than any export has, also with a column for each tag.
const mostColumns = 20_000

// header looks for a row that a format claims as its header, under each of the
// usual delimiters: some files have a preamble.
func (f *file) header(first []byte, want string) error {
	for _, delimiter := range ",;\t|" {
		r := csv.NewReader(bytes.NewReader(first))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = delimiter, true, -1, true
		for {
			record, err := r.Read()
			if err != nil {
				break
			}
			if len(record) < 4 || len(record) > mostColumns {
				continue
			}
			line, _ := r.FieldPos(0)
			cs := newColumns(record)
			found, err := claim(head{Columns: cs}, want)
			if err != nil {
				return fmt.Errorf("%d: %w", line, err)
			}
			if found != nil {
				f.format, f.delimiter, f.skip, f.columns = found, string(delimiter), line-1, cs
				f.dropNameless(r)
				return nil
			}
		}
	}
	return nil
}

// dropNameless leaves out a last column that has no name and that the first row
// does not have: a header that ends in a delimiter. Of any other row that is
// narrower than the header it is not known which cell it lacks.
func (f *file) dropNameless(rows *csv.Reader) {
	last := len(f.columns) - 1
	if strings.TrimSpace(f.columns[last].Header) != "" {
		return
	}
	if row, err := rows.Read(); err == nil && len(row) == last {
		f.columns = f.columns[:last]
		f.notes = append(f.notes, "the header ends in a column without a name, which the rows do not have")
	}
}

// make lets the format's reader turn the file into a table in the engine's folder.
func (f *file) make(e *engine) (err error) {
	in, err := f.open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.CreateTemp(e.folder, "rows-*.csv")
	if err != nil {
		return err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	w := newRows(out, f.format.Columns, e.seenOf(f.format))
	if err := f.format.Read(in, w); err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	if err := w.w.Flush(); err != nil {
		return err
	}
	f.path, f.gzip, f.delimiter, f.skip, f.made = out.Name(), false, ",", 0, true
	f.columns = newColumns(append([]string{"line"}, f.format.Columns...))
	f.notes, f.failures, f.repeated = append(append(f.notes, w.notes...), w.assumed...), w.failures, w.repeated
	f.assumed = w.assumed
	return nil
}

// table is the file as SQL sees it.
func (f *file) table(e *engine, limit int) (table, error) {
	t := table{Format: f.format, Columns: f.columns}
	t.Rows = f.format.Canonical(f.columns, duckDB)
	if f.made {
		t.Rows.Line = f.columns.text("line")
	}
	if len(t.Rows.Missing) > 0 {
		return t, fmt.Errorf("%s:%d: no column for %s, which %s needs; the columns are %s", f.name, f.skip+1,
			strings.Join(t.Rows.Missing, ", or for "), f.format.Name, listed(f.columns))
	}
	var err error
	if f.pattern, err = e.paths.Read(f.path); err != nil {
		return t, err
	}
	t.From = parquet(f.pattern)
	if !f.parquet {
		t.From = e.csv(f, limit)
	}
	return t, nil
}

// listed names a table's columns, the first of many.
func listed(cs columns) string {
	const most = 12
	var names []string
	for _, c := range cs[:min(len(cs), most)] {
		names = append(names, c.Name)
	}
	if len(cs) > most {
		names = append(names, fmt.Sprintf("and %d more", len(cs)-most))
	}
	return strings.Join(names, ", ")
}
