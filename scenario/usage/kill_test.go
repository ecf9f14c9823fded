package usage_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/scenario/usage"
)

// longExport is an export that takes a while.
func longExport(t *testing.T) string {
	var rows []string
	for range 150_000 {
		rows = append(rows, "2026-01-05 1 1")
	}
	return write(t, map[string]string{"x.csv": payg(rows...)})
}

// A cancelled import returns soon, and leaves nothing behind.
func TestCancelled(t *testing.T) {
	dir, tmp := longExport(t), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	im, err := usage.RollUp(ctx, usage.Spec{Files: []string{"x.csv"}, Dir: dir}, nil)
	if !errors.Is(err, context.DeadlineExceeded) || im != nil {
		t.Errorf("%v %v", im, err)
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// An import that is killed has no half result, and the next one gives all.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("USAGE_KILL"); dir != "" {
		for {
			if _, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"x.csv"}, Dir: dir}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir, tmp := longExport(t), t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
	cmd.Env = append(os.Environ(), "USAGE_KILL="+dir, "TMPDIR="+tmp)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 500 { // until it is at work
		if found, _ := filepath.Glob(filepath.Join(tmp, "azwhatif-usage-*")); len(found) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if found, _ := os.ReadDir(dir); len(found) != 1 {
		t.Errorf("beside the export: %v", found)
	}
	if got := total(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir}); !strings.HasPrefix(got, "2026-01 150000 150000") {
		t.Error(got)
	}
}
