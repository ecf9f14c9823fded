package workbook_test

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/workbook"
)

// python finds an interpreter that has a module, or skips the test; it fails it
// where AZWHATIF_REQUIRE_REAL=1 asks for the real thing.
func python(t testing.TB, module, pkg string) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if path, err := exec.LookPath(name); err == nil && exec.Command(path, "-c", "import "+module).Run() == nil {
			return path
		}
	}
	why := module + " for Python is not installed; on Debian: apt-get install " + pkg
	if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
	return ""
}

// seen is what the second reader finds.
type seen struct {
	Title, Language string
	Names           []string
	Sheets          []struct {
		Name                        string
		Formulas, Validations       int
		Conditional, Charts, Merged int
		Empty, Errors, Targets      []string
		Filter, Panes               string
		Orientation, Footer         string
	}
}

var target = regexp.MustCompile(`^'((?:[^']|'')*)'!\$?[A-Z]{1,3}\$?[0-9]+$`)

// openpyxl reads every sheet, formula, value, link, validation, conditional
// format, chart and name.
func TestSecondReader(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	interpreter := python(t, "openpyxl", "python3-openpyxl")
	dir := t.TempDir()
	all := scenarios(t)
	for _, name := range []string{"offers", "unpriced", "hostile", "imported", "currencies apart", "currencies reported"} {
		c := all[name]
		_, formulas, err := workbook.WriteCounting(io.Discard, c)
		if err != nil {
			t.Fatal(err)
		}
		path := write(t, dir, name, c)
		cmd := exec.Command(interpreter, "testdata/second_reader.py", path)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got seen
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		if got.Title != c.Scenario.Name || got.Language != "en" {
			t.Errorf("%s: title %q, language %q", name, got.Title, got.Language)
		}
		for _, n := range []string{"HoursPerMonth", "UsageScale", "BaseCase", "AllChecks"} {
			if !slices.Contains(got.Names, n) {
				t.Errorf("%s: no name %s", name, n)
			}
		}
		var names []string
		for _, s := range got.Sheets {
			names = append(names, s.Name)
		}
		found, linked := 0, map[string]bool{}
		for _, s := range got.Sheets {
			found += s.Formulas
			if len(s.Errors) > 0 {
				t.Errorf("%s: %s has error values in %v", name, s.Name, s.Errors)
			}
			for _, f := range s.Empty {
				if !strings.Contains(f, `""`) {
					t.Errorf("%s: %s has no value of %s", name, s.Name, f)
				}
			}
			if s.Merged > 0 || s.Orientation != map[bool]string{true: "portrait", false: "landscape"}[s.Name == "Summary"] || !strings.Contains(s.Footer, "&P") {
				t.Errorf("%s: %s: %d merged cells, %s, footer %q", name, s.Name, s.Merged, s.Orientation, s.Footer)
			}
			for _, to := range s.Targets {
				m := target.FindStringSubmatch(to)
				if m == nil || !slices.Contains(names, strings.ReplaceAll(m[1], "''", "'")) {
					t.Errorf("%s: %s has a link to %q", name, s.Name, to)
					continue
				}
				linked[s.Name+" → "+m[1]] = true
			}
		}
		if found != formulas {
			t.Errorf("%s: %d formulas were written, and %d are read", name, formulas, found)
		}
		for _, s := range got.Sheets {
			switch s.Name {
			case "Summary":
				// What is incomplete is compared in no chart.
				if (s.Charts < 1) != (name == "unpriced" || name == "imported") || s.Conditional < 5 {
					t.Errorf("%s: Summary has %d charts and %d conditional formats", name, s.Charts, s.Conditional)
				}
			case "Inputs":
				if s.Validations < 5 {
					t.Errorf("%s: Inputs has %d validations", name, s.Validations)
				}
			case "Usage", "Rates", "Checks":
				if s.Filter == "" || s.Panes == "" {
					t.Errorf("%s: %s has the filter %q and is frozen at %q", name, s.Name, s.Filter, s.Panes)
				}
			}
		}
		first := names[slices.Index(names, "Rates")+1]
		for _, l := range []string{"Summary → " + first, first + " → Rates", "Rates → Provenance", "Comparison → " + first, "Guide → Checks"} {
			if !linked[l] {
				t.Errorf("%s: no link %s", name, l)
			}
		}
		described(t, path)
	}
}

var (
	frame = regexp.MustCompile(`<xdr:cNvPr [^>]*>`)
	descr = regexp.MustCompile(` descr="[^"]{20,}"`)
)

// described holds that every picture and chart says what it shows.
func described(t *testing.T, path string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	n := 0
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/drawings/drawing") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range frame.FindAll(data, -1) {
			n++
			if !descr.Match(e) {
				t.Errorf("%s: %s has no words for who cannot see it: %s", filepath.Base(path), f.Name, e)
			}
		}
	}
	if n == 0 {
		t.Errorf("%s has no charts", filepath.Base(path))
	}
}
