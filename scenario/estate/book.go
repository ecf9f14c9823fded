package estate

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"azwhatif/internal/terminal"
)

// Bounds of what is read: an inventory of 100,000 machines stays well below them, and
// a few kilobytes can say that they are petabytes.
const (
	maxFile     = 512 << 20
	maxUnpacked = 2 << 30
	maxCells    = 200_000_000
	maxColumns  = 20_000 // a workbook's sheet has 16,384
	maxName     = 1000
)

// book is one file: sheets, or the members of an archive.
type book struct {
	name    string // as the user named it; an archive's member behind a "!"
	folder  string // where it stands: what is in one belongs together
	sum     string // SHA-256
	sheets  []*sheet
	members map[string][]byte // of an archive that is no workbook, by path
	comma   rune              // a text's delimiter; 0 of a workbook
	notes   []string
}

// sheet is one table.
type sheet struct {
	name string
	head [][]string // its first rows
	rows func(yield func(row int, cells []string) error) error
}

// headRows is how many rows are looked at to find a header: titles stand above some.
const headRows = 40

var (
	errEmpty   = errors.New("the file is empty")
	errEncrypt = errors.New("it is encrypted, or in the old format .xls: save it as .xlsx, without a password")
	errLarge   = fmt.Errorf("it is larger than %d MB", maxFile>>20)
)

// open reads a file, and tells what kind of file it is by how it begins.
func open(name, at string) ([]*book, error) {
	in, err := os.Open(at)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxFile:
		return nil, errLarge
	}
	return parse(name, path.Dir(strings.ReplaceAll(at, "\\", "/")), data, 0)
}

// parse is open of a file's bytes. An archive of files gives a book for each, beside
// itself; depth is how many archives it stands in.
func parse(name, folder string, data []byte, depth int) ([]*book, error) {
	sum := sha256.Sum256(data)
	b := &book{name: name, folder: folder, sum: hex.EncodeToString(sum[:])}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, errEmpty
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, errEncrypt
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return nil, errors.New("it is a document, not an inventory")
	case bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return nil, errors.New("it is an archive without files")
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return []*book{b}, b.text(data)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("it is damaged: get the file anew (%w)", err)
	}
	for _, m := range z.File {
		if strings.EqualFold(m.Name, "xl/workbook.xml") {
			return []*book{b}, b.workbook(z, data)
		}
	}
	if depth > 0 {
		return nil, errors.New("it is an archive within an archive; unpack it first")
	}
	return b.archive(z, depth)
}

// archive unpacks the files in an archive.
func (b *book) archive(z *zip.Reader, depth int) ([]*book, error) {
	b.members = map[string][]byte{}
	list := []*book{b}
	left := int64(maxUnpacked)
	for _, m := range z.File {
		name := strings.ReplaceAll(m.Name, "\\", "/")
		base := path.Base(name)
		if m.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		if m.Flags&1 != 0 {
			return nil, errors.New("it is encrypted: give it without a password")
		}
		in, err := m.Open()
		if err != nil {
			return nil, fmt.Errorf("%s in it is damaged: %w", terminal.Clean(name), err)
		}
		data, err := io.ReadAll(io.LimitReader(in, min(left, maxFile)+1))
		_ = in.Close()
		if err != nil {
			return nil, fmt.Errorf("%s in it is damaged: %w", terminal.Clean(name), err)
		}
		if left -= int64(len(data)); left < 0 || len(data) > maxFile {
			return nil, fmt.Errorf("it unpacks to more than %d MB", maxUnpacked>>20)
		}
		key := strings.ToLower(strings.TrimPrefix(path.Clean(name), "./"))
		if _, twice := b.members[key]; twice {
			return nil, fmt.Errorf("%s is in it twice", terminal.Clean(name))
		}
		b.members[key] = data
		inner, err := parse(b.name+"!"+terminal.Clean(name), b.name+"!"+path.Dir(name), data, depth+1)
		if err == nil {
			list = append(list, inner...)
		}
	}
	if len(b.members) == 0 {
		return nil, errors.New("it is an archive without files")
	}
	return list, nil
}

// find is the first sheet whose name is one of these, in small letters.
func (b *book) find(names ...string) *sheet {
	for _, want := range names {
		for _, s := range b.sheets {
			if strings.EqualFold(strings.TrimSpace(s.name), want) {
				return s
			}
		}
	}
	return nil
}
