package fetch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/unit"
)

// wireMeter is one of a card's Meters. Other fields are ignored.
type wireMeter struct {
	id, name, category, subcategory, unit, region, effective, status string

	included number
	tiers    tiers
	tags     []string
}

// read reads the next meter into w.
func (w *wireMeter) read(p *parser) error {
	*w = wireMeter{tiers: tiers{list: w.tiers.list}}
	w.tiers.list = w.tiers.list[:0]
	return p.object(func(name []byte) error {
		switch string(name) {
		case "meterid", "id": // the shorter names are Partner Center's
			return p.plain(&w.id)
		case "metername", "name":
			return p.name(&w.name)
		case "metercategory", "category":
			return p.name(&w.category)
		case "metersubcategory", "subcategory":
			return p.name(&w.subcategory)
		case "unit":
			return p.name(&w.unit)
		case "metertags", "tags":
			return p.tags(&w.tags)
		case "meterregion", "region":
			return p.name(&w.region)
		case "meterrates", "rates":
			return p.tiers(&w.tiers)
		case "effectivedate":
			return p.name(&w.effective)
		case "includedquantity":
			return p.number(&w.included)
		case "meterstatus":
			return p.name(&w.status)
		}
		return p.SkipValue()
	})
}

// named is what an error calls a meter, behind its position.
func named(id, name string) string {
	switch {
	case id != "" && name != "":
		return fmt.Sprintf(" (%s, %q)", clip(id), clip(name))
	case id+name != "":
		return fmt.Sprintf(" (%q)", clip(id+name))
	}
	return ""
}

// meters makes rates of wire meters, and remembers which it made.
type meters struct {
	rates   []ratebook.Rate   // the last ones; they do not move
	full    [][]ratebook.Rate // those before
	seen    map[ratebook.MeterID]*ratebook.Rate
	again   map[ratebook.MeterID][]*ratebook.Rate // further ones of a meter
	units   map[string]unit.Unit
	regions map[string]ratebook.Region
	dates   map[string]time.Time
	tiers   []ratebook.Tier // room for those of the next rates

	leftOut, tierCount int
}

func newMeters() meters {
	return meters{
		seen: map[ratebook.MeterID]*ratebook.Rate{}, again: map[ratebook.MeterID][]*ratebook.Rate{},
		units: map[string]unit.Unit{}, regions: map[string]ratebook.Region{}, dates: map[string]time.Time{},
	}
}

// expect makes room for so many rates.
func (m *meters) expect(n int) {
	m.rates = make([]ratebook.Rate, 0, n)
	m.seen = make(map[ratebook.MeterID]*ratebook.Rate, n)
}

// next is room for one rate, which keep keeps.
func (m *meters) next() *ratebook.Rate {
	n := len(m.rates)
	if n == cap(m.rates) {
		if n > 0 {
			m.full = append(m.full, m.rates)
		}
		m.rates, n = make([]ratebook.Rate, 0, 1024), 0
	}
	r := &m.rates[:n+1][n]
	*r = ratebook.Rate{}
	return r
}

// keep keeps the next rate, and a copy of its tiers, which are the wire meter's.
func (m *meters) keep() {
	m.rates = m.rates[:len(m.rates)+1]
	r := &m.rates[len(m.rates)-1]
	n := len(r.Tiers)
	m.tierCount += n
	if len(m.tiers) < n {
		m.tiers = make([]ratebook.Tier, max(512, n))
	}
	copy(m.tiers, r.Tiers)
	r.Tiers, m.tiers = m.tiers[:n:n], m.tiers[n:]
}

// all are the rates, in the order in which they came.
func (m *meters) all() []ratebook.Rate {
	if len(m.full) == 0 {
		return m.rates
	}
	return slices.Concat(append(m.full, m.rates)...)
}

