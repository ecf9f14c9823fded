package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"azwhatif/estimate/report"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// Help is as wide as the terminal, between these.
const (
	narrowHelp = 60
	usualHelp  = 80
	widestHelp = 120
)

// helpWidth is what COLUMNS says, else the terminal's width, else 80.
func helpWidth() int {
	width, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || width <= 0 {
		width, _, err = term.GetSize(int(os.Stdout.Fd()))
	}
	if err != nil || width <= 0 {
		return usualHelp
	}
	return min(max(width, narrowHelp), widestHelp)
}

// helpText is a command's help: what it is, examples, how it is called, and then the
// rest. No line is wider than width, but for examples and names.
func helpText(cmd *cobra.Command, width int) string {
	var b strings.Builder
	section := func(name, text string) {
		if text = strings.TrimRight(text, " \n"); text != "" {
			if b.Len() > 0 {
				b.WriteString("\n")
			}
			if name != "" {
				fmt.Fprintf(&b, "%s:\n", name)
			}
			b.WriteString(text + "\n")
		}
	}
	section("", report.Wrap("", cmd.Short+".", width))
	section("Examples", examples(cmd.Example, width))
	usage := ""
	if cmd.Runnable() && !isGroup(cmd) {
		usage = report.Wrap("  ", cmd.UseLine(), width) + "\n"
	}
	if cmd.HasAvailableSubCommands() {
		usage += "  " + cmd.CommandPath() + " COMMAND [flags]\n"
	}
	section("Usage", usage)
	section("", flow(cmd.Long, width))
	section("Commands", commandList(cmd, width))
	section("Flags", cmd.LocalFlags().FlagUsagesWrapped(width))
	section("Flags of all commands", cmd.InheritedFlags().FlagUsagesWrapped(width))
	if cmd.HasAvailableSubCommands() {
		section("", report.Wrap("", fmt.Sprintf("%q says more of a command.", cmd.CommandPath()+" COMMAND --help"), width))
	}
	return b.String()
}

// examples goes on below where a command is too long, as a shell reads it.
func examples(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for len(line) > width {
			i := strings.LastIndex(line[:width-2], " -")
			if i <= indentOf(line) {
				break
			}
			lines = append(lines, line[:i]+" \\")
			line = "      " + line[i+1:]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// isGroup tells whether a command only holds others.
func isGroup(cmd *cobra.Command) bool { return cmd.HasAvailableSubCommands() && cmd.Example == "" }

func commandList(cmd *cobra.Command, width int) string {
	var b strings.Builder
	longest := 0
	shown := slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool { return !c.IsAvailableCommand() })
	for _, c := range shown {
		longest = max(longest, len(c.Name()))
	}
	for _, c := range shown {
		b.WriteString(report.Wrap(fmt.Sprintf("  %-*s  ", longest, c.Name()), c.Short, width) + "\n")
	}
	return b.String()
}

// flow wraps paragraphs anew. A line that begins with a blank stays a line of its own,
// but where it goes on with the second column of the one before it.
func flow(text string, width int) string {
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var lines []string
		column := 0 // of the text that a further line goes on with
		for line := range strings.SplitSeq(paragraph, "\n") {
			if last := len(lines) - 1; last >= 0 && indentOf(line) == column && (column == 0 || column > indentOf(lines[last])) {
				lines[last] += " " + strings.TrimSpace(line)
				continue
			}
			lines = append(lines, line)
			column = secondColumn(line)
		}
		for i, line := range lines {
			column := secondColumn(line)
			lines[i] = report.Wrap(line[:column], line[column:], width)
		}
		out = append(out, strings.Join(lines, "\n"))
	}
	return strings.Join(out, "\n\n")
}

// secondColumn is where the second of two columns begins, as in
// "  retail      Azure's prices"; else where the text begins.
func secondColumn(line string) int {
	blanks := indentOf(line)
	if i := strings.Index(line[blanks:], "  "); blanks > 0 && i > 0 {
		return len(line) - len(strings.TrimLeft(line[blanks+i:], " "))
	}
	return blanks
}

// indentOf counts the blanks before a line.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
