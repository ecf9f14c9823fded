package web

import (
	"maps"
	"net/url"
	"strings"

	"azwhatif/scenario/edit"
)

// names tell which case of a text is which of the text that the draft was opened with,
// though it was renamed: by the hash of each text, the names of its cases, and what they
// were called at first. What is not in it was never renamed.
type names map[string]map[string]string

// isNewCase stands before the name of a case that took the first name of another.
const isNewCase = "\x00new "

// first is what a case of a text was called at first.
func (n names) first(text []byte, name string) string {
	of := n[edit.Hash(text)]
	if was, ok := of[name]; ok {
		return was
	}
	for _, was := range of {
		if was == name {
			return isNewCase + name
		}
	}
	return name
}

// now is what a text calls the case that another text calls by a name.
func (n names) now(text, other []byte, name string) string {
	was := n.first(other, name)
	for is, first := range n[edit.Hash(text)] {
		if first == was {
			return is
		}
	}
	return was
}

// step takes over what is known of a text to the one that edits made of it. from are the
// new names of the cases that were renamed, with those that they had.
func (n names) step(text, next []byte, from map[string]string) {
	of := map[string]string{}
	maps.Copy(of, n[edit.Hash(text)])
	for _, old := range from {
		delete(of, old)
	}
	for is, old := range from {
		of[is] = n.first(text, old)
	}
	if len(n) >= 2*edit.MaxSteps { // of texts that are long gone
		clear(n)
	}
	if len(of) > 0 {
		n[edit.Hash(next)] = of
	}
}

// casesRenamed are the new names of the cases that a form renames, with those that they
// have.
func casesRenamed(f *edit.File, form url.Values) map[string]string {
	from := map[string]string{}
	for i := range f.Len(edit.Path{"cases"}) {
		path := edit.Path{"cases"}.At(i).With("name")
		old, _ := f.Get(path)
		if name := strings.TrimSpace(form.Get(setting + path.String())); name != "" && name != old {
			from[name] = old
		}
	}
	return from
}
