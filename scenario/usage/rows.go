package usage

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// rows takes what a Go reader makes of a file: a table of text for SQL.
type rows struct {
	w        *bufio.Writer
	width    int
	number   int64 // of the record that is being read, from 1, or its line
	notes    []string
	assumed  []string // notes on what the file lacks
	repeated int64    // records that an earlier page has, too
	failures []failure
	seen     *seen // of all files of the format, for records that pages repeat
}

func newRows(w io.Writer, columns []string, seen *seen) *rows {
	r := &rows{w: bufio.NewWriterSize(w, 1<<16), width: len(columns), seen: seen}
	_, _ = r.w.WriteString("line," + strings.Join(columns, ",") + "\n")
	return r
}

// add writes one row. Errors of writing show when the rows are flushed.
func (r *rows) add(values ...string) {
	for _, v := range values {
		if !utf8.ValidString(v) {
			r.refuse(notUTF8)
			return
		}
	}
	_, _ = r.w.WriteString(strconv.FormatInt(r.number, 10))
	for i := range r.width {
		v := ""
		if i < len(values) {
			v = values[i]
		}
		_ = r.w.WriteByte(',')
		if strings.ContainsAny(v, ",\"\r\n") || v == "NULL" {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		_, _ = r.w.WriteString(v)
	}
	_ = r.w.WriteByte('\n')
}

// refuse counts the record as one that cannot be read.
func (r *rows) refuse(reason string) {
	r.failures = append(r.failures, failure{r.number, reason})
}
