package fence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/internal/fence"
)

func TestFence(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write := func(path string) {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret"))
	write(filepath.Join(dir, "plain"))
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(dir, "sub", "deep"))
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("links cannot be made here:", err)
		}
	}
	link(outside, "out")
	link("plain", "inner")
	link("nowhere", "dangling")
	large := filepath.Join(dir, "large")
	write(large)
	if err := os.Truncate(large, fence.MaxFile+1); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	f, err := fence.At(".")
	if err != nil {
		t.Fatal(err)
	}
	for path, why := range map[string]string{
		"plain": "", ".": "", "sub": "", "sub/deep": "", "sub/../plain": "", filepath.Join(f.Dir(), "plain"): "",
		"":                               "", // the folder itself
		"lacking":                        "no such file",
		"..":                             "outside of the folder",
		"../plain":                       "outside of the folder",
		filepath.Join(outside, "secret"): "outside of the folder",
		"/etc/passwd":                    "outside of the folder",
		"out/secret":                     "is a link",
		"out":                            "is a link",
		"inner":                          "is a link",
		"dangling":                       "is a link",
		"large":                          "is larger than",
		"a\x00b":                         "control characters",
		"a\nb":                           "control characters",
	} {
		err := f.Check(path)
		if (err == nil) != (why == "") || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("Check(%q) = %v, want %q", path, err, why)
		}
		if err := (*fence.Fence)(nil).Check(path); err != nil {
			t.Errorf("no fence: Check(%q) = %v", path, err)
		}
	}
	for path, why := range map[string]string{
		"plain": "", "new": "", "sub/new": "", "sub": "is a folder", "lacking/new": "no such file",
		"dangling": "is a link", "inner": "is a link", "out/new": "is a link", "../new": "outside of the folder",
	} {
		err := f.CheckNew(path)
		if (err == nil) != (why == "") || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("CheckNew(%q) = %v, want %q", path, err, why)
		}
	}
	if err := f.CheckAll("sub"); err != nil {
		t.Error(err)
	}
	if err := f.CheckAll("."); err == nil {
		t.Error("a folder with links passes as a whole")
	}
}
