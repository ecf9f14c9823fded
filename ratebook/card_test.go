package ratebook

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/unit"
)

// smallCard has one name in two regions, one meter with two effective dates,
// and one name in two categories.
func smallCard() *Card {
	hour, gb := unit.MustParse("1 Hour"), unit.MustParse("1 GB")
	later := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	vm := func(id MeterID, r Region) Meter {
		return Meter{ID: id, Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: "D4s v5", Unit: hour, Region: r}
	}
	tiers := rate("0", "0", "1", "10", "0.5").Tiers
	return &Card{Rates: []Rate{
		{Meter: vm("a", "westeurope"), Tiers: tiers},
		{Meter: vm("b", "eastus"), Tiers: tiers[:1]},
		{Meter: vm("a", "westeurope"), Effective: later, Tiers: tiers[:1]},
		{Meter: Meter{ID: "c", Category: "Bandwidth", Name: "Data Transfer Out", Unit: gb, Region: "Zone 1"}, Tiers: tiers},
		{Meter: Meter{ID: "d", Category: "CDN", Name: "Data Transfer Out", Unit: gb, Region: "Zone 1"}},
	}}
}

func TestFind(t *testing.T) {
	card := smallCard()
	selectors := []Selector{
		{ID: "a"},
		{ID: "a", Name: "D2s v5"},
		{Name: "d4s V5"},
		Selector{Name: "D4s v5"}.In("eastus"),
		Selector{Name: "D4s v5"}.In("westus"),
		{Name: "Data Transfer Out"},
		{Name: "Data Transfer Out", Category: "cdn"},
		{Category: "Virtual Machines"},
		{Subcategory: text("")},
		{Unit: "1 gb"},
		{Name: "no such"},
		{}, // picks nothing, not all
		Selector{}.In("eastus"),
		{ID: "a"}, // again
	}
	want := []string{"a0 a2", "", "a0 b1 a2", "b1", "", "c3 d4", "d4", "a0 b1 a2", "c3 d4", "c3 d4", "", "", "", "a0 a2"}
	found := card.Find(selectors)
	if len(found) != len(selectors) {
		t.Fatalf("%d answers to %d selectors", len(found), len(selectors))
	}
	for i, rates := range found {
		var got []string
		for _, r := range rates {
			at := slices.IndexFunc(card.Rates, func(c Rate) bool { return c.Meter.ID == r.Meter.ID && c.Effective.Equal(r.Effective) })
			got = append(got, fmt.Sprintf("%s%d", r.Meter.ID, at))
		}
		if strings.Join(got, " ") != want[i] {
			t.Errorf("%s finds %q, want %q", selectors[i], got, want[i])
		}
	}
	if found := card.Find(nil); len(found) != 0 {
		t.Errorf("no selector finds %v", found)
	}
}

func TestCount(t *testing.T) {
	card := smallCard()
	card.Count()
	p := card.Provenance
	if p.Meters != 4 || p.Rates != 5 || p.Tiers != 6 {
		t.Errorf("%d meters, %d rates, %d tiers", p.Meters, p.Rates, p.Tiers)
	}
}
