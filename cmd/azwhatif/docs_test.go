package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocs runs each "$ azwhatif …" of the console blocks of README.md and docs/, in
// the project's folder with a ratebook of its own, and compares what it prints with
// the text under it: the manual is a test. Where a line of that is "…", the page leaves
// out what stands there. With -update the text is rewritten.
func TestDocs(t *testing.T) {
	t.Chdir("../..")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, page := range append([]string{"README.md", "CONTRIBUTING.md"}, pages...) {
		t.Run(page, func(t *testing.T) {
			home := t.TempDir()
			for _, v := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "AppData"} {
				t.Setenv(v, home)
			}
			commands += runPage(t, home, page)
		})
	}
	if commands < 10 {
		t.Errorf("the manual shows %d commands", commands)
	}
}

// runPage holds a page against what its commands print, and gives their number.
func runPage(t *testing.T, home, page string) (commands int) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, part := range strings.Split(string(text), "```") {
		body, isConsole := strings.CutPrefix(part, "console\n")
		if i > 0 {
			out.WriteString("```")
		}
		if i%2 == 0 || !isConsole {
			out.WriteString(part)
			continue
		}
		out.WriteString("console\n")
		for block := range strings.SplitSeq(body, "$ ") {
			if block == "" {
				continue
			}
			command, shown, _ := strings.Cut(block, "\n")
			printed := output(t, home, command)
			if inPart(shown, printed) {
				printed = shown
			}
			out.WriteString("$ " + command + "\n" + printed)
			commands++
		}
	}
	if out.String() == string(text) {
		return commands
	}
	if *update {
		if err := os.WriteFile(page, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return commands
	}
	want, got := strings.Split(string(text), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("%s:%d: %q, but the program prints %q (-update rewrites it)", page, i+1, want[i], got[i])
		}
	}
	t.Fatalf("%s is shorter or longer than what the program prints (-update rewrites it)", page)
	return commands
}

// inPart tells whether a page shows what was printed, but for what its lines "…" leave out.
func inPart(shown, printed string) bool {
	rest := strings.Split(strings.TrimSuffix(printed, "\n"), "\n")
	leaves := false
	for line := range strings.SplitSeq(strings.TrimSuffix(shown, "\n"), "\n") {
		if line == "…" {
			leaves = true
			continue
		}
		if leaves {
			rest = rest[max(0, slices.Index(rest, line)):]
		}
		if len(rest) == 0 || rest[0] != line {
			return false
		}
		rest, leaves = rest[1:], false
	}
	return leaves || len(rest) == 0
}

// TestLinks follows each link between the pages of the manual to a file, and to a
// heading in it.
func TestLinks(t *testing.T) {
	t.Chdir("../..")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append([]string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}, pages...) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pageLink.FindAllStringSubmatch(string(text), -1) {
			path, anchor, _ := strings.Cut(m[1], "#")
			target := page
			if path != "" {
				target = filepath.Join(filepath.Dir(page), filepath.FromSlash(path))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: the link to %s: %v", page, m[1], err)
				continue
			}
			if anchor == "" {
				continue
			}
			other, err := os.ReadFile(target)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, h := range pageHeading.FindAllStringSubmatch(string(other), -1) {
				found = found || anchorOf(h[1]) == anchor
			}
			if !found {
				t.Errorf("%s: %s has no heading for the link to %s", page, target, m[1])
			}
		}
	}
}

var (
	pageLink    = regexp.MustCompile(`\]\(([^):\s]+)\)`)
	pageHeading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notInAnchor = regexp.MustCompile(`[^a-z0-9 -]`)
)

// anchorOf is what a heading is called in links.
func anchorOf(heading string) string {
	return strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

// output is what a command prints, on both streams: in the manual they stand
// as a terminal shows them. Files go to a folder that is thrown away.
func output(t *testing.T, home, command string) string {
	t.Helper()
	args := words(command)
	if len(args) == 0 || args[0] != "azwhatif" {
		t.Fatalf("%q is not a command of this program", command)
	}
	for i, a := range args {
		if i > 0 && args[i-1] == "-o" {
			args[i] = filepath.Join(home, a)
		}
	}
	var buf bytes.Buffer
	if code := run(context.Background(), args[1:], strings.NewReader(""), &buf, &buf); code != 0 && code != exitAlert {
		t.Errorf("%q ends with %d:\n%s", command, code, buf.String())
	}
	return strings.ReplaceAll(buf.String(), home+string(filepath.Separator), "")
}

// words splits a command as a shell does, quotes included.
func words(s string) (list []string) {
	var word strings.Builder
	var quote rune
	in := false
	for _, c := range s + " " {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, in = c, true
		case quote == 0 && c == ' ':
			if in {
				list = append(list, word.String())
			}
			word.Reset()
			in = false
		default:
			word.WriteRune(c)
			in = true
		}
	}
	return list
}
