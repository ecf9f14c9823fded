package scenario

import (
	"bytes"
	"fmt"
	"io"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// The parts that the shape of another file is made of, for ReadStrict: a struct
// with yaml tags whose fields are these, pointers to them, slices of them, or
// other such structs.
type (
	Text         = text
	Number       = number // may be written with or without quotes
	Item[T any]  = item[T]
	Keyed[T any] = keyed[T]
	StrictFaults = reader // what is wrong with a file, gathered
)

// Value is the text as it was written; "" where the key is missing.
func (t text) Value() string { return t.value }

// Line is the line that the text stands on; 0 where the key is missing.
func (t text) Line() int { return t.line }

// Value is what the part says.
func (i item[T]) Value() T { return i.v }

// Line is the line that the part begins on.
func (i item[T]) Line() int { return i.line }

// Faultf adds an error of a line.
func (r *reader) Faultf(line int, format string, args ...any) { r.errorf(line, format, args...) }

// Err joins the errors in the order of the file, at most ten; nil where there are none.
func (r *reader) Err() error { return r.err() }

// Pos is a place in the file.
func (r *reader) Pos(line int) Pos { return Pos{r.file, line} }

// ReadStrict reads one YAML document of another kind than a scenario, just as
// strictly: its keys must be those of into, a pointer to a struct of Text, Number,
// Item and Keyed. what names the kind, "a mapping". What the values mean is for
// the caller to check, who reports with Faultf and ends with Err.
func ReadStrict(file, what string, data []byte, into any) (*StrictFaults, error) {
	r := &reader{file: file}
	var doc, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err == io.EOF {
		return nil, fmt.Errorf("%s: the file is empty; it should be %s", file, what)
	} else if err != nil {
		return nil, r.syntaxError(data, err)
	}
	if err := dec.Decode(&second); err == nil {
		return nil, r.Pos(second.Line).Errorf("a second document begins here; a file is one")
	} else if err != io.EOF {
		return nil, r.syntaxError(data, err)
	}
	sh := &shape{errorf: r.errorf}
	sh.check(doc.Content[0], reflect.TypeOf(into), what)
	if err := r.err(); err != nil {
		return nil, err
	}
	if err := doc.Decode(into); err != nil {
		return nil, r.syntaxError(data, err)
	}
	return r, nil
}
