package edit

import (
	"strconv"
	"strings"
)

// Path leads to a part of the file: the keys and the indexes, from 0 on, one after
// another.
type Path []string

// The characters that stand for themselves in no step.
var (
	escaped   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaped = strings.NewReplacer("~1", "/", "~0", "~")
)

// ParsePath reads a path in the notation of RFC 6901, such as /cases/0/commitment/amount.
func ParsePath(s string) Path {
	if s == "" {
		return nil
	}
	p := Path(strings.Split(strings.TrimPrefix(s, "/"), "/"))
	for i, step := range p {
		p[i] = unescaped.Replace(step)
	}
	return p
}

func (p Path) String() string {
	var b strings.Builder
	for _, step := range p {
		b.WriteString("/" + escaped.Replace(step))
	}
	return b.String()
}

// With is the path that leads on, through keys or indexes.
func (p Path) With(steps ...string) Path {
	return append(p[:len(p):len(p)], steps...)
}

// At is the path to an element of the list.
func (p Path) At(index int) Path { return p.With(strconv.Itoa(index)) }

// parent is the path to what the part stands in, and the last step.
func (p Path) parent() (Path, string) { return p[:len(p)-1], p[len(p)-1] }

// index reads a step that leads to an element; -1 where it is none.
func index(step string) int {
	n, err := strconv.Atoi(step)
	if err != nil || n < 0 || strconv.Itoa(n) != step {
		return -1
	}
	return n
}
