// Package terminal takes out of foreign texts what does things to a terminal, or
// has it show another text than is there.
package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a text on one line, without control characters, without those that
// change the direction of writing or cannot be seen, and in valid UTF-8. Breaks
// and tabs are blanks. A text that has none of these is given as it is.
func Clean(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain || strings.IndexFunc(s, unwanted) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			return ' '
		case unwanted(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// unwanted tells control characters, marks and overrides of direction, and
// others that have a meaning and no look: zero-width joiners stay, since scripts
// are written with them.
func unwanted(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' '
	case r == '\u200c', r == '\u200d':
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
