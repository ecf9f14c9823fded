package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Edit makes another text of a file. On an error the file is nil.
type Edit func(*File) (*File, error)

// Set gives a key or an entry another value, with the quotes that the old one has. Where
// the file has nothing there yet, the key is added to the map that it belongs to, and
// what leads to it; what a case has by like is copied into it first, where it stands for
// itself as a whole (a commitment). The same value again changes nothing.
func Set(path Path, value string) Edit {
	return func(f *File) (*File, error) {
		f, err := f.inherit(path)
		if err != nil {
			return nil, err
		}
		p, rest, err := f.find(path)
		switch {
		case err != nil:
			return nil, err
		case len(rest) > 0:
			return f.addKey(p, rest, Text(value))
		case p.node.Kind != yaml.ScalarNode:
			return nil, f.errorf(p.node.Line, "%s takes keys and values, not one value", name(path))
		case p.node.Value == value:
			return f, nil
		}
		s := style{p.node.Style, p.in.Style&yaml.FlowStyle != 0, isNumber(path), false}
		return f.splice(p.node.Line, change{p.in, p.at, 1, []*yaml.Node{Text(value).node()}},
			cut{f.start(p.node), f.end(p.node), s.written(value)})
	}
}

// Put gives a key a value of any kind, in place of what it has.
func Put(path Path, value Value) Edit {
	return func(f *File) (*File, error) {
		if text, ok := value.(Text); ok && f.Has(path) != AMap && f.Has(path) != AList {
			return Set(path, string(text))(f)
		}
		p, rest, err := f.find(path)
		if err != nil {
			return nil, err
		}
		if len(rest) > 0 {
			return f.addKey(p, rest, value)
		}
		if err := f.whole(p.node); err != nil {
			return nil, err
		}
		if isValue(value.node(), p.node) {
			return f, nil
		}
		from, text := f.start(p.node), f.writer(p.in).flow(value, path)
		if k := p.in.Content[max(p.at-1, 0)]; p.in.Kind == yaml.MappingNode && k.Line < p.node.Line {
			if colon := f.end(k); colon >= 0 && strings.TrimSpace(string(f.text[colon:max(from, colon)])) == ":" { // behind the key
				from, text = colon, ": "+text
			}
		}
		return f.splice(p.node.Line, change{p.in, p.at, 1, []*yaml.Node{value.node()}}, cut{from, f.end(p.node), text})
	}
}

// name is how messages name what is at a path: its last key.
func name(path Path) string {
	for _, step := range slices.Backward(path) {
		if index(step) < 0 {
			return `"` + step + `"`
		}
	}
	return "the file"
}

// writer writes as what stands in a part of the file is written.
func (f *File) writer(in *yaml.Node) writer {
	w := writer{notation: f.notation}
	if in.Kind == yaml.MappingNode && in.Style&yaml.FlowStyle != 0 && len(in.Content) > 0 {
		w.json = in.Content[0].Style&yaml.DoubleQuotedStyle != 0
	}
	return w
}

// addKey puts a key into a map, behind those that the schema has before it. The path
// may lead on: then maps are made.
func (f *File) addKey(p place, rest Path, value Value) (*File, error) {
	m := p.node
	for _, step := range slices.Backward(rest[1:]) {
		if index(step) >= 0 {
			return nil, f.errorf(m.Line, "there is no list %s to have an entry %s", name(p.path.With(rest...)), step)
		}
		value = Map{{step, value}}
	}
	key := rest[0]
	if m.Kind != yaml.MappingNode {
		return nil, f.errorf(m.Line, "%s has one value, and cannot have the key %q", name(p.path), key)
	}
	e, w := Entry{key, value}, f.writer(m)
	added := []*yaml.Node{Text(key).node(), value.node()}
	flow := m.Style&yaml.FlowStyle != 0
	if len(m.Content) == 0 {
		if !flow {
			return nil, f.errorf(m.Line, "this map has no keys to put another beside; edit it in an editor")
		}
		at := f.start(m) + 1
		return f.splice(m.Line, change{m, 0, 0, added}, cut{at, at, w.flowEntry(e, p.path)})
	}
	behind := f.before(m, p.path, key)
	last := m.Content[behind-1]
	end := f.end(last)
	if end < 0 {
		return nil, f.errorf(last.Line, "where this ends cannot be told; edit it in an editor")
	}
	meant := change{m, behind, 0, added}
	if flow {
		return f.splice(m.Line, meant, cut{end, end, ", " + w.flowEntry(e, p.path)})
	}
	indent := f.column(m.Content[0])
	at := f.lineEnd(end)
	return f.splice(m.Line, meant, cut{at, at, f.eol + strings.Repeat(" ", indent) + w.entry(e, p.path.With(key), indent)})
}

func (w writer) flowEntry(e Entry, at Path) string {
	return w.key(e.Key, true) + ": " + w.flow(e.Value, at.With(e.Key))
}

// before is the index in a map's content before which a new key stands: behind the last
// key that comes before it in the schema, and the first key where there is none.
func (f *File) before(m *yaml.Node, path Path, key string) int {
	order := map[string]int{}
	for i, field := range fieldsOf(path) {
		order[field.Name] = i + 1
	}
	if order[key] == 0 {
		return len(m.Content)
	}
	at := 2
	for i := 0; i+1 < len(m.Content); i += 2 {
		if o := order[m.Content[i].Value]; o > 0 && o < order[key] {
			at = i + 2
		}
	}
	return at
}

// RenameKey gives a key that the user chose another name: a tag, the currency of a rate.
func RenameKey(path Path, key string) Edit {
	return func(f *File) (*File, error) {
		p, rest, err := f.find(path)
		if err != nil {
			return nil, err
		}
		if len(rest) > 0 || p.in == nil || p.in.Kind != yaml.MappingNode {
			return nil, f.errorf(p.node.Line, "there is no %s to rename", name(path))
		}
		k := p.in.Content[p.at-1]
		if k.Value == key {
			return f, nil
		}
		s := style{k.Style, p.in.Style&yaml.FlowStyle != 0, true, true}
		return f.splice(k.Line, change{p.in, p.at - 1, 1, []*yaml.Node{Text(key).node()}}, cut{f.start(k), f.end(k), s.written(key)})
	}
}
