package edit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"unicode/utf8"

	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// File is the text of a scenario's file, parsed. Nothing of it changes after it is
// made.
type File struct {
	Name  string // for messages
	text  []byte
	root  *yaml.Node
	lines []int // the offset at which each line begins
	notation
}

// notation is how the file is written where that could be done otherwise.
type notation struct {
	eol    string // the line end
	step   int    // blanks by which keys are indented
	dashes int    // blanks by which the dashes of a list are indented more than its key
}

const bom = "\ufeff"

// Open parses a text. What is no YAML, or no map of keys and values, is an error; a
// scenario with other faults can be edited.
func Open(name string, text []byte) (*File, error) {
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("%s: the file is not in UTF-8; save it so in an editor first", name)
	}
	var doc, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&doc); err != nil || doc.Content[0].Kind != yaml.MappingNode || dec.Decode(&second) != io.EOF {
		if _, err := scenario.Read(name, text); err != nil { // says it better, with its line
			return nil, err
		}
		return nil, fmt.Errorf("%s: the file does not have keys and values", name)
	}
	f := &File{Name: name, text: text, root: doc.Content[0], lines: lineStarts(text)}
	f.notation = f.notationOf()
	return f, nil
}

// Text is the file's text. It is not to be changed.
func (f *File) Text() []byte { return f.text }

// Hash is the SHA-256 of the text, in hexadecimal.
func (f *File) Hash() string { return Hash(f.text) }

// Hash is the SHA-256 of a text, in hexadecimal.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Scenario reads the file as every command does.
func (f *File) Scenario() (*scenario.Scenario, error) { return scenario.Read(f.Name, f.text) }

// Line is a line of the text, counted from 1, without its end; "" where there is none.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	from := f.lines[n-1]
	return string(f.text[from:f.lineEnd(from)])
}

// lineStarts are the offsets of the lines, by the line ends that YAML knows.
func lineStarts(text []byte) []int {
	first := 0
	if bytes.HasPrefix(text, []byte(bom)) {
		first = len(bom)
	}
	starts := []int{first}
	for at := first; at < len(text); {
		if n := breakAt(text, at); n > 0 {
			at += n
			starts = append(starts, at)
			continue
		}
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return starts
}

// breakAt is the length of the line end at an offset, 0 where there is none. YAML has
// five.
func breakAt(text []byte, at int) int {
	switch r, size := utf8.DecodeRune(text[at:]); r {
	case '\r':
		if at+1 < len(text) && text[at+1] == '\n' {
			return 2
		}
		return 1
	case '\n', '\u0085', '\u2028', '\u2029':
		return size
	}
	return 0
}

// lineEnd is the offset of the line end that comes next, or that of the text.
func (f *File) lineEnd(at int) int {
	for ; at < len(f.text); at++ {
		if breakAt(f.text, at) > 0 && utf8.RuneStart(f.text[at]) {
			return at
		}
	}
	return at
}

// notationOf finds how the file is written.
func (f *File) notationOf() notation {
	n := notation{eol: "\n", step: 2, dashes: 2}
	for _, start := range f.lines[1:] {
		switch f.text[start-1] {
		case '\r':
			n.eol = "\r"
		case '\n':
			if start > 1 && f.text[start-2] == '\r' {
				n.eol = "\r\n"
			}
		default:
			continue
		}
		break
	}
	for i := 0; i+1 < len(f.root.Content); i += 2 {
		k, v := f.root.Content[i], f.root.Content[i+1]
		if v.Style&yaml.FlowStyle != 0 || v.Line == k.Line {
			continue
		}
		switch v.Kind {
		case yaml.SequenceNode:
			n.dashes = v.Column - k.Column
		case yaml.MappingNode:
			n.step = v.Column - k.Column
		}
	}
	return n
}
