package usage

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// errLines is a file that DuckDB does not read as it is, and reads a copy of.
var errLines = errors.New("the file must be evened out")

// Reasons of refusals that may hide the rows behind them: DuckDB takes all that
// follows an open quotation mark for the cell.
const (
	unclosed = "has a quotation mark that nothing closes"
	notUTF8  = "is not UTF-8"
)

// uneven tells such a file: whose lines do not all end alike, as when exports
// were put together by hand, of which DuckDB takes the first line's end for all;
// or of which a row hides those behind it.
// DuckDB says so by an error, or, where it refused rows, the file shows it.
func (f *file) uneven(err error, rejects []reject) bool {
	if f.even || f.made || f.parquet {
		return false
	}
	if err != nil {
		return strings.Contains(err.Error(), "state machine reached an invalid state")
	}
	for _, r := range rejects {
		if r.Reason == unclosed || r.Reason == notUTF8 {
			return true
		}
	}
	return len(rejects) > 0 && f.mixedLines()
}

func (f *file) mixedLines() bool {
	in, err := f.open()
	if err != nil {
		return false
	}
	defer func() { _ = in.Close() }()
	b := make([]byte, 1<<16)
	var last byte
	long, short := false, false // \r\n, \n
	for {
		n, err := in.Read(b)
		for _, c := range b[:n] {
			if c == '\n' {
				long, short = long || last == '\r', short || last != '\r'
			} else if last == '\r' {
				return true
			}
			last = c
		}
		if long && short {
			return true
		}
		if err != nil {
			return false
		}
	}
}

// evenLines makes a copy of the file, unpacked, in which all lines end alike,
// and refuses the rows that DuckDB could not: those that are not UTF-8, and
// those with a quotation mark that nothing closes. In the copy such a row is
// blank lines, so that the others keep their lines. Line breaks within quotation
// marks stay as they are, but that \r\n is \n.
func (f *file) evenLines(folder string) (err error) {
	in, err := f.open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.CreateTemp(folder, "lines-*.csv")
	if err != nil {
		return err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	w := bufio.NewWriterSize(out, 1<<16)
	c := evener{r: bufio.NewReaderSize(in, 1<<16), w: w, delimiters: f.delimiter, line: 1}
	if c.delimiters == "" {
		c.delimiters = ",;\t|"
	}
	for {
		if err := c.record(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f.path, f.gzip, f.even = out.Name(), false, true
	f.failures = append(f.failures, c.failures...)
	return nil
}

// maxRecord is how long a record may be whose quotation mark is not closed.
const maxRecord = 1 << 20

// evener copies the records of a table of text.
type evener struct {
	r          *bufio.Reader
	w          *bufio.Writer
	delimiters string
	line       int64 // on which the next record starts
	failures   []failure
}

// record copies one record, or refuses its first line.
func (c *evener) record() error {
	var record []byte
	first, lines := 0, int64(0) // where the first line ends, and how many end
	quoted, closing, start := false, false, true
	for {
		b, err := c.r.ReadByte()
		if errors.Is(err, io.EOF) {
			switch {
			case len(record) == 0:
				return io.EOF
			case quoted && !closing:
				return c.refuse(record, first)
			}
			return c.put(record, lines)
		}
		if err != nil {
			return err
		}
		if b == '\r' {
			if next, err := c.r.Peek(1); err == nil && next[0] == '\n' {
				continue
			}
			if !quoted || closing {
				b = '\n'
			}
		}
		record = append(record, b)
		switch {
		case quoted && closing && b == '"': // two of them are one in the text
			closing = false
		case quoted && !closing && b == '"':
			closing = true
		case quoted && closing:
			quoted, closing = false, false
			start = strings.IndexByte(c.delimiters, b) >= 0
			if !start && b != '\n' && first > 0 { // a later row's mark has closed it
				return c.refuse(record, first)
			}
		case !quoted:
			quoted = start && b == '"'
			start = strings.IndexByte(c.delimiters, b) >= 0
		}
		if b != '\n' {
			if quoted && !closing && len(record) > maxRecord && first > 0 {
				return c.refuse(record, first)
			}
			continue
		}
		if lines++; first == 0 {
			first = len(record)
		}
		if !quoted {
			return c.put(record, lines)
		}
	}
}

// put writes a whole record; the first that is not UTF-8 is the header, which
// is not refused.
func (c *evener) put(record []byte, lines int64) error {
	if !utf8.Valid(record) && c.line > 1 {
		c.failures = append(c.failures, failure{c.line, notUTF8})
		record = bytes.Repeat([]byte{'\n'}, int(lines))
	}
	c.line += lines
	_, err := c.w.Write(record)
	return err
}

// refuse refuses the first line of a record that nothing closes, and goes back
// to the line behind it.
func (c *evener) refuse(record []byte, first int) error {
	if first == 0 { // the last line of the file
		first = len(record)
	}
	c.failures = append(c.failures, failure{c.line, unclosed})
	c.line++
	rest := bytes.Clone(record[first:])
	c.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), c.r), 1<<16)
	return c.w.WriteByte('\n')
}
