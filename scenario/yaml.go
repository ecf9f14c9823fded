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
	"strconv"

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
// line; up to ten are given at once.
func Read(file string, data []byte) (*Scenario, error) {
	r := &reader{file: file}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err == io.EOF {
		return nil, fmt.Errorf("%s: the file is empty; \"azwhatif init\" writes one to start from", file)
	} else if err != nil {
		return nil, r.syntaxError(err)
	}
	if err := dec.Decode(new(yaml.Node)); err != io.EOF {
		return nil, fmt.Errorf("%s: a second document stands in the file; a scenario is one", file)
	}
	sh := &shape{report: r.errorf}
	sh.check(doc.Content[0], reflect.TypeFor[fileScenario](), "a scenario")
	if err := r.err(); err != nil {
		return nil, err
	}
	var f fileScenario
	if err := doc.Decode(&f); err != nil {
		return nil, r.syntaxError(err)
	}
	s := r.scenario(f, doc.Content[0].Line)
	if err := r.err(); err != nil {
		return nil, err
	}
	hash := sha256.Sum256(data)
	s.SHA256 = hex.EncodeToString(hash[:])
	return s, nil
}

// reader turns the file's shape into a scenario and gathers what is wrong.
type reader struct {
	file string
	errs []error
}

func (r *reader) errorf(line int, format string, args ...any) {
	r.errs = append(r.errs, Pos{r.file, line}.Errorf(format, args...))
}

func (r *reader) err() error {
	if len(r.errs) > maxErrors {
		more := fmt.Errorf("%s: and %d more errors", r.file, len(r.errs)-maxErrors)
		return errors.Join(append(r.errs[:maxErrors:maxErrors], more)...)
	}
	return errors.Join(r.errs...)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:unmarshal errors:\n\s*)?line (\d+): `)

func (r *reader) syntaxError(err error) error {
	msg := err.Error()
	if m := yamlLine.FindStringSubmatch(msg); m != nil {
		return fmt.Errorf("%s:%s: %s", r.file, m[1], msg[len(m[0]):])
	}
	return fmt.Errorf("%s: %s", r.file, msg)
}

// value parses a text that may be missing; then it is the zero value.
func value[T any](r *reader, t text, parse func(string) (T, error)) (v T) {
	if t.line == 0 {
		return v
	}
	v, err := parse(t.value)
	if err != nil {
		r.errorf(t.line, "%w", err)
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

func asIs(s string) (string, error) {
	if s == "" {
		return "", errors.New("the text is empty")
	}
	return s, nil
}

func positive(what string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		d, err := money.Parse(s)
		if err == nil && d.Sign() <= 0 {
			err = fmt.Errorf("%s %s is not above zero", what, s)
		}
		return d, err
	}
}

func notNegative(what string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		d, err := money.Parse(s)
		if err == nil && d.Sign() < 0 {
			err = fmt.Errorf("%s %s is below zero", what, s)
		}
		return d, err
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
			return d, fmt.Errorf("%s %q is not a percentage; write it as 2%%", what, s)
		}
		if d.Less(money.Int(low)) || money.Int(high).Less(d) {
			return d, fmt.Errorf("%s %s is not between %d%% and %d%%", what, s, low, high)
		}
		return d.Mul(money.MustParse("0.01")), nil
	}
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
	msg := fmt.Sprintf("%q is not a region", s)
	for i, near := range ratebook.NearestRegions(s, 3) {
		msg += []string{"; did you mean ", ", ", ", "}[i] + string(near)
	}
	return r, errors.New(msg)
}

func oneOf[T ~string](what string, choices ...T) func(string) (T, error) {
	return func(s string) (T, error) {
		for _, c := range choices {
			if s == string(c) {
				return c, nil
			}
		}
		return "", fmt.Errorf("%s %q is not one of %v", what, s, choices)
	}
}
