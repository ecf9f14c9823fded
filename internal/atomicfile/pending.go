package atomicfile

import (
	"os"
	"sync"
)

// pending are the files and folders that are not finished.
var pending = struct {
	sync.Mutex
	paths map[string]bool
	over  bool // Abandon was called
}{paths: map[string]bool{}}

// create makes a file that Abandon removes.
func create(path string, mode os.FileMode) (*os.File, error) {
	pending.Lock()
	defer pending.Unlock()
	if pending.over {
		return nil, os.ErrClosed
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err == nil {
		pending.paths[path] = true
	}
	return f, err
}

// Folder makes a folder that is not finished: Abandon removes it with all that
// is in it, unless it was renamed, or removed, and forgotten by done.
func Folder(path string, mode os.FileMode) (done func(), err error) {
	pending.Lock()
	defer pending.Unlock()
	if pending.over {
		return nil, os.ErrClosed
	}
	if err := os.Mkdir(path, mode); err != nil {
		return nil, err
	}
	pending.paths[path] = true
	return func() { forget(path) }, nil
}

func forget(path string) {
	pending.Lock()
	defer pending.Unlock()
	delete(pending.paths, path)
}

func discard(path string) {
	_ = os.Remove(path)
	forget(path)
}

// Abandon removes all that is not finished, and lets nothing begin: for a
// program that is about to end.
func Abandon() {
	pending.Lock()
	defer pending.Unlock()
	pending.over = true
	for path := range pending.paths {
		for range 3 { // an engine may be writing into a folder
			if os.RemoveAll(path) == nil {
				break
			}
		}
	}
}
