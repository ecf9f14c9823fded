package ratebook

import (
	"strings"
	"testing"
)

func TestFootprint(t *testing.T) {
	for name, want := range map[string]string{
		"D4s v5": "Dsv5 Series 2", "d16S V5": "Dsv5 Series 8", "E8-4s v5": "Esv5 Series 4", "E64s v3": "ESv3 Series 28.8",
		"B2s": "BS Series 8", "B2ms": "BS Series High Memory 4", "F72s v2": "FSv2 Series 36",
		"D2 v3/D2s v3": "Dv3 Series 1", "X9/D2s v3": "DSv3 Series 1",
		"D4s v5 Spot": "", "D4s v5 Low Priority": "", "X9": "", "": "",
	} {
		f, ok := Meter{Category: "Virtual Machines", Name: name}.Footprint()
		got := ""
		if ok {
			got = f.Group + " " + f.Ratio.String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if _, ok := (Meter{Category: "Storage", Name: "D4s v5"}).Footprint(); ok {
		t.Error("a meter of storage has a footprint")
	}
}

// TestFlexibility holds the table to its form: a ratio a size, the smallest 1,
// no size in two groups.
func TestFlexibility(t *testing.T) {
	sizes := 0
	for _, g := range flexibility {
		names, ratios := strings.Fields(g.sizes), strings.Fields(g.ratios)
		if len(names) != len(ratios) || ratios[0] != "1" {
			t.Errorf("%s: %d sizes, %d ratios from %s on", g.group, len(names), len(ratios), ratios[0])
		}
		sizes += len(names)
	}
	if len(footprints()) != sizes {
		t.Errorf("%d sizes are listed, and %d known", sizes, len(footprints()))
	}
}

func TestWithoutLicence(t *testing.T) {
	m := d4s
	if _, ok := m.WithoutLicence(); ok {
		t.Error("a machine without a licence has one")
	}
	m.Subcategory = "Virtual Machines Dsv5 Series Windows"
	s, ok := m.WithoutLicence()
	m.Subcategory = "Virtual Machines Dsv5 Series"
	if !ok || !s.Matches(m) || *s.Region != m.Region {
		t.Errorf("without its licence it is %s", s)
	}
}
