package ratebook

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/unit"
)

// Selector picks meters of a card: by ID, or by every word that is given. Words
// are compared whole, in either case, and by what they mean where the sources
// call a meter by other words (canonical.go): "Dsv5 Series" picks Retail's
// "Virtual Machines Dsv5 Series". A nil Subcategory or Region is any.
type Selector struct {
	ID          MeterID
	Category    string
	Subcategory *string
	Name        string
	Unit        string
	Region      *Region
}

// In returns the selector, held to one region.
func (s Selector) In(r Region) Selector {
	s.Region = &r
	return s
}

// Matches tells whether the selector picks the meter.
func (s Selector) Matches(m Meter) bool {
	if s.ID != "" && s.ID != m.ID {
		return false
	}
	return (s.Region == nil || *s.Region == m.Region) &&
		(s.served(&m) || s.means(&m)) &&
		(s.Unit == "" || strings.EqualFold(s.Unit, m.Unit.String()) || sameUnit(s.Unit, m.Unit))
}

// sameUnit tells whether a text means the unit: "Hours" and "1 Hour" do.
func sameUnit(s string, u unit.Unit) bool {
	other, err := unit.Parse(s)
	return err == nil && other.Same(u)
}

// IsZero tells whether nothing is selected by.
func (s Selector) IsZero() bool {
	return s.ID == "" && s.Category == "" && s.Subcategory == nil && s.Name == "" && s.Unit == ""
}

// String shows the selector as a scenario file would write it.
func (s Selector) String() string {
	var b []string
	add := func(key, value string) {
		if value != "" {
			b = append(b, key+": "+value)
		}
	}
	add("id", string(s.ID))
	add("category", s.Category)
	if s.Subcategory != nil {
		b = append(b, fmt.Sprintf("subcategory: %s", *s.Subcategory))
	}
	add("name", s.Name)
	add("unit", s.Unit)
	if s.Region != nil {
		b = append(b, fmt.Sprintf("region: %s", s.Region.Display()))
	}
	return "{" + strings.Join(b, ", ") + "}"
}
