package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
)

// cardMeter is the meter of a card that a target is priced by, with its rates, or the
// reason why there is none.
type cardMeter struct {
	rates  []ratebook.Rate
	meter  ratebook.Meter
	reason string
}

// targetKey has all of a target that its cardMeter follows from.
type targetKey struct {
	id                          ratebook.MeterID
	category, subcategory, name string
	unit                        string
	at, home, to                ratebook.Region
	imported                    bool
	levers, none, likely        string
}

func (t *target) key() targetKey {
	m := &t.meter
	k := targetKey{m.ID, m.Category, m.Subcategory, m.Name, m.Unit.Text(), m.Region, t.home, t.region, t.imported, "", t.none, ""}
	for _, l := range t.levers {
		k.levers += string(l.Lever) + ","
	}
	for _, s := range t.likely {
		k.likely += s.String() + ","
	}
	return k
}

// find looks in the card for the meter that a target is priced by.
func (c *catalog) find(t *target) *cardMeter {
	at, own := c.own(t)
	meter, own := afterLevers(at, own, t)
	none := func(format string, args ...any) *cardMeter {
		return &cardMeter{meter: meter, reason: fmt.Sprintf(format, args...)}
	}
	if t.none != "" {
		return none("%s", t.none)
	}
	to, known := destination(meter, t.region)
	if !known {
		return none("the bandwidth zone of %s is not known", t.region.Display())
	}
	if to == meter.Region && len(own) > 0 {
		return &cardMeter{rates: own, meter: meter}
	}
	if meter.Name == "" && meter.ID == "" { // only an export's can be so
		return none("the export names no meter, neither by id nor by name")
	}
	if meter.Name == "" {
		if why := c.notAsked(t.home, meter.Category); why != "" {
			return none("meter %s is not in a card at hand: %s", meter.ID, why)
		}
		return none("meter %s is not in the card of %s", meter.ID, c.header.Terms)
	}
	found := c.rates(meter.Family().In(to))
	equivalents := distinct(found)
	if meter.Unit.Text() == "" { // the first case's card has not settled which meter it is
		return none("%s", withoutUnit(c, meter, to, equivalents))
	}
	switch len(equivalents) {
	case 1:
		return &cardMeter{rates: found, meter: equivalents[0]}
	case 0:
		if m := c.byLikelyName(t); m != nil && meter.Title() == at.Title() {
			return m
		}
		if why := c.notAsked(to, meter.Category); why != "" {
			return none("%s", why)
		}
		if meter.ID == "" && (at.ID != "" || !t.imported) { // a lever made another meter of it
			return none("the card of %s has no meter %s in %s", c.header.Terms, meter.Title(), to.Display())
		}
		if t.likely != nil && meter.ID == "" {
			return none("the card of %s has no meter %s, nor one of its other names, in %s", c.header.Terms, meter.Title(), to.Display())
		}
		if to == meter.Region && meter.ID == "" {
			return none("the export names no meter's id, and the card of %s has no meter of its name and unit in %s", c.header.Terms, to.Display())
		}
		if to == meter.Region {
			return none("the card of %s has neither meter %s nor another of its name in %s", c.header.Terms, meter.ID, to.Display())
		}
		return none("%s has no equivalent of it in %s", c.header.Terms, to.Display())
	default:
		return none("%d meters could be its equivalent in %s:%s", len(equivalents), to.Display(), list(equivalents))
	}
}

// byLikelyName is the card's meter of the first of a target's likely names that one meter
// has where the target runs; nil where there is none.
func (c *catalog) byLikelyName(t *target) *cardMeter {
	region := t.region
	if region == "" {
		region = t.home
	}
	for _, s := range t.likely {
		rates := c.rates(s)
		here := inRegion(places(rates), region)
		if len(here) != 1 {
			continue
		}
		m := &cardMeter{meter: here[0]}
		for _, r := range rates {
			if r.Meter.ID == m.meter.ID && r.Meter.Region == m.meter.Region {
				m.rates = append(m.rates, r)
			}
		}
		return m
	}
	return nil
}

// withoutUnit says why an export's meter without a unit has no price.
func withoutUnit(card *catalog, m ratebook.Meter, in ratebook.Region, named []ratebook.Meter) string {
	what := "names neither a meter id nor a unit"
	if m.ID != "" {
		what = fmt.Sprintf("names meter %s, which the card does not have, and no unit", m.ID)
	}
	switch len(named) {
	case 0:
		return fmt.Sprintf("the export %s, and the card of %s has no meter of its name in %s", what, card.header.Terms, in.Display())
	case 1:
		return fmt.Sprintf("the export %s, and the first case's card has no meter of its name", what)
	}
	return fmt.Sprintf("the export %s, and %d meters have its name in %s:%s", what, len(named), in.Display(), list(named))
}

// destination is where a meter is after a move: global ones stay, bandwidth
// zones follow the region. known is false where the region has no known zone.
func destination(m ratebook.Meter, to ratebook.Region) (r ratebook.Region, known bool) {
	switch {
	case to == "" || m.Region == ratebook.Global:
		return m.Region, true
	case m.Region.IsZone():
		return to.Zone(), to.Zone() != ""
	default:
		return to, true
	}
}

// afterLevers is the meter that a target's levers price it by: its own rates are gone
// where that is another one.
func afterLevers(m ratebook.Meter, rates []ratebook.Rate, t *target) (ratebook.Meter, []ratebook.Rate) {
	to, _, _ := priceBy(m, t.levers)
	if to.ID != m.ID || m.ID == "" {
		return to, nil
	}
	return m, rates
}

// own is the card's meter of the target's id, with its rates; or the target's,
// without. An id may be sold in several regions: the target's own counts, else the
// workload's, else the first. Of several descriptions there the target's counts.
func (c *catalog) own(t *target) (ratebook.Meter, []ratebook.Rate) {
	all := c.byID[t.meter.ID]
	if len(all) == 0 {
		return t.meter, nil
	}
	m, here := all[0].Meter, all
	if r := m.Region; slices.ContainsFunc(all, func(rate ratebook.Rate) bool { return rate.Meter.Region != r }) {
		m, here = soldIn(places(all), t.meter.Region, t.home), nil
		for _, rate := range all {
			if rate.Meter.Region == m.Region {
				here = append(here, rate)
			}
		}
	}
	for i := range here {
		if here[i].Meter.Title() == t.meter.Title() {
			m = here[i].Meter
		}
	}
	return m, here
}
