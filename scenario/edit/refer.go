package edit

import (
	"fmt"
	"slices"
	"strings"
)

// reference is a place that names a case, a workload or a machine.
type reference struct {
	path Path
	key  bool // the name is the last key of the path
}

// references are the places that name what stands at a path, by its name.
func (f *File) references(path Path) (refs []reference, of string) {
	called, ok := f.Get(path.With("name"))
	if !ok {
		return nil, ""
	}
	add := func(p Path) {
		if got, ok := f.Get(p); ok && got == called {
			refs = append(refs, reference{path: p})
		}
	}
	switch {
	case len(path) == 2 && path[0] == "cases":
		for i := range f.Len(Path{"cases"}) {
			add(Path{"cases"}.At(i).With("like"))
		}
		for i := range f.Len(Path{"alerts"}) {
			add(Path{"alerts"}.At(i).With("case"))
		}
	case len(path) == 2 && path[0] == "workloads":
		for i := range f.Len(Path{"correlation"}) {
			list := Path{"correlation"}.At(i).With("workloads")
			for k := range f.Len(list) {
				add(list.At(k))
			}
		}
		for i := range f.Len(Path{"cases"}) {
			changes := Path{"cases"}.At(i).With("changes")
			for k := range f.Len(changes) {
				add(changes.At(k).With("where", "workload"))
			}
		}
	case len(path) == 4 && path[0] == "workloads" && path[2] == "machines":
		places := []Path{{"sizing"}, path[:2].With("sizing")}
		for i := range f.Len(Path{"cases"}) {
			places = append(places, Path{"cases"}.At(i).With("sizing"))
		}
		for _, sizing := range places {
			at := sizing.With("machines")
			for _, key := range f.Keys(at) {
				if strings.EqualFold(key, called) {
					refs = append(refs, reference{at.With(key), true})
				}
			}
		}
	}
	return refs, called
}

// Rename gives a case, a workload or a machine another name, there and where it is
// named: by like, in the changes of cases, in correlations, alerts and sizings.
func Rename(path Path, newName string) Edit {
	return func(f *File) (*File, error) {
		refs, called := f.references(path)
		if called == newName {
			return f, nil
		}
		if len(refs) > 0 && path[len(path)-2] == "machines" && f.machinesNamed(called) > 1 {
			return nil, f.errorf(f.LineOf(refs[0].path), "this is for %d machines of the name %q; rename them in an editor", f.machinesNamed(called), called)
		}
		g, err := Set(path.With("name"), newName)(f)
		for _, ref := range refs {
			if err != nil {
				break
			}
			if ref.key {
				g, err = RenameKey(ref.path, newName)(g)
			} else {
				g, err = Set(ref.path, newName)(g)
			}
		}
		if err != nil {
			return nil, err
		}
		return g, nil
	}
}

// machinesNamed is how many machines have a name, without regard to case.
func (f *File) machinesNamed(name string) (n int) {
	for i := range f.Len(Path{"workloads"}) {
		list := Path{"workloads"}.At(i).With("machines")
		for k := range f.Len(list) {
			if got, _ := f.Get(list.At(k).With("name")); strings.EqualFold(got, name) {
				n++
			}
		}
	}
	return n
}

// Delete takes a case, a workload, a machine or a line away. One that is named elsewhere
// stays, and the error says where.
func Delete(path Path) Edit {
	return func(f *File) (*File, error) {
		if refs, called := f.references(path); len(refs) > 0 {
			var lines []string
			for _, ref := range refs {
				lines = append(lines, f.refers(ref))
			}
			return nil, f.errorf(f.LineOf(path), "%q is named elsewhere: %s; change that first", called, strings.Join(slices.Compact(lines), ", "))
		}
		return Remove(path)(f)
	}
}

// refers says where a reference is.
func (f *File) refers(ref reference) string {
	if len(ref.path) > 2 && ref.path[0] == "cases" {
		if owner, ok := f.Get(ref.path[:2].With("name")); ok {
			if ref.path[2] == "like" {
				return fmt.Sprintf("case %q is like it (line %d)", owner, f.LineOf(ref.path))
			}
			return fmt.Sprintf("%s of case %q (line %d)", ref.path[2], owner, f.LineOf(ref.path))
		}
	}
	return fmt.Sprintf("%s (line %d)", ref.path[0], f.LineOf(ref.path))
}
