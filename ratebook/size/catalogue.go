package size

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"azwhatif/ratebook"
)

// Catalogue is all sizes as they were known on a day. It does not change.
type Catalogue struct {
	Date    string // "2026-08-01"
	Source  string // where from, in words
	Regions []ratebook.Region
	Sizes   []Size
	Retires []Retirement

	byKey   map[string]int
	retires map[string]int // by family, in small letters
}

// Retirement is the end of a family of sizes.
type Retirement struct {
	Family string // as Size.Family, in any case
	Month  string // "2028-11": its machines are stopped in it
	Source string
}

//go:embed sizes.txt
var builtIn string

// BuiltIn is the catalogue that is built into the program.
var BuiltIn = sync.OnceValue(func() *Catalogue {
	c, err := Read(strings.NewReader(builtIn))
	if err != nil {
		panic("size: the catalogue that is built in: " + err.Error())
	}
	return c
})

// index makes the names to look up by.
func (c *Catalogue) index() {
	c.byKey, c.retires = make(map[string]int, len(c.Sizes)), make(map[string]int, len(c.Retires))
	for i := range c.Sizes {
		c.byKey[Key(c.Sizes[i].Name)] = i
	}
	for i, r := range c.Retires {
		c.retires[strings.ToLower(r.Family)] = i
	}
}

// Key is a size's name without what spellings differ in: "d4sv5" of Standard_D4s_v5,
// D4s_v5, "D4s v5", d4sv5.
func Key(name string) string {
	s := strings.ToLower(strings.TrimSpace(name))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "standard"), "_")
	return notInKey.Replace(s)
}

// notInKey takes out what spellings of a size's name differ in.
var notInKey = strings.NewReplacer(" ", "", "_", "", ".", "")

// Find looks a size up by any spelling of its name; nil where there is none.
func (c *Catalogue) Find(name string) *Size {
	if i, ok := c.byKey[Key(name)]; ok {
		return &c.Sizes[i]
	}
	return nil
}

// Parse is Find with an error that names the nearest sizes.
func (c *Catalogue) Parse(name string) (*Size, error) {
	if s := c.Find(name); s != nil {
		return s, nil
	}
	keys, names := make([]string, len(c.Sizes)), make(map[string]string, len(c.Sizes))
	for i := range c.Sizes {
		keys[i] = Key(c.Sizes[i].Name)
		names[keys[i]] = c.Sizes[i].Name
	}
	hint := `look for one with "azwhatif sizes"`
	if near := ratebook.NearestWords(Key(name), keys, 3); len(near) > 0 {
		for i := range near {
			near[i] = names[near[i]]
		}
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return nil, fmt.Errorf("%q is no size of the catalogue of %s; %s", name, c.Date, hint)
}

// Retirement tells when a size's family ends; ok is false where no end is known.
func (c *Catalogue) Retirement(s *Size) (r Retirement, ok bool) {
	i, ok := c.retires[strings.ToLower(s.Family)]
	if !ok {
		return r, false
	}
	return c.Retires[i], true
}

// ByKey is the size of a Key; nil where there is none.
func (c *Catalogue) ByKey(key string) *Size {
	if i, ok := c.byKey[key]; ok {
		return &c.Sizes[i]
	}
	return nil
}

// Whole is the size that a constrained one is made of, E8s_v5 of E8-2s_v5; nil where
// the catalogue does not have it.
func (c *Catalogue) Whole(s *Size) *Size {
	before, rest, ok := strings.Cut(Key(s.Name), "-")
	if !ok {
		return nil
	}
	return c.ByKey(before + strings.TrimLeft(rest, "0123456789"))
}
