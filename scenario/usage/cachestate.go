package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"azwhatif/internal/atomicfile"
)

// hashed is what a file's bytes hashed to, and in which state the file was then: by its
// size, its number and its times, one of which (that of the last change of all) no program
// can set. While all are the same, so are the bytes.
type hashed struct {
	State string
	Hash  []byte
	At    time.Time
}

// settledFor is how long before it was hashed a file must have been changed last: one that is
// changed again within a tick of its clock keeps its times.
const settledFor = 10 * time.Second

// hash is what the bytes of a file hash to. They are read unless the file is in the state
// in which it was when they last were.
func (c *Cache) hash(path string, info fs.FileInfo) (sum [sha256.Size]byte, err error) {
	state, changed := stateOf(info)
	if state == "" { // the system does not say
		return hashOf(path)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return hashOf(path)
	}
	name := sha256.Sum256([]byte(full))
	place := filepath.Join(c.Folder, hex.EncodeToString(name[:])+".state")
	var known hashed
	if text, err := os.ReadFile(place); err == nil && json.Unmarshal(text, &known) == nil &&
		known.State == state && len(known.Hash) == sha256.Size && known.At.Sub(changed) > settledFor {
		return [sha256.Size]byte(known.Hash), nil
	}
	at := time.Now()
	if sum, err = hashOf(path); err != nil || at.Sub(changed) <= settledFor {
		return sum, err
	}
	if now, err := os.Stat(path); err != nil || !same(now, state) {
		return sum, err
	}
	text, err := json.Marshal(hashed{state, sum[:], at})
	if err == nil && os.MkdirAll(c.Folder, 0o700) == nil { // without it, the next import reads the file again
		_ = atomicfile.Write(context.Background(), place, func(w io.Writer) error { _, err := w.Write(text); return err })
	}
	return sum, err
}

func same(info fs.FileInfo, state string) bool {
	now, _ := stateOf(info)
	return now == state
}
