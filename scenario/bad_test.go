package scenario_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/scenario"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what bad files are told, and the schema")

// good is what a bad file is completed with: the required keys that it lacks.
var good = []struct{ key, text string }{
	{"version", "1"}, {"name", "x"}, {"start", "2026-01"}, {"months", "12"},
	{"workloads", "[{name: w, usage: [{meter: {name: m}, count: 1}]}]"},
	{"cases", "[{name: c, offer: MS-AZR-0003P, currency: EUR, market: NL}]"},
}

// complete puts the keys that the file lacks behind it, so that its own lines
// keep their numbers. "{LONG}" becomes a text that is too long.
func complete(file string) string {
	for _, g := range good {
		if !strings.HasPrefix(file, g.key+":") && !strings.Contains(file, "\n"+g.key+":") {
			file += g.key + ": " + g.text + "\n"
		}
	}
	return strings.ReplaceAll(file, "{LONG}", strings.Repeat("n", 1001))
}

// badFiles calls f with the files of testdata/bad. Each is followed by its
// "error"; f gives the text that it should have.
func badFiles(t testing.TB, f func(name, file, want string) string) {
	t.Helper()
	paths, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no bad files", err)
	}
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		topic := strings.TrimSuffix(filepath.Base(path), ".txtar")
		for i := 0; i < len(ar.Files); i += 2 {
			in := string(ar.Files[i].Data)
			if ar.Files[i+1].Name != "error" {
				t.Fatalf("%s: %q has no error", path, ar.Files[i].Name)
			}
			if topic != "whole" {
				in = complete(in)
			}
			got := f(topic+"/"+ar.Files[i].Name, in, string(ar.Files[i+1].Data))
			ar.Files[i+1].Data = []byte(got)
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBadFiles holds every message to its text.
func TestBadFiles(t *testing.T) {
	badFiles(t, func(name, file, want string) string {
		_, err := scenario.Read("x.yaml", []byte(file))
		if err == nil {
			t.Errorf("%s: no error", name)
			return ""
		}
		got := err.Error() + "\n"
		if got != want && !*update {
			t.Errorf("%s:\n%swant:\n%s", name, got, want)
		}
		return got
	})
}

// TestCompleted makes sure that what bad files are completed with is good.
func TestCompleted(t *testing.T) {
	if _, err := scenario.Read("x.yaml", []byte(complete(""))); err != nil {
		t.Error(err)
	}
}

// TestOddFiles has what a txtar file cannot show: odd bytes and sizes. want ""
// is a good file.
func TestOddFiles(t *testing.T) {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	for name, c := range map[string]struct{ file, want string }{
		"byte order mark":                 {"\ufeff" + complete(""), ""},
		"CRLF":                            {strings.ReplaceAll(complete(""), "\n", "\r\n"), ""},
		"CRLF keeps lines":                {strings.ReplaceAll("version: 1\nname: x\nstrat: 1\n", "\n", "\r\n"), "x.yaml:3: \"strat\" is not a key of a scenario; did you mean start?"},
		"UTF-16":                          {"\xff\xfe" + many(1, "v\x00e\x00r\x00s\x00i\x00o\x00n\x00:\x00 \x001\x00"), `x.yaml:1: "name" is missing`},
		"not UTF-8":                       {"version: \xff\n", "x.yaml: not valid YAML: "},
		"a hidden direction":              {complete("name: \"a\u202egpj\"\n"), `x.yaml:1: "a\u202egpj" has a character that turns the direction of writing, or cannot be seen; leave it out`},
		"a hidden direction within a tag": {complete("workloads: [{name: w, tags: {\"te\u2066am\": x}}]\n"), `x.yaml:1: "te\u2066am" has a character that turns the direction of writing, or cannot be seen; leave it out`},
		"a NUL":                           {"version: \x00\n", "x.yaml: not valid YAML: control characters are not allowed"},
		"a list far too deep":             {many(100000, "["), "x.yaml: not valid YAML: "},
		"a key of a megabyte":             {many(1_000_000, "k") + ": 1\n", "x.yaml: not valid YAML: "},
		"a quoted long key":               {"? " + many(1001, "k") + "\n: 1\n", "x.yaml:1: a scenario has a key that is not a word"},
		"a name of a megabyte":            {complete("name: " + many(1_000_000, "n") + "\n"), `x.yaml:1: "name" is longer than 1000 characters`},
		"501 cases":                       {complete("cases:\n" + many(501, "  - {name: a, offer: 0003P, currency: EUR, market: NL}\n")), "x.yaml:502: 501 cases are more than 500"},
		"1001 changes": {complete("cases:\n  - name: a\n    offer: 0003P\n    currency: EUR\n    market: NL\n    changes:\n" + many(600, "    - scale: 1\n") +
			"  - name: b\n    like: a\n    changes:\n" + many(401, "    - scale: 1\n")), `x.yaml:607: case "b" has 1001 changes, more than 1000`},
		"many lists of a sweep": {complete("sweep:\n" + "  offers: [0003P" + many(20000, ", 0003P") + "]\n" + "  currencies: [EUR" + many(20000, ", EUR") + "]\n" +
			"  markets: [NL" + many(20000, ", NL") + "]\n" + "  regions: [westeurope" + many(20000, ", westeurope") + "]\n"), "x.yaml:2: the sweep makes "},
	} {
		_, err := scenario.Read("x.yaml", []byte(c.file))
		switch {
		case err == nil && c.want != "":
			t.Errorf("%s: no error", name)
		case err != nil && (c.want == "" || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: %.300v, want %q", name, err, c.want)
		}
	}
}

// TestBillionLaughs has files that are short, and long with their aliases
// followed: they are refused at once.
func TestBillionLaughs(t *testing.T) {
	files := map[string]string{
		"lists in lists": "a: &a [x,x,x,x,x,x,x,x,x]\n" +
			"b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
			"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n" +
			"workloads: *g\n",
		"workloads of usage": "version: 1\nname: x\nworkloads:\n- &w\n  name: a\n  usage:\n  - &u {meter: {name: m}, count: 1}\n" +
			strings.Repeat("  - *u\n", 2000) + strings.Repeat("- *w\n", 2000),
		"merges": "version: 1\nexchange: &a {USD: &m {rate: 1}}\n" +
			"rules: &r0 {<<: [" + strings.Repeat("*a,", 50) + "]}\nsweep: &r1 {<<: [" + strings.Repeat("*r0,", 50) + "]}\n" +
			"cases: [{<<: [" + strings.Repeat("*r1,", 50) + "]}]\nworkloads: [{<<: [" + strings.Repeat("&x {<<: [*r1,*r1,*r1]},", 500) + "]}]\n",
		"changes": "version: 1\ncases:\n- name: a\n  changes: &c " + "[" + strings.Repeat("{scale: 1},", 2000) + "]\n" + strings.Repeat("- {name: b, changes: *c}\n", 480),
	}
	for name, file := range files {
		start := time.Now()
		_, err := scenario.Read("x.yaml", []byte(file))
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: refused after %s", name, took)
		}
		t.Logf("%s: %s, %.200v", name, time.Since(start).Round(time.Millisecond), err)
	}
}
