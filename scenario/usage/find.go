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

	"azwhatif/scenario"
)

// input is one path to import.
type input struct {
	name  string // as the user named it, or below the folder that was named
	path  string
	size  int64
	found bool  // by looking into a folder: it need not be usage
	rows  int64 // that an export's manifest says it has; 0 is not stated
	hash  [sha256.Size]byte
}

// find gives the files that a Spec names, each once, in order; and what was
// left out of folders, with the reason.
func find(s Spec) (inputs []input, skipped []scenario.ImportSource, err error) {
	for _, name := range s.Files {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.Dir, path)
		}
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			below, left, err := folder(name, path)
			if err != nil {
				return nil, nil, err
			}
			if len(below) == 0 {
				return nil, nil, fmt.Errorf("folder %s has no files", name)
			}
			inputs, skipped = append(inputs, below...), append(skipped, left...)
		case err == nil:
			named, err := named(name, path, info)
			if err != nil {
				return nil, nil, err
			}
			inputs = append(inputs, named...)
		case errors.Is(err, fs.ErrNotExist) && hasPattern(name):
			matches, err := glob(s.Dir, name)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", name, err)
			}
			n := len(inputs)
			for _, m := range matches {
				info, err := os.Stat(m.path)
				if err != nil {
					return nil, nil, err
				}
				matched, err := named(m.name, m.path, info)
				if err != nil {
					return nil, nil, err
				}
				inputs = append(inputs, matched...)
			}
			if len(inputs) == n {
				return nil, nil, fmt.Errorf("%s matches no file", name)
			}
		default:
			return nil, nil, fmt.Errorf("%s: %w", name, unwrapPath(err))
		}
	}
	inputs, again, err := once(inputs)
	return inputs, append(skipped, again...), err
}

// named is a file that the user named: a manifest stands for what it lists.
func named(name, path string, info fs.FileInfo) ([]input, error) {
	if m := readManifest(path, info.Size()); m != nil {
		return m.inputs(name)
	}
	return []input{{name: filepath.ToSlash(name), path: path, size: info.Size()}}, nil
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

// folder gives the files below a folder. Of an export's runs for one period,
// told by their manifests, the latest counts: each repeats the earlier ones.
func folder(name, root string) (inputs []input, skipped []scenario.ImportSource, err error) {
	var manifests []*manifest
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if rel != "." && hidden(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			return err
		}
		if m := readManifest(path, info.Size()); m != nil {
			manifests = append(manifests, m)
			return nil
		}
		inputs = append(inputs, input{name: filepath.ToSlash(filepath.Join(name, rel)), path: path, size: info.Size(), found: true})
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	old, rows := superseded(manifests)
	inputs = slices.DeleteFunc(inputs, func(in input) bool {
		if old[in.path] {
			skipped = append(skipped, scenario.ImportSource{Name: in.name, Notes: []string{"left out: a later run of the export has the same period"}})
		}
		return old[in.path]
	})
	for i := range inputs {
		inputs[i].rows = rows[inputs[i].path]
	}
	return inputs, skipped, nil
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
