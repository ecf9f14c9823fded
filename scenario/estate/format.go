package estate

import (
	"slices"
	"strings"
)

// format is one kind of inventory. Each registers itself in a file of its own.
type format struct {
	Name string

	// Claims tells a file of the format. Where several claim one, the first by Rank counts.
	Claims func(b *book) bool
	Rank   int // 0 is the most particular

	// Read adds what the files list. Files that belong together come together: RVTools
	// writes its sheets as one CSV each.
	Read func(r *reading, books []*book) error
}

var formats []*format

func register(f *format) {
	i, found := slices.BinarySearchFunc(formats, f.Name, func(f *format, name string) int { return strings.Compare(f.Name, name) })
	if found {
		panic("estate: two formats of the name " + f.Name)
	}
	formats = slices.Insert(formats, i, f)
}

// Formats are the names of all formats, sorted.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// claim finds the format of a file; nil where none claims it.
func claim(b *book, want string) *format {
	var found *format
	for _, f := range formats {
		if want != "" && f.Name != want || !f.Claims(b) {
			continue
		}
		if found == nil || f.Rank < found.Rank {
			found = f
		}
	}
	return found
}
