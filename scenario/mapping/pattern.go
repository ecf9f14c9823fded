package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Pattern is a glob: "*" is any text, "{name}" one word without blanks that is
// kept. Case does not count.
type Pattern struct {
	text  string
	names []string
	re    *regexp.Regexp
}

func (p Pattern) String() string { return p.text }

// name is what may stand in braces.
var name = regexp.MustCompile(`^[a-z][a-z_]*$`)

func parsePattern(s string) (Pattern, error) {
	p := Pattern{text: s}
	var b strings.Builder
	b.WriteString("(?is)^")
	for rest := s; rest != ""; {
		i := strings.IndexAny(rest, "*{}")
		if i < 0 {
			b.WriteString(regexp.QuoteMeta(rest))
			break
		}
		b.WriteString(regexp.QuoteMeta(rest[:i]))
		c := rest[i]
		rest = rest[i+1:]
		if c == '*' {
			b.WriteString(".*")
			continue
		}
		word, after, closed := strings.Cut(rest, "}")
		if c == '}' || !closed || !name.MatchString(word) {
			return p, fmt.Errorf("pattern %q: braces hold a name of small letters, such as {machine}", s)
		}
		if slices.Contains(p.names, word) {
			return p, fmt.Errorf("pattern %q has {%s} twice", s, word)
		}
		p.names = append(p.names, word)
		b.WriteString(`(\S+)`)
		rest = after
	}
	re, err := regexp.Compile(b.String() + "$")
	if err != nil {
		return p, fmt.Errorf("pattern %q cannot be read: %w", s, err)
	}
	p.re = re
	return p, nil
}

// match tells whether the text fits, and keeps its named words.
func (p Pattern) match(s string, kept map[string]string) bool {
	m := p.re.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	for i, n := range p.names {
		kept[n] = m[i+1]
	}
	return true
}

// anyMatch tells whether one of the patterns fits one of the texts; no pattern
// fits all.
func anyMatch(patterns []Pattern, kept map[string]string, texts ...string) bool {
	if len(patterns) == 0 {
		return true
	}
	for _, p := range patterns {
		for _, s := range texts {
			if p.match(s, kept) {
				return true
			}
		}
	}
	return false
}
