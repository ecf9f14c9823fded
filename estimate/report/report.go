package report

import (
	"fmt"
	"slices"
	"strings"
)

// Detail says how deep a report goes; each level adds to the one before.
type Detail string

const (
	DetailCases  Detail = "cases"  // totals of each case
	DetailLines  Detail = "lines"  // and each priced usage
	DetailMonths Detail = "months" // and each month
	DetailTiers  Detail = "tiers"  // and what each tier prices
)

var details = []Detail{DetailCases, DetailLines, DetailMonths, DetailTiers}

// ParseDetail reads the name of a level.
func ParseDetail(s string) (Detail, error) {
	if !slices.Contains(details, Detail(s)) {
		return "", fmt.Errorf("detail %q is not one of cases, lines, months, tiers", s)
	}
	return Detail(s), nil
}

// Has tells whether the level includes another.
func (d Detail) Has(other Detail) bool {
	return slices.Index(details, d.or(DetailLines)) >= slices.Index(details, other)
}

func (d Detail) or(other Detail) Detail {
	if d == "" {
		return other
	}
	return d
}

// Options say how a report looks. The zero Options are those of a terminal of
// 80 columns without colour, down to the lines.
type Options struct {
	Detail Detail // DetailLines where it is ""
	Width  int    // of Table and Explain, in columns; 80 where it is 0
	Color  bool   // of Table

	// Link gives the address of what explains a figure of Sections, and "" for none.
	Link func(Figure) string
}

func (o Options) width() int {
	if o.Width <= 0 {
		return defaultWidth
	}
	return max(o.Width, minWidth)
}

// paint colours a text where colours are wanted.
func (o Options) paint(color, s string) string {
	if o.Color {
		return color + s + reset
	}
	return s
}

const (
	defaultWidth = 80
	minWidth     = 40 // narrower, nothing is readable
)

// list joins words: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
