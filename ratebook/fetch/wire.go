package fetch

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// number is the text of a number. "" is one that is missing or null.
type number string

// decimal reads the number's own digits; they never pass through a float.
func (n number) decimal() (money.Decimal, error) { return money.Parse(string(n)) }

// tiers are bounds and values, in the order in which they came.
type tiers struct {
	list  []ratebook.Tier
	wrong error // the first that is not a number
}

func (t *tiers) not(err error) {
	if t.wrong == nil {
		t.wrong = err
	}
}

// sorted sorts them by bound, in place. A bound that comes twice is kept once
// where its values are equal, and an error where they differ.
func (t *tiers) sorted() (kept []ratebook.Tier, twice bool, err error) {
	if t.wrong != nil {
		return nil, false, t.wrong
	}
	if len(t.list) == 1 {
		return t.list, false, nil
	}
	ratebook.SortTiers(t.list)
	kept = t.list[:0]
	for _, next := range t.list {
		if n := len(kept); n > 0 && next.Above.Equal(kept[n-1].Above) {
			if last := kept[n-1]; !next.UnitPrice.Equal(last.UnitPrice) {
				return nil, false, fmt.Errorf("the bound %s has two values, %s and %s", next.Above, last.UnitPrice, next.UnitPrice)
			}
			twice = true
			continue
		}
		kept = append(kept, next)
	}
	return kept, twice, nil
}

// date reads a moment, to the microsecond; without a zone it is UTC. Year 1, which is .NET for no
// date, and a missing date are the zero time.
func date(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05-07", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			if t = t.UTC().Truncate(time.Microsecond); t.Year() <= 1 {
				t = time.Time{}
			}
			return t, nil
		}
	}
	return time.Time{}, errors.New("it is not a date such as 2026-01-01T00:00:00Z")
}

// tidy takes out of a name what would do things to a terminal, takes blanks,
// no-break ones among them, off both ends, and makes no-break blanks within plain ones.
func tidy(s string) string {
	s = strings.TrimSpace(terminal.Clean(s))
	if strings.Contains(s, "\u00a0") {
		s = strings.ReplaceAll(s, "\u00a0", " ")
	}
	return s
}
