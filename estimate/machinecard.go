package estimate

import (
	"context"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// machineCard is what a card has for machines in one region.
type machineCard struct {
	card     *catalog
	region   ratebook.Region
	sizes    *size.Catalogue
	machines map[machineVariant]*cardMeter
	others   map[string][]*cardMeter // disks, snapshots and addresses, by subcategory and name in small letters
	licences []licenceMeter
	plain    []plainMachine // see plainMachines
}

// machineVariant is one meter of a size.
type machineVariant struct {
	size    *size.Size
	windows bool // the licence is in the price
	taken   size.Taken
}

// The selectors of all that machines are priced by, in a region.
func machineSelectors(region ratebook.Region, kinds map[size.DiskKind]bool) []ratebook.Selector {
	in := func(category, subcategory string) ratebook.Selector {
		s := ratebook.Selector{Category: category}
		if subcategory != "" {
			s.Subcategory = &subcategory
		}
		return s.In(region)
	}
	list := []ratebook.Selector{in(machineCategory, "")}
	for kind, product := range diskProducts {
		if kinds[kind] {
			list = append(list, in("Storage", product))
		}
	}
	addresses, licences := "IP Addresses", licenceCategory
	list = append(list, ratebook.Selector{Category: "Virtual Network", Subcategory: &addresses},
		ratebook.Selector{Category: licences}, ratebook.Selector{Category: machineCategory}.In(ratebook.Global))
	slices.SortFunc(list, func(a, b ratebook.Selector) int { return strings.Compare(a.String(), b.String()) })
	return list
}

const (
	machineCategory = "Virtual Machines"
	licenceCategory = "Virtual Machines Licenses"
)

// newMachineCard sorts what a card has for a region.
func newMachineCard(card *catalog, region ratebook.Region, sizes *size.Catalogue, selectors []ratebook.Selector) *machineCard {
	c := &machineCard{card: card, region: region, sizes: sizes, machines: map[machineVariant]*cardMeter{}, others: map[string][]*cardMeter{}}
	several := map[machineVariant][]namedMeter{}
	for _, s := range selectors {
		for _, group := range byMeter(card.rates(s)) {
			m := group[0].Meter
			here := m.Region == region || m.Region == ratebook.Global || m.Region == region.Zone()
			switch {
			case !here:
			case m.Category == licenceCategory, m.Region == ratebook.Global && m.Category == machineCategory:
				if l, ok := licenceOf(group); ok {
					c.licences = append(c.licences, l)
				}
			case strings.EqualFold(m.Category, machineCategory):
				of, ok := size.MachineOf(m)
				if !ok {
					continue
				}
				for _, key := range of.Keys {
					if s := sizes.ByKey(key); s != nil {
						v := machineVariant{s, of.Windows, of.Taken}
						several[v] = append(several[v], namedMeter{of.Names(s), &cardMeter{rates: group, meter: m}})
					}
				}
			default:
				k := strings.ToLower(m.Subcategory + "\n" + m.Name)
				c.others[k] = append(c.others[k], &cardMeter{rates: group, meter: m})
			}
		}
	}
	for v, meters := range several {
		c.machines[v] = oneOfMeters(meters)
	}
	return c
}

type namedMeter struct {
	own   bool // its subcategory names the size's own series
	meter *cardMeter
}

// oneOfMeters picks the meter of a size where a card has several: that of its own
// series; else, where they all cost the same, the first by id; else none.
func oneOfMeters(of []namedMeter) *cardMeter {
	choices := slices.DeleteFunc(slices.Clone(of), func(m namedMeter) bool { return !m.own })
	if len(choices) == 0 {
		choices = of
	}
	slices.SortFunc(choices, func(a, b namedMeter) int { return strings.Compare(string(a.meter.meter.ID), string(b.meter.meter.ID)) })
	first := choices[0].meter
	for _, m := range choices[1:] {
		if !samePrices(first.rates, m.meter.rates) {
			var meters []ratebook.Meter
			for _, m := range choices {
				meters = append(meters, m.meter.meter)
			}
			return &cardMeter{meter: first.meter, reason: "the card has several meters of its name, at different prices:" + list(meters)}
		}
	}
	return first
}

func samePrices(a, b []ratebook.Rate) bool {
	return slices.EqualFunc(a[len(a)-1].Tiers, b[len(b)-1].Tiers, func(x, y ratebook.Tier) bool {
		return x.Above.Equal(y.Above) && x.UnitPrice.Equal(y.UnitPrice)
	})
}

// byMeter groups rates by their meter and region, in their order.
func byMeter(rates []ratebook.Rate) (groups [][]ratebook.Rate) {
	type key struct {
		id     ratebook.MeterID
		region ratebook.Region
	}
	at := map[key]int{}
	for _, r := range rates {
		k := key{r.Meter.ID, r.Meter.Region}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// machine is the meter of a size as a variant; its reason says why there is none. On a
// card of a dev/test offer a size has one price, with Windows and without, and one meter
// may stand for both: the list prices have those with Windows alone.
func (c *machineCard) machine(v machineVariant) *cardMeter {
	if m := c.machines[v]; m != nil {
		return m
	}
	if c.card.devTest() {
		other := v
		other.windows = !v.windows
		if m := c.machines[other]; m != nil {
			return m
		}
	}
	if v.size.Constrained() && !v.windows { // it costs what the whole size does
		if whole := c.sizes.Whole(v.size); whole != nil {
			if m := c.machines[machineVariant{whole, v.windows, v.taken}]; m != nil {
				return m
			}
		}
	}
	m := ratebook.Meter{Category: machineCategory, Subcategory: v.size.Series() + " Series", Name: v.size.Short(), Region: c.region}
	if v.windows {
		m.Subcategory += " Windows"
	}
	switch v.taken {
	case size.Spot:
		m.Name += " Spot"
	case size.LowPriority:
		m.Name += " Low Priority"
	}
	return &cardMeter{meter: m, reason: c.without(machineCategory, "no meter of "+v.size.Name+ofVariant(v))}
}

func ofVariant(v machineVariant) string {
	s := ""
	if v.windows {
		s = " with Windows"
	}
	if v.taken != size.Kept {
		s += " as " + string(v.taken)
	}
	return s
}

// without says why the card has nothing of the kind.
func (c *machineCard) without(category, what string) string {
	return c.withoutIn(c.region, category, what+" in "+c.region.Display())
}

// withoutIn is without, of what is sold in another region or in none.
func (c *machineCard) withoutIn(region ratebook.Region, category, what string) string {
	if why := c.card.notAsked(region, category); why != "" {
		return why
	}
	return "the card of " + c.card.header.Terms.String() + " has " + what
}

// hourlyPrice is what a meter charges for one hour in a month; ok is false where it has
// no price in it.
func hourlyPrice(m *cardMeter, month scenario.Month) (price money.Decimal, ok bool) {
	if m == nil || m.reason != "" {
		return price, false
	}
	rate := ratebook.InForce(m.rates, month.End())
	if rate == nil || !rate.Priced() {
		return price, false
	}
	perHour, ok := perHour(m.meter.Unit)
	if !ok {
		return price, false
	}
	unit := rate.Tiers[0].UnitPrice
	for _, t := range rate.Tiers[1:] { // the first that is not free
		if !unit.IsZero() {
			break
		}
		unit = t.UnitPrice
	}
	return unit.Mul(perHour), true
}

// machineCards asks each card once for all that machines are priced by, in the regions
// where its cases run them.
func (r *resolver) machineCards(ctx context.Context, sizes *size.Catalogue) (map[ratebook.Terms]map[ratebook.Region]*machineCard, error) {
	s, kinds := r.s, map[size.DiskKind]bool{size.StandardHDD: true}
	regions := map[ratebook.Terms][]ratebook.Region{}
	r.catalogs = map[ratebook.Terms]*catalog{}
	var first []scenario.Case
	var list []*catalog
	for c := range s.Cases {
		k := &s.Cases[c]
		if r.catalogs[k.Terms] == nil {
			r.catalogs[k.Terms] = newCatalog()
			first, list = append(first, *k), append(list, r.catalogs[k.Terms])
		}
		for i := range s.Workloads {
			w := &s.Workloads[i]
			for _, u := range w.Usage {
				if u.Machine != nil {
					if region := regionOf(k, w, u.Imported.Region); !slices.Contains(regions[k.Terms], region) {
						regions[k.Terms] = append(regions[k.Terms], region)
					}
				}
			}
			if len(w.Machines) == 0 {
				continue
			}
			region := regionOf(k, w, w.Region)
			if region == ratebook.Global {
				return nil, w.Machines[0].Errorf("workload %q has machines, and no region; give it one, such as region: westeurope", w.Name)
			}
			if !slices.Contains(regions[k.Terms], region) {
				regions[k.Terms] = append(regions[k.Terms], region)
			}
			kinds[k.Sizing.Over(w.Sizing).Over(s.Sizing).Over(scenario.DefaultSizing).Disks] = true
			for _, m := range w.Machines {
				for _, d := range m.Disks {
					kinds[d.Kind] = true
				}
			}
		}
	}
	want := make([][]ratebook.Selector, len(first))
	for i, k := range first {
		for _, region := range regions[k.Terms] {
			want[i] = append(want[i], machineSelectors(region, kinds)...)
		}
	}
	if err := r.lookAll(ctx, first, list, want); err != nil {
		return nil, err
	}
	cards := map[ratebook.Terms]map[ratebook.Region]*machineCard{}
	for i, k := range first {
		cards[k.Terms] = map[ratebook.Region]*machineCard{}
		for _, region := range regions[k.Terms] {
			cards[k.Terms][region] = newMachineCard(list[i], region, sizes, machineSelectors(region, kinds))
		}
	}
	return cards, nil
}
