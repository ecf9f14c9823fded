// Package realdata finds files that Azure really sent, for tests. They are not
// part of the project: the environment variable AZWHATIF_REALDATA names the
// folder that holds them.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// File is the path of a real file, such as "ratecard/a.json". Where
// AZWHATIF_REALDATA is not set the test is skipped, or fails if
// AZWHATIF_REQUIRE_REAL is 1; a file that the folder lacks always fails it.
func File(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("AZWHATIF_REALDATA")
	if dir == "" {
		if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
			t.Fatal("AZWHATIF_REQUIRE_REAL is 1, and AZWHATIF_REALDATA names no folder")
		}
		t.Skip("needs real files: set AZWHATIF_REALDATA to their folder")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("AZWHATIF_REALDATA: %v", err)
	}
	return path
}
