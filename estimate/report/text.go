package report

import (
	"bufio"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Signs such as "…", whose width is ambiguous, take one column in every
// language.
func init() { text.OverrideRuneWidthEastAsianWidth(false) }

// width is how many columns of a terminal a text takes.
//
// Note: it has to be the measure of what draws the tables, which takes the
// vowel signs of Thai, Hebrew and some other scripts for columns of their own:
// rows of such names have too few blanks, and never too many.
func width(s string) int { return text.StringWidthWithoutEscSequences(s) }

// clean makes one line of outside text, without what would move a terminal's
// cursor or turn the direction of writing.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200d': // joins emoji
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// plain tells that there is nothing to clean: words of ASCII, a blank between
// each two.
func plain(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && last == ' ' {
			return false
		}
		last = s[i]
	}
	return last != ' ' || s == ""
}

// shorten cuts a text to so many columns, with "…" where something is left out.
func shorten(s string, columns int) string {
	if width(s) <= columns {
		return s
	}
	used := 0
	for i, r := range s {
		if used += text.RuneWidth(r); used > columns-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// wrap breaks a text into lines of so many columns, at blanks where it can;
// what does not fit into the last of max lines is shortened. A max of 0 is any
// number.
func wrap(s string, columns, max int) []string {
	var lines []string
	for s != "" {
		if width(s) <= columns {
			return append(lines, s)
		}
		if max > 0 && len(lines) == max-1 {
			return append(lines, shorten(s, columns))
		}
		line := breakAt(s, columns)
		lines = append(lines, strings.TrimRight(line, " "))
		s = strings.TrimLeft(s[len(line):], " ")
	}
	if lines == nil {
		lines = []string{""}
	}
	return lines
}

// breakAt is the longest part of s that fits, up to a blank; or, where the
// first word is too long, as much of it as fits.
func breakAt(s string, columns int) string {
	used, blank, end := 0, 0, 0
	for i, r := range s {
		if r == ' ' {
			blank = i
		}
		if used += text.RuneWidth(r); used > columns {
			end = i
			break
		}
	}
	if blank > 0 {
		return s[:blank]
	}
	if end == 0 { // a single sign is wider than the column
		for i := range s {
			if i > 0 {
				return s[:i]
			}
		}
		return s
	}
	return s[:end]
}

// Wrap is a text in lines of no more than so many columns, the first behind a mark
// and the further ones as far in.
func Wrap(mark, s string, columns int) string {
	return strings.Join(hanging(mark, clean(s), columns, 0), "\n")
}

// hanging wraps a text behind a mark, and indents its further lines as far.
func hanging(mark, s string, columns, max int) []string {
	lines := wrap(s, columns-width(mark), max)
	for i := range lines {
		lines[i] = mark + lines[i]
		mark = strings.Repeat(" ", width(mark))
	}
	return lines
}

// writesText gives what writes a text for a terminal, on lines that hang from a mark such
// as "- ", none wider than opt's width.
func writesText(out *bufio.Writer, opt Options) func(mark, s string) {
	return func(mark, s string) {
		for _, line := range hanging(mark, clean(s), opt.width(), 0) {
			out.WriteString(line + "\n")
		}
	}
}
