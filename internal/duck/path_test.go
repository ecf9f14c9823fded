package duck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A text that is read escapes what a pattern would take; one that is written
// does not. What no text stands for has a link, which is gone in the end.
func TestTexts(t *testing.T) {
	var p Paths
	for _, tt := range []struct{ path, read, write string }{
		{"/a/b.csv", "/a/b.csv", "/a/b.csv"},
		{"/a[1]/*?.csv", "/a[[]1]/[*][?].csv", "/a[1]/*?.csv"},
		{`/a\b.csv`, `/a\b.csv`, `/a\b.csv`},
		{`/a\b[1]/x.csv`, "LINK/x.csv", "LINK/x.csv"},
		{"/a\xff/x.csv", "LINK/x.csv", "LINK/x.csv"},
		{"/a/\xff.csv", "LINK", "LINK"},
	} {
		read, err := p.Read(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		write, err := p.Write(tt.path)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []*string{&read, &write} {
			link, want := filepath.Dir(*got), []string{tt.read, tt.write}[i]
			if want == "LINK" {
				link = *got
			}
			if target, err := os.Readlink(link); err == nil {
				if target != strings.TrimSuffix(tt.path, strings.TrimPrefix(*got, link)) {
					t.Errorf("%q: %s is a link to %q", tt.path, link, target)
				}
				*got = strings.Replace(*got, link, "LINK", 1)
			}
			if *got != want {
				t.Errorf("%q: got %q, want %q", tt.path, *got, want)
			}
		}
	}
	own := p.own
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(own); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", own, err)
	}
}

func TestRelative(t *testing.T) {
	var p Paths
	if got, err := p.Read("~x"); err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "~x" {
		t.Errorf("%q, %v", got, err)
	}
}
