package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Remove takes a key with its value away, or an entry of a list. A map or a list that
// would be empty then goes with its key. Comments on lines of their own stay.
func Remove(path Path) Edit {
	return func(f *File) (*File, error) {
		p, rest, err := f.find(path)
		switch {
		case err != nil:
			return nil, err
		case len(path) == 0 || len(rest) > 0:
			return nil, f.errorf(p.node.Line, "there is no %s to take away", name(path))
		}
		if err := f.whole(p.node); err != nil {
			return nil, err
		}
		size, first := 1, p.at
		if p.in.Kind == yaml.MappingNode {
			size, first = 2, p.at-1
		}
		if up, _ := path.parent(); len(p.in.Content) == size && len(up) > 0 {
			return Remove(up)(f)
		}
		from, to := f.entryStart(p.in, first), f.end(p.node)
		if from < 0 || to < 0 {
			return nil, f.errorf(p.node.Line, "where this ends cannot be told; edit it in an editor")
		}
		meant := change{p.in, first, size, nil}
		if p.in.Style&yaml.FlowStyle != 0 {
			return f.splice(p.node.Line, meant, f.flowCuts(p.in, first, size, from, to)...)
		}
		return f.splice(p.node.Line, meant, f.blockCut(p.in, first, size, from, to))
	}
}

// flowCuts take an entry between brackets away, and one comma.
func (f *File) flowCuts(in *yaml.Node, first, size, from, to int) []cut {
	if first+size < len(in.Content) {
		comma := f.comma(to)
		if strings.TrimSpace(string(f.text[to:comma])) == "" {
			to = comma + 1
			for to < len(f.text) && (f.text[to] == ' ' || f.text[to] == '\t') {
				to++
			}
			return []cut{{from, to, ""}}
		}
		return []cut{{from, to, ""}, {comma, comma + 1, ""}}
	}
	if first == 0 {
		return []cut{{from, to, ""}}
	}
	comma := f.comma(f.end(in.Content[first-1]))
	if strings.TrimSpace(string(f.text[comma+1:from])) == "" {
		return []cut{{comma, to, ""}}
	}
	return []cut{{comma, comma + 1, ""}, {from, to, ""}}
}

// comma is the offset of the next comma that is in no comment.
func (f *File) comma(at int) int {
	for ; at < len(f.text) && f.text[at] != ','; at++ {
		if f.text[at] == '#' {
			at = f.lineEnd(at)
		}
	}
	return at
}

// blockCut takes the lines of an entry away, or, where it stands behind a dash, what is
// up to the next key.
func (f *File) blockCut(in *yaml.Node, first, size, from, to int) cut {
	start, end := f.lineStart(from), f.lineEnd(to)
	if strings.TrimSpace(string(f.text[start:from])) != "" { // behind a dash
		if first+size == len(in.Content) {
			return cut{from, to, ""}
		}
		next := f.entryStart(in, first+size)
		if strings.Contains(string(f.text[to:max(to, next)]), "#") { // comments stay
			return cut{from, end, ""}
		}
		return cut{from, next, ""}
	}
	if end == len(f.text) { // the last line has no end of its own
		return cut{f.lineEnd(f.lineStart(start - 1)), end, ""}
	}
	end += breakAt(f.text, end)
	if before := f.lineStart(start - 1); in.Kind == yaml.SequenceNode && start > 0 && f.emptyLine(before) && (end == len(f.text) || f.emptyLine(end)) {
		start = before // one of two empty lines
	}
	return cut{start, end, ""}
}

// lineStart is the offset at which the line of a place begins.
func (f *File) lineStart(at int) int {
	i, found := slices.BinarySearch(f.lines, at)
	if !found {
		i--
	}
	return f.lines[max(i, 0)]
}

// emptyLine tells whether the line that begins there has nothing.
func (f *File) emptyLine(start int) bool {
	return strings.TrimSpace(string(f.text[start:f.lineEnd(start)])) == ""
}

// entryStart is the offset of a key, or of a list's entry with its dash; -1 where it is
// not found.
func (f *File) entryStart(in *yaml.Node, i int) int {
	if in.Kind != yaml.SequenceNode || in.Style&yaml.FlowStyle != 0 {
		return f.start(in.Content[i])
	}
	if i == 0 {
		return f.start(in)
	}
	at := f.end(in.Content[i-1])
	for at >= 0 && at < len(f.text) && f.text[at] != '-' {
		switch {
		case f.text[at] == '#':
			at = f.lineEnd(at)
		case f.blank(at):
			at++
		default:
			return -1
		}
	}
	return at
}
