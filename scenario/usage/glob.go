package usage

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
)

// match is a file that a pattern stands for: what the user would call it, and
// where it is.
type match struct{ name, path string }

// hasPattern tells whether a name could stand for other files.
func hasPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// glob gives the files that a pattern stands for below dir, sorted, without
// hidden ones. Each part of the pattern that is there as it is written is
// itself: the folder exports[1] is no pattern.
func glob(dir, pattern string) ([]match, error) {
	pattern = filepath.Clean(pattern)
	at := match{"", dir}
	if filepath.IsAbs(pattern) {
		root := filepath.VolumeName(pattern) + string(filepath.Separator)
		at, pattern = match{root, root}, pattern[len(root):]
	}
	var found []match
	err := at.below(strings.Split(pattern, string(filepath.Separator)), &found)
	return found, err
}

// below adds what the parts of a pattern stand for in a folder.
func (m match) below(parts []string, found *[]match) error {
	part := parts[0]
	names := []string{part}
	if _, err := os.Stat(filepath.Join(m.path, part)); err != nil && hasPattern(part) {
		if names, err = m.names(part); err != nil {
			return err
		}
	}
	for _, name := range names {
		next := match{filepath.Join(m.name, name), filepath.Join(m.path, name)}
		info, err := os.Stat(next.path)
		switch {
		case err != nil: // gone, or a link to nothing
		case len(parts) == 1 && !info.IsDir():
			*found = append(*found, next)
		case len(parts) > 1 && info.IsDir():
			if err := next.below(parts[1:], found); err != nil {
				return err
			}
		}
	}
	return nil
}

// names are those in a folder that one part of a pattern matches. A hidden one
// is matched only by a part that begins as it does.
func (m match) names(part string) (names []string, err error) {
	if _, err := filepath.Match(part, ""); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(cmp.Or(m.path, ".")) // sorted
	if os.IsNotExist(err) {
		return nil, nil
	}
	for _, e := range entries {
		if hidden(e.Name()) && part[0] != e.Name()[0] {
			continue
		}
		ok, err := filepath.Match(part, e.Name())
		if err != nil {
			return nil, err
		}
		if ok {
			names = append(names, e.Name())
		}
	}
	return names, err
}
