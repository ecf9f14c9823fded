package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// TestHelp holds the help of every command, at 80 and at 120 columns.
func TestHelp(t *testing.T) {
	for _, width := range []int{80, 120} {
		var got bytes.Buffer
		var walk func(*cobra.Command)
		walk = func(cmd *cobra.Command) {
			text := helpText(cmd, width)
			for line := range strings.Lines(text) {
				if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > width && !strings.HasPrefix(line, "  azwhatif ") {
					t.Errorf("%s at %d columns: %q is too wide", cmd.CommandPath(), width, line)
				}
			}
			if cmd.Short == "" || cmd.Runnable() && !isGroup(cmd) && cmd.Example == "" && cmd.Name() != "version" {
				t.Errorf("%s has no example, or no short text", cmd.CommandPath())
			}
			got.WriteString("# " + cmd.CommandPath() + "\n\n" + text + "\n")
			for _, c := range cmd.Commands() {
				if c.IsAvailableCommand() {
					walk(c)
				}
			}
		}
		walk((&program{}).root())
		golden := filepath.Join("testdata", "help", strconv.Itoa(width)+".txt")
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("the help at %d columns is not %s: look at what changed, and run with -update", width, golden)
		}
	}
}