// add takes one meter. It is left out, with a warning, where it came before,
// the same in everything, or its unit is unknown, so that no quantity could be
// counted in it. Two different prices of one meter and date are an error,
// since either may be wrong.
func (m *meters) add(w *wireMeter, warn *warnings) error {
	rate := m.next()
	if err := m.read(rate, w, warn); err != nil {
		return err
	}
	name := func() string { return fmt.Sprintf("%s %q", rate.Meter.ID, clip(rate.Meter.Name)) }
	var ok bool
	if rate.Meter.Unit, ok = m.unit(w.unit); !ok {
		m.leftOut++
		warn.add("a meter is left out, since its unit is not a unit of measure", fmt.Sprintf("%s, unit %q", name(), clip(w.unit)))
		return nil
	}
	first, known := m.seen[rate.Meter.ID]
	if !known {
		m.seen[rate.Meter.ID] = rate
		m.keep()
		return nil
	}
	same := false
	for _, r := range append([]*ratebook.Rate{first}, m.again[rate.Meter.ID]...) {
		switch {
		case !r.Effective.Equal(rate.Effective):
			continue
		case !samePrice(r, rate):
			return fmt.Errorf("it has two different prices from %s on: is the response damaged, or two in one?", day(rate.Effective))
		case sameMeter(&r.Meter, &rate.Meter):
			warn.add("a meter came twice with the same prices, and is kept once", name())
			return nil
		}
		same = true
	}
	if same {
		warn.add("a meter came twice with the same prices and described differently; both are kept", name())
	}
	m.again[rate.Meter.ID] = append(m.again[rate.Meter.ID], rate)
	m.keep()
	return nil
}

// read reads everything but the unit. The tiers are those of w.
func (m *meters) read(rate *ratebook.Rate, w *wireMeter, warn *warnings) (err error) {
	if strings.TrimSpace(w.id) == "" {
		return fmt.Errorf("it has no MeterId")
	}
	if rate.Meter.ID, err = ratebook.ParseMeterID(w.id); err != nil {
		return err
	}
	rate.Meter.Category, rate.Meter.Subcategory, rate.Meter.Name = w.category, w.subcategory, w.name
	rate.Meter.Region, rate.Meter.Tags, rate.Meter.Status = m.region(w.region), w.tags, w.status
	if rate.Effective, err = m.date(w.effective); err != nil {
		return fmt.Errorf("its EffectiveDate %q: %w", clip(w.effective), err)
	}
	if w.included != "" {
		if rate.Included, err = w.included.decimal(); err != nil {
			return fmt.Errorf("its IncludedQuantity %q is not a number", clip(string(w.included)))
		}
	}
	var twice bool
	if rate.Tiers, twice, err = w.tiers.sorted(); err != nil {
		return fmt.Errorf("its MeterRates: %w", err)
	}
	if twice {
		warn.add("a meter's MeterRates have a bound twice with the same price", string(rate.Meter.ID))
	}
	switch {
	case len(rate.Tiers) == 0:
		warn.add("a meter has no price", string(rate.Meter.ID))
	case !rate.Priced():
		warn.add("a meter has no price for its first units", fmt.Sprintf("%s, up to %s", rate.Meter.ID, rate.Tiers[0].Above))
	case slices.ContainsFunc(rate.Tiers, func(t ratebook.Tier) bool { return t.UnitPrice.Sign() < 0 }):
		warn.add("a meter has a price below zero", string(rate.Meter.ID))
	}
	return nil
}

func (m *meters) unit(s string) (unit.Unit, bool) {
	u, ok := m.units[s]
	if !ok {
		var err error
		if u, err = unit.Parse(s); err != nil {
			return u, false
		}
		m.units[s] = u
	}
	return u, true
}

func (m *meters) region(s string) ratebook.Region {
	r, ok := m.regions[s]
	if !ok {
		r = ratebook.ParseRegion(s)
		m.regions[s] = r
	}
	return r
}

func (m *meters) date(s string) (time.Time, error) {
	t, ok := m.dates[s]
	if !ok {
		var err error
		if t, err = date(s); err != nil {
			return t, err
		}
		m.dates[s] = t
	}
	return t, nil
}

func samePrice(a, b *ratebook.Rate) bool {
	return a.Included.Equal(b.Included) && slices.EqualFunc(a.Tiers, b.Tiers, func(s, t ratebook.Tier) bool {
		return s.Above.Equal(t.Above) && s.UnitPrice.Equal(t.UnitPrice)
	})
}

func sameMeter(a, b *ratebook.Meter) bool {
	return a.Category == b.Category && a.Subcategory == b.Subcategory && a.Name == b.Name && a.Region == b.Region &&
		a.Unit.String() == b.Unit.String() && a.Status == b.Status && slices.Equal(a.Tags, b.Tags)
}

func day(t time.Time) string {
	if t.IsZero() {
		return "the beginning"
	}
	return t.Format(time.DateOnly)
}
