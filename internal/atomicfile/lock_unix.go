//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// Lock makes a file and holds it until unlock, which removes it, or until this process
// ends, by a kill, too. It is ErrLocked while another holds it.
//
// Note: some network file systems have no locks; there it only makes the file.
func Lock(path string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
			_ = f.Close()
			return nil, ErrLocked
		}
		mine, err := f.Stat()
		there, err2 := os.Lstat(path)
		if err == nil && err2 == nil && os.SameFile(mine, there) {
			return func() {
				_ = os.Remove(path)
				_ = f.Close()
			}, nil
		}
		_ = f.Close() // who held it has removed it meanwhile
	}
}
