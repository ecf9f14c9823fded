package usage

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
)

// Cache keeps what files were rolled up to, so that a later import reads only what is
// new. An entry is found by all that its sums depend on: the bytes of the file, by
// their SHA-256, what the Spec asks for, and the build of the program.
//
// An entry has what one file gives before it is put together with others, with the
// hashes of rows that tell usage that is there twice. What manifests say, which
// run of an export counts, and what files have in common is settled anew each time.
type Cache struct {
	Folder  string            // which is made when it is needed
	Program string            // what tells this build of the program from another
	Most    int64             // bytes that all entries may take; 0 is DefaultCache
	Tell    func(text string) // takes messages; may be nil

	least int64 // the size of files below which they are not in it; 0 is leastCached
}

// DefaultCache is how many bytes the entries may take where a Cache does not say.
const DefaultCache = 2 << 30

// leastCached is the size of a file, in bytes, below which it is read as fast.
const leastCached = 64 << 10

// cacheMark is how each entry begins; another layout has another number.
const cacheMark = "azwhatif roll-up 1\n"

func (c *Cache) tell(format string, a ...any) {
	if c.Tell != nil {
		c.Tell(fmt.Sprintf(format, a...))
	}
}

// keyed is a file that may be in the cache.
type keyed struct {
	input
	hash  [sha256.Size]byte
	state fs.FileInfo // before it was read
	at    time.Time   // when it was hashed
}

// keyed hashes a file; nil where it is not to be in the cache.
func (r *run) keyed(in input) *keyed {
	if r.spec.Cache == nil || in.size < cmp.Or(r.spec.Cache.least, leastCached) || r.spec.Starts != nil {
		return nil
	}
	state, err := os.Stat(in.path)
	if err != nil || state.Size() != in.size {
		return nil
	}
	k := &keyed{input: in, state: state}
	if k.hash, err = r.spec.Cache.hash(in.path, state); err != nil {
		return nil // reading it says why
	}
	k.at = time.Now()
	return k
}

// entry is where the sums of a file are, for what a Spec asks for.
func (c *Cache) entry(k *keyed, s Spec) string {
	s.Files, s.Warehouse, s.Dir, s.Check, s.Starts, s.Cache = nil, nil, "", nil, nil, nil
	s.Unpacked, s.MaxRefused, s.Memory, s.GoOn = 0, 0, 0, false // they end an import, and change no sum
	key := sha256.Sum256(fmt.Appendf(nil, "%s%s\n%x %d\n%+q", cacheMark, c.Program, k.hash, k.size, fmt.Sprintf("%+v", s)))
	return filepath.Join(c.Folder, hex.EncodeToString(key[:]))
}

// always is a Spec of all days.
func (s Spec) always() Spec {
	s.From, s.To = "", ""
	return s
}

// open gives an entry that is whole, without its mark and its hash; nil where there is none.
// One that is damaged is told of, and removed.
func (c *Cache) open(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	if err := sound(f); err != nil {
		_ = f.Close()
		_ = os.Remove(path)
		c.tell("the cache of usage: %s %s, and is removed; what it is of is read anew", path, err)
		return nil
	}
	return f
}

// sound checks an entry against its hash, and goes to where its content begins.
func sound(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	mark := make([]byte, len(cacheMark))
	content := info.Size() - int64(len(cacheMark)) - sha256.Size
	if _, err := io.ReadFull(f, mark); err != nil || string(mark) != cacheMark || content < 0 {
		return fmt.Errorf("is none of this program")
	}
	h := sha256.New()
	if _, err := io.CopyN(h, f, content); err != nil {
		return fmt.Errorf("is damaged")
	}
	if want, err := io.ReadAll(f); err != nil || !bytes.Equal(want, h.Sum(nil)) {
		return fmt.Errorf("is damaged")
	}
	_, err = f.Seek(int64(len(cacheMark)), io.SeekStart)
	return err
}

// put writes an entry. That it cannot be written is told, and no failure.
func (c *Cache) put(ctx context.Context, path string, content *os.File) {
	err := os.MkdirAll(c.Folder, 0o700)
	if err == nil {
		err = atomicfile.Write(ctx, path, func(w io.Writer) error {
			h := sha256.New()
			if _, err := content.Seek(0, io.SeekStart); err != nil {
				return err
			}
			if _, err := io.WriteString(w, cacheMark); err != nil {
				return err
			}
			if _, err := io.Copy(io.MultiWriter(w, h), content); err != nil {
				return err
			}
			_, err := w.Write(h.Sum(nil))
			return err
		})
	}
	if err != nil && ctx.Err() == nil {
		c.tell("what was read is not kept for the next time: %v", err)
	}
}

// trim removes the entries that were not used for longest, until the others have room.
func (c *Cache) trim() {
	list, err := os.ReadDir(c.Folder)
	if err != nil {
		return
	}
	var entries []fs.FileInfo
	var all int64
	for _, e := range list {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && ours(e.Name()) {
			entries, all = append(entries, info), all+info.Size()
		}
	}
	slices.SortFunc(entries, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, e := range entries {
		if all <= cmp.Or(c.Most, DefaultCache) {
			return
		}
		if os.Remove(filepath.Join(c.Folder, e.Name())) == nil {
			all -= e.Size()
		}
	}
}

// ours tells the names of entries, and of states, from those of other files.
func ours(name string) bool {
	name = strings.TrimSuffix(name, ".state")
	return len(name) == 2*sha256.Size && strings.Trim(name, "0123456789abcdef") == ""
}
