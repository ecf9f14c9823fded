package workbook_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"azwhatif/estimate/workbook"
)

func TestSheets(t *testing.T) {
	f := open(t, compared(t, everyTerm(), top+allUsage+threeCurrencies))
	want := "Summary Guide Inputs Usage Rates EUR USD JPY EUR too Comparison Assumptions Checks Provenance"
	if got := strings.Join(f.GetSheetList(), " "); got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	if p, err := f.GetDocProps(); err != nil || p.Title != "Test" || p.Created != "2026-08-03T10:00:00Z" || p.Modified != p.Created {
		t.Errorf("document properties %+v, %v", p, err)
	}
}

func TestSheetNames(t *testing.T) {
	f := open(t, compared(t, everyTerm(), hostile))
	seen := map[string]bool{}
	for _, name := range f.GetSheetList() {
		if n := len(utf16.Encode([]rune(name))); n == 0 || n > 31 {
			t.Errorf("%q has %d units", name, n)
		}
		if strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") || strings.EqualFold(name, "history") {
			t.Errorf("%q is not a name for a sheet", name)
		}
		if seen[strings.ToLower(name)] {
			t.Errorf("%q stands twice", name)
		}
		seen[strings.ToLower(name)] = true
	}
}

// What has no price says so in words, and is in no sum.
func TestNotPriced(t *testing.T) {
	c := scenarios(t)["unpriced"]
	f := open(t, c)
	words := 0
	each(t, f, func(sheet string, col, row int, formula, value string) {
		if value == "not priced" && formula != "" && sheet == "payg" {
			words++
		}
	})
	if words < 12*2+4+5 {
		t.Errorf("%d cells are not priced", words)
	}
	for cell, want := range map[string]string{"A3": "INCOMPLETE: the totals leave out"} {
		if got, _ := f.GetCellValue("Summary", cell); !strings.HasPrefix(got, want) {
			t.Errorf("Summary!%s is %q", cell, got)
		}
	}
	if len(c.Estimates[0].Unpriced) == 0 {
		t.Error("all is priced")
	}
}

func TestSameBytes(t *testing.T) {
	all := maps.Clone(scenarios(t))
	all["benefits"] = benefits(t, benefitsText)
	for name, c := range all {
		var first []byte
		for n := range 4 {
			var b bytes.Buffer
			if err := workbook.Write(&b, c, workbook.Options{Version: "1"}); err != nil {
				t.Fatal(err)
			}
			if n > 0 && !bytes.Equal(b.Bytes(), first) {
				t.Errorf("%s: two writes of a comparison differ", name)
				break
			}
			first = b.Bytes()
		}
	}
}

func TestWriteFile(t *testing.T) {
	c := scenarios(t)["one month"]
	dir := t.TempDir()
	path := filepath.Join(dir, "book.xlsx")
	for range 2 { // the second replaces the first
		if err := workbook.WriteFile(t.Context(), path, c, workbook.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("the folder has %v", files)
	}
	err := workbook.WriteFile(t.Context(), filepath.Join(dir, "none", "book.xlsx"), c, workbook.Options{})
	if !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), ".azwhatif-") {
		t.Errorf("a folder that is not there: %v", err)
	}
	if runtime.GOOS != "windows" {
		if err := os.Mkdir(filepath.Join(dir, "taken.xlsx"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := workbook.WriteFile(t.Context(), filepath.Join(dir, "taken.xlsx"), c, workbook.Options{}); err == nil || !strings.Contains(err.Error(), "is a folder") {
			t.Errorf("a folder in the file's place: %v", err)
		}
	}
	for name, want := range map[string]string{"~$book.xlsx": "is open elsewhere", ".~lock.book.xlsx#": "is open elsewhere", "": "is read-only"} {
		if name == "" {
			if err := os.Chmod(path, 0o444); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := workbook.WriteFile(t.Context(), path, c, workbook.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "" {
			err = os.Chmod(path, 0o644)
		} else {
			err = os.Remove(filepath.Join(dir, name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("something is left behind: %v", files)
	}
}
