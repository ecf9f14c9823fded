package workbook

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replace writes a file beside path and renames it.
func replace(path string, write func(io.Writer) error) error {
	if err := replaceable(path); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".azwhatif-*.xlsx")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	defer os.Remove(f.Name()) // it is gone where all went well
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, reason(err))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("%s cannot be replaced: %w; close it where it is open, or give another name", path, reason(err))
	}
	return nil
}

// reason leaves out the name of the temporary file.
func reason(err error) error {
	var perr *fs.PathError
	if errors.As(err, &perr) {
		return perr.Err
	}
	var lerr *os.LinkError
	if errors.As(err, &lerr) {
		return lerr.Err
	}
	return err
}

// replaceable tells why a file must not be replaced: because it is a folder or
// read-only, or because somebody has it open. Office programs put a file beside
// one that they have open.
func replaceable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil // there is none, or writing beside it says what is wrong
	}
	if info.IsDir() {
		return fmt.Errorf("%s is a folder; give the name of a file", path)
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("%s is read-only; make it writable, or give another name", path)
	}
	folder, name := filepath.Split(path)
	for _, lock := range []string{"~$" + name, ".~lock." + name + "#"} {
		if _, err := os.Lstat(folder + lock); err == nil {
			return fmt.Errorf("%s is open elsewhere; close it there, or give another name (if nobody has it open, remove %s)", path, folder+lock)
		}
	}
	return nil
}
