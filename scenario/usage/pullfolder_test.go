package usage

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

// pulledFolder makes what a pull saves, with one file.
func pulledFolder(t *testing.T, at, text string) *Provenance {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	p := &Provenance{Version: 1, Files: []PulledFile{{Name: "part-0.csv", Bytes: int64(len(text)), SHA256: hex.EncodeToString(sum[:])}}}
	if err := os.MkdirAll(at, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"part-0.csv": text, pulledManifest: "{}"} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeDocument(t.Context(), filepath.Join(at, pulledProvenance), p); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPulledWhole: a file that was changed and kept its size is not what was saved.
func TestPulledWhole(t *testing.T) {
	at := filepath.Join(t.TempDir(), "march")
	p := pulledFolder(t, at, "1,2,3")
	if !p.whole(at) {
		t.Error("it is not whole")
	}
	if err := os.WriteFile(filepath.Join(at, "part-0.csv"), []byte("1,2,4"), 0o666); err != nil {
		t.Fatal(err)
	}
	if p.whole(at) {
		t.Error("a file that was changed is taken for what was saved")
	}
}

// TestPullKilled: a kill between the two renames of a pull loses nothing: what was put
// aside is there again for the next one, and is gone where what replaces it is there.
func TestPullKilled(t *testing.T) {
	dir := t.TempDir()
	aside := filepath.Join(dir, replacedBy+"march")
	for _, replaced := range []bool{false, true} {
		pulledFolder(t, filepath.Join(aside, "march"), "old")
		pulledFolder(t, filepath.Join(aside, "march-1-15"), "old")
		if replaced {
			pulledFolder(t, filepath.Join(dir, "march"), "new")
		}
		done, err := HoldPulls(t.Context(), dir, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		done()
		all, err := pulls(dir)
		if err != nil || len(all) != map[bool]int{false: 2, true: 1}[replaced] {
			t.Errorf("replaced %t: %d are there, %v", replaced, len(all), err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "march", "part-0.csv"))
		if want := map[bool]string{false: "old", true: "new"}[replaced]; err != nil || string(text) != want {
			t.Errorf("%q, %v", text, err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
		for name := range all {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestSwap: what is replaced is gone only where what replaces it is there.
func TestSwap(t *testing.T) {
	dir := t.TempDir()
	temp := filepath.Join(dir, unfinishedPull+"x")
	pulledFolder(t, temp, "new")
	pulledFolder(t, filepath.Join(dir, "march-1-15"), "old")
	pulledFolder(t, filepath.Join(dir, "march"), "not of a pull")
	if err := swap(dir, temp, "march", []string{"march-1-15"}); err == nil {
		t.Error("what is not of a pull is replaced")
	}
	if all, err := pulls(dir); err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
	if err := swap(dir, temp, "march", []string{"march-1-15", "march"}); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "march", "part-0.csv"))
	left, _ := os.ReadDir(dir)
	if string(text) != "new" || len(left) != 1 {
		t.Errorf("%q %v, %v", text, err, left)
	}
}
