package ratebook

import (
	"slices"
	"strings"
	"sync"
)

// Region is where a resource runs: Azure's ARM name, "westeurope". "" is
// global. A spelling that is not in the table is kept as it was written.
//
// Some meters have a billing zone in place of a region, "Zone 1"; IsZone tells
// them apart.
type Region string

// Global is the region of meters that are the same everywhere.
const Global Region = ""

// ZoneRule says where the bandwidth zones of regions come from, in words that
// an estimate can list among its assumptions.
const ZoneRule = "bandwidth zones as Microsoft's article on routing preference listed them in May 2020; " +
	"newer regions are put in the zone of their neighbours"

// regions is one row a region, sorted by ARM name.
//
// Spellings: the MeterRegion column of a rate card of March 2020, the location
// of Azure's Retail Prices, and for newer regions Regions.csv of the FinOps
// toolkit (2026-05; its "se" for Korea and "chnorth" for China are left out).
//
// Zones: learn.microsoft.com, "What is routing preference?" (azure-docs
// articles/virtual-network/routing-preference-overview.md, 2020-05-18), which
// does put Australia Central in Zone 1. For other regions the zone is assumed by
// geography: North America and Europe 1, Asia Pacific 2, South America, Middle
// East and Africa 3, and the zones that the US Gov and German clouds' own meters
// name. None is known for China and US Sec. The meters of the CDN use the names
// Zone 1 to 5 for the places of readers: this is not their table.
var regions = []struct {
	arm, rateCard, display string
	zone                   Region
	zoneAssumed            bool
	also                   string // further spellings, in usage exports
}{
	{"australiacentral", "AU Central", "Australia Central", "Zone 1", false, "australiac"},
	{"australiacentral2", "AU Central 2", "Australia Central 2", "Zone 1", false, "australiac2"},
	{"australiaeast", "AU East", "Australia East", "Zone 2", false, ""},
	{"australiasoutheast", "AU Southeast", "Australia Southeast", "Zone 2", false, ""},
	{"austriaeast", "AT East", "Austria East", "Zone 1", true, "austriae"},
	{"azurestack", "Azure Stack", "Azure Stack", "", false, ""}, // a customer's own racks
	{"belgiumcentral", "BE Central", "Belgium Central", "Zone 1", true, "belgiumc"},
	{"brazilsouth", "BR South", "Brazil South", "Zone 3", false, ""},
	{"brazilsoutheast", "BR Southeast", "Brazil Southeast", "Zone 3", true, "brazilse"},
	{"canadacentral", "CA Central", "Canada Central", "Zone 1", false, ""},
	{"canadaeast", "CA East", "Canada East", "Zone 1", false, ""},
	{"centralindia", "IN Central", "Central India", "Zone 2", false, "indiacentral"},
	{"centralus", "US Central", "Central US", "Zone 1", false, ""},
	{"centraluseuap", "", "Central US EUAP", "Zone 1", true, ""},
	{"chilecentral", "CL Central", "Chile Central", "Zone 3", true, "chilec"},
	{"chinaeast", "CN East", "China East", "", false, ""},
	{"chinaeast2", "CN East 2", "China East 2", "", false, "chinae2"},
	{"chinaeast3", "CN East 3", "China East 3", "", false, "chinae3"},
	{"chinanorth", "CN North", "China North", "", false, ""},
	{"chinanorth2", "CN North 2", "China North 2", "", false, "chinan2"},
	{"chinanorth3", "CN North 3", "China North 3", "", false, "chinan3"},
	{"denmarkeast", "DK East", "Denmark East", "Zone 1", true, "denmarke"},
	{"eastasia", "AP East", "East Asia", "Zone 2", false, "asiaeast"},
	{"eastus", "US East", "East US", "Zone 1", false, ""},
	{"eastus2", "US East 2", "East US 2", "Zone 1", false, ""},
	{"eastus2euap", "", "East US 2 EUAP", "Zone 1", true, "useast2euap"},
	{"eastus3", "US East 3", "East US 3", "Zone 1", true, ""},
	{"finlandcentral", "FI Central", "Finland Central", "Zone 1", true, "finlandc"},
	{"francecentral", "FR Central", "France Central", "Zone 1", false, "francec"},
	{"francesouth", "FR South", "France South", "Zone 1", false, "frances"},
	{"germanycentral", "DE Central", "Germany Central", "DE Zone 1", true, ""},
	{"germanynorth", "DE North", "Germany North", "Zone 1", false, "germanyn"},
	{"germanynortheast", "DE Northeast", "Germany Northeast", "DE Zone 1", true, ""},
	{"germanywestcentral", "DE West Central", "Germany West Central", "Zone 1", false, "germanywc"},
	{"greececentral", "GR Central", "Greece Central", "Zone 1", true, ""},
	{"indiasouthcentral", "IN South Central", "India South Central", "Zone 2", true, "indiasc"},
	{"indonesiacentral", "ID Central", "Indonesia Central", "Zone 2", true, "indonesiac"},
	{"israelcentral", "IL Central", "Israel Central", "Zone 3", true, "israelc"},
	{"italynorth", "IT North", "Italy North", "Zone 1", true, "italyn"},
	{"japaneast", "JA East", "Japan East", "Zone 2", false, ""},
	{"japanwest", "JA West", "Japan West", "Zone 2", false, ""},
	{"jioindiacentral", "IN Central Jio", "Jio India Central", "Zone 2", true, "jioinc"},
	{"jioindiawest", "IN West Jio", "Jio India West", "Zone 2", true, "jioinw"},
	{"koreacentral", "KR Central", "Korea Central", "Zone 2", false, ""},
	{"koreasouth", "KR South", "Korea South", "Zone 2", false, ""},
	{"malaysiawest", "MY West", "Malaysia West", "Zone 2", true, "malaysiaw"},
	{"mexicocentral", "MX Central", "Mexico Central", "Zone 1", true, "mexicoc"},
	{"newzealandnorth", "NZ North", "New Zealand North", "Zone 2", true, "newzealandn"},
	{"northcentralus", "US North Central", "North Central US", "Zone 1", false, ""},
	{"northeurope", "EU North", "North Europe", "Zone 1", false, "europenorth"},
	{"norwayeast", "NO East", "Norway East", "Zone 1", false, "norwaye"},
	{"norwaywest", "NO West", "Norway West", "Zone 1", false, "norwayw"},
	{"polandcentral", "PL Central", "Poland Central", "Zone 1", true, "polandc"},
	{"qatarcentral", "QA Central", "Qatar Central", "Zone 3", true, "qatarc qatarentral"},
	{"saudiarabiaeast", "SA East", "Saudi Arabia East", "Zone 3", true, ""},
	{"singaporecentral", "", "Singapore Central", "Zone 2", true, "singaporec"},
	{"southafricanorth", "ZA North", "South Africa North", "Zone 3", false, "southafrican"},
	{"southafricawest", "ZA West", "South Africa West", "Zone 3", false, "southafricaw"},
	{"southcentralus", "US South Central", "South Central US", "Zone 1", false, ""},
	{"southcentralusstg", "", "South Central US STG", "Zone 1", true, ""},
	{"southeastasia", "AP Southeast", "Southeast Asia", "Zone 2", false, "asiasoutheast"},
	{"southindia", "IN South", "South India", "Zone 2", false, "indiasouth"},
	{"spaincentral", "ES Central", "Spain Central", "Zone 1", true, "spainc"},
	{"swedencentral", "SE Central", "Sweden Central", "Zone 1", true, "swedenc"},
	{"swedensouth", "SE South", "Sweden South", "Zone 1", true, "swedens"},
	{"switzerlandnorth", "CH North", "Switzerland North", "Zone 1", false, "switzerlandn"},
	{"switzerlandwest", "CH West", "Switzerland West", "Zone 1", false, "switzerlandw"},
	{"taiwannorth", "TW North", "Taiwan North", "Zone 2", true, "taiwann"},
	{"uaecentral", "AE Central", "UAE Central", "Zone 3", false, "uaec"},
	{"uaenorth", "AE North", "UAE North", "Zone 3", false, "uaen"},
	{"uknorth", "UK North", "UK North", "Zone 1", true, ""},
	{"uksouth", "UK South", "UK South", "Zone 1", false, ""},
	{"uksouth2", "UK South 2", "UK South 2", "Zone 1", true, ""},
	{"ukwest", "UK West", "UK West", "Zone 1", false, ""},
	{"usdodcentral", "US DoD Central", "US DoD Central", "US Gov Zone 1", true, ""},
	{"usdodeast", "US DoD East", "US DoD East", "US Gov Zone 1", true, ""},
	{"usgovarizona", "US Gov AZ", "US Gov Arizona", "US Gov Zone 1", true, ""},
	{"usgoviowa", "US Gov Iowa", "US Gov Iowa", "US Gov Zone 1", true, "usgovcentral"},
	{"usgovtexas", "US Gov TX", "US Gov Texas", "US Gov Zone 1", true, "usgovsouthcentral"},
	{"usgovvirginia", "US Gov", "US Gov Virginia", "US Gov Zone 1", true, "usgoveast"},
	{"usseceast", "US Sec East", "US Sec East", "", false, ""},
	{"ussecwest", "US Sec West", "US Sec West", "", false, ""},
	{"ussecwestcentral", "US Sec West Central", "US Sec West Central", "", false, ""},
	{"westcentralus", "US West Central", "West Central US", "Zone 1", false, ""},
	{"westeurope", "EU West", "West Europe", "Zone 1", false, "europewest"},
	{"westindia", "IN West", "West India", "Zone 2", false, "indiawest"},
	{"westus", "US West", "West US", "Zone 1", false, ""},
	{"westus2", "US West 2", "West US 2", "Zone 1", false, "usnorthwest"},
	{"westus3", "US West 3", "West US 3", "Zone 1", true, ""},
}

