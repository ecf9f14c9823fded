package scenario

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"go.yaml.in/yaml/v3"
)

// maxErrors bounds the list of what is wrong with a file.
const maxErrors = 10

// MaxMonths bounds a scenario's length.
const MaxMonths = 120

// Read reads a scenario file. It is strict: a key that is not known, a value
// that does not fit, a name that is not there are errors, each with file and
// line; up to ten are given at once, values beside keys.
func Read(file string, data []byte) (*Scenario, error) {
	r := &reader{file: file}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err == io.EOF {
		return nil, fmt.Errorf("%s: the file is empty; \"azwhatif init\" writes one to start from", file)
	} else if err != nil {
		return nil, r.syntaxError(data, err)
	}
	var second yaml.Node
	if err := dec.Decode(&second); err == nil {
		return nil, Pos{file, second.Line}.Errorf("a second document begins here; a scenario is one")
	} else if err != io.EOF {
		return nil, r.syntaxError(data, err)
	}
	r.hidden(doc.Content[0])
	sh := &shape{errorf: r.errorf}
	sh.check(doc.Content[0], reflect.TypeFor[fileScenario](), "a scenario")
	r.misshapen, r.follow = len(r.errs) > 0, map[*Error]bool{}
	if sh.nodes > maxNodes || sh.faults > maxErrors {
		return nil, r.err()
	}
	var f fileScenario
	if err := doc.Decode(&f); err != nil {
		if r.misshapen { // a list where a map belongs, say
			return nil, r.err()
		}
		return nil, r.syntaxError(data, err)
	}
	s := r.scenario(f, doc.Content[0].Line)
	if err := r.err(); err != nil {
		return nil, err
	}
	hash := sha256.Sum256(data)
	s.SHA256 = hex.EncodeToString(hash[:])
	return s, nil
}

// hidden refuses texts, keys among them, that would show as other ones than they are.
// Control characters are for those who read a text: some may have line breaks.
func (r *reader) hidden(n *yaml.Node) {
	for _, part := range n.Content {
		r.hidden(part)
	}
	controls := func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}
	if s := strings.Map(controls, n.Value); n.Kind == yaml.ScalarNode && terminal.Clean(s) != s {
		r.errorf(n.Line, "%q has a character that turns the direction of writing, or cannot be seen; leave it out", n.Value)
	}
}

// reader turns the file's shape into a scenario and gathers what is wrong.
type reader struct {
	file  string
	errs  []*Error
	warns []string

	misshapen bool              // keys are not known, or not of the kind that they should be
	newSeries []SeriesWord      // see series
	spelled   map[string]string // subscriptions' names as they are first written, by their small letters
	follow    map[*Error]bool   // errors that may follow from that, and come up when it is mended
}

func (r *reader) errorf(line int, format string, args ...any) {
	e := &Error{Pos{r.file, line}, fmt.Errorf(format, args...)}
	r.errs = append(r.errs, e)
	if r.misshapen {
		r.follow[e] = true
	}
}

// err joins the errors in the order of the file.
func (r *reader) err() error {
	r.errs = slices.DeleteFunc(r.errs, func(e *Error) bool { return r.follow[e] })
	slices.SortStableFunc(r.errs, func(a, b *Error) int { return a.Pos.Line - b.Pos.Line })
	var errs []error
	for i, e := range r.errs {
		if i == maxErrors {
			errs = append(errs, fmt.Errorf("%s: and %d more", r.file, len(r.errs)-maxErrors))
			break
		}
		errs = append(errs, e)
	}
	return errors.Join(errs...)
}

var yamlLine = regexp.MustCompile(`^(?:unmarshal errors:\n\s*)?line (\d+): `)

// parserError finds the messages whose lines yaml.v3 counts from zero.
var parserError = regexp.MustCompile(`^did not find expected ([',<]|key$|node content$)`)

// syntaxError words an error of the YAML package. Its text begins with the
// file's name, and the line where one is known.
func (r *reader) syntaxError(data []byte, err error) error {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	m := yamlLine.FindStringSubmatch(msg)
	if m == nil {
		return fmt.Errorf("%s: not valid YAML: %s", r.file, msg)
	}
	msg = msg[len(m[0]):]
	line, _ := strconv.Atoi(m[1])
	if parserError.MatchString(msg) {
		line++
	}
	if strings.HasPrefix(msg, "found a tab character") {
		line = tabLine(data, line)
	}
	return Pos{r.file, line}.Errorf("not valid YAML: %s%s", msg, syntaxHint(msg, lineOf(data, line)))
}

// tabLine is the first line from the one that is named on that is indented with a tab.
func tabLine(data []byte, named int) int {
	for i, line := range strings.Split(string(data), "\n") {
		if indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; i+1 >= named && strings.Contains(indent, "\t") {
			return i + 1
		}
	}
	return named
}

func lineOf(data []byte, line int) string {
	lines := strings.Split(string(data), "\n")
	return lines[min(max(line, 1), len(lines))-1]
}

// syntaxHint says what to do about the commonest mistakes.
func syntaxHint(msg, line string) string {
	switch {
	case strings.HasPrefix(strings.TrimLeft(line, " "), "\t"), strings.HasPrefix(msg, "found a tab character"):
		return "; indent with blanks, not with tabs"
	case strings.Contains(msg, "mapping values are not allowed"):
		return `; put a text with ": " in it into quotes, and indent the keys of one level alike`
	case strings.Contains(msg, "cannot start any token"):
		return "; put a text that begins with such a character into quotes"
	}
	return ""
}

