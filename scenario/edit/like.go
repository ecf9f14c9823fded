package edit

import (
	"slices"

	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// adding are the keys of a case with parts that go with what it has by like. The others
// take the place of that as a whole: to change a part of one, the whole has to stand in
// the case itself.
var adding = []string{"changes", "discounts", "sizing"}

// replaces tells whether a key of a case is one of the others.
func replaces(key string) bool {
	return !slices.Contains(adding, key) && slices.ContainsFunc(scenario.Fields("cases", "0"), func(f scenario.Field) bool { return f.Part && f.Name == key })
}

// inherit copies what a case has by like (payable: also from the scenario) into the case
// itself, where the path leads into it.
func (f *File) inherit(path Path) (*File, error) {
	if len(path) < 4 || path[0] != "cases" || !replaces(path[2]) || f.Has(path[:3]) != Nothing {
		return f, nil
	}
	of, key := path[:2], path[2]
	from := f.inherited(of, key)
	if from == nil || from.Kind == yaml.ScalarNode {
		return f, nil
	}
	if hasAlias(from) || hasMerge(from) {
		return nil, f.errorf(from.Line, "%q has aliases or merges here, and is not copied into another case; edit it in an editor", key)
	}
	p, rest, err := f.find(path[:3])
	if err != nil {
		return nil, err
	}
	return f.addKey(p, rest, valueOf(from))
}

// Source is the path of what a case has under a key: its own, or that of the case that
// it is like, and so on; nil where none has it.
func (f *File) Source(of Path, key string) Path {
	for range f.Len(Path{"cases"}) + 1 {
		if f.Has(of.With(key)) != Nothing {
			return of.With(key)
		}
		like, ok := f.Get(of.With("like"))
		if !ok {
			break
		}
		i := f.named(Path{"cases"}, like)
		if i < 0 {
			return nil
		}
		of = Path{"cases"}.At(i)
	}
	if key == "payable" && f.Has(Path{key}) != Nothing {
		return Path{key}
	}
	return nil
}

func (f *File) inherited(of Path, key string) *yaml.Node {
	if source := f.Source(of, key); source != nil {
		return f.look(source)
	}
	return nil
}

// named is the index of the first entry of a list that has a name; -1 where none has.
func (f *File) named(list Path, name string) int {
	for i := range f.Len(list) {
		if got, _ := f.Get(list.At(i).With("name")); got == name {
			return i
		}
	}
	return -1
}

func hasMerge(n *yaml.Node) bool {
	return n.Tag == "!!merge" || slices.ContainsFunc(n.Content, hasMerge)
}
