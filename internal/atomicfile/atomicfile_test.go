package atomicfile_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/atomicfile"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// names are those of a folder's entries.
func names(t *testing.T, folder string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func want(t *testing.T, path, content string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != content {
		t.Errorf("%s: %q, %v, want %q", filepath.Base(path), got, err, content)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	for _, s := range []string{"first", "second"} {
		if err := atomicfile.Write(t.Context(), path, text(s)); err != nil {
			t.Fatal(err)
		}
		want(t, path, s)
	}
	broken := errors.New("broken")
	err := atomicfile.Write(t.Context(), path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	})
	if err != broken {
		t.Errorf("the error is %v", err)
	}
	want(t, path, "second")
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left: %v", got)
	}
}

// TestInterrupted ends the context while a file is written, at its end, and before.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := atomicfile.Write(t.Context(), path, text("old")); err != nil {
		t.Fatal(err)
	}
	for _, write := range []func(context.CancelFunc, io.Writer) error{
		func(cancel context.CancelFunc, w io.Writer) error { cancel(); return text("new")(w) },
		func(cancel context.CancelFunc, w io.Writer) error { defer cancel(); return text("new")(w) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := atomicfile.Write(ctx, path, func(w io.Writer) error { return write(cancel, w) })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		want(t, path, "old")
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left: %v", got)
	}
}

func TestMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := t.TempDir()
	made, err := os.Create(filepath.Join(dir, "made")) // by the umask
	if err != nil {
		t.Fatal(err)
	}
	_ = made.Close()
	info, _ := os.Stat(made.Name())
	path := filepath.Join(dir, "a.txt")
	for _, mode := range []fs.FileMode{info.Mode(), 0o600, 0o640, 0o666, 0o755} {
		if mode != info.Mode() {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		if err := atomicfile.Write(t.Context(), path, text("x")); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.Stat(path); got.Mode() != mode {
			t.Errorf("mode %s, want %s", got.Mode(), mode)
		}
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(t.Context(), path, text("y")); err == nil || !strings.Contains(err.Error(), "is read-only") {
		t.Errorf("a read-only file: %v", err)
	}
}

func TestLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	for _, there := range []bool{true, false} {
		target, link := filepath.Join(elsewhere, "target"), filepath.Join(dir, "link")
		if there {
			if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
		if err := atomicfile.Write(t.Context(), link, text("new")); err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 {
			t.Error("the link is gone")
		}
		want(t, target, "new")
		if info, _ := os.Stat(target); there && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("the target's mode is %s", info.Mode())
		}
		_ = os.Remove(target)
		_ = os.Remove(link)
	}
	round := filepath.Join(dir, "round")
	if err := os.Symlink("round", round); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(t.Context(), round, text("x")); err == nil {
		t.Error("a link to itself was written")
	}
}

func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	for path, says := range map[string]string{
		dir:                                 "is a folder",
		filepath.Join(dir, "none", "a.txt"): "cannot be written",
		filepath.Join(dir, strings.Repeat("n", 300)): "cannot be written",
	} {
		err := atomicfile.Write(t.Context(), path, text("x"))
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), ".azwhatif-") || strings.Contains(err.Error(), "close it") {
			t.Errorf("%.40s: %v", path, err)
		}
	}
	if runtime.GOOS != "windows" {
		if err := atomicfile.Write(t.Context(), os.DevNull, text("x")); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
			t.Fatal("the null device was replaced")
		}
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := atomicfile.Create(t.Context(), path, text("first")); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Create(t.Context(), path, text("second")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the error is %v", err)
	}
	want(t, path, "first")
	if got := names(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("left: %v", got)
	}
}

// TestSweep leaves files as killed runs of this and of earlier releases do.
// Those of a day ago are gone after the next run, and nothing else is.
func TestSweep(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir, old := t.TempDir(), time.Now().Add(-25*time.Hour)
	leave := func(path string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{".azwhatif-ABCDEFGHIJKLMNOPQRSTUVWXYZ", ".azwhatif-123456", ".azwhatif-987.xlsx", ".azwhatif-config.yaml", "plan.yaml"} {
		leave(filepath.Join(dir, name), old)
	}
	leave(filepath.Join(dir, ".azwhatif-YOUNG"), time.Now())
	if err := atomicfile.Write(t.Context(), filepath.Join(dir, "out"), text("x")); err != nil {
		t.Fatal(err)
	}
	if got, wanted := strings.Join(names(t, dir), " "), ".azwhatif-YOUNG .azwhatif-config.yaml out plan.yaml"; got != wanted {
		t.Errorf("left: %s, want %s", got, wanted)
	}

	for _, name := range []string{"azwhatif-usage-1", "azwhatif-usage-2", "other-3"} {
		folder := filepath.Join(os.TempDir(), name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		at := old
		if name == "azwhatif-usage-2" {
			at = time.Now() // a long run still writes into it
		}
		leave(filepath.Join(folder, "rows.csv"), at)
		if err := os.Chtimes(folder, old, old); err != nil {
			t.Fatal(err)
		}
	}
	folder, remove, err := atomicfile.Scratch("azwhatif-usage-")
	if err != nil {
		t.Fatal(err)
	}
	if got, wanted := strings.Join(names(t, os.TempDir()), " "), "azwhatif-usage-2 "+filepath.Base(folder)+" other-3"; got != wanted {
		t.Errorf("left: %s, want %s", got, wanted)
	}
	remove()
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder is still there")
	}
}
