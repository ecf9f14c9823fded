package invoice

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"azwhatif/estimate"
)

// FileName is the name of an invoice's file: its period and its number.
func FileName(i estimate.Invoice) string {
	period := "no-period"
	if !i.Start.IsZero() && !i.End.IsZero() {
		period = i.Start.Format(time.DateOnly) + "_" + i.End.Format(time.DateOnly)
	}
	return period + "_" + i.Name + ".pdf"
}

// Save puts a PDF into a folder under the invoice's FileName, whole or not at all.
// What is there is never overwritten: had tells that it is the same, byte by byte;
// anything else of that name is an error.
func Save(folder string, i estimate.Invoice, pdf []byte) (path string, had bool, err error) {
	path = filepath.Join(folder, FileName(i))
	f, err := os.CreateTemp(folder, ".azwhatif-*")
	if err != nil {
		return path, false, err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(pdf)
	err = errors.Join(err, f.Chmod(0o644), f.Sync())
	if err = errors.Join(err, f.Close()); err != nil {
		return path, false, err
	}
	// Note: a rename would replace a file that another has put there meanwhile
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Lstat(path); !errors.Is(there, fs.ErrNotExist) {
			err = fs.ErrExist
		} else {
			err = os.Rename(f.Name(), path) // a file system without links
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return path, true, same(path, pdf)
	}
	if err != nil {
		return path, false, err
	}
	return path, false, syncFolder(folder)
}

// same is an error unless the file has these bytes.
func same(path string, pdf []byte) error {
	there, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(there, pdf) {
		return fmt.Errorf("%s is there, with other bytes (%d, and Azure's has %d): it is not overwritten; move it away to have Azure's", path, len(there), len(pdf))
	}
	return nil
}

// syncFolder makes a folder's names last. Windows has no such call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
