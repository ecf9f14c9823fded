package usage

import (
	"strings"

	"azwhatif/scenario"
)

// folding is what the days agree in that are kept with one month's sum.
type folding struct {
	kind, provider, subscription, meterID, category, subcategory, name, unit, region, offer             string
	currency, benefit, pays, service, usageType, operation, foreignRegion, foreignUnit, group, resource string

	tags, agreed, list string
	cycle              int
	priced             bool
}

// dayFolder puts the groups of a month's days together, each day's quantity beside
// the sum: there are far fewer of them to look at from then on. It may be emptied
// before all days are in.
type dayFolder struct {
	at  map[folding]int
	out []group
}

func (f *dayFolder) add(g *group) {
	k := folding{
		g.kind, g.provider, g.subscription, g.meterID, g.category, g.subcategory, g.name, g.unit, g.region, g.offer,
		g.currency, g.benefit, g.pays, g.service, g.usageType, g.operation, g.foreignRegion, g.foreignUnit, g.group, g.resource,
		strings.Join(g.tags, "\x00"), g.agreed, g.list, g.cycle, g.priced,
	}
	day := scenario.DayUsed{Day: g.period, Quantity: g.quantity}
	least, _, _ := strings.Cut(g.least, ", ") // one of a day's rows will do
	i, known := f.at[k]
	if !known {
		if f.at == nil {
			f.at = map[folding]int{}
		}
		f.at[k] = len(f.out)
		first := *g
		first.period, first.folded, first.least = "", []scenario.DayUsed{day}, least
		f.out = append(f.out, first)
		return
	}
	m := &f.out[i]
	m.folded = append(m.folded, day)
	m.rows, m.read, m.outside = m.rows+g.rows, m.read+g.read, m.outside+g.outside
	m.quantity, m.cost = m.quantity.Add(g.quantity), m.cost.Add(g.cost)
	m.amortized = m.amortized.Add(g.amortized)
	m.first, m.last = min(m.first, g.first), max(m.last, g.last)
	m.days, m.hour = m.days|g.days, max(m.hour, g.hour)
	if least != "" {
		m.least += ", " + least
	}
}
