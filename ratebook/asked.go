package ratebook

import (
	"net/url"
	"slices"
	"strings"
)

// Asked is what a card was asked for. Of anything else the card knows nothing: that
// it lacks a meter of another region does not say that the meter is gone.
type Asked struct {
	Regions  []Region `json:"regions,omitempty"`  // none is all; Global are the meters without a region
	Services []string `json:"services,omitempty"` // the categories of meters, in either case; none is all
}

// Everything tells whether the card was asked for all there is.
func (a Asked) Everything() bool { return len(a.Regions) == 0 && len(a.Services) == 0 }

// Covers tells whether a meter of the region and the category would be in the card.
// Meters of bandwidth zones have no region: they are covered where Global is.
func (a Asked) Covers(r Region, category string) bool {
	return a.coversRegion(r) && a.coversService(category)
}

func (a Asked) coversRegion(r Region) bool {
	return len(a.Regions) == 0 || slices.Contains(a.Regions, r) || r.IsZone() && slices.Contains(a.Regions, Global)
}

func (a Asked) coversService(category string) bool {
	return len(a.Services) == 0 || slices.ContainsFunc(a.Services, func(s string) bool { return strings.EqualFold(s, category) })
}

// Overlaps tells whether some meter would be in cards of both.
func (a Asked) Overlaps(b Asked) bool {
	regions := len(a.Regions) == 0 || len(b.Regions) == 0 || slices.ContainsFunc(a.Regions, b.coversRegion) || slices.ContainsFunc(b.Regions, a.coversRegion)
	services := len(a.Services) == 0 || len(b.Services) == 0 || slices.ContainsFunc(a.Services, b.coversService)
	return regions && services
}

// String is "everything", "westeurope and eastus", or "westeurope (Storage)".
func (a Asked) String() string {
	if a.Everything() {
		return "everything"
	}
	s := "all regions"
	if len(a.Regions) > 0 {
		s = a.RegionNames()
	}
	if len(a.Services) > 0 {
		s += " (" + strings.Join(a.Services, ", ") + ")"
	}
	return s
}

// RegionNames is "westeurope, eastus"; "global" are the meters without a region.
func (a Asked) RegionNames() string {
	names := make([]string, len(a.Regions))
	for i, r := range a.Regions {
		names[i] = r.Flag()
	}
	return strings.Join(names, ", ")
}

// Flag is the region as the flag --region reads it.
func (r Region) Flag() string {
	if r == Global {
		return "global"
	}
	return string(r)
}

// Coverage is what the card was asked for. known is false where nothing says so: the
// card then covers the meters that it has, and no other; so it is where a page of its
// response is not there. RateCard answers and price
// sheets are whole; cards of earlier releases tell it by their address.
func (h *Header) Coverage() (a Asked, known bool) {
	switch {
	case h.Provenance.Partial:
		return Asked{}, false
	case h.Asked != nil:
		return *h.Asked, true
	case h.Terms.Source != Retail || h.Provenance.Sample != "":
		return Asked{}, true
	}
	return AskedBy(h.Provenance.URL)
}

// Whole tells whether the card covers everything.
func (h *Header) Whole() bool {
	a, known := h.Coverage()
	return known && a.Everything()
}

// Covers tells whether the card is known to have been asked for the meter's region and
// category.
func (h *Header) Covers(m Meter) bool {
	a, known := h.Coverage()
	return known && a.Covers(m.Region, m.Category)
}

// AskedBy reads what an address of the Retail Prices API asks for, such as the link of
// a page to the next one. known is false for any other address, and where it narrows by
// something else than region and service: no one can tell then what is not there.
func AskedBy(address string) (a Asked, known bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.HasSuffix(u.Path, "/retail/prices") {
		return Asked{}, false
	}
	query := u.Query()
	if strings.Trim(query.Get("meterRegion"), "'") != "" {
		return Asked{}, false
	}
	filter := query.Get("$filter")
	seen := map[string]bool{}
	for filter != "" {
		field, values, rest, ok := anyOf(filter)
		if !ok || seen[field] {
			return Asked{}, false
		}
		seen[field], filter = true, rest
		switch field {
		case "armRegionName":
			for _, v := range values {
				if r := ParseRegion(v); !slices.Contains(a.Regions, r) {
					a.Regions = append(a.Regions, r)
				}
			}
		case "serviceName":
			a.Services = values
		case "priceType": // the offer's own
		default:
			return Asked{}, false
		}
	}
	return a, true
}

// anyOf reads "a eq 'x'" or "(a eq 'x' or a eq 'y')" from the front of a filter, with
// the " and " behind it.
func anyOf(filter string) (field string, values []string, rest string, ok bool) {
	in, closes := strings.CutPrefix(filter, "(")
	for {
		name, behind, found := strings.Cut(in, " eq '")
		if !found || field != "" && name != field {
			return "", nil, "", false
		}
		field = name
		var value string
		if value, in, ok = quoted(behind); !ok {
			return "", nil, "", false
		}
		values = append(values, value)
		if after, more := strings.CutPrefix(in, " or "); more && closes {
			in = after
			continue
		}
		break
	}
	if closes {
		if in, ok = strings.CutPrefix(in, ")"); !ok {
			return "", nil, "", false
		}
	}
	if in == "" {
		return field, values, "", true
	}
	rest, ok = strings.CutPrefix(in, " and ")
	return field, values, rest, ok && rest != ""
}

// quoted reads a text up to its closing quote, in which a quote stands twice.
func quoted(s string) (value, rest string, ok bool) {
	for {
		part, behind, found := strings.Cut(s, "'")
		if !found {
			return "", "", false
		}
		value += part
		if s = behind; !strings.HasPrefix(s, "'") {
			return value, s, true
		}
		value, s = value+"'", s[1:]
	}
}
