package workbook

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"azwhatif/internal/atomicfile"
)

// replace writes a workbook, whole or not at all, and gives up where ctx ends.
func replace(ctx context.Context, path string, opt Options, write func(io.Writer, Options) error) error {
	if err := free(path); err != nil {
		return err
	}
	folder, remove, err := atomicfile.Scratch("azwhatif-book-")
	if err != nil {
		return err
	}
	defer remove()
	opt.ctx, opt.folder = ctx, folder
	err = atomicfile.Write(ctx, path, func(w io.Writer) error { return write(w, opt) })
	return atomicfile.FullScratch(err, "a part of a large workbook")
}

// free tells that somebody has a workbook open. Office programs put a file
// beside one that they have open.
func free(path string) error {
	if _, err := os.Stat(path); err != nil {
		return nil // there is none, or writing it says what is wrong
	}
	folder, name := filepath.Split(path)
	for _, lock := range []string{"~$" + name, ".~lock." + name + "#"} {
		if _, err := os.Lstat(folder + lock); err == nil {
			return fmt.Errorf("%s is open elsewhere; close it there, or give another name (if no program has it open, remove %s)", path, folder+lock)
		}
	}
	return nil
}