// ambiguous spellings are left as they were written: "CH North" is
// Switzerland, but usage exports have "chnorth" for China.
var ambiguous = []string{"chnorth"}

// byName finds a row by each of its spellings, folded.
var byName = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for i, r := range regions {
		for _, s := range append(strings.Fields(r.also), r.arm, fold(r.rateCard), fold(r.display)) {
			if s != "" && !slices.Contains(ambiguous, s) {
				m[s] = i
			}
		}
		m[strings.ToLower(r.rateCard)] = i // with its blanks
	}
	delete(m, "")
	m["usgov"] = m["usgovvirginia"] // "USGov" beside "US Gov AZ" and "US Gov TX" in cards of 2017
	return m
})

// fold makes one word of a spelling: "West Europe", "west-europe", "WESTEUROPE".
func fold(s string) string {
	return joined.Replace(strings.ToLower(s))
}

var joined = strings.NewReplacer(" ", "", "-", "", "_", "")

// ParseRegion reads an ARM name ("westeurope"), a rate card's or Retail's
// spelling ("EU West") or a display name ("West Europe"), in any case. "",
// "Global" and "Unassigned" are Global. Any other text is kept, trimmed:
// see Known.
func ParseRegion(s string) Region {
	s = strings.Join(strings.Fields(s), " ")
	lower := strings.ToLower(s)
	if lower == "" || lower == "global" || lower == "unassigned" {
		return Global
	}
	if i, ok := byName()[lower]; ok {
		return Region(regions[i].arm)
	}
	if z, ok := parseZone(s); ok {
		return z
	}
	if i, ok := byName()[fold(s)]; ok {
		return Region(regions[i].arm)
	}
	return Region(s)
}

