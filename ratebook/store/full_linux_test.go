package store

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"azwhatif/ratebook"
)

// full puts a large card where there is no room for it, and looks for what was
// there before and for what is left.
func full(t *testing.T, b *Book, dir string, want error) {
	t.Helper()
	big := generated(t)
	for i := range big.Rates {
		big.Rates[i].Meter.Name += strings.ToUpper(string(big.Rates[i].Meter.ID)) // so that it does not pack well
	}
	path, err := b.Put(t.Context(), big.Stream(), strings.NewReader("{}"))
	if err == nil || path != "" || !strings.Contains(err.Error(), "not added to the ratebook "+dir) {
		t.Fatalf("%q, %v; want an error", path, err)
	}
	if !errors.Is(err, want) && !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want.Error())) {
		t.Errorf("the error does not say that the disk is full: %v", err)
	}
	t.Logf("error: %v", err)
	if left := unfinishedIn(t, dir); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	findings, err := b.Verify(t.Context())
	if err != nil || len(findings) != 1 || findings[0].Damage != nil {
		t.Errorf("what was there: %+v, %v", findings, err)
	}
	if _, rates, err := b.Find(t.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}}); err != nil || len(rates[0]) != 3 {
		t.Errorf("what was there: %v, %v", rates, err)
	}
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	b, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, b, card(t, "{}"), "{}")
	full(t, b, dir, syscall.ENOSPC)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// TestFileLimit has the same without a disk of its own: a process of its own
// may write no file of more than 256 KB.
func TestFileLimit(t *testing.T) {
	const variable = "AZWHATIF_TEST_FILE_LIMIT"
	if dir := os.Getenv(variable); dir != "" {
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 256 << 10, Max: 256 << 10}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		b := open(t, dir)
		put(t, b, card(t, "{}"), "{}")
		full(t, b, dir, syscall.EFBIG)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestFileLimit$", "-test.v")
	cmd.Env = append(os.Environ(), variable+"="+filepath.Join(t.TempDir(), "book"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Logf("%s", out)
	}
}

// TestManyProcesses puts cards of one time from several processes at once.
func TestManyProcesses(t *testing.T) {
	const variable = "AZWHATIF_TEST_WRITER"
	if dir := os.Getenv(variable); dir != "" {
		b := open(t, dir)
		for range 3 {
			put(t, b, card(t, "{}"), "{}")
		}
		return
	}
	dir := t.TempDir()
	var writers []*exec.Cmd
	for range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestManyProcesses$")
		cmd.Env = append(os.Environ(), variable+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writers = append(writers, cmd)
	}
	for _, w := range writers {
		if err := w.Wait(); err != nil {
			t.Error(err)
		}
	}
	b := open(t, dir)
	findings, err := b.Verify(t.Context())
	if err != nil || len(findings) != 12 {
		t.Fatalf("%d cards, %v", len(findings), err)
	}
	for _, f := range findings {
		if f.Damage != nil {
			t.Error(f)
		}
	}
}
