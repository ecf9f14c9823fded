package ratebook

import (
	"testing"

	"azwhatif/ratebook/unit"
)

var d4s = Meter{
	ID: "9995d93a-7d35-4d3f-9c69-7a7fea447ef4", Category: "Virtual Machines", Subcategory: "Dsv5 Series",
	Name: "D4s v5", Unit: unit.MustParse("1 Hour"), Region: "westeurope",
}

func text(s string) *string { return &s }

func TestSelector(t *testing.T) {
	plain := d4s
	plain.Subcategory = ""
	for _, c := range []struct {
		s    Selector
		m    Meter
		want bool
		text string
	}{
		{Selector{}, d4s, true, "{}"},
		{Selector{ID: d4s.ID}, d4s, true, "{id: 9995d93a-7d35-4d3f-9c69-7a7fea447ef4}"},
		{Selector{ID: "x"}, d4s, false, "{id: x}"},
		{Selector{ID: d4s.ID, Name: "D2s v5"}, d4s, false, "{id: 9995d93a-7d35-4d3f-9c69-7a7fea447ef4, name: D2s v5}"},
		{Selector{Name: "d4S V5"}, d4s, true, "{name: d4S V5}"},
		{Selector{Name: "D4s"}, d4s, false, "{name: D4s}"}, // words are compared whole
		{Selector{Category: "virtual machines", Subcategory: text("DSV5 series"), Name: "D4s v5", Unit: "1 hour"}, d4s, true, "{category: virtual machines, subcategory: DSV5 series, name: D4s v5, unit: 1 hour}"},
		{Selector{Category: "Storage"}, d4s, false, "{category: Storage}"},
		{Selector{Subcategory: text("")}, d4s, false, "{subcategory: }"}, // none
		{Selector{Subcategory: text("")}, plain, true, "{subcategory: }"},
		{Selector{Name: "D4s v5"}, plain, true, "{name: D4s v5}"}, // any
		{Selector{Unit: "1 Day"}, d4s, false, "{unit: 1 Day}"},
		{Selector{Name: "D4s v5"}.In("westeurope"), d4s, true, "{name: D4s v5, region: West Europe}"},
		{Selector{Name: "D4s v5"}.In("eastus"), d4s, false, "{name: D4s v5, region: East US}"},
		{Selector{Name: "D4s v5"}.In(Global), d4s, false, "{name: D4s v5, region: Global}"},
		{d4s.Family(), d4s, true, "{category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5, unit: 1 Hour}"},
		{plain.Family(), d4s, false, "{category: Virtual Machines, subcategory: , name: D4s v5, unit: 1 Hour}"},
	} {
		if got := c.s.Matches(c.m); got != c.want {
			t.Errorf("%s matches: %t", c.s, got)
		}
		if got := c.s.String(); got != c.text {
			t.Errorf("%q, want %q", got, c.text)
		}
	}
	for s, want := range map[Selector]bool{
		{}: true, {ID: "x"}: false, {Category: "x"}: false, {Subcategory: text("")}: false, {Name: "x"}: false, {Unit: "x"}: false,
		Selector{}.In("eastus"): true, // a region alone picks nothing
	} {
		if s.IsZero() != want {
			t.Errorf("%s is zero: %t", s, !want)
		}
	}
	s := Selector{Name: "x"}
	if s.In("eastus"); s.Region != nil {
		t.Error("In changes the selector")
	}
}