// zoneClouds are what stands before "Zone 1" in the meters of other clouds.
var zoneClouds = []string{"", "US Gov ", "DE ", "DE Gov ", "CN "}

// parseZone reads "Zone 1" or "us gov zone 2".
func parseZone(s string) (Region, bool) {
	for _, cloud := range zoneClouds {
		prefix := cloud + "Zone "
		if len(s) == len(prefix)+1 && strings.EqualFold(s[:len(prefix)], prefix) && s[len(prefix)] >= '1' && s[len(prefix)] <= '9' {
			return Region(prefix + s[len(prefix):]), true
		}
	}
	return "", false
}

// row finds the region's row, by its ARM name only.
func (r Region) row() (i int, ok bool) {
	i, ok = byName()[string(r)]
	return i, ok && regions[i].arm == string(r)
}

// Known tells whether the region is in the table, is a zone, or is Global.
func (r Region) Known() bool {
	_, ok := r.row()
	return ok || r == Global || r.IsZone()
}

// Display is the name that Azure's portal shows, "West Europe"; the text
// itself where the region is not known.
func (r Region) Display() string {
	if r == Global {
		return "Global"
	}
	if i, ok := r.row(); ok {
		return regions[i].display
	}
	return string(r)
}

// RateCard is the spelling of rate cards and of Retail's location, "EU West"; ""
// for Global; the text itself where none is known.
func (r Region) RateCard() string {
	if i, ok := r.row(); ok && regions[i].rateCard != "" {
		return regions[i].rateCard
	}
	return string(r)
}

// Zone is the bandwidth zone that data leaving the region is billed in, "Zone 1";
// "" where it is not known (ZoneRule). A zone is its own.
func (r Region) Zone() Region {
	if r.IsZone() {
		return r
	}
	if i, ok := r.row(); ok {
		return regions[i].zone
	}
	return ""
}

// ZoneAssumed tells whether Zone is our assumption, and not Microsoft's list.
func (r Region) ZoneAssumed() bool {
	i, ok := r.row()
	return ok && regions[i].zoneAssumed
}

// IsZone tells whether this is a billing zone, which meters have as their region.
func (r Region) IsZone() bool {
	z, ok := parseZone(string(r))
	return ok && z == r
}

// Regions are all regions of the table, sorted, without the zones.
func Regions() []Region {
	var all []Region
	for _, r := range regions {
		all = append(all, Region(r.arm))
	}
	return all
}

// NearestRegions are at most n regions that are spelled like s in any of their
// spellings, nearest first: for error messages.
func NearestRegions(s string, n int) []Region {
	var names []string
	for name := range byName() {
		names = append(names, name)
	}
	slices.Sort(names) // equally near: by name
	var near []Region
	for _, name := range NearestWords(fold(s), names, len(names)) {
		if r := Region(regions[byName()[name]].arm); !slices.Contains(near, r) && len(near) < n {
			near = append(near, r)
		}
	}
	return near
}
