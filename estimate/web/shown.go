package web

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/scenario"
)

// Shown is a scenario as the pages show it: its file, what that says, and what it costs.
type Shown struct {
	File       File
	Scenario   *scenario.Scenario  // nil where the file cannot be read
	Comparison *compare.Comparison // nil where it cannot be priced: see Err
	Said       []string            // of what its imports and estates bring
	Err        error               // of the scenario or its cards
}

// ready are the results of pricing.
type ready struct {
	scenario *scenario.Scenario
	c        *compare.Comparison
	said     []string
}

// show reads a scenario and prices it, or gives what was priced of the same file, the
// same files that it imports, and the same cards. The task is not nil while it is not
// done. The error is of reading the file at all.
func (s *Server) show(ctx context.Context, name string, with With) (*Shown, *task, error) {
	file, err := s.o.Folder.Read(name)
	if err != nil {
		return nil, nil, err
	}
	out, t := s.showFile(ctx, file, with)
	return out, t, nil
}

// showFile is show of a text that need not be the file's.
func (s *Server) showFile(ctx context.Context, file File, with With) (*Shown, *task) {
	out, name := &Shown{File: file}, file.Name
	path := s.o.Folder.Path(name)
	plain, err := scenario.Read(path, file.Data)
	if err != nil {
		out.Err = err
		return out, nil
	}
	out.Scenario = plain
	if out.Err = s.inside(plain); out.Err != nil {
		return out, nil
	}
	key := fmt.Sprint(name, file.ETag, with, s.o.Program.State(ctx, plain), s.o.Folder.stamp(broughtBy(plain)))
	t := s.tasks.do(key, "Pricing "+name, func(ctx context.Context, t *task) (any, error) {
		got, said, err := s.o.Program.Read(ctx, path, file.Data)
		for _, line := range said {
			t.say(s.o.Folder.Tidy(line))
		}
		if err != nil {
			return nil, err
		}
		c, err := s.o.Program.Price(ctx, got, with)
		return ready{got, c, t.Said()}, err
	})
	if !t.wait(ctx, patience) {
		return out, t
	}
	if out.Err = t.err; t.err == nil {
		done := t.result.(ready)
		out.Scenario, out.Comparison, out.Said = done.scenario, done.c, done.said
	}
	return out, nil
}

// broughtBy are the files that a scenario imports.
func broughtBy(s *scenario.Scenario) (paths []string) {
	for _, imp := range s.Imports {
		paths = append(paths, imp.Files...)
		if imp.Mapping != "" && !strings.EqualFold(imp.Mapping, "aws") && !strings.EqualFold(imp.Mapping, "none") {
			paths = append(paths, imp.Mapping)
		}
	}
	for _, e := range s.Estates {
		paths = append(paths, e.Files...)
	}
	return paths
}

// inside refuses a scenario that names files outside the folder.
func (s *Server) inside(plain *scenario.Scenario) error {
	var errs []error
	paths := broughtBy(plain)
	if plain.Ratebook != "" && plain.Ratebook != scenario.Sample {
		paths = append(paths, plain.Ratebook)
	}
	for _, path := range paths {
		if err := s.o.Folder.Holds(path); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
