package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"azwhatif/internal/atomicfile"
	"azwhatif/internal/terminal"
)

// mostScenario bounds a scenario file.
const mostScenario = 8 << 20

// Folder is the folder of scenarios that the page shows. Nothing outside of it is read
// or written, also by way of symbolic links; folders in it are not looked into.
type Folder struct {
	path string // absolute, its own links followed
	root *os.Root
	save sync.Mutex // a file is compared with its tag and replaced by one at a time
}

// File is a scenario file as it was read.
type File struct {
	Name     string // within the folder
	Data     []byte
	ETag     string // of the data; changes when it does
	Modified time.Time
}

// ErrChanged is the error of saving over what another has saved meanwhile.
var ErrChanged = errors.New("the file was changed meanwhile, by another page or program; nothing of it is overwritten")

// OpenFolder opens a folder. It is to be closed.
func OpenFolder(path string) (*Folder, error) {
	path, err := filepath.Abs(path)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Folder{path: path, root: root}, nil
}

// Close lets the folder go, once what is being saved is saved.
func (f *Folder) Close() error {
	f.save.Lock()
	defer f.save.Unlock()
	return f.root.Close()
}

// Path is where a file of the folder is.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, name) }

// Name is the folder's own.
func (f *Folder) Name() string { return f.path }

// Tidy leaves the folder's path out of a text about its files.
func (f *Folder) Tidy(text string) string {
	return strings.ReplaceAll(text, f.path+string(filepath.Separator), "")
}

// IsScenario tells whether a name can be that of a scenario in the folder.
func IsScenario(name string) bool {
	ending := strings.ToLower(filepath.Ext(name))
	return inFolder(name) && (ending == ".yaml" || ending == ".yml")
}

// inFolder tells whether a name is that of one file, in the folder itself, on any system.
func inFolder(name string) bool {
	return name != "" && len(name) <= 200 && name[0] != '.' && !strings.ContainsAny(name, `/\:`) &&
		filepath.IsLocal(name) && terminal.Clean(name) == name
}

// Scenarios lists the names of the scenario files, sorted: YAML with the keys of one.
func (f *Folder) Scenarios() (names []string, err error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !IsScenario(e.Name()) {
			continue
		}
		if file, err := f.Read(e.Name()); err != nil || isScenario(file.Data) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// isScenario tells a scenario from other YAML, such as a mapping, by its keys.
func isScenario(data []byte) bool {
	for line := range bytes.Lines(data) {
		for _, key := range []string{"cases:", "sweep:", "workloads:", "estates:"} {
			if bytes.HasPrefix(line, []byte(key)) {
				return true
			}
		}
	}
	return false
}

// Read reads a scenario file.
func (f *Folder) Read(name string) (File, error) {
	if !IsScenario(name) {
		return File{}, fmt.Errorf("%q: %w", name, fs.ErrNotExist)
	}
	r, err := f.root.Open(name)
	if err != nil {
		return File{}, err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("%s is no file", name)
	}
	data, err := io.ReadAll(io.LimitReader(r, mostScenario+1))
	if err != nil {
		return File{}, err
	}
	if len(data) > mostScenario {
		return File{}, fmt.Errorf("%s is longer than %d MB", name, mostScenario>>20)
	}
	return File{name, data, etag(data), info.ModTime()}, nil
}

// etag is the tag of a file's text, as HTTP writes it.
func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// Save replaces a file that still has the tag; else the error is ErrChanged, and what is
// there stays. A file that is being saved when the program is stopped is there whole, as
// it was or as it is to be.
func (f *Folder) Save(ctx context.Context, name string, data []byte, tag string) (File, error) {
	f.save.Lock()
	defer f.save.Unlock()
	now, err := f.Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return File{}, ErrChanged
	case err != nil:
		return File{}, err
	case now.ETag != tag:
		return now, ErrChanged
	}
	// Note: a link within the folder would be replaced by a file, or followed out of it.
	if info, err := f.root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return now, errors.Join(fmt.Errorf("%s is a link: it is changed where it leads to", name), err)
	}
	return f.written(name, atomicfile.Write(context.WithoutCancel(ctx), f.Path(name), whole(data)))
}

// Create makes a file that is not there yet; else the error is fs.ErrExist.
func (f *Folder) Create(ctx context.Context, name string, data []byte) (File, error) {
	if !inFolder(name) {
		return File{}, fmt.Errorf("%q cannot be the name of a file here: give a name without folders", name)
	}
	f.save.Lock()
	defer f.save.Unlock()
	err := atomicfile.Create(context.WithoutCancel(ctx), f.Path(name), whole(data))
	if !IsScenario(name) {
		return File{Name: name}, err
	}
	return f.written(name, err)
}

// take copies a file from elsewhere into the folder, under a name that is not there yet,
// or leaves nothing of it where ctx ends.
func (f *Folder) take(ctx context.Context, name, path string) error {
	if !inFolder(name) {
		return fmt.Errorf("%q cannot be the name of a file here", name)
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	f.save.Lock()
	defer f.save.Unlock()
	return atomicfile.Create(ctx, f.Path(name), func(w io.Writer) error { _, err := io.Copy(w, from); return err })
}

// free is the name, or the next like it that no file has.
func (f *Folder) free(name string) string {
	ending := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	for n := 2; n < 1000; n++ {
		if _, err := f.root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			break
		}
		name = fmt.Sprintf("%s-%d%s", stem, n, ending)
	}
	return name
}

// written is the file as it is there now.
func (f *Folder) written(name string, err error) (File, error) {
	if err != nil {
		return File{}, err
	}
	return f.Read(name)
}

func whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(data); return err }
}

// Holds tells whether a path that a scenario names is in the folder, and what it leads
// to is. A pattern is followed up to its first mark.
func (f *Folder) Holds(path string) error {
	refuse := fmt.Errorf("%s is outside the folder %s: the page reads no file there; start \"azwhatif serve\" in a folder that holds both", path, f.path)
	name := filepath.FromSlash(path)
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(f.path, name)
		if err != nil {
			return refuse
		}
		name = rel
	}
	if !filepath.IsLocal(name) {
		return refuse
	}
	if i := strings.IndexAny(name, "*?["); i >= 0 {
		name = filepath.Dir(name[:i] + "x")
	}
	if _, err := f.root.Stat(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse
	}
	return nil
}

// stamp changes when a file does that the paths name: files, folders and patterns.
func (f *Folder) stamp(paths []string) string {
	var b strings.Builder
	in := f.root.FS()
	for _, path := range paths {
		if rel, err := filepath.Rel(f.path, path); filepath.IsAbs(path) && err == nil {
			path = rel
		}
		found, err := fs.Glob(in, filepath.ToSlash(path))
		if err != nil || found == nil {
			found = []string{filepath.ToSlash(filepath.Clean(path))}
		}
		for _, one := range found {
			_ = fs.WalkDir(in, one, func(name string, d fs.DirEntry, err error) error { // what cannot be read is said when it is
				if err != nil {
					return nil
				}
				if info, err := d.Info(); err == nil {
					fmt.Fprintln(&b, name, info.Size(), info.ModTime().UnixNano())
				}
				return nil
			})
		}
	}
	return b.String()
}
