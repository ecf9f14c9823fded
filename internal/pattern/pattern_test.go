package pattern

import (
	"regexp"
	"slices"
	"testing"
)

// A pattern finds what the expression finds.
func TestPattern(t *testing.T) {
	const expression, text = `(\d+) (GB|MB)`, "5 GB, 70 MB"
	p, want := New(expression), regexp.MustCompile(expression)
	if !p.MatchString(text) || p.MatchString("none") {
		t.Error("MatchString")
	}
	if p.FindString(text) != want.FindString(text) || p.ReplaceAllString(text, "$2") != "GB, MB" {
		t.Error("FindString, ReplaceAllString")
	}
	if !slices.Equal(p.FindStringIndex(text), want.FindStringIndex(text)) || !slices.Equal(p.FindStringSubmatchIndex(text), want.FindStringSubmatchIndex(text)) {
		t.Error("FindStringIndex, FindStringSubmatchIndex")
	}
	if !slices.Equal(p.FindStringSubmatch(text), []string{"5 GB", "5", "GB"}) || len(p.FindAllStringSubmatch(text, -1)) != 2 || !slices.Equal(p.FindAllString(text, -1), []string{"5 GB", "70 MB"}) || !slices.Equal(p.Split(text, -1), []string{"", ", ", ""}) {
		t.Error("FindStringSubmatch, FindAllStringSubmatch, FindAllString, Split")
	}
}

// In tests a wrong expression is found where it is made.
func TestWrong(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression is taken")
		}
	}()
	New("(")
}
