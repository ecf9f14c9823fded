package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	namedFile = regexp.MustCompile(`[\w/*]+\.go\b`)
	namedTest = regexp.MustCompile(`\bTest[A-Z]\w*`)
)

// TestNamedFiles holds CONTRIBUTING.md and every doc.go to the files and tests that
// they name: what has moved has to be named where it is.
func TestNamedFiles(t *testing.T) {
	t.Chdir("../..")
	var files, pages, tests []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(name, ".") && name != ".":
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		if files = append(files, filepath.ToSlash(name)); d.Name() == "doc.go" {
			pages = append(pages, name)
		}
		if strings.HasSuffix(name, "_test.go") {
			text, err := os.ReadFile(name)
			tests = append(tests, namedTest.FindAllString(string(text), -1)...)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range append(pages, "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range namedFile.FindAllString(string(text), -1) {
			named++
			if !strings.Contains(name, "NAME") && !slices.ContainsFunc(files, func(file string) bool { return isFile(name, file) }) {
				t.Errorf("%s names %s, which is not there", page, name)
			}
		}
		for _, name := range namedTest.FindAllString(string(text), -1) {
			named++
			if !slices.ContainsFunc(tests, func(test string) bool { return strings.HasPrefix(test, name) }) { // as -run takes it
				t.Errorf("%s names %s, which is no test", page, name)
			}
		}
	}
	if named < 60 {
		t.Errorf("only %d files and tests are named", named)
	}
}

// isFile tells whether a name, which may have a *, is the end of a file's path.
func isFile(name, file string) bool {
	parts := strings.Split(file, "/")
	n := strings.Count(name, "/") + 1
	if n > len(parts) {
		return false
	}
	ok, _ := path.Match(name, strings.Join(parts[len(parts)-n:], "/"))
	return ok
}
