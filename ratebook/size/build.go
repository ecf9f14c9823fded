package size

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Offered is a size as it is listed for one region.
type Offered struct {
	Size       // Name, Family, and what it offers; VCPUs run, Whole are those of the whole size
	Region     ratebook.Region
	Zones      int  // availability zones that have it
	Restricted bool // for the subscription that asks
}

// Build makes a catalogue of what is listed. Retirements are those of the catalogue
// that is built in: the interface does not tell them.
func Build(date, source string, list []Offered) (*Catalogue, error) {
	c := &Catalogue{Date: date, Source: strings.Join(strings.Fields(source), " "), Retires: slices.Clone(BuiltIn().Retires)}
	at := map[string]int{}
	regions := map[ratebook.Region]bool{}
	list = slices.DeleteFunc(slices.Clone(list), func(o Offered) bool { return !strings.HasPrefix(o.Name, "Standard_") }) // Basic
	for _, o := range list {
		if !nameShape.MatchString(string(o.Region)) {
			return nil, fmt.Errorf("the size %q is listed for %q, which is no region", o.Name, o.Region)
		}
		regions[o.Region] = true
		if _, known := at[Key(o.Name)]; !known {
			at[Key(o.Name)] = len(c.Sizes)
			s := o.Size
			s.parts, s.Family = partsOf(s.Name), strings.Join(strings.Fields(s.Family), " ")
			if s.VCPUs < 1 || s.Whole < s.VCPUs || max(s.Whole, s.Disks, s.NICs) > maxVCPUs || min(s.Disks, s.NICs) < 0 || s.Memory.Cmp(money.Zero) <= 0 || !nameShape.MatchString(strings.TrimPrefix(s.Name, "Standard_")) {
				return nil, fmt.Errorf("the size %q has no vCPUs or no memory, or its name is none", s.Name)
			}
			c.Sizes = append(c.Sizes, s)
		}
	}
	for r := range regions {
		c.Regions = append(c.Regions, r)
	}
	slices.Sort(c.Regions)
	sold := make([][]byte, len(c.Sizes))
	for i := range sold {
		sold[i] = []byte(strings.Repeat(".", len(c.Regions)))
	}
	for _, o := range list {
		zones := byte(min(o.Zones, 9))
		mark := '0' + zones
		if o.Restricted {
			mark = 'a' + zones
		}
		r, _ := slices.BinarySearch(c.Regions, o.Region)
		sold[at[Key(o.Name)]][r] = mark
	}
	for i := range c.Sizes {
		c.Sizes[i].sold = string(sold[i])
	}
	slices.SortStableFunc(c.Sizes, func(a, b Size) int { return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Name, b.Name)) })
	c.index()
	return c, nil
}
