// Package fence keeps the files that a program is told to read below one folder: for
// names that come from others than its user.
package fence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"azwhatif/internal/terminal"
)

// Fence is a folder, outside of which no file is to be read or written. A nil Fence
// stands nowhere: it lets everything pass.
type Fence struct {
	root *os.Root
	dir  string // absolute, its own links followed
}

// MaxFile is the size of the largest file that passes.
const MaxFile = 2 << 30

// maxEntries bounds what is looked at below one folder.
const maxEntries = 100_000

// At puts a fence around a folder.
func At(folder string) (*Fence, error) {
	dir, err := filepath.Abs(folder)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Fence{root, dir}, nil
}

// Dir is the folder.
func (f *Fence) Dir() string { return f.dir }

// Check lets a file or a folder pass that is there, below the fence's folder, and no
// link, device or pipe; nor does a link stand on the way to it. Path is absolute or
// relative to the current folder.
//
// Note: it looks, and does not open. Who may change the folder in the moment between may
// put a link there; the fence is for names and files that come from others, not for
// another program of the same user.
func (f *Fence) Check(path string) error {
	if f == nil {
		return nil
	}
	_, err := f.look(path, false)
	return err
}

// CheckNew lets a place pass that a file may be written at: one that is not there, in a
// folder that passes, or a plain file.
func (f *Fence) CheckNew(path string) error {
	if f == nil {
		return nil
	}
	info, err := f.look(path, true)
	if err == nil && info != nil && info.IsDir() {
		return fmt.Errorf("%s is a folder", shown(path))
	}
	return err
}

// CheckAll is Check of a folder and all below it.
func (f *Fence) CheckAll(folder string) error {
	if f == nil {
		return nil
	}
	if err := f.Check(folder); err != nil {
		return err
	}
	n := 0
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if n++; n > maxEntries {
			return fmt.Errorf("%s has more than %d files", shown(folder), maxEntries)
		}
		if err != nil {
			return err
		}
		return plain(path, d.Type())
	})
}

// look is what stands at a path; nil where nothing does and that may be so.
func (f *Fence) look(path string, mayLack bool) (fs.FileInfo, error) {
	local, err := f.local(path)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(local, string(filepath.Separator))
	var info fs.FileInfo
	for i := range parts {
		info, err = f.root.Lstat(filepath.Join(parts[:i+1]...))
		switch {
		case errors.Is(err, fs.ErrNotExist) && mayLack && i == len(parts)-1:
			return nil, nil
		case err != nil:
			var inner *fs.PathError
			if errors.As(err, &inner) {
				err = inner.Err
			}
			return nil, fmt.Errorf("%s: %w", shown(path), err)
		}
		if err := plain(filepath.Join(parts[:i+1]...), info.Mode().Type()); err != nil {
			return nil, err
		}
	}
	if info.Mode().IsRegular() && info.Size() > MaxFile {
		return nil, fmt.Errorf("%s is larger than %d GB", shown(path), MaxFile>>30)
	}
	return info, nil
}

// local is the path below the fence's folder.
func (f *Fence) local(path string) (string, error) {
	if strings.ContainsFunc(path, unicode.IsControl) {
		return "", fmt.Errorf("%s: the name has control characters", shown(path))
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	local, err := filepath.Rel(f.dir, whole)
	if err != nil || !filepath.IsLocal(local) {
		return "", fmt.Errorf("%s is outside of the folder", shown(path))
	}
	return local, nil
}

// plain refuses all that is neither a file nor a folder.
func plain(path string, mode fs.FileMode) error {
	switch {
	case mode&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a link, or stands behind one: links are not followed here", shown(path))
	case mode != 0 && !mode.IsDir():
		return fmt.Errorf("%s is neither a file nor a folder", shown(path))
	}
	return nil
}

func shown(path string) string { return terminal.Clean(filepath.ToSlash(path)) }
