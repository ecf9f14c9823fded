package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// number is the text of a JSON number, or of a string that holds one: Azure
// writes both. "" is a number that is missing or null.
type number string

func (n *number) UnmarshalJSON(data []byte) error {
	*n = number(scalar(data))
	return nil
}

// decimal reads the number's own digits; they never pass through a float.
func (n number) decimal() (money.Decimal, error) { return money.Parse(string(n)) }

// scalar is the text of a JSON value that is already known to be valid.
func scalar(data []byte) string {
	switch {
	case data[0] == '"':
		var s string
		_ = json.Unmarshal(data, &s)
		return strings.TrimSpace(s)
	case string(data) == "null":
		return ""
	}
	return string(data)
}

// tiers are the members of a JSON object from bounds to values, all of them
// and in their order: a map would drop a key that comes twice.
type tiers []tier

type tier struct{ key, value string }

func (t *tiers) UnmarshalJSON(data []byte) error {
	*t = (*t)[:0]
	if string(data) == "null" {
		return nil
	}
	if data[0] != '{' {
		return fmt.Errorf("%s is not an object of bounds and prices", clip(string(data)))
	}
	for i := 1; ; {
		key, next := token(data, i)
		if key == nil {
			return nil
		}
		value, end := token(data, next)
		*t = append(*t, tier{scalar(key), scalar(value)})
		i = end
	}
}

// token is the next key or value of an object that is known to be valid, and
// the index behind it. An object or array within is given as its first bracket,
// which is no number, and ends the reading.
func token(data []byte, i int) (text []byte, end int) {
	for i < len(data) && strings.IndexByte(" \t\r\n,:", data[i]) >= 0 {
		i++
	}
	if i >= len(data) || data[i] == '}' {
		return nil, i
	}
	start := i
	switch data[i] {
	case '"':
		for i++; data[i] != '"'; i++ {
			if data[i] == '\\' {
				i++
			}
		}
		return data[start : i+1], i + 1
	case '{', '[':
		return data[start : i+1], len(data)
	}
	for strings.IndexByte(" \t\r\n,}", data[i]) < 0 {
		i++
	}
	return data[start:i], i
}

// sorted reads bounds and values as numbers and sorts them by bound. A bound
// that comes twice is kept once where its values are equal, and an error where
// they differ.
func (t tiers) sorted() (sorted []ratebook.Tier, twice bool, err error) {
	sorted = make([]ratebook.Tier, 0, len(t))
	for _, w := range t {
		bound, err := number(w.key).decimal()
		if err != nil {
			return nil, false, fmt.Errorf("the bound %q is not a number", clip(w.key))
		}
		value, err := number(w.value).decimal()
		if err != nil {
			return nil, false, fmt.Errorf("%q above %s is not a number", clip(w.value), bound)
		}
		sorted = append(sorted, ratebook.Tier{Above: bound, UnitPrice: value})
	}
	ratebook.SortTiers(sorted)
	kept := sorted[:0]
	for i, next := range sorted {
		if i > 0 && next.Above.Equal(sorted[i-1].Above) {
			last := kept[len(kept)-1]
			if !next.UnitPrice.Equal(last.UnitPrice) {
				return nil, false, fmt.Errorf("the bound %s has two values, %s and %s", next.Above, last.UnitPrice, next.UnitPrice)
			}
			twice = true
			continue
		}
		kept = append(kept, next)
	}
	return kept, twice, nil
}

// tags is a list of texts, where Azure also writes null, or one text.
type tags []string

func (t *tags) UnmarshalJSON(data []byte) error {
	*t = nil
	var list []string
	if string(data) == "[]" {
		return nil
	}
	if data[0] == '"' {
		list = []string{scalar(data)}
	} else if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s = tidy(s); s != "" {
			*t = append(*t, s)
		}
	}
	return nil
}

// date reads a moment, to the microsecond; without a zone it is UTC. Year 1, which is .NET for no
// date, and a missing date are the zero time.
func date(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			if t = t.UTC().Truncate(time.Microsecond); t.Year() <= 1 {
				t = time.Time{}
			}
			return t, nil
		}
	}
	return time.Time{}, errors.New("it is not a date such as 2026-01-01T00:00:00Z")
}

// tidy takes blanks, no-break ones among them, off both ends of a name, and
// makes no-break blanks within plain ones.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "\u00a0") {
		s = strings.ReplaceAll(s, "\u00a0", " ")
	}
	return s
}
