// Package realdata finds files that Azure really sent, for tests. They are not
// part of the project: the environment variable AZWHATIF_REALDATA names the
// folder that holds them, where there is one.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// File is the path of a real file or folder, such as "ratecard/a.json"; "" is
// the folder of all. Where AZWHATIF_REALDATA is not set the test is skipped; a
// file that the folder lacks fails it.
func File(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("AZWHATIF_REALDATA")
	if dir == "" {
		t.Skip("needs real files: set AZWHATIF_REALDATA to their folder")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("AZWHATIF_REALDATA: %v", err)
	}
	return path
}
