package mapping

import (
	"cmp"
	"regexp"
	"strings"

	"azwhatif/scenario"
)

// located takes the code of a region, or its name, off the front of a usage type,
// and says which region the usage is of; "" where nothing tells. What the export
// calls the region decides, an id before a name. Where that is no place, as "Any",
// or is not known, the code decides. A usage type without a code is of the region
// whose code is "", unless the export says that it is of no place.
func (m *Mapping) located(f scenario.Foreign) (usageType, region string) {
	named, place := m.called(f.Region)
	usageType = f.UsageType
	code, rest, found := strings.Cut(usageType, "-")
	coded, known := m.codes[code]
	switch {
	case found && known && code != "":
		usageType = rest
	case found && localCode.MatchString(code) && named != "":
		usageType, coded = rest, ""
	case strings.Contains(usageType, " "): // a description
		coded = ""
	default:
		coded = m.codes[""]
		if !place {
			coded = ""
		}
		for n := range m.Regions {
			if after, ok := strings.CutPrefix(usageType, n+"-"); ok {
				usageType, coded = after, n
			}
		}
	}
	return usageType, cmp.Or(named, coded)
}

// localCode is what stands in front of the usage types of AWS's Local Zones:
// "LAX1-BoxUsage:c5.large".
var localCode = regexp.MustCompile(`^[A-Z]{3}[0-9]$`)

// noPlace are the words for usage that is of no region.
var noPlace = map[string]bool{"any": true, "global": true, "external": true, "none": true, "na": true, "n/a": true, "-": true}

// called finds a region by what an export calls it: its id; the id of a zone
// within it, such as us-east-1a or us-west-2-lax-1a; or a name. Place is false
// where the export says that the usage is of no place, or of one that the mapping
// does not know.
func (m *Mapping) called(text string) (region string, place bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch {
	case text == "":
		return "", true
	case noPlace[text]:
		return "", false
	}
	if _, ok := m.Regions[text]; ok {
		return text, true
	}
	if name, ok := m.names[regionName(text)]; ok {
		return name, true
	}
	if id := zone.FindStringSubmatch(text); id != nil {
		if _, ok := m.Regions[id[1]]; ok {
			return id[1], true
		}
		return text, true // an id, which is told of
	}
	return "", false
}

// zone is an id that begins with a region's: us-east-1a, us-gov-west-1b,
// us-west-2-lax-1a, us-east-1-wl1-bos-wlz-1.
var zone = regexp.MustCompile(`^((?:[a-z]+-)+[0-9]+)(?:[a-z]|-[a-z0-9-]+)?$`)

// regionName evens out what a region is called: AWS has written both "EU
// (Ireland)" and "Europe (Ireland)", with blanks of all kinds.
func regionName(s string) string {
	s = strings.Join(strings.Fields(strings.ToLower(s)), " ")
	if rest, ok := strings.CutPrefix(s, "eu ("); ok {
		s = "europe (" + rest
	}
	return s
}
