package mapping

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Template is a text with names in braces, which stand for what a rule kept.
type Template string

// names are those in its braces.
func (t Template) names() ([]string, error) {
	var names []string
	for rest := string(t); ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return names, nil
		}
		word, after, closed := strings.Cut(after, "}")
		if !closed || !name.MatchString(word) {
			return nil, fmt.Errorf("%q: braces hold a name of small letters, such as {size}", string(t))
		}
		names, rest = append(names, word), after
	}
}

// with fills the names in.
func (t Template) with(values map[string]string) string {
	if !strings.Contains(string(t), "{") {
		return string(t)
	}
	var pairs []string
	for k, v := range values {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(string(t))
}

// Factor is a product of decimals and names in braces: "2 * {vcpu}". None is 1.
type Factor struct {
	Number money.Decimal
	Names  []string
}

func parseFactor(s string) (Factor, error) {
	f := Factor{Number: money.One}
	for part := range strings.SplitSeq(s, "*") {
		part = strings.TrimSpace(part)
		if word, ok := strings.CutPrefix(part, "{"); ok {
			word, ok = strings.CutSuffix(word, "}")
			if !ok || !name.MatchString(word) {
				return f, fmt.Errorf("factor %q: braces hold a name of small letters, such as {vcpu}", s)
			}
			f.Names = append(f.Names, word)
			continue
		}
		d, err := money.Parse(part)
		if err != nil {
			return f, fmt.Errorf("factor %q is not a product of numbers and names, such as 2 * {vcpu}", s)
		}
		if d.Sign() <= 0 {
			return f, fmt.Errorf("factor %q is not above zero", s)
		}
		f.Number = f.Number.Mul(d)
	}
	return f, nil
}

// with is the factor's value; ok is false where a name is not a number.
func (f Factor) with(values map[string]string) (d money.Decimal, ok bool) {
	d = f.Number
	for _, n := range f.Names {
		v, err := money.Parse(values[n])
		if err != nil || v.Sign() <= 0 {
			return d, false
		}
		d = d.Mul(v)
	}
	return d, true
}

// unknown says which name is not there, and what is; "" where all are.
func unknown(names, known []string) string {
	for _, n := range names {
		if slices.Contains(known, n) {
			continue
		}
		if near := ratebook.NearestWords(n, known, 2); len(near) > 0 {
			return fmt.Sprintf("{%s} is not kept by the rule's conditions; did you mean {%s}?", n, strings.Join(near, "} or {"))
		}
		return fmt.Sprintf("{%s} is not kept by the rule's conditions; there are {%s}", n, strings.Join(known, "}, {"))
	}
	return ""
}
