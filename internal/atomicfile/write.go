// Package atomicfile is the one writer of whole files: a reader finds the old
// file or the new one, never half of one, whenever the program is stopped.
//
// A file is written beside its place, made to last (fsync), and renamed. What a
// killed run leaves is swept by a later one, when it is a day old.
package atomicfile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// unfinished is how the files begin that are being written, in the folder of
// the file that they become.
const unfinished = ".azwhatif-"

// Write replaces a file, or makes it, by what write writes. On an error, which is
// write's own where writing the file did not fail, and where ctx ends before all is written, what was there stays as it was.
//
// A new file has the mode that the umask leaves of 0666; one that was there
// keeps its mode. Where path is a symbolic link, its target is written. What is
// no regular file, such as /dev/stdout, is written to as it is.
func Write(ctx context.Context, path string, write func(io.Writer) error) error {
	place, there, err := target(path)
	switch {
	case err != nil:
		return failed(path, err)
	case there != nil && there.IsDir():
		return fmt.Errorf("%s is a folder; give the name of a file", path)
	case there != nil && !there.Mode().IsRegular():
		return failed(path, through(ctx, place, write))
	case there != nil && there.Mode().Perm()&0o200 == 0:
		return fmt.Errorf("%s is read-only; make it writable, or give another name", path)
	}
	temp, err := beside(ctx, place, there, write)
	if err != nil {
		return failed(path, err)
	}
	if err := os.Rename(temp, place); err != nil {
		discard(temp)
		return fmt.Errorf("%s cannot be replaced: %w; close it where it is open, or give another name", path, reason(err))
	}
	forget(temp)
	return failed(path, SyncFolder(filepath.Dir(place)))
}

// Create makes a file that is not there yet, as Write does. One that is there
// is left as it is: the error is then fs.ErrExist.
func Create(ctx context.Context, path string, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return failed(path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return failed(path, err)
	}
	temp, err := beside(ctx, path, nil, write)
	if err != nil {
		return failed(path, err)
	}
	// Note: a rename would replace a file that another has put there meanwhile
	err = os.Link(temp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Lstat(path); !errors.Is(there, fs.ErrNotExist) {
			err = fs.ErrExist
		} else {
			err = os.Rename(temp, path) // a file system without links
		}
	}
	discard(temp)
	return failed(path, errors.Join(err, SyncFolder(filepath.Dir(path))))
}

// target follows symbolic links to what is to be written; there is nil where
// nothing is there yet.
func target(path string) (place string, there fs.FileInfo, err error) {
	place = path
	for range 40 { // as many links as Linux follows
		there, err = os.Lstat(place)
		if errors.Is(err, fs.ErrNotExist) {
			return place, nil, nil
		}
		if err != nil || there.Mode()&fs.ModeSymlink == 0 {
			return place, there, err
		}
		next, err := os.Readlink(place)
		if err != nil {
			return place, nil, err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(place), next)
		}
		place = next
	}
	return place, nil, errors.New("too many symbolic links")
}

// through writes to a device or a pipe.
func through(ctx context.Context, place string, write func(io.Writer) error) error {
	f, err := os.OpenFile(place, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(run(ctx, f, write), f.Close())
}

// beside writes a file in the folder of its place, whole and lasting, and gives
// its path.
func beside(ctx context.Context, place string, there fs.FileInfo, write func(io.Writer) error) (temp string, err error) {
	folder := filepath.Dir(place)
	sweep(folder, isUnfinished)
	mode := fs.FileMode(0o666) // less the umask
	if there != nil {
		mode = 0o600 // until the old mode is set
	}
	temp = filepath.Join(folder, unfinished+rand.Text())
	f, err := create(temp, mode)
	if err != nil {
		return "", err
	}
	if there != nil {
		err = f.Chmod(there.Mode().Perm())
	}
	if err == nil {
		err = run(ctx, f, write)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		discard(temp)
		return "", err
	}
	return temp, nil
}

// run has write write to f. An error that is not of the writing is the caller's own.
func run(ctx context.Context, f io.Writer, write func(io.Writer) error) error {
	w := &writer{ctx: ctx, to: f}
	err := write(w)
	if err != nil && w.err == nil {
		return &callersError{err}
	}
	return err
}

// callersError has nothing to do with the file.
type callersError struct{ error }

func (e *callersError) Unwrap() error { return e.error }

// writer writes until its context ends, and keeps what stopped it.
type writer struct {
	ctx context.Context
	to  io.Writer
	err error
}

func (w *writer) Write(p []byte) (n int, err error) {
	if w.ctx.Err() != nil {
		w.err = context.Cause(w.ctx)
		return 0, w.err
	}
	n, w.err = w.to.Write(p)
	return n, w.err
}

// failed names the file that the user knows, not the one beside it.
func failed(path string, err error) error {
	if err == nil {
		return nil
	}
	var own *callersError
	if errors.As(err, &own) {
		return own.error
	}
	return fmt.Errorf("%s cannot be written: %w", path, reason(err))
}

// reason leaves out the name of the file beside.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}
