package atomicfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"azwhatif/internal/atomicfile"
)

// TestLock: one holds it at a time, and nothing is left of it.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".lock")
	if err := os.WriteFile(path, nil, 0o666); err != nil { // as a killed run leaves it
		t.Fatal(err)
	}
	for range 2 {
		unlock, err := atomicfile.Lock(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := atomicfile.Lock(path); err != atomicfile.ErrLocked {
			t.Errorf("locked twice: %v", err)
		}
		unlock()
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("it is left: %v", err)
		}
	}
}
