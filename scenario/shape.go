package scenario

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"azwhatif/ratebook"

	"go.yaml.in/yaml/v3"
)

// maxNodes bounds a file's size after its aliases are followed, maxFaults the
// errors after which the rest is not looked at, maxMerges how deep merges stand in
// one another, maxText the length of one key or value.
const (
	maxNodes  = 500_000
	maxFaults = 1000
	maxMerges = 10
	maxText   = 1000
)

// shape holds a file's nodes against the types named file…: every key must be
// known, written once, and have the kind of value that its field takes.
//
// Note: yaml.v3's own KnownFields stops at a type with UnmarshalYAML, names Go
// types in its messages, and does not say what would do.
type shape struct {
	errorf func(line int, format string, args ...any)
	nodes  int
	faults int
	merges int // merges that the node is in
	known  map[reflect.Type]fields
}

// fields are the keys of such a type.
type fields struct {
	names []string // in the type's order
	types map[string]reflect.Type
}

func (s *shape) report(line int, format string, args ...any) {
	s.faults++
	s.errorf(line, format, args...)
}

var (
	textType   = reflect.TypeFor[text]()
	numberType = reflect.TypeFor[number]()
	flagType   = reflect.TypeFor[flag]()

	commitmentsType  = reflect.TypeFor[fileCommitments]()
	savingsPlansType = reflect.TypeFor[fileSavingsPlans]()
	backupsType      = reflect.TypeFor[fileBackups]()
	balancersType    = reflect.TypeFor[fileLoadBalancers]()
	regionsType      = reflect.TypeFor[fileRegions]()
)

func (s *shape) check(n *yaml.Node, t reflect.Type, what string) {
	if s.full(n) {
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	n = resolved(n)
	switch {
	case t == textType || t == numberType || t == flagType:
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			s.report(n.Line, "%s takes one value", what)
		} else if len(n.Value) > maxText {
			s.report(n.Line, "%s is longer than %d characters", what, maxText)
		}
	case t == commitmentsType:
		s.commitments(n, what)
	case t == regionsType && n.Kind == yaml.ScalarNode:
		if !strings.EqualFold(n.Value, allRegions) {
			s.report(n.Line, "%s takes a list of regions, or the word all", what)
		}
	case t == regionsType:
		s.check(n, reflect.TypeFor[[]text](), what)
	case severalTypes[t] && n.Kind == yaml.SequenceNode:
		s.check(n, reflect.SliceOf(one(t)), what)
	case severalTypes[t]:
		s.check(n, one(t), what)
	case t.Kind() == reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			s.report(n.Line, "%s takes a list", what)
			return
		}
		for _, e := range n.Content {
			s.check(e, t.Elem(), "an entry of "+what)
		}
	case t.Kind() == reflect.Map:
		s.keys(n, what, func(key string) (reflect.Type, bool) { return t.Elem(), true }, nil)
	case strings.HasPrefix(t.Name(), "item["):
		v, _ := t.FieldByName("v")
		s.check(n, v.Type, what)
	default:
		f := s.fields(t)
		s.keys(n, what, func(key string) (reflect.Type, bool) { t, ok := f.types[key]; return t, ok }, f.names)
	}
}

// commitments checks one commitment, a list of them, or the word none.
func (s *shape) commitments(n *yaml.Node, what string) {
	switch {
	case n.Kind == yaml.SequenceNode:
		s.check(n, reflect.TypeFor[[]item[fileCommitment]](), what)
	case n.Kind != yaml.ScalarNode:
		s.check(n, reflect.TypeFor[fileCommitment](), what)
	case !strings.EqualFold(n.Value, noCommitment) || n.Tag == "!!null":
		s.report(n.Line, "%s takes a commitment, a list of them, or the word none", what)
	}
}

func (s *shape) fields(t reflect.Type) fields {
	f, ok := s.known[t]
	if ok {
		return f
	}
	f.types = map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		f.names = append(f.names, name)
		f.types[name] = t.Field(i).Type
	}
	if s.known == nil {
		s.known = map[reflect.Type]fields{}
	}
	s.known[t] = f
	return f
}

