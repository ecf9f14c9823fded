package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook"
)

// Remove takes a card out of the ratebook. Its folder is renamed first, so that
// no reader sees half of it; what an interrupted removal leaves is swept by a
// later Put. A card that is not there any more is an error that is fs.ErrNotExist.
func (b *Book) Remove(header ratebook.Header) (path string, err error) {
	parent, err := folderOf(b.root(), header.Terms)
	if err != nil {
		return "", err
	}
	path = filepath.Join(parent, nameOf(header))
	sweep(parent)
	aside := filepath.Join(parent, unfinished+rand.Text())
	done, err := atomicfile.Folder(aside, 0o777)
	if err != nil {
		return "", fmt.Errorf("card %s not removed: %w", path, err)
	}
	defer done()
	if err := os.Rename(path, filepath.Join(aside, filepath.Base(path))); err != nil {
		_ = os.Remove(aside)
		return "", fmt.Errorf("card %s not removed: %w", path, err)
	}
	return path, errors.Join(atomicfile.SyncFolder(parent), os.RemoveAll(aside))
}

// gone tells that a card's folder is not there any more, as where another run
// removes cards meanwhile: what was found wrong with it is no finding.
func gone(folder string) bool {
	_, err := os.Lstat(folder)
	return errors.Is(err, fs.ErrNotExist)
}
