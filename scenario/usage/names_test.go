package usage_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/internal/duck/ducktest"
	"azwhatif/scenario/usage"
)

// No character of a file's or a folder's name changes what is read: neither as
// a pattern, nor as a column's value, nor in a text of SQL.
func TestNamesArePlain(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	plain := write(t, map[string]string{
		"1.csv": payg("2026-01-05 1 2.5"), "2.csv": payg("2026-02-05 2 2.5"), "3.csv": payg("2026-03-05 3 2.5"), "4.csv": payg("2026-04-05 4 2.5"), "decoy.csv": payg("2026-01-05 9 9"),
	})
	file := func(name string) string { return filepath.Join(plain, name) }
	for _, name := range []string{"3", "4", "decoy"} {
		if _, err := db.Exec("COPY (FROM read_csv('" + file(name+".csv") + "', all_varchar = true)) TO '" + file(name+".parquet") + "' (FORMAT parquet)"); err != nil {
			t.Fatal(err)
		}
	}
	copied := func(from string, to ...string) {
		t.Helper()
		data, err := os.ReadFile(file(from))
		path := filepath.Join(to...)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	want := printUsed(rollUp(t, usage.Spec{Files: []string{file("1.csv"), file("2.csv"), file("3.parquet"), file("4.parquet")}}).Used)
	for i, name := range ducktest.Names(t) {
		dir := t.TempDir()
		if name != "a1" { // which a[1] would match
			copied("decoy.csv", dir, "files", "a1.csv")
			copied("decoy.csv", dir, "folders", "a1", "x.csv")
			copied("decoy.parquet", dir, "files", "a1.parquet")
			copied("decoy.parquet", dir, "folders", "a1", "x.parquet")
		}
		copied("1.csv", dir, "files", name+".csv")
		copied("2.csv", dir, "folders", name, "deep", "x.csv")
		copied("3.parquet", dir, "files", name+".parquet")
		copied("4.parquet", dir, "folders", name, "x.parquet")
		s := usage.Spec{Files: []string{name + ".csv", "../folders/" + name, name + ".parquet"}, Dir: filepath.Join(dir, "files")}
		if i%2 > 0 {
			s = usage.Spec{Files: []string{filepath.Join(dir, "files", name+".csv"), filepath.Join(dir, "folders", name, "deep", "*.csv"),
				filepath.Join(dir, "files", name+".parquet"), filepath.Join(dir, "folders", name, "x.parquet")}}
		}
		im, err := usage.RollUp(t.Context(), s, nil)
		if err != nil {
			t.Errorf("%q in %q: %v", s.Files, s.Dir, err)
		} else if got := printUsed(im.Used); got != want {
			t.Errorf("%q in %q:\n%s\nwant\n%s", s.Files, s.Dir, got, want)
		}
	}
}

// A temporary folder may have any name, too.
func TestTemporaryFolder(t *testing.T) {
	dir := write(t, map[string]string{"a.zip": zipped(t, "x.csv", payg("2026-01-05 1 2.5"))})
	for _, name := range []string{"a[1]", "it's", "Quantity=7", "~"} {
		temp := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(temp, 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("TMPDIR", temp)
		if got := total(t, usage.Spec{Files: []string{"a.zip"}, Dir: dir}); !strings.HasPrefix(got, "2026-01 1 2.5") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A pattern of the user's stands for files; what is there as it is written is
// itself.
func TestGlob(t *testing.T) {
	dir := write(t, map[string]string{
		"in[1]/a.csv": payg("2026-01-01 1 1"), "in1/b.csv": payg("2026-01-02 2 2"), "in2/c.csv": payg("2026-01-03 3 3"),
		"a[1].csv": payg("2026-01-04 4 4"), "a1.csv": payg("2026-01-05 5 5"), "in2/.c.csv": payg("2026-01-06 6 6"),
	})
	for _, tt := range []struct{ files, want string }{
		{"in[1]/*.csv", "in[1]/a.csv azure-cost "},
		{"in[12]/*.csv", "in1/b.csv azure-cost ; in2/c.csv azure-cost "},
		{"in*/?.csv", "in1/b.csv azure-cost ; in2/c.csv azure-cost ; in[1]/a.csv azure-cost "},
		{"a[1].csv", "a[1].csv azure-cost "},
		{"a[0-9].csv", "a1.csv azure-cost "},
		{"in2/.*.csv", "in2/.c.csv azure-cost "},
		{"./in?/b.csv", "in1/b.csv azure-cost "},
		{"in3/*.csv", "error: in3/*.csv matches no file"},
		{"a[.csv", "error: a[.csv: syntax error in pattern"},
	} {
		if got := names(t, usage.Spec{Files: []string{tt.files}, Dir: dir}); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.files, got, tt.want)
		}
	}
}
