package edit

import (
	"fmt"
	"strings"
	"unicode"

	"azwhatif/scenario"

	"go.yaml.in/yaml/v3"
)

// style is how a value is written.
type style struct {
	quote  yaml.Style // of the value that was there; 0 without quotes
	flow   bool       // between braces or brackets
	number bool       // may look like a number
	key    bool       // is a key
}

// written is a value as it is to stand in the file: with the quotes that were there,
// else without any where it is then read as it is meant.
func (s style) written(value string) string {
	switch {
	case s.quote&yaml.SingleQuotedStyle != 0 && !strings.ContainsFunc(value, unprintable):
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	case s.quote&yaml.DoubleQuotedStyle != 0, !s.plain(value):
		return quoted(value)
	}
	return value
}

// plain tells whether a value without quotes is read as that value, by this program and
// as a text by others.
func (s style) plain(value string) bool {
	if value == "" || strings.ContainsFunc(value, unprintable) {
		return false
	}
	around := value + "\n"
	switch {
	case s.flow && s.key:
		around = "{" + value + ": 1}\n"
	case s.key:
		around = value + ": 1\n"
	case s.flow:
		around = "{k: " + value + "}\n"
	default:
		around = "k: " + around
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(around), &doc); err != nil || len(doc.Content) != 1 {
		return false
	}
	m := doc.Content[0]
	if m.Kind != yaml.MappingNode || len(m.Content) != 2 || m.HeadComment+m.LineComment+m.FootComment != "" {
		return false
	}
	n := m.Content[1]
	if s.key {
		n = m.Content[0]
	}
	if n.Kind != yaml.ScalarNode || n.Value != value || n.Style != 0 || n.Anchor != "" || n.HeadComment+n.LineComment+n.FootComment != "" {
		return false
	}
	switch n.Tag {
	case "!!str", "!!timestamp":
		return true
	case "!!int", "!!float", "!!bool":
		return s.number
	}
	return false
}

// quoted is a value between double quotes.
func quoted(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unprintable(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String() + `"`
}

// unprintable tells characters that stand in a file as escapes only.
func unprintable(r rune) bool {
	return r != ' ' && !unicode.IsPrint(r) || r == '\u00a0'
}

// isNumber tells whether the value at a path may look like a number.
func isNumber(p Path) bool {
	parent, last := p.parent()
	fields := scenario.Fields(parent...)
	for _, field := range fields {
		if field.Name == last {
			return field.Number
		}
	}
	return fields == nil // tags, and what else the user names
}
