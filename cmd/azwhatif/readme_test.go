package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs each "$ azwhatif …" of the README's console blocks, in the
// project's folder with a ratebook of its own, and compares what it prints with
// the text under it: the manual is a test. With -update the text is rewritten.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	home := t.TempDir()
	for _, v := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(v, home)
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	commands := 0
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
			command, _, _ := strings.Cut(block, "\n")
			out.WriteString("$ " + command + "\n" + output(t, home, command))
			commands++
		}
	}
	if commands == 0 {
		t.Fatal("the README shows no command")
	}
	if out.String() == string(text) {
		return
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, got := strings.Split(string(text), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("README.md:%d: %q, but the program prints %q (-update rewrites it)", i+1, want[i], got[i])
		}
	}
	t.Fatal("the README is shorter or longer than what the program prints (-update rewrites it)")
}

// output is what a command prints, on both streams: in the README they stand
// as a terminal shows them. Files go to a folder that is thrown away.
func output(t *testing.T, home, command string) string {
	t.Helper()
	args := words(command)
	if len(args) == 0 || args[0] != "azwhatif" {
		t.Fatalf("README: %q is not a command of this program", command)
	}
	for i, a := range args {
		if i > 0 && args[i-1] == "-o" {
			args[i] = filepath.Join(home, a)
		}
	}
	var buf bytes.Buffer
	if code := run(context.Background(), args[1:], strings.NewReader(""), &buf, &buf); code != 0 && code != exitAlert {
		t.Errorf("README: %q ends with %d:\n%s", command, code, buf.String())
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
