package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook/fetch"
)

// mostFiles bounds the files of one card; a price sheet has some 10 parts, and all
// retail prices are some 1,000 pages.
const mostFiles = 10_000

// inputFiles are the files that names stand for: files, folders with all that answers
// may be in, and patterns where no file has the name. Each stands there once, in the
// order of the names; those of a folder or a pattern are in the order of their numbers.
func inputFiles(names []string) (files []string, err error) {
	seen := map[string]bool{}
	add := func(path string) {
		if clean := filepath.Clean(path); !seen[clean] {
			seen[clean] = true
			files = append(files, path)
		}
	}
	for _, name := range names {
		info, err := os.Stat(name)
		var found []string
		switch {
		case err == nil && info.IsDir():
			if found, err = filesBelow(name); err == nil && len(found) == 0 {
				err = fmt.Errorf("folder %s has no .json, .csv, .parquet, .zip or .gz file", name)
			}
		case err == nil:
			found = []string{name}
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?["):
			if found, err = filepath.Glob(name); err == nil && len(found) == 0 {
				err = fmt.Errorf("%s matches no file", name)
			}
			slices.SortFunc(found, naturally)
		}
		if err != nil {
			return nil, fmt.Errorf("--from-file: %w", err)
		}
		for _, path := range found {
			add(path)
		}
	}
	if len(files) > mostFiles {
		return nil, fmt.Errorf("--from-file names %d files, more than %d", len(files), mostFiles)
	}
	return files, nil
}

// filesBelow are the files of a folder, and of those in it, that an answer may be in.
func filesBelow(folder string) (files []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		hidden := path != folder && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case !hidden && !d.IsDir() && slices.Contains([]string{".json", ".csv", ".parquet", ".zip", ".gz"}, strings.ToLower(filepath.Ext(path))):
			files = append(files, path)
		}
		return nil
	})
	slices.SortFunc(files, naturally)
	return files, err
}

// naturally puts page2 before page10.
func naturally(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x > 0 && y > 0 {
			m, _ := strconv.ParseUint(a[:x], 10, 64)
			n, _ := strconv.ParseUint(b[:y], 10, 64)
			if c := cmp.Or(cmp.Compare(m, n), cmp.Compare(a[:x], b[:y])); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(a, b)
}

// digits is how many digits s begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// input is one open file of a card.
type input struct {
	name string // as messages have it
	*os.File
}

type inputs []input

// openAll opens files. What is open is given beside an error, too.
func openAll(files []string) (all inputs, err error) {
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			return all, err
		}
		all = append(all, input{filepath.ToSlash(path), f})
	}
	return all, nil
}

func (all inputs) close() {
	for _, f := range all {
		_ = f.Close()
	}
}

func (all inputs) rewind() error {
	for _, f := range all {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	return nil
}

// address is where a card says that it is from: the file, or the first of several.
func (all inputs) address() string {
	s := "file:" + filepath.Base(all[0].name)
	if n := len(all) - 1; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

// response is what the ratebook keeps of the files: the one, or a zip of them, with its
// hash. remove is to be called when it was read. The files are at their beginning then.
func (all inputs) response() (response io.ReadSeeker, hash string, remove func(), err error) {
	if len(all) == 1 {
		return all[0].File, "", func() {}, nil
	}
	folder, away, err := atomicfile.Scratch("azwhatif-fetch-")
	if err != nil {
		return nil, "", nil, err
	}
	zip, err := os.OpenFile(filepath.Join(folder, "response"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		away()
		return nil, "", nil, err
	}
	done := func() { _ = zip.Close(); away() }
	parts := make([]fetch.Part, len(all))
	for i, f := range all {
		parts[i] = fetch.Part{Name: f.name, Body: f.File}
	}
	if hash, err = fetch.Pack(zip, parts); err == nil {
		err = all.rewind()
	}
	if err != nil {
		done()
		return nil, "", nil, err
	}
	return zip, hash, done, nil
}
