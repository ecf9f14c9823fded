package ratebook

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/realdata"
)

func TestParseRegion(t *testing.T) {
	for text, want := range map[string]Region{
		"westeurope": "westeurope", "EU West": "westeurope", "West Europe": "westeurope", "WEST  EUROPE ": "westeurope",
		"West\u00a0Europe": "westeurope", "west-europe": "westeurope", "west_europe": "westeurope", "europewest": "westeurope",
		"US East 2": "eastus2", "East US 2": "eastus2", "useast2": "eastus2",
		"US North Central": "northcentralus", "AP Southeast": "southeastasia", "asiaeast": "eastasia",
		"CH North": "switzerlandnorth", "CN North": "chinanorth", "chnorth": "chnorth",
		"SE Central": "swedencentral", "KR Central": "koreacentral", "se": "se", "qatarentral": "qatarcentral",
		"US Gov": "usgovvirginia", "USGov": "usgovvirginia", "US Gov Virginia": "usgovvirginia", "USGov Virginia": "usgovvirginia",
		"US Gov AZ": "usgovarizona", "US DoD East": "usdodeast", "US DoD": "US DoD", "US Northwest": "westus2",
		"": Global, "Global": Global, "global": Global, "Unassigned": Global, " ": Global,
		"Zone 1": "Zone 1", "zone 3": "Zone 3", "US Gov Zone 2": "US Gov Zone 2", "us gov zone 1": "US Gov Zone 1", "Zone 10": "Zone 10",
		"Azure Stack": "azurestack", " Atlantis  South ": "Atlantis South",
	} {
		if got := ParseRegion(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestRegionSpellings(t *testing.T) {
	for _, c := range []struct {
		region            Region
		display, rateCard string
		zone              Region
		known             bool
	}{
		{"westeurope", "West Europe", "EU West", "Zone 1", true},
		{"australiacentral", "Australia Central", "AU Central", "Zone 1", true},
		{"southeastasia", "Southeast Asia", "AP Southeast", "Zone 2", true},
		{"southafricanorth", "South Africa North", "ZA North", "Zone 3", true},
		{"usgovvirginia", "US Gov Virginia", "US Gov", "US Gov Zone 1", true},
		{"chinanorth", "China North", "CN North", "", true},
		{"singaporecentral", "Singapore Central", "singaporecentral", "Zone 2", true},
		{"Zone 2", "Zone 2", "Zone 2", "Zone 2", true},
		{Global, "Global", "", "", true},
		{"azurestack", "Azure Stack", "Azure Stack", "", true},
		{"Atlantis", "Atlantis", "Atlantis", "", false},
		{"EU West", "EU West", "EU West", "", false}, // not parsed
	} {
		r := c.region
		if r.Display() != c.display || r.RateCard() != c.rateCard || r.Zone() != c.zone || r.Known() != c.known {
			t.Errorf("%q: %q, %q, zone %q, known %v", r, r.Display(), r.RateCard(), r.Zone(), r.Known())
		}
	}
	if Region("westeurope").IsZone() || !Region("Zone 1").IsZone() || Region("zone 1").IsZone() {
		t.Error("IsZone takes a region for a zone, or misses one")
	}
	if Region("westeurope").ZoneAssumed() || !Region("qatarcentral").ZoneAssumed() {
		t.Error("the zone of West Europe is Microsoft's, that of Qatar Central is ours")
	}
}

// Every spelling of the table leads back to its own row.
func TestRegionTable(t *testing.T) {
	all := Regions()
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Error("the table is not sorted, or has a region twice")
	}
	for _, row := range regions {
		r := Region(row.arm)
		spellings := append(strings.Fields(row.also), row.arm, row.display)
		if row.rateCard != "" {
			spellings = append(spellings, row.rateCard)
		}
		for _, s := range spellings {
			if got := ParseRegion(s); got != r {
				t.Errorf("%q is %q, want %q", s, got, r)
			}
		}
		if fold(row.display) != row.arm {
			t.Errorf("%q and %q differ by more than blanks", row.arm, row.display)
		}
		if row.zone != "" && !row.zone.IsZone() {
			t.Errorf("%q has zone %q", row.arm, row.zone)
		}
	}
}

func TestNearestRegions(t *testing.T) {
	for text, want := range map[string]Region{
		"westeurop": "westeurope", "West Eurpoe": "westeurope", "EU Wset": "westeurope", "swedencentrl": "swedencentral", "germany westcentral": "germanywestcentral",
	} {
		if got := NearestRegions(text, 3); len(got) == 0 || got[0] != want || len(got) > 3 {
			t.Errorf("nearest to %q are %q, want %q first", text, got, want)
		}
	}
	if got := NearestRegions("Atlantis of the Deep", 3); len(got) > 0 {
		t.Errorf("near to Atlantis are %q", got)
	}
}

func TestRealRegions(t *testing.T) {
	dir := realdata.File(t, "")
	pairs, meterRegions := map[[2]string]int{}, map[string]int{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if arm, ok := v["armRegionName"].(string); ok {
				location, _ := v["location"].(string)
				pairs[[2]string{arm, location}]++
			}
			for k, inner := range v {
				if s, ok := inner.(string); ok && strings.EqualFold(k, "MeterRegion") {
					meterRegions[s]++
				}
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	for _, folder := range []string{"ratecard", "retail", "usageaggregates"} {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".json" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			var v any
			if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &v); err != nil {
				return err
			}
			walk(v)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	for p, n := range pairs {
		arm, location := ParseRegion(p[0]), p[1]
		if string(arm) != p[0] || !arm.Known() || location != "" && (ParseRegion(location) != arm || arm.RateCard() != location) {
			t.Errorf("armRegionName %q with location %q (%d times): the table has %q, %q", p[0], location, n, arm, arm.RateCard())
		}
	}
	for s, n := range meterRegions {
		if r := ParseRegion(s); !r.Known() {
			t.Errorf("MeterRegion %q is not known (%d times)", s, n)
		}
	}
	if len(pairs) < 6 || len(meterRegions) < 30 {
		t.Errorf("only %d pairs and %d MeterRegions found", len(pairs), len(meterRegions))
	}
}

// The FinOps toolkit's table agrees, wherever it has a spelling that we take.
func TestRealRegionsCSV(t *testing.T) {
	f, err := os.Open(filepath.Join(realdata.File(t, ""), "opendata", "Regions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, row := range rows[1:] {
		r := ParseRegion(row[0])
		if !r.Known() || r == Global {
			continue
		}
		taken++
		if row[0] == "useast2euap" { // a second name, which the file keeps as a region of its own
			row[1] = "eastus2euap"
		}
		if string(r) != row[1] {
			t.Errorf("%q is %q here, %q in the file", row[0], r, row[1])
		}
	}
	if taken < 200 {
		t.Errorf("only %d of %d spellings are taken", taken, len(rows)-1)
	}
	t.Logf("%d of %d spellings are taken", taken, len(rows)-1)
}
