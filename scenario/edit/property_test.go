package edit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"

	"go.yaml.in/yaml/v3"
)

// files are the project's scenarios, and one with many notations: that also with other
// line ends and a mark at its beginning.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../scenarios/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	all := map[string][]byte{}
	for _, p := range append(paths, "../../cmd/azwhatif/start.yaml", "../testdata/design.yaml", "testdata/notations.yaml") {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = data
		if filepath.Base(p) != "notations.yaml" {
			continue
		}
		all["CRLF.yaml"] = append([]byte("\ufeff"), bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))...)
	}
	return all
}

func manyNotations(name string) bool { return name == "notations.yaml" || name == "CRLF.yaml" }

func open(t testing.TB, name string, text []byte) *edit.File {
	t.Helper()
	f, err := edit.Open(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// decoded is the text as another reader has it.
func decoded(t testing.TB, text []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(text, &n); err != nil {
		t.Fatal(err)
	}
	return plain(&n)
}

// plain is a tree of maps, lists and texts.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.SequenceNode:
		list := []any{}
		for _, e := range n.Content {
			list = append(list, plain(e))
		}
		return list
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	}
	return n.Value
}

// walk calls f with each path of a tree.
func walk(v any, at edit.Path, f func(at edit.Path, v any)) {
	f(at, v)
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			walk(e, at.With(k), f)
		}
	case []any:
		for i, e := range v {
			walk(e, at.At(i), f)
		}
	}
}

// changed is a tree with what is at a path replaced: by nothing where the function says so.
func changed(v any, at edit.Path, with func(any) any) any {
	if len(at) == 0 {
		return with(v)
	}
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, e := range v {
			if k != at[0] {
				m[k] = e
			} else if e = changed(e, at[1:], with); e != nil {
				m[k] = e
			}
		}
		if len(m) == 0 {
			return nil
		}
		return m
	case []any:
		n, _ := strconv.Atoi(at[0])
		list := []any{}
		for i, e := range v {
			if i == n {
				if e = changed(e, at[1:], with); e == nil {
					continue
				}
			}
			list = append(list, e)
		}
		if len(list) == 0 {
			return nil
		}
		return list
	}
	return v
}

// through tells whether the file says itself that a path is not edited.
func fixed(f *edit.File, at edit.Path) bool { return f.Fixed(at) != nil }

// others are values that need quotes, and some that do not.
var others = []string{"7", "two words", `"quoted": {it's}, # so`, "- é 漢字 🜚", "yes", "null", "", " x ", "a: b", "[", "'", `\n`, "\t"}

// TestEachValue sets each value of each file to itself, to others, and back, and takes
// each away: nothing else changes, and what stands behind anchors is refused.
func TestEachValue(t *testing.T) {
	refused, nth := 0, 0
	for name, text := range files(t) {
		f, before := open(t, name, text), decoded(t, text)
		walk(before, nil, func(at edit.Path, v any) {
			if fixed(f, at) {
				refused++
				if _, err := f.Do(edit.Set(at, "x")); err == nil || !strings.HasPrefix(err.Error(), name+":") {
					t.Errorf("%s: %s is fixed, and set: %v", name, at, err)
				}
				return
			}
			old, isText := v.(string)
			if isText {
				if g, err := f.Do(edit.Set(at, old)); err != nil || !bytes.Equal(g.Text(), text) {
					t.Errorf("%s: %s set to itself: %v", name, at, err)
				}
				nth++
				for i, other := range []string{old + "x", others[nth%len(others)]} {
					if i > 0 && nth%3 > 0 && !manyNotations(name) {
						break // the same code again
					}
					g, err := f.Do(edit.Set(at, other))
					if err != nil {
						t.Errorf("%s: %s set to %q: %v", name, at, other, err)
						continue
					}
					if want := changed(before, at, func(any) any { return other }); !reflect.DeepEqual(decoded(t, g.Text()), want) {
						t.Errorf("%s: %s set to %q gives\n%s", name, at, other, g.Text())
					}
					if other != old+"x" || severalLines(text, old) {
						continue // what stood on several lines is on one then
					}
					if back, err := g.Do(edit.Set(at, old)); err != nil || !bytes.Equal(back.Text(), text) {
						t.Errorf("%s: %s set back: %v\n%s", name, at, err, back.Text())
					}
					if same, lines := sameLines(text, g.Text()); same != lines-1 {
						t.Errorf("%s: %s set to %q changes %d lines", name, at, other, lines-same)
					}
				}
			}
			if len(at) == 0 {
				return
			}
			if nth%3 > 0 && !manyNotations(name) {
				return
			}
			want := changed(before, at, func(any) any { return nil })
			g, err := f.Do(edit.Remove(at))
			if err != nil {
				if !strings.Contains(err.Error(), "anchor") {
					t.Errorf("%s: %s taken away: %v", name, at, err)
				}
				return
			}
			if !reflect.DeepEqual(decoded(t, g.Text()), want) {
				t.Errorf("%s: without %s\n%s", name, at, g.Text())
			}
			if a, b := comments(text), comments(g.Text()); a-b > inside(text, g.Text()) {
				t.Errorf("%s: without %s there are %d comments of %d\n%s", name, at, b, a, g.Text())
			}
		})
	}
	if refused == 0 {
		t.Error("nothing is refused")
	}
}

// sameLines counts the lines that two texts have in common at their ends, and those of
// the first.
func sameLines(a, b []byte) (same, lines int) {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y, same = x[1:], y[1:], same+1
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y, same = x[:len(x)-1], y[:len(y)-1], same+1
	}
	return same, same + len(x)
}

