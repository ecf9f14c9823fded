package edit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// start is the offset of a node; -1 where the parser's place is not in the text.
//
// Note: yaml.v3 counts lines and columns from 1, and columns in characters.
func (f *File) start(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(f.lines) {
		return -1
	}
	at := f.lines[n.Line-1]
	for range n.Column - 1 {
		if at >= len(f.text) {
			return -1
		}
		_, size := utf8.DecodeRune(f.text[at:])
		at += size
	}
	return at
}

// end is the offset behind a node; -1 where it is not found.
func (f *File) end(n *yaml.Node) int {
	at := f.start(n)
	if at < 0 {
		return -1
	}
	switch n.Kind {
	case yaml.AliasNode:
		return at + len("*") + len(n.Value)
	case yaml.ScalarNode:
		return f.scalarEnd(n, f.pastProperties(at))
	}
	flow := n.Style&yaml.FlowStyle != 0
	if len(n.Content) > 0 {
		if at = f.end(n.Content[len(n.Content)-1]); at < 0 || !flow {
			return at
		}
	} else if at = f.pastProperties(at) + 1; !flow { // behind the bracket
		return -1
	}
	for at < len(f.text) {
		switch c := f.text[at]; {
		case c == '}' || c == ']':
			return at + 1
		case c == '#':
			at = f.lineEnd(at)
		case c == ',' || breakAt(f.text, at) > 0 || c == ' ' || c == '\t':
			at++
		default:
			return -1
		}
	}
	return -1
}

// pastProperties is the offset behind anchor and tag.
func (f *File) pastProperties(at int) int {
	for at < len(f.text) && (f.text[at] == '&' || f.text[at] == '!') {
		for at < len(f.text) && !f.blank(at) {
			at++
		}
		for at < len(f.text) && f.blank(at) {
			at++
		}
	}
	return at
}

// blank tells whether a blank, a tab or a line end is at an offset.
func (f *File) blank(at int) bool {
	return f.text[at] == ' ' || f.text[at] == '\t' || breakAt(f.text, at) > 0
}

func (f *File) scalarEnd(n *yaml.Node, at int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for at++; at < len(f.text); at++ {
			switch f.text[at] {
			case '\\':
				at++
			case '"':
				return at + 1
			}
		}
		return -1
	case n.Style&yaml.SingleQuotedStyle != 0:
		for at++; at < len(f.text); at++ {
			if f.text[at] != '\'' {
				continue
			}
			if at+1 == len(f.text) || f.text[at+1] != '\'' {
				return at + 1
			}
			at++
		}
		return -1
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return f.blockTextEnd(at)
	}
	return f.plainEnd(n.Value, at)
}

// plainEnd is the offset behind a text without quotes: it stands there as it is, but
// that a line end and what is around it is read as one blank.
func (f *File) plainEnd(value string, at int) int {
	for value != "" && at < len(f.text) {
		if f.blank(at) {
			to, broken := at, false
			for ; to < len(f.text) && f.blank(to); to++ {
				broken = broken || breakAt(f.text, to) > 0
			}
			if rest := strings.TrimLeft(value, " \n"); broken && rest != value {
				value, at = rest, to
				continue
			}
		}
		if value[0] != f.text[at] {
			return -1
		}
		value, at = value[1:], at+1
	}
	if value != "" {
		return -1
	}
	return at
}

// blockTextEnd is the offset behind the last line of a text that begins with | or >: its
// lines are indented as the first one is, or more.
func (f *File) blockTextEnd(at int) int {
	end, indent := f.lineEnd(at), -1
	for _, from := range f.lines {
		if from <= at {
			continue
		}
		to := f.lineEnd(from)
		text := strings.TrimLeft(string(f.text[from:to]), " ")
		if text == "" {
			continue
		}
		blanks := to - from - len(text)
		if indent < 0 {
			indent = blanks
		}
		if blanks < indent {
			break
		}
		end = to
	}
	return end
}

// column is how far a place is indented, in characters.
func (f *File) column(n *yaml.Node) int { return n.Column - 1 }
