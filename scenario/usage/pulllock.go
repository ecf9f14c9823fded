package usage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
)

// pullLock is held by the pull that is at work in a folder.
const pullLock = ".pull.lock"

// HoldPulls makes a folder to pull into, unless it is there, and keeps other pulls out of
// it until done: one that is at work is waited for. What a killed one was about to replace
// is put back.
func HoldPulls(ctx context.Context, dir string, say func(string)) (done func(), err error) {
	_, err = os.Stat(dir)
	made := errors.Is(err, os.ErrNotExist)
	for told := false; ; told = true {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return nil, err
		}
		unlock, err := atomicfile.Lock(filepath.Join(dir, pullLock))
		switch {
		case err == nil:
			done = func() {
				unlock()
				if made {
					_ = os.Remove(dir) // only where nothing is in it
				}
			}
			if err := putBack(dir); err != nil {
				done()
				return nil, err
			}
			return done, nil
		case errors.Is(err, os.ErrNotExist): // another removed the folder
		case !errors.Is(err, atomicfile.ErrLocked):
			return nil, fmt.Errorf("nothing can be saved in %s: %w", dir, unwrapPath(err))
		case !told:
			say("another pull into " + dir + " is at work: it is waited for")
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// replacedBy begins the name of the folder that holds what a pull replaces, while the
// whole one is renamed to its name, which follows.
const replacedBy = ".replaced-by-"

// putAside tells whether a folder holds what a pull was about to replace, and did not.
func putAside(folder string) bool {
	name, ok := strings.CutPrefix(filepath.Base(folder), replacedBy)
	if !ok {
		return false
	}
	_, err := os.Lstat(filepath.Join(filepath.Dir(folder), name))
	return errors.Is(err, os.ErrNotExist)
}

// putBack ends what a killed pull began: what it had put aside goes back to its place,
// unless that which replaces it is there.
func putBack(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), replacedBy) || !e.IsDir() {
			continue
		}
		aside := filepath.Join(dir, e.Name())
		if putAside(aside) {
			if err := returnFrom(aside, dir); err != nil {
				return fmt.Errorf("%s has what an earlier pull was about to replace, and cannot be put back: %w", aside, unwrapPath(err))
			}
		}
		if err := os.RemoveAll(aside); err != nil {
			return err
		}
	}
	return nil
}

// returnFrom moves the folders in one folder into another.
func returnFrom(aside, dir string) error {
	entries, err := os.ReadDir(aside)
	for _, e := range entries {
		if err := os.Rename(filepath.Join(aside, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return err
}
