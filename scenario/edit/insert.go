package edit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Insert puts an entry into a list, at the end, in the notation of the entry before it.
// Where the file has no such list yet, it makes one.
func Insert(list Path, value Value) Edit {
	return func(f *File) (*File, error) {
		f, err := f.inherit(list.At(0))
		if err != nil {
			return nil, err
		}
		p, rest, err := f.find(list)
		switch {
		case err != nil:
			return nil, err
		case len(rest) > 0:
			return f.addKey(p, rest, List{value})
		case p.node.Kind != yaml.SequenceNode:
			return nil, f.errorf(p.node.Line, "%s is no list", name(list))
		}
		n, count := p.node, len(p.node.Content)
		meant, w := change{n, count, 0, []*yaml.Node{value.node()}}, f.writer(n)
		if n.Style&yaml.FlowStyle != 0 {
			text, at := w.flow(value, list.At(count)), f.start(n)+1
			if count > 0 {
				text, at = ", "+text, f.end(n.Content[count-1])
			}
			return f.splice(n.Line, meant, cut{at, at, text})
		}
		return f.behind(n, count-1, meant, f.likeEntry(w, n, value, list.At(count)))
	}
}

// likeEntry is an entry in the notation of the last one.
func (f *File) likeEntry(w writer, list *yaml.Node, value Value, at Path) string {
	last := list.Content[len(list.Content)-1]
	m, isMap := value.(Map)
	flow := last.Style&yaml.FlowStyle != 0
	switch {
	case isMap && flow && last.Kind == yaml.MappingNode && oneLine(value, f.column(last)+len(w.flow(value, at))):
		return "- " + f.writer(last).flow(value, at)
	case isMap && !flow && len(m) > 0:
		return "- " + w.block(m, at, f.column(list)+2)
	}
	return w.element(value, at, f.column(list))
}

// behind puts the text of an entry behind another one of a list that has dashes. Where an
// empty line stands between the entries there are, one stands here, too.
func (f *File) behind(list *yaml.Node, after int, meant change, text string) (*File, error) {
	end := f.end(list.Content[after])
	if end < 0 {
		return nil, f.errorf(list.Content[after].Line, "where this ends cannot be told; edit it in an editor")
	}
	at, gap := f.lineEnd(end), ""
	for next := at + breakAt(f.text, min(at, len(f.text))); next > at && f.comments(next, f.column(list)); { // of the entry before
		at = f.lineEnd(next)
		next = at + breakAt(f.text, at)
	}
	if first := max(after, 1); first < len(list.Content) && f.gapBefore(list, first) {
		gap = f.eol
	}
	return f.splice(list.Line, meant, cut{at, at, gap + f.eol + strings.Repeat(" ", f.column(list)) + text})
}

// comments tells whether the line that begins there is a comment, indented further.
func (f *File) comments(start, than int) bool {
	line := string(f.text[start:f.lineEnd(start)])
	rest := strings.TrimLeft(line, " ")
	return strings.HasPrefix(rest, "#") && len(line)-len(rest) > than
}

// gapBefore tells whether an empty line stands before an entry of a list.
func (f *File) gapBefore(list *yaml.Node, i int) bool {
	end := f.end(list.Content[i-1])
	if end < 0 {
		return false
	}
	for from, to := f.lineEnd(end), f.lineStart(f.entryStart(list, i)); from < to; from = f.lineEnd(from) {
		if from += breakAt(f.text, from); from < to && f.emptyLine(from) {
			return true
		}
	}
	return false
}

// Clone puts a copy of an entry of a list behind it, comments included, with another
// name where it has one.
func Clone(path Path, newName string) Edit {
	return func(f *File) (*File, error) {
		p, rest, err := f.find(path)
		switch {
		case err != nil:
			return nil, err
		case len(rest) > 0 || p.in == nil || p.in.Kind != yaml.SequenceNode:
			return nil, f.errorf(p.node.Line, "there is no entry %s to copy", path)
		}
		if err := f.whole(p.node); err != nil {
			return nil, err
		}
		list, _ := path.parent()
		from, to := f.entryStart(p.in, p.at), f.end(p.node)
		if from < 0 || to < 0 {
			return nil, f.errorf(p.node.Line, "where this ends cannot be told; edit it in an editor")
		}
		meant := change{p.in, p.at + 1, 0, []*yaml.Node{p.node}}
		if p.in.Style&yaml.FlowStyle != 0 {
			f, err = f.splice(p.node.Line, meant, cut{to, to, ", " + string(f.text[from:to])})
		} else {
			f, err = f.behind(p.in, p.at, meant, string(f.text[from:f.lineEnd(to)]))
		}
		if err != nil || newName == "" {
			return f, err
		}
		return Set(list.At(p.at+1).With("name"), newName)(f)
	}
}

// hasAlias tells whether a part takes something over from elsewhere.
func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}
