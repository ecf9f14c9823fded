package usage

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/scenario"
)

// input is one path to import.
type input struct {
	name   string // as the user named it, or below the folder that was named
	path   string
	size   int64
	found  bool       // by looking into a folder: it need not be usage
	run    *manifest  // that lists it; nil where none does
	listed listedFile // by run
	hash   [sha256.Size]byte
}

// finder gathers the files that a Spec names.
type finder struct {
	check     func(path string) error // Spec.Check, which may be nil
	inputs    []input
	skipped   []scenario.ImportSource // what is left out, with the reason
	manifests []*manifest
	read      map[string]bool // manifests, by their paths
}

// find gives the files that a Spec names, each once, in order; what was left
// out, with the reason; and what manifests list that is not here.
func find(s Spec) (inputs []input, skipped []scenario.ImportSource, lost []scenario.Lost, err error) {
	f := &finder{check: s.Check, read: map[string]bool{}}
	for _, name := range s.Files {
		if err := f.name(s.Dir, name); err != nil {
			return nil, nil, nil, err
		}
	}
	inputs, left, lost := runs(f.inputs, f.manifests, f.onDisk)
	if len(inputs) == 0 && len(lost) > 0 {
		return nil, nil, nil, errors.New(lost[0].Text)
	}
	inputs, outside := s.wanted(inputs)
	skipped = slices.Concat(f.skipped, left, outside)
	for i := range inputs {
		inputs[i].name = terminal.Clean(inputs[i].name)
	}
	for i := range skipped {
		skipped[i].Name = terminal.Clean(skipped[i].Name)
	}
	inputs, again, err := once(inputs)
	return inputs, append(skipped, again...), lost, err
}

// name adds what one name of the user's stands for.
func (f *finder) name(dir, name string) error {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if err := f.passes(path); err != nil && !(errors.Is(err, fs.ErrNotExist) && hasPattern(name)) {
		return err
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		n, m := len(f.inputs), len(f.manifests)
		if err := f.folder(name, path); err != nil {
			return err
		}
		if len(f.inputs) == n && len(f.manifests) == m {
			return fmt.Errorf("folder %s has no files", name)
		}
	case err == nil:
		f.file(name, path, info.Size())
	case errors.Is(err, fs.ErrNotExist) && hasPattern(name):
		matches, err := glob(dir, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, m := range matches {
			if err := f.passes(m.path); err != nil {
				return err
			}
			info, err := os.Stat(m.path)
			if err != nil {
				return err
			}
			f.file(m.name, m.path, info.Size())
		}
		if len(matches) == 0 {
			return fmt.Errorf("%s matches no file", name)
		}
	default:
		return fmt.Errorf("%s: %w", name, unwrapPath(err))
	}
	return nil
}

// passes is what the Spec's Check says of a path.
func (f *finder) passes(path string) error {
	if f.check == nil {
		return nil
	}
	return f.check(path)
}

// onDisk is the size of a file that is there, and passes.
func (f *finder) onDisk(path string) (int64, bool) {
	if f.passes(path) != nil {
		return 0, false
	}
	return onDisk(path)
}

// file adds a file that the user named: a manifest stands for what it lists. A
// manifest beside a file is looked at, too: it says which run the file is of.
func (f *finder) file(name, path string, size int64) {
	if m := f.manifest(name, path, size); m != nil {
		for _, l := range m.parts {
			if at := m.places(l.blob, f.onDisk); len(at) > 0 {
				shown := filepath.Join(filepath.Dir(name), filepath.Base(at[0].path))
				f.inputs = append(f.inputs, input{name: filepath.ToSlash(shown), path: at[0].path, size: at[0].size})
			}
		}
		return
	}
	f.inputs = append(f.inputs, input{name: filepath.ToSlash(name), path: path, size: size})
	for _, beside := range []string{"manifest.json", "_manifest.json"} {
		if size, ok := f.onDisk(filepath.Join(filepath.Dir(path), beside)); ok {
			f.manifest(filepath.Join(filepath.Dir(name), beside), filepath.Join(filepath.Dir(path), beside), size)
		}
	}
}

// manifest reads a file that may be one, and keeps it; nil where it is none.
func (f *finder) manifest(name, path string, size int64) *manifest {
	m := readManifest(name, path, size)
	if m != nil && !f.read[filepath.Clean(path)] {
		f.read[filepath.Clean(path)] = true
		f.manifests = append(f.manifests, m)
	}
	return m
}

// hidden are files that no one means: .DS_Store, _SUCCESS, __MACOSX.
func hidden(name string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(name), "/") {
		if strings.HasPrefix(part, "_") || strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return false
}

// folder adds the files below a folder.
func (f *finder) folder(name, root string) error {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		shown := filepath.ToSlash(filepath.Join(name, rel))
		if rel != "." && hidden(d.Name()) && d.Name() != "_manifest.json" {
			if d.IsDir() {
				if putAside(path) {
					const why = "left out: a pull that was killed was about to replace it; pull again, which puts it back"
					f.skipped = append(f.skipped, scenario.ImportSource{Name: shown, Notes: []string{why}, Assumed: []string{why}})
				}
				return fs.SkipDir
			}
			if mayBeUsage(d.Name()) {
				f.skipped = append(f.skipped, scenario.ImportSource{Name: shown, Notes: []string{"left out: its name is that of a hidden file; name the file itself to import it"}})
			}
			return nil
		}
		if err := f.passes(path); err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			return err
		}
		if f.manifest(shown, path, info.Size()) == nil {
			f.inputs = append(f.inputs, input{name: shown, path: path, size: info.Size(), found: true})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, unwrapPath(err))
	}
	return nil
}

// mayBeUsage tells a hidden file that someone may mean from those that systems
// make: ._a.csv is macOS's.
func mayBeUsage(name string) bool {
	return !strings.HasPrefix(name, "._") && slices.Contains([]string{".csv", ".gz", ".zst", ".zip", ".parquet"}, strings.ToLower(filepath.Ext(name)))
}

// once drops a file that is named twice, or that another is a copy of.
func once(inputs []input) (out []input, skipped []scenario.ImportSource, err error) {
	sizes := map[int64]int{}
	for _, in := range inputs {
		sizes[in.size]++
	}
	paths := map[string]bool{}
	hashes := map[[sha256.Size]byte]string{}
	for _, in := range inputs {
		real, err := filepath.EvalSymlinks(in.path)
		if err != nil {
			return nil, nil, err
		}
		if real, err = filepath.Abs(real); err != nil {
			return nil, nil, err
		}
		if paths[real] {
			continue // named twice
		}
		paths[real] = true
		if sizes[in.size] > 1 {
			if in.hash, err = hashOf(in.path); err != nil {
				return nil, nil, err
			}
			if first, ok := hashes[in.hash]; ok && in.size > 0 {
				skipped = append(skipped, scenario.ImportSource{Name: in.name, Notes: []string{"left out: the same bytes as " + first}})
				continue
			}
			hashes[in.hash] = in.name
		}
		out = append(out, in)
	}
	return out, skipped, nil
}

func hashOf(path string) (sum [sha256.Size]byte, err error) {
	in, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer func() { _ = in.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, in); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// unwrapPath drops the operation and the path, which the caller says better.
func unwrapPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
