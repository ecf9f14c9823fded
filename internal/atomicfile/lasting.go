package atomicfile

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

// SyncFolder makes a folder's names last. Windows has no such call, and some
// file systems refuse it.
func SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrPermission) {
		return nil // it may be written to, and not be listed
	}
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
