package edit

import (
	"bytes"
	"slices"

	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// cut is a stretch of the text, and what takes its place.
type cut struct {
	from, to int
	text     string
}

// change is what an edit does to the tree: in the content of one node, from an index on,
// so many nodes leave, and others come.
type change struct {
	in      *yaml.Node
	at      int
	removed int
	added   []*yaml.Node
}

// splice makes the file that has the cuts, which are in order, and holds it against what
// was meant.
func (f *File) splice(line int, meant change, cuts ...cut) (*File, error) {
	var b bytes.Buffer
	at := 0
	for _, c := range cuts {
		if c.from < at || c.to < c.from || c.to > len(f.text) {
			return nil, f.errorf(line, "this place cannot be found in the file again; edit it in an editor")
		}
		b.Write(f.text[at:c.from])
		b.WriteString(c.text)
		at = c.to
	}
	b.Write(f.text[at:])
	g, err := Open(f.Name, b.Bytes())
	if err != nil || !f.became(f.root, g.root, meant) {
		return nil, f.errorf(line, "this place is written in a way that cannot be edited here without changing others; edit it in an editor")
	}
	return g, nil
}

// became tells whether a tree is the other one with a change, and no other.
func (f *File) became(old, now *yaml.Node, c change) bool {
	if old.Kind != now.Kind || old.Value != now.Value || old.Tag != now.Tag || old.Anchor != now.Anchor {
		return false
	}
	if old.Kind == yaml.AliasNode { // what it stands for is compared where it stands
		return true
	}
	content := old.Content
	if old == c.in {
		if c.at+c.removed > len(content) || len(now.Content) != len(content)-c.removed+len(c.added) {
			return false
		}
		for i, n := range c.added {
			if !isValue(n, now.Content[c.at+i]) {
				return false
			}
		}
		return f.each(content[:c.at], now.Content[:c.at], c) && f.each(content[c.at+c.removed:], now.Content[c.at+len(c.added):], c)
	}
	return f.each(content, now.Content, c)
}

func (f *File) each(old, now []*yaml.Node, c change) bool {
	return slices.EqualFunc(old, now, func(a, b *yaml.Node) bool { return f.became(a, b, c) })
}

// isValue tells whether a node is what was to be written: a Value, or a copy.
func isValue(meant, n *yaml.Node) bool {
	sameTag := n.Tag == meant.Tag || meant.Tag == "" && n.Tag != "!!null" && n.Tag != "!!merge"
	return n.Kind == meant.Kind && n.Value == meant.Value && n.Anchor == "" && sameTag &&
		slices.EqualFunc(meant.Content, n.Content, isValue)
}

// errorf is an error of a line of the file.
func (f *File) errorf(line int, format string, args ...any) error {
	return scenario.Pos{File: f.Name, Line: line}.Errorf(format, args...)
}