// severalLines tells whether a value is written over several lines.
func severalLines(text []byte, value string) bool {
	return strings.Contains(value, " ") && !strings.ContainsAny(value, "'\"") && !bytes.Contains(text, []byte(value))
}

func comments(text []byte) int { return bytes.Count(text, []byte("#")) }

// inside counts the comments on the lines of the first text that the other one lacks.
func inside(a, b []byte) (n int) {
	left := map[string]int{}
	for line := range strings.Lines(string(b)) {
		left[line]++
	}
	for line := range strings.Lines(string(a)) {
		if left[line]--; left[line] < 0 {
			n += strings.Count(line, "#")
		}
	}
	return n
}

// TestEachList copies each entry of each list, and adds one: nothing else changes.
func TestEachList(t *testing.T) {
	for name, text := range files(t) {
		f, before := open(t, name, text), decoded(t, text)
		walk(before, nil, func(at edit.Path, v any) {
			list, ok := v.([]any)
			if !ok || fixed(f, at) {
				return
			}
			more := edit.Map{{"name", edit.Text("new: one")}, {"list", edit.List{edit.Text("a"), edit.Map{{"b", edit.Text("")}}}}, {"map", edit.Map{{"c", edit.Text("d")}}}}
			added := map[string]any{"name": "new: one", "list": []any{"a", map[string]any{"b": ""}}, "map": map[string]any{"c": "d"}}
			g, err := f.Do(edit.Insert(at, more))
			if err != nil {
				t.Errorf("%s: %s: %v", name, at, err)
				return
			}
			want := changed(before, at, func(v any) any { return append(append([]any{}, list...), added) })
			if !reflect.DeepEqual(decoded(t, g.Text()), want) {
				t.Errorf("%s: one more of %s\n%s", name, at, g.Text())
			}
			if back, err := g.Do(edit.Remove(at.At(len(list)))); len(list) > 0 && (err != nil || !bytes.Equal(back.Text(), text)) {
				t.Errorf("%s: one of %s added and taken away: %v\n%s", name, at, err, back.Text())
			}
			for i := range list {
				g, err := f.Do(edit.Clone(at.At(i), ""))
				if err != nil {
					if !fixed(f, at.At(i)) && !strings.Contains(err.Error(), "anchor") {
						t.Errorf("%s: a copy of %s: %v", name, at.At(i), err)
					}
					continue
				}
				want := changed(before, at, func(v any) any {
					return append(append(append([]any{}, list[:i+1]...), list[i]), list[i+1:]...)
				})
				if !reflect.DeepEqual(decoded(t, g.Text()), want) {
					t.Errorf("%s: a copy of %s\n%s", name, at.At(i), g.Text())
				}
			}
		})
	}
}

// TestEachKey adds a key to each map.
func TestEachKey(t *testing.T) {
	for name, text := range files(t) {
		f, before := open(t, name, text), decoded(t, text)
		walk(before, nil, func(at edit.Path, v any) {
			if m, ok := v.(map[string]any); !ok || len(m) == 0 || fixed(f, at) {
				return
			}
			g, err := f.Do(edit.Set(at.With("new key"), "1, 2"))
			if err != nil {
				t.Errorf("%s: %s: %v", name, at, err)
				return
			}
			want := changed(before, at, func(v any) any {
				m := map[string]any{"new key": "1, 2"}
				for k, e := range v.(map[string]any) {
					m[k] = e
				}
				return m
			})
			if !reflect.DeepEqual(decoded(t, g.Text()), want) {
				t.Errorf("%s: a key of %s\n%s", name, at, g.Text())
			}
			if back, err := g.Do(edit.Remove(at.With("new key"))); err != nil || !bytes.Equal(back.Text(), text) {
				t.Errorf("%s: a key of %s added and taken away: %v\n%s", name, at, err, g.Text())
			}
		})
	}
}

// TestFilesAreValid makes sure that the properties are of scenarios.
func TestFilesAreValid(t *testing.T) {
	for name, text := range files(t) {
		if _, err := scenario.Read(name, text); err != nil {
			t.Error(err)
		}
	}
}

// sortedPaths are the paths of a tree, in a fixed order.
func sortedPaths(v any) (paths []edit.Path) {
	walk(v, nil, func(at edit.Path, _ any) { paths = append(paths, at) })
	slices.SortFunc(paths, func(a, b edit.Path) int { return slices.Compare(a, b) })
	return paths
}

// meant is an edit of a kind, and the tree that it is to give.
func meant(before any, at edit.Path, kind byte, value string) (edit.Edit, any) {
	nothing := func(any) any { return nil }
	switch list, key := at[:len(at)-1], at[len(at)-1]; kind % 3 {
	case 0:
		return edit.Set(at, value), changed(before, at, func(any) any { return value })
	case 1:
		return edit.Remove(at), changed(before, at, nothing)
	default:
		i, err := strconv.Atoi(key)
		return edit.Clone(at, ""), changed(before, list, func(v any) any {
			entries, ok := v.([]any)
			if !ok || err != nil {
				return v
			}
			return slices.Insert(slices.Clone(entries), i+1, entries[i])
		})
	}
}

func sameTree(t *testing.T, at edit.Path, g *edit.File, want any) {
	t.Helper()
	if !reflect.DeepEqual(decoded(t, g.Text()), want) {
		t.Errorf("%s gives\n%s", at, g.Text())
	}
}
