package edit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Value is what can be put into a file: a Text, a Map or a List.
type Value interface{ node() *yaml.Node }

// Text is a value as the file would have it, without quotes.
type Text string

// Map is keys with their values, in the order in which they are to stand.
type Map []Entry

// Entry is a key with its value.
type Entry struct {
	Key   string
	Value Value
}

// List is values one after another.
type List []Value

// Pairs is a Map of texts: a key, its value, and so on. Empty values are left out.
func Pairs(keysAndValues ...string) Map {
	var m Map
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		if keysAndValues[i+1] != "" {
			m = append(m, Entry{keysAndValues[i], Text(keysAndValues[i+1])})
		}
	}
	return m
}

func (t Text) node() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: string(t)} }

func (m Map) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, e := range m {
		n.Content = append(n.Content, Text(e.Key).node(), e.Value.node())
	}
	return n
}

func (l List) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for _, v := range l {
		n.Content = append(n.Content, v.node())
	}
	return n
}

// valueOf is a part of a file as a Value.
func valueOf(n *yaml.Node) Value {
	switch n.Kind {
	case yaml.MappingNode:
		m := Map{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m = append(m, Entry{n.Content[i].Value, valueOf(n.Content[i+1])})
		}
		return m
	case yaml.SequenceNode:
		l := List{}
		for _, e := range n.Content {
			l = append(l, valueOf(e))
		}
		return l
	}
	return Text(n.Value)
}

// The widths, in characters, up to which a list or a map stands on one line.
const (
	maxLine = 100
	maxList = 60
)

// writer writes Values in the file's notation.
type writer struct {
	notation
	json bool // with quotes around all keys and texts
}

// flow is a value on one line.
func (w writer) flow(v Value, at Path) string {
	switch v := v.(type) {
	case Map:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = w.key(e.Key, true) + ": " + w.flow(e.Value, at.With(e.Key))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case List:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = w.flow(e, at.At(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return w.scalar(string(v.(Text)), at, true)
}

func (w writer) key(key string, flow bool) string {
	s := style{flow: flow, key: true, number: true}
	if w.json {
		s.quote = yaml.DoubleQuotedStyle
	}
	return s.written(key)
}

func (w writer) scalar(value string, at Path, flow bool) string {
	s := style{flow: flow, number: isNumber(at)}
	if w.json && !(s.number && jsonNumber(value)) {
		s.quote = yaml.DoubleQuotedStyle
	}
	return s.written(value)
}

func jsonNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.-") == "" }

// entry is a key and its value on lines of their own, the first without its indent.
func (w writer) entry(e Entry, at Path, indent int) string {
	key := w.key(e.Key, false) + ":"
	if text, ok := e.Value.(Text); ok {
		return key + " " + w.scalar(string(text), at, false)
	}
	if line := w.flow(e.Value, at); oneLine(e.Value, indent+len(key)+1+utf8.RuneCountInString(line)) {
		return key + " " + line
	}
	switch v := e.Value.(type) {
	case Map:
		return key + w.eol + strings.Repeat(" ", indent+w.step) + w.block(v, at, indent+w.step)
	case List:
		var b strings.Builder
		b.WriteString(key)
		for i, element := range v {
			b.WriteString(w.eol + strings.Repeat(" ", indent+w.dashes) + w.element(element, at.At(i), indent+w.dashes))
		}
		return b.String()
	}
	return ""
}

// element is an entry of a list, with its dash.
func (w writer) element(v Value, at Path, indent int) string {
	if m, ok := v.(Map); ok && len(m) > 0 {
		if line := w.flow(v, at); len(m) > 3 || utf8.RuneCountInString(line) > maxLine-indent || holds(v) {
			return "- " + w.block(m, at, indent+2)
		}
	}
	if text, ok := v.(Text); ok {
		return "- " + w.scalar(string(text), at, false)
	}
	return "- " + w.flow(v, at)
}

// block is a map on lines of its own, the first without its indent.
func (w writer) block(m Map, at Path, indent int) string {
	lines := make([]string, len(m))
	for i, e := range m {
		lines[i] = w.entry(e, at.With(e.Key), indent)
	}
	return strings.Join(lines, w.eol+strings.Repeat(" ", indent))
}

// oneLine tells whether a value of that width stands on one line.
func oneLine(v Value, width int) bool {
	switch v := v.(type) {
	case List:
		return len(v) == 0 || width <= maxList || width <= maxLine && !holds(v)
	case Map:
		return len(v) == 0 || width <= maxLine
	}
	return true
}

// holds tells whether a value has a map or a list in it.
func holds(v Value) bool {
	switch v := v.(type) {
	case Map:
		for _, e := range v {
			if _, ok := e.Value.(Text); !ok {
				return true
			}
		}
	case List:
		for _, e := range v {
			if _, ok := e.(Text); !ok {
				return true
			}
		}
	}
	return false
}
