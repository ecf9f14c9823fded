package usage

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
)

// errLines is a file whose lines do not all end alike, as when exports were
// put together by hand. DuckDB takes the first line's end for all.
var errLines = errors.New("lines end in different ways")

// mixedLines tells such a file: by DuckDB's error, or, where DuckDB refused
// rows, by looking at it.
func (f *file) mixedLines(err error, rejects int) bool {
	if f.even || f.made || f.parquet {
		return false
	}
	if err != nil {
		return strings.Contains(err.Error(), "state machine reached an invalid state")
	}
	if rejects == 0 {
		return false
	}
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

// evenLines makes a copy of the file, unpacked, in which all lines end alike.
// Line breaks within quotation marks stay as they are, but that \r\n is \n.
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
	r, w := bufio.NewReaderSize(in, 1<<16), bufio.NewWriterSize(out, 1<<16)
	quoted := false
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch b {
		case '"':
			quoted = !quoted
		case '\r':
			if next, err := r.Peek(1); err == nil && next[0] == '\n' {
				continue
			}
			if !quoted {
				b = '\n'
			}
		}
		if err := w.WriteByte(b); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f.path, f.gzip, f.even = out.Name(), false, true
	return nil
}
