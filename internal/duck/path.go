// Package duck is what the doors with DuckDB share: how it is told a path, so that it
// opens that file and no other, and what its errors say.
//
// DuckDB takes the path of a read for a pattern: a[1].csv is a1.csv. A name in
// brackets is itself, but no text stands for a path that is not UTF-8, nor for
// one with a backslash beside a character of patterns. A symbolic link in a
// private folder stands for those.
//
// Two settings go with it, which a path cannot give: every read says
// hive_partitioning = false, since a folder such as unit_price=9 would replace a
// column; and a path that is written to is no pattern.
package duck

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"azwhatif/internal/atomicfile"
)

var escape = strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]")

// Paths gives DuckDB's texts for paths. The zero value is ready to use, from
// several goroutines; Close removes its links.
type Paths struct {
	// Folder is where links are made; "" is a private folder that is made when
	// the first is needed.
	Folder string

	mu     sync.Mutex
	own    string // the private folder
	remove func() // it
	links  map[string]string
}

// Read gives the text by which read_csv and read_parquet open the file at path.
func (p *Paths) Read(path string) (string, error) {
	path, err := p.Write(path)
	if err != nil {
		return "", err
	}
	return escape.Replace(path), nil
}

// Write gives the text by which COPY … TO writes the file at path, in a folder
// that is there, and by which a setting names a folder.
func (p *Paths) Write(path string) (string, error) {
	path, err := filepath.Abs(path) // no ~, no s3: at its beginning
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "windows" {
		return filepath.ToSlash(path), nil
	}
	if sayable(path) {
		return path, nil
	}
	if folder := filepath.Dir(path); sayable(filepath.Base(path)) {
		link, err := p.link(folder)
		return filepath.Join(link, filepath.Base(path)), err
	}
	return p.link(path)
}

// sayable tells whether a text stands for the path.
func sayable(path string) bool {
	return utf8.ValidString(path) && !strings.ContainsRune(path, 0) && (!strings.ContainsRune(path, '\\') || !strings.ContainsAny(path, "[*?"))
}

// link is a symbolic link to a path, made once.
func (p *Paths) link(path string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if link, ok := p.links[path]; ok {
		return link, nil
	}
	folder := p.Folder
	if folder == "" {
		if p.own == "" {
			own, remove, err := atomicfile.Scratch("azwhatif-links-")
			if err != nil {
				return "", err
			}
			p.own, p.remove = own, remove
		}
		folder = p.own
	}
	if folder, err := filepath.Abs(folder); err != nil || !sayable(folder) {
		return "", errors.Join(err, fmt.Errorf("the temporary folder %q has a name that DuckDB cannot be told; set TMPDIR to another", folder))
	}
	link := filepath.Join(folder, fmt.Sprintf("link-%d", len(p.links)))
	if err := os.Symlink(path, link); err != nil {
		return "", err
	}
	if p.links == nil {
		p.links = map[string]string{}
	}
	p.links[path] = link
	return link, nil
}

// Close removes the private folder, and with it the links.
func (p *Paths) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	remove := p.remove
	p.own, p.remove, p.links = "", nil, nil
	if remove != nil {
		remove()
	}
	return nil
}
