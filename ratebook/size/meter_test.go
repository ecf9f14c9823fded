package size

import (
	"strings"
	"testing"

	"azwhatif/ratebook"
)

// TestMachineOf has the names of the sources: Retail Prices, rate cards of today, of
// 2020, of 2016.
func TestMachineOf(t *testing.T) {
	for _, c := range []struct{ sub, name, want string }{
		{"Virtual Machines Dsv5 Series", "D4s v5", "d4sv5"},
		{"Virtual Machines Dsv5 Series Windows", "D4s v5", "d4sv5 windows"},
		{"Dsv5 Series", "D4s v5 Spot", "d4sv5 spot"},
		{"Dv2/DSv2 Series Windows", "D14 v2/DS14 v2", "d14v2,ds14v2 windows"},
		{"Dv2/DSv2 Promo Series", "D12 v2/DS12 v2", "d12v2promo,ds12v2promo"},
		{"Dv2/DSv2 Promo Series Windows", "D12 v2/DS12 v2 - Expired", "-"},
		{"Virtual Machines Mdsv3 High Memory Series Linux", "Standard_M416-208ds_8_v3 Spot", "m416-208ds8v3 spot"},
		{"DCasv5-series Windows", "DC4as v5", "dc4asv5 windows"},
		{"Dasv5 Series Cloud Services", "D4as v5", "-"},
		{"Easv4 Series Dedicated Host", "Type 3", "-"},
		{"A Series Basic", "A0", "-"},
		{"Standard_D14 VM (Windows)", "Compute Hours", "d14,ds14 windows"},
		{"Standard_D4_v3 VM", "Compute Hours", "d4v3,d4sv3"},
		{"Standard_F8 VM", "Compute Hours", "f8,f8s"},
		{"Standard_D12_v2 VM Low Priority (Windows)", "Compute Hours", "d12v2,ds12v2 windows low priority"},
		{"Standard_D5_v2 VM_Promo", "Compute Hours", "d5v2promo,ds5v2promo"},
		{"Red Hat Enterprise Linux (4 core)", "Compute Hours", "-"},
	} {
		got := "-"
		if m, ok := MachineOf(ratebook.Meter{Category: "Virtual Machines", Subcategory: c.sub, Name: c.name}); ok {
			got = strings.Join(m.Keys, ",")
			if m.Windows {
				got += " windows"
			}
			got = strings.TrimSpace(got + " " + string(m.Taken))
		}
		if got != c.want {
			t.Errorf("%s / %s: %s, want %s", c.sub, c.name, got, c.want)
		}
	}
}
