// Package recalc has workbooks recalculated by LibreOffice and compares every
// formula's value with the one that was written. It is for tests.
package recalc

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/race"
)

// always makes LibreOffice recalculate every file that it loads; by itself it
// trusts the values that another program has stored.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

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

// Convert has LibreOffice recalculate files, all in one run, and write them in
// another format ("xlsx", "pdf") into a folder, under their own names.
func Convert(ctx context.Context, format, into string, files ...string) error {
	profile, err := os.MkdirTemp("", "recalc-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	user := filepath.Join(profile, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(always), 0o600); err != nil {
		return err
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--norestore", "--convert-to", format, "--outdir", into}
	out, err := exec.CommandContext(ctx, Office(), append(args, files...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("LibreOffice: %w\n%s", err, out)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)) + "." + format
		if _, err := os.Stat(filepath.Join(into, name)); err != nil {
			return fmt.Errorf("LibreOffice wrote no %s of %s:\n%s", format, f, out)
		}
	}
	return nil
}

// Check recalculates workbooks and reports every formula whose value differs
// from the one that was written. It gives the number of formulas compared.
func Check(t testing.TB, files ...string) int {
	t.Helper()
	Need(t)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	into := t.TempDir()
	if err := Convert(ctx, "xlsx", into, files...); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, f := range files {
		n, wrong, err := Compare(f, filepath.Join(into, filepath.Base(f)))
		if err != nil {
			t.Fatal(err)
		}
		total += n
		for i, d := range wrong {
			if i == 20 {
				t.Errorf("%s: and %d more", filepath.Base(f), len(wrong)-i)
				break
			}
			t.Errorf("%s: %s", filepath.Base(f), d)
		}
	}
	return total
}
