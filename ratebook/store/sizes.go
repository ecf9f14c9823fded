package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook/size"
)

// sizesFolder has the catalogues of sizes that were fetched, a file a day.
const sizesFolder = "sizes"

// PutSizes keeps a catalogue of sizes; one of the same day takes the place of another.
// It gives the file's name.
func (b *Book) PutSizes(ctx context.Context, c *size.Catalogue) (string, error) {
	dir := filepath.Join(b.dir, sizesFolder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("ratebook: %w", err)
	}
	path := filepath.Join(dir, c.Date+".txt")
	return path, atomicfile.Write(ctx, path, c.Write)
}

// Sizes is the newest catalogue of sizes of a day not after asOf (the zero time: now);
// nil where the one that is built in is newer, or none was fetched.
func (b *Book) Sizes(asOf time.Time) (*size.Catalogue, error) {
	if asOf.IsZero() {
		asOf = b.now()
	}
	dir := filepath.Join(b.dir, sizesFolder)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("ratebook: %w", err)
	}
	latest := asOf.UTC().Format(time.DateOnly) + ".txt"
	for _, e := range slices.Backward(entries) {
		day, ok := strings.CutSuffix(e.Name(), ".txt")
		if !ok || e.Name() > latest || day <= size.BuiltIn().Date {
			continue
		}
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("ratebook: %w", err)
		}
		c, err := size.Read(f)
		_ = f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w; fetch it again with \"azwhatif fetch --sizes\", or delete it", filepath.Join(dir, e.Name()), err)
		}
		return c, nil
	}
	return nil, nil
}
