package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestBenefitKindsNamed holds that a kind of benefit is named only where it is stated,
// read from a source, or meant and no other: all else reads the table of kinds, so that
// another kind is a row of it.
func TestBenefitKindsNamed(t *testing.T) {
	named := []string{
		"scenario/benefit.go", "scenario/owned.go", // the keys that state one
		"ratebook/fetch/retailitem.go", // the form in which a source has its prices
		"estimate/benefitall.go",       // reserve: all is of reservations
		"estimate/machinesize.go",      // sizes of machines
		"estimate/planhours.go",        // recommendations are of savings plans for compute
		"estimate/reconcile/hourlyusage.go",
		"estimate/walktest/cards.go",
	}
	kind := regexp.MustCompile(`ratebook\.(Reservation|SavingsPlan)\b`)
	var found []string
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if kind.Match(text) {
			file, err := filepath.Rel(root, path)
			found = append(found, filepath.ToSlash(file))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(named)
	slices.Sort(found)
	for _, file := range found {
		if !slices.Contains(named, file) {
			t.Errorf("%s names a kind of benefit; let it ask the kind (Hourly, OfTerm, Benefit)", file)
		}
	}
	for _, file := range named {
		if !slices.Contains(found, file) {
			t.Errorf("%s names no kind of benefit any more; take it off the list", file)
		}
	}
}
