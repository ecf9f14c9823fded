package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Full tells whether an error is that of a disk without room, or of a used up quota.
func Full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// FullScratch says what is to be done where the temporary folder is full; any other
// error, also of a full disk elsewhere, is given as it is. What it holds is said by the
// caller: "a copy of the file that is unpacked".
func FullScratch(err error, what string) error {
	var at *fs.PathError
	if !Full(err) || !errors.As(err, &at) || !strings.HasPrefix(at.Path, filepath.Clean(os.TempDir())+string(filepath.Separator)) {
		return err
	}
	return fmt.Errorf("the temporary folder %s is full, and %s stands there: free some room in it, or set TMPDIR to a folder with more", os.TempDir(), what)
}
