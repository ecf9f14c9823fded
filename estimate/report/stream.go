package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A stream writes JSON as an Encoder with SetIndent would, and the elements of
// long arrays one by one.
type stream struct {
	out *bufio.Writer
	buf bytes.Buffer
	enc *json.Encoder
	err error
}

func newStream(w io.Writer) *stream {
	s := &stream{out: bufio.NewWriterSize(w, 1<<16)}
	s.enc = json.NewEncoder(&s.buf)
	s.enc.SetEscapeHTML(false)
	return s
}

// end ends the text with a line feed.
func (s *stream) end() error {
	s.write("\n")
	if s.err == nil {
		s.err = s.out.Flush()
	}
	return s.err
}

func (s *stream) write(parts ...string) {
	for _, p := range parts {
		if s.err == nil {
			_, s.err = s.out.WriteString(p)
		}
	}
}

// encoded is a value's text at a depth of indentation; it is good until the
// next one.
func (s *stream) encoded(depth int, v any) []byte {
	s.buf.Reset()
	s.enc.SetIndent(indentOf(depth), "  ")
	if err := s.enc.Encode(v); err != nil && s.err == nil {
		s.err = err
	}
	return bytes.TrimSuffix(s.buf.Bytes(), []byte("\n"))
}

func (s *stream) value(depth int, v any) {
	if text := s.encoded(depth, v); s.err == nil {
		_, s.err = s.out.Write(text)
	}
}

// object writes v, whose array at a key is empty, with n elements in that
// array; an object without the key is written as it is.
//
// Note: a line feed within a text is escaped, so what begins with one is found
// at the key only.
func (s *stream) object(depth int, v any, key string, n int, element func(i int)) {
	line := "\n" + indentOf(depth+1)
	array := fmt.Sprintf("%s%q: [", line, key)
	before, after, found := strings.Cut(string(s.encoded(depth, v)), array+"]")
	s.write(before)
	if !found {
		return
	}
	s.write(array)
	for i := range n {
		if s.err != nil {
			return
		}
		if i > 0 {
			s.write(",")
		}
		s.write(line + "  ")
		element(i)
	}
	if n > 0 {
		s.write(line)
	}
	s.write("]" + after)
}

func indentOf(depth int) string { return strings.Repeat("  ", depth) }
