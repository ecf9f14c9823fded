package ratebook

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/unit"
)

// MeterID is Azure's GUID of a meter, in lower case. It is the only name of a
// meter that does not change "at any time and without notice" (RateCard
// documentation), and the only one on which two sources may be joined.
type MeterID string

// ParseMeterID reads a GUID in either case, with or without blanks around it.
func ParseMeterID(s string) (MeterID, error) {
	id := strings.ToLower(strings.TrimSpace(s))
	shaped := len(id) == 36
	for i := 0; shaped && i < len(id); i++ {
		switch c := id[i]; i {
		case 8, 13, 18, 23:
			shaped = c == '-'
		default:
			shaped = '0' <= c && c <= '9' || 'a' <= c && c <= 'f'
		}
	}
	if !shaped {
		return "", fmt.Errorf("%q is not a meter id; it has the shape 9995d93a-7d35-4d3f-9c69-7a7fea447ef4", s)
	}
	return MeterID(id), nil
}

// Meter is what Azure counts and prices.
type Meter struct {
	ID          MeterID
	Category    string // "Virtual Machines"
	Subcategory string // "Dsv5 Series Windows"; may be empty
	Name        string // "D4s v5"
	Unit        unit.Unit
	Region      Region   // "" where the meter is the same everywhere
	Tags        []string // "Third Party": no discount applies
	Status      string   // "Active", "Deprecated"; "" where the source does not say
}

// ThirdParty tells whether offers' discounts and credits leave the meter out
// (RateCard documentation of MeterTags).
func (m Meter) ThirdParty() bool {
	return slices.ContainsFunc(m.Tags, func(t string) bool { return strings.EqualFold(t, "Third Party") })
}

// Variant is what tells meters of one series and size apart: "windows", "promo",
// "basic", or "". Sizes of one variant can replace one another.
func (m Meter) Variant() string {
	_, variant := machineSeries(withoutCategory(folded(m.Category), folded(m.Subcategory)))
	return variant
}

// Title names the meter for a reader: "Virtual Machines / Dsv5 Series / D4s v5".
func (m Meter) Title() string {
	parts := []string{m.Category, m.Subcategory, m.Name}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, " / ")
}

// Family selects the meter's equivalents: the same category, subcategory, name
// and unit, by what they mean, in any region. Add the region that is wanted.
func (m Meter) Family() Selector {
	return Selector{Category: m.Category, Subcategory: &m.Subcategory, Name: m.Name, Unit: m.Unit.Text()}
}
