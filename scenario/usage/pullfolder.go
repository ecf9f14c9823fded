package usage

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
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

// What a pull saves is a folder for each report or run of an export, with a manifest that
// says what files it has, as Cost Management writes it, and where it is from beside it.
const (
	pulledManifest   = "manifest.json"
	pulledProvenance = "_provenance.json" // which imports pass by
	unfinishedPull   = ".pull-"           // which imports do not look into
)

// Provenance is where the files of one pull are from.
type Provenance struct {
	Version    int       `json:"version"` // 1
	Source     string    `json:"source"`  // cost-details or storage-export
	URL        string    `json:"url"`     // what was asked, without secrets
	APIVersion string    `json:"api_version"`
	Fetched    time.Time `json:"fetched"`          // when it was asked for, UTC
	Scope      string    `json:"scope,omitempty"`  // a resource id; "" where it is not said
	Series     string    `json:"series,omitempty"` // what repeats the days of what: an export, or reports of one kind
	Metric     string    `json:"metric,omitempty"`
	From       string    `json:"from,omitempty"` // the days that it is of, both included; "" where they are not said
	To         string    `json:"to,omitempty"`
	Of         string    `json:"of,omitempty"` // for people: "2026-03", "invoice G012345678"

	Run       string    `json:"run,omitempty"` // of an export: the blob of its manifest
	Submitted time.Time `json:"submitted,omitzero"`

	Files []PulledFile `json:"files"`
}

// PulledFile is a file that a pull saved.
type PulledFile struct {
	Name   string `json:"name"` // below the folder, with "/"
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Blob   string `json:"blob,omitempty"` // its name in the storage
	ETag   string `json:"etag,omitempty"` // of the blob
}

// readProvenance reads what stands beside a folder's manifest; nil where nothing does
// that can be read.
func readProvenance(folder string) *Provenance {
	f, err := os.Open(filepath.Join(folder, pulledProvenance))
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, 16<<20))
	var p Provenance
	if err != nil || json.Unmarshal(text, &p) != nil || p.Version != 1 {
		return nil
	}
	return &p
}

// whole tells whether the files of a folder are there, as they were saved.
func (p *Provenance) whole(folder string) bool {
	for _, f := range p.Files {
		if !f.unchanged(folder) {
			return false
		}
	}
	_, ok := onDisk(filepath.Join(folder, pulledManifest))
	return ok && len(p.Files) > 0
}

// asSaved is whole, and says where something of it was changed.
func (o PullOptions) asSaved(p *Provenance, folder string) bool {
	if p.whole(folder) {
		return true
	}
	o.say("%s is not as it was saved: it is asked for again", folder)
	return false
}

// taken is in place of asSaved where nothing is pulled yet: it reads no files.
func taken(*Provenance, string) bool { return true }

// unchanged tells whether the file in a folder is as it was saved, by its hash.
func (f PulledFile) unchanged(folder string) bool {
	path, err := filepath.Localize(f.Name)
	if err != nil {
		return false
	}
	path = filepath.Join(folder, path)
	if size, ok := onDisk(path); !ok || size != f.Bytes {
		return false
	}
	sum, err := hashOf(path)
	return err == nil && hex.EncodeToString(sum[:]) == f.SHA256
}

// pulls are the folders of earlier pulls in a folder, by their names.
func pulls(dir string) (map[string]*Provenance, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := map[string]*Provenance{}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			if p := readProvenance(filepath.Join(dir, e.Name())); p != nil {
				all[e.Name()] = p
			}
		}
	}
	return all, nil
}

// fill makes a folder of what write writes into it, or changes nothing: it is written
// beside, and takes the place of the folders that it replaces when all of it is there.
func fill(ctx context.Context, dir, name string, replaces []string, write func(folder string) error) (err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	sweepPulls(dir)
	temp := filepath.Join(dir, unfinishedPull+rand.Text())
	done, err := atomicfile.Folder(temp, 0o777)
	if err != nil {
		return err
	}
	defer func() {
		_ = os.RemoveAll(temp) // after the rename it is not there
		done()
	}()
	if err := write(temp); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	if err := atomicfile.SyncFolder(temp); err != nil {
		return err
	}
	return swap(dir, temp, name, replaces)
}

// swap renames a folder that is whole to its name, and removes those that it replaces.
// These are put aside first: imports would read both, and the same usage twice. A kill in
// between is mended by the next pull (putBack).
func swap(dir, temp, name string, replaces []string) (err error) {
	place, aside := filepath.Join(dir, name), filepath.Join(dir, replacedBy+name)
	if len(replaces) > 0 {
		if err := os.Mkdir(aside, 0o777); err != nil {
			return err
		}
		defer func() {
			if err == nil {
				_ = os.RemoveAll(aside)
				return
			}
			err = errors.Join(err, returnFrom(aside, dir))
			_ = os.Remove(aside) // it is empty, or the next pull tries again
		}()
	}
	// that of the name itself first: once another is aside, the place is free or whole
	slices.SortFunc(replaces, func(a, b string) int {
		if a == name {
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, old := range replaces {
		if err := os.Rename(filepath.Join(dir, old), filepath.Join(aside, old)); err != nil {
			return fmt.Errorf("%s cannot be replaced: %w", filepath.Join(dir, old), unwrapPath(err))
		}
	}
	if _, err := os.Lstat(place); err == nil {
		return fmt.Errorf("%s is there, and not of an earlier pull: move it, or give another --dir", place)
	}
	if err := os.Rename(temp, place); err != nil {
		return err
	}
	return atomicfile.SyncFolder(dir)
}

// sweepPulls removes what killed pulls left, a day later.
func sweepPulls(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinishedPull) {
			atomicfile.Sweep(filepath.Join(dir, e.Name()))
		}
	}
}

// writeDocument writes JSON for people and programs.
func writeDocument(ctx context.Context, path string, v any) error {
	return atomicfile.Write(ctx, path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}
