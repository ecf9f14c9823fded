package ratebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/unit"
)

func TestSearch(t *testing.T) {
	hour, err := unit.Parse("1 Hour")
	if err != nil {
		t.Fatal(err)
	}
	meter := func(id, category, subcategory, name string, region ratebook.Region) ratebook.Meter {
		return ratebook.Meter{ID: ratebook.MeterID(id), Category: category, Subcategory: subcategory, Name: name, Unit: hour, Region: region}
	}
	meters := []ratebook.Meter{
		meter("01", "Virtual Machines", "Dsv5 Series", "D4s v5 Spot", "westeurope"),
		meter("02", "Virtual Machines", "Dsv5 Series Windows", "D4s v5", "westeurope"),
		meter("03", "Virtual Machines", "Dsv5 Series", "D4s v5", "westeurope"),
		meter("04", "Virtual Machines", "Dsv5 Series", "D4s v5", "northeurope"),
		meter("05", "Virtual Machines", "Ddsv5 Series", "D4ds v5", "westeurope"),
		meter("06", "Virtual Machines", "Dv4/Dsv4 Series", "D4 v4/D4s v4", "westeurope"),
		meter("07", "Virtual Machines", "Dsv4 Series", "XD4s v4x", "westeurope"),
		meter("08", "Storage", "Tables", "D4s v5 Ops", ""),
		meter("09", "Bandwidth", "", "Data Transfer Out", "Zone 1"),
	}
	for _, c := range []struct{ query, want string }{
		{"d4s v5 west europe", "03 02 01"},
		{"D4S  V5", "04 03 02 08 01"},
		{"d4s v5 westeurope windows", "02"},
		{"d4s v5 EU West", "03 02 01"},
		{"d4s v4", "06 07"},
		{"zone 1", "09"},
		{"03", "03"},
		{"global d4s", "08"},
		{"hour storage", "08"},
		{"d5s", ""},
		{" ", ""},
	} {
		var got []string
		for _, m := range ratebook.Search(meters, c.query) {
			got = append(got, string(m.ID))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: got %v, want %s", c.query, got, c.want)
		}
		mixed := slices.Clone(meters)
		slices.Reverse(mixed)
		if again := ratebook.Search(mixed, c.query); len(again) != len(got) || len(again) > 0 && string(again[0].ID) != got[0] {
			t.Errorf("%q: the order depends on the card's", c.query)
		}
	}
}

func TestCardMeters(t *testing.T) {
	rate := func(id, name string, region ratebook.Region, year int) ratebook.Rate {
		return ratebook.Rate{Meter: ratebook.Meter{ID: ratebook.MeterID(id), Name: name, Region: region}, Effective: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	c := ratebook.Card{Rates: []ratebook.Rate{
		rate("b", "old name", "", 2020), rate("a", "only", "", 2020), rate("b", "new name", "", 2025), rate("b", "older name", "", 2010), rate("b", "there", "westeurope", 2020),
	}}
	var got []string
	for _, m := range c.Meters() {
		got = append(got, fmt.Sprintf("%s %s", m.ID, m.Name))
	}
	if want := "[b new name a only b there]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
