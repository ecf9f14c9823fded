package store

import (
	"fmt"
	"os"
	"path/filepath"

	"azwhatif/ratebook"
)

// Remove takes a card out of the ratebook. Its folder is renamed first, so that
// no reader sees half of it; what an interrupted removal leaves is swept by a
// later Put.
func (b *Book) Remove(header ratebook.Header) (path string, err error) {
	parent, err := folderOf(b.root(), header.Terms)
	if err != nil {
		return "", err
	}
	path = filepath.Join(parent, nameOf(header))
	aside, err := os.MkdirTemp(parent, unfinished)
	if err != nil {
		return "", fmt.Errorf("card %s not removed: %w", path, err)
	}
	if err := os.Rename(path, filepath.Join(aside, filepath.Base(path))); err != nil {
		_ = os.Remove(aside)
		return "", fmt.Errorf("card %s not removed: %w", path, err)
	}
	if err := syncFolder(parent); err != nil {
		return path, err
	}
	return path, os.RemoveAll(aside)
}
