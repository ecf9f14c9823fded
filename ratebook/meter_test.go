package ratebook

import (
	"strings"
	"testing"
)

func TestParseMeterID(t *testing.T) {
	const id = "9995d93a-7d35-4d3f-9c69-7a7fea447ef4"
	for _, text := range []string{id, strings.ToUpper(id), " " + id + "\n"} {
		if got, err := ParseMeterID(text); got != id || err != nil {
			t.Errorf("%q is %q (%v)", text, got, err)
		}
	}
	for _, text := range []string{
		"", id[1:], id + "0", "{" + id + "}", strings.ReplaceAll(id, "-", ""), strings.Replace(id, "9", "g", 1),
		strings.Replace(id, "-", "0", 1), "9995d93a7-d35-4d3f-9c69-7a7fea447ef4", strings.Replace(id, "99", "é", 1), strings.Repeat("-", 36),
	} {
		got, err := ParseMeterID(text)
		if err == nil {
			t.Errorf("%q is taken for %q", text, got)
		} else if !strings.HasSuffix(err.Error(), "is not a meter id; it has the shape "+id) {
			t.Error(err)
		}
	}
}

func TestMeter(t *testing.T) {
	if got := d4s.Title(); got != "Virtual Machines / Dsv5 Series / D4s v5" {
		t.Error(got)
	}
	if got := (Meter{Category: "Bandwidth", Name: "Data Transfer Out"}).Title(); got != "Bandwidth / Data Transfer Out" {
		t.Error(got)
	}
	for tag, want := range map[string]bool{"Third Party": true, "third party": true, "ThirdParty": false, "": false} {
		if (Meter{Tags: []string{"x", tag}}).ThirdParty() != want {
			t.Errorf("the tag %q is a third party's: %t", tag, !want)
		}
	}
	for subcategory, want := range map[string]string{
		"Dsv5 Series": "", "Dsv5 Series Windows": "windows", "Ev3/ESv3 Series Low Priority Windows": "low priority windows",
		"": "", "Premium SSD Managed Disks": "", "Seriesly": "",
	} {
		if got := (Meter{Subcategory: subcategory}).Variant(); got != want {
			t.Errorf("the variant of %q is %q, want %q", subcategory, got, want)
		}
	}
}