func (s *shape) keys(n *yaml.Node, what string, field func(string) (reflect.Type, bool), names []string) {
	if n.Kind != yaml.MappingNode {
		s.report(n.Line, "%s takes keys and values", what)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		line, k, v := n.Content[i].Line, resolved(n.Content[i]), n.Content[i+1]
		if k.Kind != yaml.ScalarNode || k.Tag == "!!null" || k.Value == "" || len(k.Value) > maxText {
			s.report(line, "%s has a key that is not a word", what)
			continue
		}
		if first, again := seen[k.Value]; again {
			s.report(line, "%q stands already in line %d", k.Value, first)
			continue
		}
		seen[k.Value] = line
		if k.Value == "<<" && k.Tag == "!!merge" {
			s.merge(v, what, field, names)
			continue
		}
		t, ok := field(k.Value)
		if i > 0 && (!ok || names == nil) && commaCut(n, v) {
			s.report(line, "%s", cutText(n.Content[i-2], resolved(n.Content[i-1]), k))
			continue
		}
		if !ok {
			s.report(line, "%q is not a key of %s%s", k.Value, what, didYouMean(k.Value, names))
			continue
		}
		s.check(v, t, fmt.Sprintf("%q", k.Value))
	}
}

// commaCut tells a key without a value between braces: in {amount: 18,000} YAML
// takes the comma for the end of amount, and 000 for another key.
func commaCut(n, v *yaml.Node) bool {
	return n.Style&yaml.FlowStyle != 0 && v.Kind == yaml.ScalarNode && v.Tag == "!!null" && v.Value == ""
}

// A number that a comma cut: what is before it, and what is behind.
var (
	wholeNumber   = regexp.MustCompile(`^[+-]?\d+$`)
	leadingDigits = regexp.MustCompile(`^\d+`)
)

// cutText says what a comma cut off the value of the key before.
func cutText(key, before, k *yaml.Node) string {
	cut := fmt.Sprintf("between braces, the comma before %q ends the value of %q", k.Value, key.Value)
	if before.Kind != yaml.ScalarNode {
		return cut + "; a text with a comma in it needs quotes"
	}
	if behind := leadingDigits.FindString(k.Value); behind != "" && wholeNumber.MatchString(before.Value) {
		if len(behind) == 3 {
			return fmt.Sprintf("%s, which is then %s: write %s, without a sign between thousands", cut, before.Value, before.Value+k.Value)
		}
		return fmt.Sprintf("%s, which is then %s: write %s, with a point before decimals", cut, before.Value, before.Value+"."+k.Value)
	}
	return fmt.Sprintf("%s: put a text with a comma in it into quotes, %q", cut, before.Value+", "+k.Value)
}

// merge checks what a "<<" brings in: keys and values, or a list of such.
func (s *shape) merge(n *yaml.Node, what string, field func(string) (reflect.Type, bool), names []string) {
	parts := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		parts = n.Content
	}
	if s.merges++; s.merges > maxMerges {
		s.report(n.Line, "more than %d merges (\"<<\") stand in one another", maxMerges)
		parts = nil
	}
	for _, e := range parts {
		if !s.full(e) {
			s.keys(resolved(e), what, field, names)
		}
	}
	s.merges--
}

// full counts a node, and tells whether there are too many, or too many errors.
func (s *shape) full(n *yaml.Node) bool {
	if s.nodes++; s.nodes == maxNodes+1 {
		s.report(n.Line, "the file has more than %d values, its aliases followed", maxNodes)
	}
	return s.nodes > maxNodes || s.faults >= maxFaults
}

// resolved follows an alias to what it stands for.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// didYouMean offers the names nearest to a word, or all where none is near.
func didYouMean(word string, names []string) string {
	if near := ratebook.NearestWords(word, names, 2); len(near) > 0 {
		return "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return "; its keys are " + strings.Join(names, ", ")
}
