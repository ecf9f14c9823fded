// Package recalc has workbooks recalculated by LibreOffice and compares every
// formula's value with the one that was written. It is for tests.
package recalc

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"azwhatif/internal/race"
)

// Office is the program's path, "" where it is not installed.
func Office() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Need skips the test where LibreOffice is not installed, or fails it where
// AZWHATIF_REQUIRE_REAL=1 asks for the real thing. With the race detector, which does
// not see into LibreOffice, it skips: the run without it has the test.
func Need(t testing.TB) {
	t.Helper()
	if race.On {
		t.Skip("a test of formulas: it runs without the race detector")
	}
	if Office() != "" {
		return
	}
	const why = "LibreOffice (soffice) is not installed; on Debian: apt-get install libreoffice-calc-nogui"
	if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// Check has workbooks recalculated, and reports every formula whose value differs
// from the one that was written. It gives the number of formulas compared.
func Check(t testing.TB, files ...string) int {
	t.Helper()
	Need(t)
	books, err := Recalculate(files...)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for i, f := range files {
		total += Hold(t, f, books[i])
	}
	return total
}

// Hold reports every formula of a workbook whose value differs from the recalculated
// one. It gives the number of formulas compared.
func Hold(t testing.TB, file string, again Book) int {
	t.Helper()
	n, wrong, err := Compare(file, again)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range wrong {
		if i == 12 {
			t.Errorf("%s: and %d more of %d", filepath.Base(file), len(wrong)-i, n)
			break
		}
		t.Errorf("%s: %s", filepath.Base(file), d)
	}
	return n
}
