package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"
)

// The names of a form's fields begin with what becomes of them.
const (
	setting = "v" // v/cases/0/name: the value at a path
	adding  = "n" // n/workloads/0/usage!meter/name: of a new entry of a list or a map
	keying  = "k" // k/exchange: the key of a new entry of a map
)

// editsOf are the edits that a form asks for: values that are not what the file has, and
// entries that are new. typed are the values, by the names of their fields.
func editsOf(f *edit.File, form url.Values) (edits []edit.Edit, err error) {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return slices.Compare(edit.ParsePath(a), edit.ParsePath(b)) })
	var gone []edit.Path
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, setting+"/")
		if !ok {
			continue
		}
		path, value := edit.ParsePath("/"+rest), strings.TrimSpace(form.Get(name))
		now, has := f.Get(path)
		switch {
		case value == now || value == strings.TrimSpace(now):
		case value == "" && !has:
		case value == "" && required(f, path):
			return nil, scenario.Pos{File: f.Name, Line: f.LineOf(path)}.Errorf("%s cannot be empty; take the entry away with its own button", labelOf(path))
		case value == "":
			gone = append(gone, path)
		case isNamed(path):
			edits = append(edits, edit.Rename(path[:len(path)-1], value))
		default:
			edits = append(edits, edit.Set(path, value))
		}
	}
	for _, path := range slices.Backward(gone) { // from the end on, so that indexes stay
		edits = append(edits, edit.Remove(path))
	}
	more, err := entriesOf(f, form, names)
	return append(edits, more...), err
}

// required tells whether taking a value away would take the entry of a list away, too.
func required(f *edit.File, path edit.Path) bool {
	for len(path) > 1 {
		up := path[:len(path)-1]
		if f.Has(up) == edit.AList {
			return f.Has(path) == edit.AMap
		}
		if f.Len(up) > 1 {
			return false
		}
		path = up
	}
	return false
}

// isNamed tells the names that other parts of the file refer to.
func isNamed(path edit.Path) bool {
	n := len(path)
	return path[n-1] == "name" && (n == 3 && (path[0] == "cases" || path[0] == "workloads") || n == 5 && path[2] == "machines")
}

// entriesOf are the new entries of lists and maps. Fields that are empty are left out,
// and an entry without any is none.
func entriesOf(f *edit.File, form url.Values, names []string) (edits []edit.Edit, err error) {
	given := map[string]map[string]string{}
	var lists []string
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, adding+"/")
		value := strings.TrimSpace(form.Get(name))
		if !ok || value == "" {
			continue
		}
		i := strings.LastIndex(rest, "!")
		if i < 0 {
			continue
		}
		if given[rest[:i]] == nil {
			given[rest[:i]] = map[string]string{}
			lists = append(lists, rest[:i])
		}
		given[rest[:i]][rest[i+1:]] = value
	}
	for _, list := range lists {
		path := edit.ParsePath("/" + list)
		if !form.Has(keying + "/" + list) {
			if only := given[list]; len(only) == 1 && only["like"] != "" { // chosen for whom a case is to be like, and no more
				continue
			}
			edits = append(edits, edit.Insert(path, valueOf(path.At(f.Len(path)), given[list])))
			continue
		}
		key := strings.TrimSpace(form.Get(keying + "/" + list))
		switch {
		case key == "":
			return nil, fmt.Errorf("%s: give the new entry a name, too", labelOf(path))
		case f.Has(path.With(key)) != edit.Nothing:
			return nil, scenario.Pos{File: f.Name, Line: f.LineOf(path.With(key))}.Errorf("%s has %q already", labelOf(path), key)
		}
		edits = append(edits, edit.Put(path.With(key), valueOf(path.With(key), given[list])))
	}
	return edits, nil
}

// valueOf makes a value of the texts at paths below a path, in the order of the schema.
func valueOf(at edit.Path, texts map[string]string) edit.Value {
	if text, ok := texts[""]; ok {
		return edit.Text(text)
	}
	below := map[string]map[string]string{}
	for path, text := range texts {
		first, rest, _ := strings.Cut(path, "/")
		if below[first] == nil {
			below[first] = map[string]string{}
		}
		below[first][rest] = text
	}
	if len(below) == 1 && below["0"] != nil {
		return edit.List{valueOf(at.At(0), below["0"])}
	}
	var m edit.Map
	for _, field := range scenario.Fields(at...) {
		if texts, ok := below[field.Name]; ok {
			m = append(m, edit.Entry{Key: field.Name, Value: valueOf(at.With(field.Name), texts)})
		}
	}
	return m
}
