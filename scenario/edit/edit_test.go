package edit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"

	"flag"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the edits give")

// edits by their words in testdata/edits: a path, and what belongs to it.
func editOf(t *testing.T, line string) edit.Edit {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	path, value, _ := strings.Cut(rest, " ")
	p := edit.ParsePath(path)
	switch word {
	case "set":
		return edit.Set(p, value)
	case "put":
		return edit.Put(p, edit.Pairs(strings.Fields(value)...))
	case "insert":
		return edit.Insert(p, edit.Pairs(strings.Fields(value)...))
	case "clone":
		return edit.Clone(p, value)
	case "rename":
		return edit.Rename(p, value)
	case "rename-key":
		return edit.RenameKey(p, value)
	case "remove":
		return edit.Remove(p)
	case "delete":
		return edit.Delete(p)
	}
	t.Fatalf("%q is no edit", line)
	return nil
}

// TestEdits holds the text that edits give, as a difference of lines, or what they are
// told. Each file of testdata/edits is a scenario, and edits of it, each of the scenario
// as it stands.
func TestEdits(t *testing.T) {
	paths, err := filepath.Glob("testdata/edits/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no edits", err)
	}
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := ar.Files[0].Data
		f := open(t, "x.yaml", text)
		if _, err := f.Scenario(); err != nil {
			t.Fatal(err)
		}
		for i, e := range ar.Files[1:] {
			var list []edit.Edit
			for line := range strings.SplitSeq(e.Name, "; ") {
				list = append(list, editOf(t, line))
			}
			got := ""
			if g, _, err := f.Apply(list...); err != nil {
				got = err.Error() + "\n"
			} else {
				got = difference(string(text), string(g.Text()))
			}
			if got != string(e.Data) && !*update {
				t.Errorf("%s: %s\n%swant\n%s", path, e.Name, got, e.Data)
			}
			ar.Files[i+1].Data = []byte(got)
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// difference has the lines of two texts that are not in both, with a sign before them.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	common := make([][]int, len(x)+1)
	for i := range common {
		common[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for k := len(y) - 1; k >= 0; k-- {
			if common[i][k] = max(common[i+1][k], common[i][k+1]); x[i] == y[k] {
				common[i][k] = common[i+1][k+1] + 1
			}
		}
	}
	var out strings.Builder
	for i, k := 0, 0; i < len(x) || k < len(y); {
		switch {
		case i < len(x) && k < len(y) && x[i] == y[k]:
			i, k = i+1, k+1
		case i < len(x) && (k == len(y) || common[i+1][k] >= common[i][k+1]):
			out.WriteString("-" + x[i] + "\n")
			i++
		default:
			out.WriteString("+" + y[k] + "\n")
			k++
		}
	}
	return out.String()
}

func TestOpen(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "x.yaml: the file is empty; \"azwhatif init\" writes one to start from",
		"a: [":               "x.yaml:2: not valid YAML: did not find expected node content",
		"- a":                "x.yaml:1: a scenario takes keys and values",
		"a: 1\n---\nb: 2":    "x.yaml:2: a second document begins here; a scenario is one",
		"\xff\xfea\x00:\x00": "x.yaml: the file is not in UTF-8; save it so in an editor first",
		"name: \xe9":         "x.yaml: the file is not in UTF-8; save it so in an editor first",
	} {
		if _, err := edit.Open("x.yaml", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestHistory(t *testing.T) {
	var h edit.History
	if h.Text() != nil || h.CanUndo() || h.CanRedo() {
		t.Error("something is there at the beginning")
	}
	for _, s := range []string{"a", "b", "b", "c"} {
		h.Push([]byte(s))
	}
	h.Undo()
	h.Undo()
	if string(h.Text()) != "a" || h.CanUndo() || !h.CanRedo() {
		t.Errorf("%q", h.Text())
	}
	h.Undo()
	h.Redo()
	h.Push([]byte("d"))
	if string(h.Text()) != "d" || h.CanRedo() {
		t.Errorf("%q", h.Text())
	}
	for i := range 2 * edit.MaxSteps {
		h.Push([]byte{byte(i), byte(i >> 8)})
	}
	steps := 0
	for ; h.CanUndo(); steps++ {
		h.Undo()
	}
	if steps != edit.MaxSteps {
		t.Errorf("%d steps back", steps)
	}
	big := make([]byte, 10<<20)
	h.Push(big)
	h.Push(append(big, 1))
	if h.CanUndo() {
		t.Error("more is kept than there should be")
	}
}

func TestPath(t *testing.T) {
	for _, s := range []string{"", "/", "/a/0/b~1c~0d"} {
		if got := edit.ParsePath(s).String(); got != s {
			t.Errorf("%q is read as %q", s, got)
		}
	}
}

// FuzzEdit makes any edit on any scenario: what comes out is valid, and decodes to the
// same but for what was meant.
func FuzzEdit(f *testing.F) {
	for _, text := range files(f) {
		f.Add(text, uint(3), byte(0), "7")
		f.Add(text, uint(40), byte(1), "a: b")
	}
	f.Fuzz(func(t *testing.T, text []byte, which uint, kind byte, value string) {
		if len(text) > 1<<14 {
			return
		}
		if _, err := scenario.Read("x.yaml", text); err != nil {
			return
		}
		file, err := edit.Open("x.yaml", text)
		if err != nil {
			return
		}
		before := decoded(t, text)
		paths := sortedPaths(before)
		at := paths[which%uint(len(paths))]
		if len(at) == 0 {
			return
		}
		e, want := meant(before, at, kind, value)
		g, s, err := file.Apply(e)
		if err != nil {
			if g != nil || s != nil || !strings.HasPrefix(err.Error(), "x.yaml:") {
				t.Errorf("%s: %v", at, err)
			}
			return
		}
		sameTree(t, at, g, want)
	})
}
