package estate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/scenario"
)

// Spec says which files to read, and what they leave open.
type Spec struct {
	Files []string // files, folders, globs
	Dir   string   // that they are relative to
	// Check, where set, is asked of each file and folder before it is read: its error is
	// that of Read.
	Check   func(path string) error
	Format  string // "" where it is found
	Decimal string // "." or ",", where the files do not settle it
}

// reading is what is read so far.
type reading struct {
	spec Spec
	inv  *scenario.Inventory
	seen map[string]scenario.Place // machines, by what tells one
}

// Read reads an estate's files. The error names the file, and what to do.
func Read(ctx context.Context, s Spec) (*scenario.Inventory, error) {
	if s.Format != "" && !slices.Contains(Formats(), s.Format) {
		return nil, fmt.Errorf("format %q is none that estates have: %s", s.Format, strings.Join(Formats(), ", "))
	}
	paths, err := find(s)
	if err != nil {
		return nil, err
	}
	r := &reading{spec: s, inv: &scenario.Inventory{}, seen: map[string]scenario.Place{}}
	type group struct {
		format *format
		folder string
	}
	var order []group
	books := map[group][]*book{}
	sums := map[string]string{}
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		opened, err := open(p.name, p.path)
		if err != nil {
			if p.found {
				r.leave(p.name, err.Error())
				continue
			}
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		if first, ok := sums[opened[0].sum]; ok {
			r.leave(p.name, "the same bytes as "+first)
			continue
		}
		sums[opened[0].sum] = p.name
		claimed := false
		for _, b := range opened {
			f := claim(b, s.Format)
			if f == nil {
				continue
			}
			claimed = true
			g := group{f, b.folder}
			if f.Read == nil {
				return nil, fmt.Errorf("%s: %w", b.name, errUnknown)
			}
			if !slices.Contains(order, g) {
				order = append(order, g)
			}
			books[g] = append(books[g], b)
			if b == opened[0] && b.members != nil {
				break // its members are its own
			}
		}
		if !claimed {
			if p.found {
				r.leave(p.name, errUnknown.Error())
				continue
			}
			return nil, fmt.Errorf("%s: %w; the formats are %s%s", p.name, errUnknown, strings.Join(Formats(), ", "), seenHeader(opened))
		}
	}
	for _, g := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := g.format.Read(r, books[g]); err != nil {
			return nil, err
		}
	}
	byPlace := func(a, b scenario.LeftMachine) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Sheet, b.Place.Sheet), cmp.Compare(a.Place.Row, b.Place.Row))
	}
	slices.SortStableFunc(r.inv.Left, byPlace)
	slices.SortStableFunc(r.inv.Apart, byPlace)
	if len(r.inv.Machines)+len(r.inv.Services)+len(r.inv.Fixed)+len(r.inv.Apart)+len(r.inv.Left) == 0 {
		return nil, errors.New("the files list no machines" + sheetNotes(r.inv.Sources))
	}
	return r.inv, nil
}

var errUnknown = errors.New("no inventory that is known begins like this")

// seenHeader shows the first row with several cells of a file that none claims.
func seenHeader(books []*book) string {
	for _, b := range books {
		for _, s := range b.sheets {
			for _, cells := range s.head {
				if len(cells) >= 2 {
					text := []rune(terminal.Clean(strings.Join(cells, ", ")))
					if len(text) > 200 {
						text = append(text[:200], '…')
					}
					return fmt.Sprintf("; its first row is: %s. A plain CSV needs columns for the name, the vCPUs and the memory, such as name,vcpus,memory_gib", string(text))
				}
			}
		}
	}
	return ""
}

func sheetNotes(sources []scenario.InventorySource) string {
	var notes []string
	for _, s := range sources {
		for _, n := range s.Notes {
			notes = append(notes, s.Name+": "+n)
		}
	}
	if len(notes) == 0 {
		return ""
	}
	return ": " + strings.Join(notes, "; ")
}

// leave notes a file that is left out.
func (r *reading) leave(name, why string) {
	r.inv.Sources = append(r.inv.Sources, scenario.InventorySource{Name: name, Notes: []string{"left out: " + why}})
}

// source adds a file that is read.
func (r *reading) source(b *book, format string, rows int, notes ...string) {
	r.inv.Sources = append(r.inv.Sources, scenario.InventorySource{Name: b.name, Format: format, Rows: rows, SHA256: b.sum, Notes: slices.Concat(b.notes, notes)})
}

// input is one path to read.
type input struct {
	name, path string
	found      bool // in a folder: it need not be an inventory
}

// find gives the files that a Spec names, in order, each once.
func find(s Spec) (list []input, err error) {
	once := map[string]bool{}
	passes := func(path string) error {
		if s.Check == nil {
			return nil
		}
		return s.Check(path)
	}
	add := func(name, path string, found bool) error {
		if err := passes(path); err != nil {
			return err
		}
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			real = path
		}
		if !once[real] {
			once[real] = true
			list = append(list, input{terminal.Clean(filepath.ToSlash(name)), path, found})
		}
		return nil
	}
	for _, name := range s.Files {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.Dir, path)
		}
		if err := passes(path); err != nil && !(errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[")) {
			return nil, err
		}
		info, err := os.Stat(path)
		switch {
		case err == nil && !info.IsDir():
			if err := add(name, path, false); err != nil {
				return nil, err
			}
		case err == nil:
			n := len(list)
			err := filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
					return err
				}
				rel, _ := filepath.Rel(path, at)
				return add(filepath.Join(name, rel), at, true)
			})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, plain(err))
			}
			if len(list) == n {
				return nil, fmt.Errorf("folder %s has no files", name)
			}
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?["):
			at, pattern := filepath.Split(path)
			entries, err := os.ReadDir(cmp.Or(at, "."))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, plain(err))
			}
			n := len(list)
			for _, e := range entries {
				if ok, err := filepath.Match(pattern, e.Name()); err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				} else if ok && !e.IsDir() {
					if err := add(filepath.Join(filepath.Dir(name), e.Name()), filepath.Join(at, e.Name()), false); err != nil {
						return nil, err
					}
				}
			}
			if len(list) == n {
				return nil, fmt.Errorf("%s matches no file", name)
			}
		default:
			return nil, fmt.Errorf("%s: %w", name, plain(err))
		}
	}
	return list, nil
}

// plain drops the operation and the path of an error, which the caller says better.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
