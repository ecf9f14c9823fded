package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook"
)

// unfinished is how the folders begin that are being written.
const unfinished = ".writing-"

// Put adds a card and the response that it was read from, plain or gzip, and
// gives the path of its folder. When it returns, the card is on the disk to
// stay; on an error nothing is added, and nothing that was there is touched.
//
// A card that is there is never overwritten: a second one of the same terms and
// time takes the next millisecond that is free.
//
// The card's rates are written as they are made; their order is the card's.
func (b *Book) Put(ctx context.Context, card *ratebook.Stream, response io.Reader) (path string, err error) {
	parent, err := folderOf(b.root(), card.Terms)
	if err != nil {
		return "", err
	}
	if card.Provenance.Fetched.IsZero() {
		return "", fmt.Errorf("the card for %s does not say when it was fetched", card.Terms)
	}
	if card.Provenance.FromFuture(b.now()) {
		return "", fmt.Errorf("the card for %s says that it was fetched at %s, and it is %s now: is the clock right?", card.Terms, card.Provenance.Fetched.UTC().Format(time.RFC3339), b.now().UTC().Format(time.RFC3339))
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("card for %s not added to the ratebook %s: %w", card.Terms, b.dir, err)
		}
	}()
	if err := makeFolders(parent); err != nil {
		return "", err
	}
	sweep(parent)
	temp := filepath.Join(parent, unfinished+rand.Text())
	done, err := atomicfile.Folder(temp, 0o777)
	if err != nil {
		return "", err
	}
	defer func() {
		_ = os.RemoveAll(temp) // after the rename it is not there
		done()
	}()
	if err := writeResponse(filepath.Join(temp, responseFile), response, card.Provenance.SHA256); err != nil {
		return "", err
	}
	rates := filepath.Join(temp, ratesFile)
	if err := b.writeRates(ctx, rates, card); err != nil {
		return "", err
	}
	if err := syncFile(rates); err != nil {
		return "", err
	}
	d, err := describe(card.Header, rates)
	if err != nil {
		return "", err
	}
	return place(d, temp, parent)
}

// describe makes the document of a card whose rates are written.
func describe(header ratebook.Header, rates string) (d document, err error) {
	d.Header = header
	if d.Terms.Locale == "" {
		d.Terms.Locale = ratebook.DefaultLocale
	}
	d.Provenance.Fetched = d.Provenance.Fetched.UTC().Truncate(time.Millisecond)
	d.RatesSHA256, err = fileHash(rates)
	return d, err
}

// place completes the folder and renames it to the first name that is free.
func place(d document, temp, parent string) (path string, err error) {
	for {
		path = filepath.Join(parent, nameOf(d.Header))
		if _, err := os.Lstat(path); err == nil {
			d.Provenance.Fetched = d.Provenance.Fetched.Add(time.Millisecond)
			continue
		}
		data, err := d.marshal()
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(temp, cardFile), data, 0o666); err != nil {
			return "", err
		}
		if err := syncFile(filepath.Join(temp, cardFile)); err != nil {
			return "", err
		}
		if err := atomicfile.SyncFolder(temp); err != nil {
			return "", err
		}
		err = os.Rename(temp, path)
		if err == nil {
			return path, atomicfile.SyncFolder(parent)
		}
		// another writer may have taken the name meanwhile: a folder with
		// files in it is not renamed over
		if _, gone := os.Lstat(path); gone != nil {
			return "", err
		}
	}
}

// writeResponse keeps the response, packed, if it has the hash.
func writeResponse(path string, response io.Reader, want string) (err error) {
	in := bufio.NewReader(response)
	var plain io.Reader = in
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		if plain, err = gzip.NewReader(in); err != nil {
			return fmt.Errorf("the response: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	sum, packed := sha256.New(), gzip.NewWriter(f)
	if _, err := io.Copy(io.MultiWriter(packed, sum), plain); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("the response is not the one that the card was read from: its hash is %s, and the card's is %s", got, want)
	}
	return f.Sync()
}

// sweep removes folders that a writer left behind long ago. They are not read.
func sweep(parent string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			atomicfile.Sweep(filepath.Join(parent, e.Name()))
		}
	}
}

// makeFolders is os.MkdirAll whose new folders last.
func makeFolders(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := makeFolders(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return atomicfile.SyncFolder(parent)
}

// syncFile makes a file's bytes last. It is opened for writing, since Windows
// flushes no other.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
