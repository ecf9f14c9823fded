package azuretest

import (
	"fmt"
	"regexp"
	"strings"
)

// matcher says whether an item of the Retail Prices API passes a filter.
type matcher func(item map[string]any) bool

// parseFilter reads what is known of the API's filters: eq, and, or, brackets,
// contains(field, 'text'), tolower(field). Anything else, such as not, is an error.
func parseFilter(s string, caseSensitive bool) (matcher, error) {
	if strings.TrimSpace(s) == "" {
		return func(map[string]any) bool { return true }, nil
	}
	p := &filterParser{tokens: filterToken.FindAllString(s, -1), strict: caseSensitive}
	m, err := p.or()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("%q is left over", p.tokens[0])
	}
	return m, err
}

var filterToken = regexp.MustCompile(`'(?:[^']|'')*'|\w+|\S`)

type filterParser struct {
	tokens []string
	strict bool
}

func (p *filterParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

func (p *filterParser) is(token string) bool {
	if len(p.tokens) > 0 && strings.EqualFold(p.tokens[0], token) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *filterParser) want(token string) error {
	if !p.is(token) {
		return fmt.Errorf("%q is missing", token)
	}
	return nil
}

func (p *filterParser) or() (matcher, error) {
	left, err := p.and()
	for err == nil && p.is("or") {
		var right matcher
		before := left
		right, err = p.and()
		left = func(i map[string]any) bool { return before(i) || right(i) }
	}
	return left, err
}

func (p *filterParser) and() (matcher, error) {
	left, err := p.term()
	for err == nil && p.is("and") {
		var right matcher
		before := left
		right, err = p.term()
		left = func(i map[string]any) bool { return before(i) && right(i) }
	}
	return left, err
}

func (p *filterParser) term() (matcher, error) {
	switch {
	case p.is("("):
		m, err := p.or()
		if err == nil {
			err = p.want(")")
		}
		return m, err
	case p.is("contains"):
		if err := p.want("("); err != nil {
			return nil, err
		}
		value, err := p.value()
		if err == nil {
			err = p.want(",")
		}
		text, textErr := p.text()
		if err != nil || textErr != nil {
			return nil, fmt.Errorf("contains wants a field and a text")
		}
		return func(i map[string]any) bool { return strings.Contains(p.fold(value(i)), p.fold(text)) }, p.want(")")
	}
	value, err := p.value()
	if err == nil {
		err = p.want("eq")
	}
	if err != nil {
		return nil, err
	}
	text, err := p.text()
	return func(i map[string]any) bool { return p.fold(value(i)) == p.fold(text) }, err
}

// value is a field, or tolower of one.
func (p *filterParser) value() (func(map[string]any) string, error) {
	if p.is("tolower") {
		if err := p.want("("); err != nil {
			return nil, err
		}
		inner, err := p.value()
		if err != nil {
			return nil, err
		}
		return func(i map[string]any) string { return strings.ToLower(inner(i)) }, p.want(")")
	}
	name := p.next()
	field, ok := retailFields[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("%q is not a field", name)
	}
	return func(i map[string]any) string {
		if field == "" {
			return "\x00" // equals nothing
		}
		s, _ := i[field].(string)
		return s
	}, nil
}

func (p *filterParser) text() (string, error) {
	t := p.next()
	if len(t) < 2 || t[0] != '\'' {
		return "", fmt.Errorf("%q is not a text in quotes", t)
	}
	return strings.ReplaceAll(t[1:len(t)-1], "''", "'"), nil
}

func (p *filterParser) fold(s string) string {
	if p.strict {
		return s
	}
	return strings.ToLower(s)
}
