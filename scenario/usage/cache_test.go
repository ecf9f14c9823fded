package usage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// newTestCache is a cache of files of any size, and what it tells.
func newTestCache(t *testing.T) (c *Cache, told *[]string) {
	var mu sync.Mutex
	told = new([]string)
	return &Cache{Folder: filepath.Join(t.TempDir(), "cache"), Program: "test", least: 1, Tell: func(text string) {
		mu.Lock()
		defer mu.Unlock()
		*told = append(*told, text)
	}}, told
}

func (c *Cache) entries(t *testing.T) (paths []string) {
	paths, err := filepath.Glob(filepath.Join(c.Folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(paths, func(path string) bool { return strings.HasSuffix(path, ".state") })
}

// all is all that an import gives.
func all(t *testing.T, s Spec) string {
	t.Helper()
	got, err := RollUp(t.Context(), s, nil)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v", got.Used, got.Sources, got.Twice, got.Covered, got.Lost)
}

// TestCache: with the cache, empty and full, an import gives what it gives without: of
// all formats, with usage that is there twice, by the day and by the month, filtered, and
// where an entry is damaged.
func TestCache(t *testing.T) {
	t.Parallel()
	lists := [][]string{
		{"testdata/azure-cost/*.csv"}, {"testdata/focus/*.csv"}, {"testdata/aws-cur/*.csv"}, {"testdata/azure-ea-old/*.csv"},
		{"testdata/azure-portal-classic", "testdata/azure-csp-daily", "testdata/oci-cost"}, {"testdata/gcp-billing", "testdata/azure-consumption"},
	}
	for i, s := range []Spec{{}, {Days: true, AllTags: true, ByGroup: true}, {From: "2020-01-01", To: "2030-01-01", Tags: []string{"env"}}, {From: "2026-01-10", To: "2026-01-20", ByDay: true, Prices: true}} {
		c, told := newTestCache(t)
		for _, files := range lists {
			s.Files, s.GoOn, s.MaxRefused, s.Cache = files, true, 1e6, nil
			want := all(t, s)
			s.Cache = c
			for _, run := range []string{"empty", "full"} {
				if got := all(t, s); got != want {
					t.Errorf("%d, %v, with the cache %s:\n%s\nwant\n%s", i, files, run, got, want)
				}
			}
		}
		entries := c.entries(t)
		if len(entries) < 8 || len(*told) > 0 {
			t.Errorf("%d: %d entries; told %q", i, len(entries), *told)
		}
		if i > 0 {
			continue
		}
		for n, path := range entries { // cut off, changed, and foreign
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			switch n % 3 {
			case 0:
				text = text[:len(text)/2]
			case 1:
				text[len(text)/2] ^= 1
			default:
				text = []byte("not ours")
			}
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.Files, s.Cache = lists[0], nil
		want := all(t, s)
		s.Cache = c
		if got := all(t, s); got != want || len(*told) == 0 || !strings.Contains((*told)[0], "is damaged, and is removed") && !strings.Contains((*told)[0], "is none of this program") {
			t.Errorf("with damaged entries:\n%s\nwant\n%s\ntold %q", got, want, *told)
		}
	}
}

// TestCacheByContent: a file that is rewritten is read anew, though its size and its time
// are the same, and a copy under another name is not.
func TestCacheByContent(t *testing.T) {
	t.Parallel()
	c, _ := newTestCache(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	text, err := os.ReadFile("testdata/azure-cost/ea.csv")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	put := func(path string, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	s := Spec{Files: []string{path}, Cache: c}
	put(path, text)
	first := all(t, s)
	put(path, bytes.ReplaceAll(text, []byte("2026-"), []byte("2025-")))
	if bytes.Contains(text, []byte("/2026")) {
		put(path, bytes.ReplaceAll(text, []byte("/2026"), []byte("/2025")))
	}
	second := all(t, s)
	if first == second || len(c.entries(t)) != 2 {
		t.Errorf("the same sums of other bytes, or %d entries", len(c.entries(t)))
	}
	put(filepath.Join(dir, "b.csv"), text)
	s.Files = []string{filepath.Join(dir, "b.csv")}
	if got := all(t, s); strings.ReplaceAll(got, "b.csv", "a.csv") != first || len(c.entries(t)) != 2 {
		t.Errorf("of a copy:\n%s\nwant\n%s", got, first)
	}
	// Days that take all of the file in need no entry of their own.
	s.From, s.To = "2020-01-01", "2030-01-01"
	if got := all(t, s); strings.ReplaceAll(got, "b.csv", "a.csv") != first && !strings.Contains(first, "refused") {
		t.Errorf("with days:\n%s\nwant\n%s", got, first)
	}
}

// TestCacheIsBounded: the entries that were not used for longest go, and nothing else.
func TestCacheIsBounded(t *testing.T) {
	c, _ := newTestCache(t)
	s := Spec{Files: []string{"testdata/azure-cost/ea.csv"}, Cache: c}
	all(t, s)
	s.ByDay = true
	all(t, s)
	entries := c.entries(t)
	other := filepath.Join(c.Folder, "notes.txt")
	if err := os.WriteFile(other, []byte("mine"), 0o600); err != nil || len(entries) != 2 {
		t.Fatal(err, entries)
	}
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(entries[0], long, long); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(entries[1])
	if err != nil {
		t.Fatal(err)
	}
	c.Most = info.Size() + 1
	c.trim()
	if left := c.entries(t); !slices.Equal(left, []string{entries[1], other}) && !slices.Equal(left, []string{other, entries[1]}) {
		t.Errorf("left %q of %q", left, entries)
	}
}

// TestCacheOfTwo: imports at once share a cache.
func TestCacheOfTwo(t *testing.T) {
	c, told := newTestCache(t)
	s := Spec{Files: []string{"testdata/azure-cost/ea.csv", "testdata/focus/mixed_1.0.csv"}}
	want := all(t, s)
	s.Cache = c
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for range 2 {
				if got := all(t, s); got != want {
					t.Errorf("%s\nwant\n%s", got, want)
				}
			}
		})
	}
	wait.Wait()
	if len(*told) > 0 {
		t.Errorf("told %q", *told)
	}
}

// TestCacheState: a file in the state in which it was hashed is not read again; one that is
// written to is, though its size and its time are set back.
func TestCacheState(t *testing.T) {
	c, _ := newTestCache(t)
	path := filepath.Join(t.TempDir(), "a.csv")
	at := time.Now().Add(-time.Hour)
	put := func(text string) fs.FileInfo {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	info := put("1")
	state, _ := stateOf(info)
	if state == "" {
		t.Skip("the system does not tell a file's state")
	}
	known := sha256.Sum256([]byte("as it was hashed"))
	text, err := json.Marshal(hashed{state, known[:], time.Now().Add(time.Hour)})
	if err == nil {
		err = os.MkdirAll(c.Folder, 0o700)
	}
	name := sha256.Sum256([]byte(path))
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Folder, hex.EncodeToString(name[:])+".state"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.hash(path, info); err != nil || got != known {
		t.Errorf("%x, %v", got, err)
	}
	time.Sleep(20 * time.Millisecond) // a tick of the clock
	if got, err := c.hash(path, put("2")); err != nil || got != sha256.Sum256([]byte("2")) {
		t.Errorf("written to: %x, %v", got, err)
	}
}