// value parses a text that may be missing; then it is the zero value.
func value[T any](r *reader, t text, parse func(string) (T, error)) (v T) {
	if t.line == 0 {
		return v
	}
	v, err := parse(t.value)
	if err != nil {
		r.errorf(t.line, "%w", err)
		if t.value != "" { // what is written there is wrong by itself
			delete(r.follow, r.errs[len(r.errs)-1])
		}
	}
	return v
}

// need is value for a text that must be there.
func need[T any](r *reader, t text, line int, key string, parse func(string) (T, error)) T {
	if t.line == 0 {
		r.errorf(line, "%q is missing", key)
	}
	return value(r, t, parse)
}

// words reads text of one line, such as a name.
func words(what string) func(string) (string, error) {
	return func(s string) (string, error) {
		if strings.TrimSpace(s) == "" {
			return "", fmt.Errorf("%s is empty", what)
		}
		return oneLine(what)(s)
	}
}

// oneLine reads text of one line, or none.
func oneLine(what string) func(string) (string, error) {
	return func(s string) (string, error) {
		if strings.ContainsFunc(s, unicode.IsControl) {
			return "", fmt.Errorf("%s %q has a line break, a tab or another control character", what, s)
		}
		return s, nil
	}
}

func version(s string) (int, error) {
	if s != "1" {
		return 0, fmt.Errorf("version %q is not known; this program reads version 1", s)
	}
	return 1, nil
}

func positive(what string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		d, err := money.Parse(s)
		if err != nil {
			return d, fmt.Errorf("%s %w%s", what, err, thousands(s))
		}
		if d.Sign() <= 0 {
			return d, fmt.Errorf("%s %s is not above zero", what, s)
		}
		return d, nil
	}
}

func notNegative(what string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		d, err := money.Parse(s)
		if err != nil {
			return d, fmt.Errorf("%s %w%s", what, err, thousands(s))
		}
		if d.Sign() < 0 {
			return d, fmt.Errorf("%s %s is below zero", what, s)
		}
		return d, nil
	}
}

// percent reads "2%" as 0.02. A bare number is refused: 2 and 0.02 could both
// be meant.
func percent(what string, low, high int64) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		n := len(s) - 1
		if n < 1 || s[n] != '%' {
			return money.Zero, fmt.Errorf("%s %q is not a percentage; write it with its sign, such as 2%%", what, s)
		}
		d, err := money.Parse(s[:n])
		if err != nil {
			return d, fmt.Errorf("%s %q is not a percentage; write it as 2%%, with a point before a fraction", what, s)
		}
		if d.Less(money.Int(low)) || money.Int(high).Less(d) {
			return d, fmt.Errorf("%s %s is not between %d%% and %d%%", what, s, low, high)
		}
		return d.Mul(money.MustParse("0.01")), nil
	}
}

// seed reads the seed of draws.
func seed(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("seed %q is not a whole number from 0 on", s)
	}
	return n, nil
}

// correlation reads a number from -1 to 1.
func correlation(s string) (money.Decimal, error) {
	d, err := money.Parse(s)
	if err != nil {
		return d, fmt.Errorf("correlation %w", err)
	}
	if d.Less(money.One.Neg()) || money.One.Less(d) {
		return d, fmt.Errorf("correlation %s is not between -1 and 1", s)
	}
	return d, nil
}

func whole(what string, low, high int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < low || n > high {
			return 0, fmt.Errorf("%s %q is not a whole number from %d to %d", what, s, low, high)
		}
		return n, nil
	}
}

// region reads the name of a known region; "global" and "" are none.
func region(s string) (ratebook.Region, error) {
	r := ratebook.ParseRegion(s)
	if r == ratebook.Global || r.Known() {
		return r, nil
	}
	var near []string
	for _, n := range ratebook.NearestRegions(s, 3) {
		near = append(near, string(n))
	}
	if near == nil {
		return r, fmt.Errorf("%q is not a region; give its ARM name, such as westeurope", s)
	}
	return r, fmt.Errorf("%q is not a region; did you mean %s?", s, strings.Join(near, " or "))
}

// place reads a region to move usage to, or to pick it by: "global" is none.
func place(s string) (ratebook.Region, error) {
	r, err := region(s)
	if err == nil && r == ratebook.Global {
		return r, fmt.Errorf("%q is not a place; name a region, such as westeurope, or leave it out", s)
	}
	return r, err
}

// oneOf reads a word of a closed list, without regard to case.
func oneOf[T ~string](what string, choices ...T) func(string) (T, error) {
	return func(s string) (T, error) {
		var names []string
		for _, c := range choices {
			if strings.EqualFold(s, string(c)) {
				return c, nil
			}
			names = append(names, string(c))
		}
		return "", fmt.Errorf("%s %q is not known; write %s", what, s, strings.Join(names, " or "))
	}
}

// values parses each text of a list.
func values[T any](r *reader, list []text, parse func(string) (T, error)) []T {
	var vs []T
	for _, t := range list {
		vs = append(vs, value(r, t, parse))
	}
	return vs
}
