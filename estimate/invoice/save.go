package invoice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/internal/atomicfile"
)

// FileName is the name of an invoice's file: its period and its number.
func FileName(i reconcile.Invoice) string {
	period := "no-period"
	if !i.Start.IsZero() && !i.End.IsZero() {
		period = i.Start.Format(time.DateOnly) + "_" + i.End.Format(time.DateOnly)
	}
	return period + "_" + i.Name + ".pdf"
}

// Save puts a PDF into a folder under the invoice's FileName, whole or not at all.
// What is there is never overwritten: had tells that it is the same, byte by byte;
// anything else of that name is an error.
func Save(ctx context.Context, folder string, i reconcile.Invoice, pdf []byte) (path string, had bool, err error) {
	path = filepath.Join(folder, FileName(i))
	err = atomicfile.Create(ctx, path, func(w io.Writer) error { _, err := w.Write(pdf); return err })
	if errors.Is(err, fs.ErrExist) {
		return path, true, same(path, pdf)
	}
	return path, false, err
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
