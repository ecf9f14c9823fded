package edit

import (
	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// place is a part of the file, with what it stands in.
type place struct {
	path Path
	node *yaml.Node
	in   *yaml.Node // nil of the whole
	at   int        // its index in in.Content; of a value under a key, the key's is one less
}

// find follows a path as far as it leads through what the file itself has there: rest is
// what is left of it. Where it leads through an anchor, an alias or a merge, there is an
// error.
func (f *File) find(path Path) (p place, rest Path, err error) {
	p = place{node: f.root}
	for i, step := range path {
		if err := f.own(p.node); err != nil {
			return p, nil, err
		}
		n, next := p.node, -1
		switch n.Kind {
		case yaml.MappingNode:
			if next, err = f.key(n, step); err != nil {
				return p, nil, err
			}
		case yaml.SequenceNode:
			if next = index(step); next < 0 || next >= len(n.Content) {
				return p, nil, f.errorf(n.Line, "there is no entry %s in the list", step)
			}
		}
		if next < 0 {
			return p, path[i:], nil
		}
		p = place{path[:i+1], n.Content[next], n, next}
	}
	return p, nil, f.own(p.node)
}

// key is the index of the value under a key; -1 where the map does not have it.
func (f *File) key(n *yaml.Node, key string) (int, error) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; k.Kind == yaml.ScalarNode && k.Value == key && k.Tag != "!!merge" {
			if k.Anchor != "" {
				return -1, f.errorf(k.Line, "the key %q has the anchor &%s, and is not edited here; edit it in an editor", key, k.Anchor)
			}
			return i + 1, nil
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k, v := n.Content[i], n.Content[i+1]; k.Tag == "!!merge" && (brings(v, key) || k.Value == key) {
			return -1, f.errorf(k.Line, "%q comes from a merge (<<), by which other parts of the file have it, too; edit it in an editor", key)
		}
	}
	return -1, nil
}

// brings tells whether a merge brings a key in.
func brings(n *yaml.Node, key string) bool {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.SequenceNode {
		for _, e := range n.Content {
			if brings(e, key) {
				return true
			}
		}
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; k.Value == key || k.Tag == "!!merge" && brings(n.Content[i+1], key) {
			return true
		}
	}
	return false
}

// own refuses what stands in the file in more than one place.
func (f *File) own(n *yaml.Node) error {
	switch {
	case n.Kind == yaml.AliasNode:
		return f.errorf(n.Line, "*%s stands for what line %d has, and is not edited here; edit line %d in an editor", n.Value, n.Alias.Line, n.Alias.Line)
	case n.Anchor != "":
		return f.errorf(n.Line, "this has the anchor &%s, by which other parts of the file can have it, too; edit it in an editor", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		return f.errorf(n.Line, "this has the tag %s, and is not edited here; edit it in an editor", n.Tag)
	}
	return nil
}

// whole refuses a part in which anchors stand: it cannot stand twice, nor be taken away.
func (f *File) whole(n *yaml.Node) error {
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		return f.own(n)
	}
	for _, e := range n.Content {
		if e.Kind != yaml.AliasNode {
			if err := f.whole(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// Get is the value at a path, as text; ok is false where the file itself has none there.
// What stands behind aliases and merges is found, too.
func (f *File) Get(path Path) (value string, ok bool) {
	n := f.look(path)
	if n == nil || n.Kind != yaml.ScalarNode {
		return "", false
	}
	return n.Value, true
}

// Len is how many entries the list at a path has, or keys the map.
func (f *File) Len(path Path) int {
	n := f.look(path)
	switch {
	case n == nil:
		return 0
	case n.Kind == yaml.MappingNode:
		return len(f.Keys(path))
	}
	return len(n.Content)
}

// Keys are the keys of the map at a path, in the order of the file.
func (f *File) Keys(path Path) []string {
	n := f.look(path)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	return keysOf(n, map[string]bool{})
}

func keysOf(n *yaml.Node, seen map[string]bool) (keys []string) {
	n = resolved(n)
	if n.Kind == yaml.SequenceNode { // of merges
		for _, e := range n.Content {
			keys = append(keys, keysOf(e, seen)...)
		}
		return keys
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := resolved(n.Content[i]); k.Tag == "!!merge" {
			keys = append(keys, keysOf(n.Content[i+1], seen)...)
		} else if !seen[k.Value] {
			seen[k.Value] = true
			keys = append(keys, k.Value)
		}
	}
	return keys
}

// Has tells what the file has at a path: a text, a map, a list, or nothing.
func (f *File) Has(path Path) Kind {
	n := f.look(path)
	if n == nil {
		return Nothing
	}
	return Kind(n.Kind)
}

// Kind is what stands at a path.
type Kind yaml.Kind

// The kinds.
const (
	Nothing = Kind(0)
	AText   = Kind(yaml.ScalarNode)
	AMap    = Kind(yaml.MappingNode)
	AList   = Kind(yaml.SequenceNode)
)

// LineOf is the line on which what is at a path begins; 0 where there is nothing.
func (f *File) LineOf(path Path) int {
	if n := f.look(path); n != nil {
		return n.Line
	}
	return 0
}

// Fixed says why what is at a path, or what would be put there, is not edited; nil where
// it is.
func (f *File) Fixed(path Path) error {
	_, _, err := f.find(path)
	return err
}

// look is the node at a path, through aliases and merges; nil where there is none.
func (f *File) look(path Path) *yaml.Node {
	n := f.root
	for _, step := range path {
		if n = child(n, step); n == nil {
			return nil
		}
	}
	return n
}

func child(n *yaml.Node, step string) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		if i := index(step); i >= 0 && i < len(n.Content) {
			return resolved(n.Content[i])
		}
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := resolved(n.Content[i]); k.Value == step && k.Tag != "!!merge" {
			return resolved(n.Content[i+1])
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!merge" {
			continue
		}
		from := resolved(n.Content[i+1])
		if from.Kind != yaml.SequenceNode {
			if v := child(from, step); v != nil {
				return v
			}
			continue
		}
		for _, e := range from.Content {
			if v := child(resolved(e), step); v != nil {
				return v
			}
		}
	}
	return nil
}

func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// fieldsOf are the keys that the map at a path may have.
func fieldsOf(path Path) []scenario.Field { return scenario.Fields(path...) }
