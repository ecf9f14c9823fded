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
	MeterID          string `json:"MeterId"`
	MeterName        string
	MeterCategory    string
	MeterSubCategory string
	Unit             string
	MeterTags        tags
	MeterRegion      string
	MeterRates       tiers
	EffectiveDate    string
	IncludedQuantity number
	MeterStatus      string
}

// named is what an error calls the meter, behind its position.
func (w wireMeter) named() string {
	switch {
	case w.MeterID != "" && w.MeterName != "":
		return fmt.Sprintf(" (%s, %q)", clip(w.MeterID), clip(w.MeterName))
	case w.MeterID+w.MeterName != "":
		return fmt.Sprintf(" (%q)", clip(w.MeterID+w.MeterName))
	}
	return ""
}

// meters makes rates of wire meters, and remembers which it made.
type meters struct {
	rates   []ratebook.Rate
	seen    map[meterDate]int   // the first rate's index
	again   map[meterDate][]int // those of further ones, which are few
	texts   map[string]string   // one copy of each name that many meters share
	units   map[string]unit.Unit
	regions map[string]ratebook.Region
	leftOut int
}

type meterDate struct {
	id        ratebook.MeterID
	effective int64 // microseconds
}

// add takes one meter. It is left out, with a warning, where it came before,
// the same in everything, or its unit is unknown, so that no quantity could be
// counted in it. Two different prices of one meter and date are an error,
// since either may be wrong.
func (m *meters) add(w wireMeter, warn *warnings) error {
	if m.seen == nil {
		m.seen, m.again = map[meterDate]int{}, map[meterDate][]int{}
		m.texts, m.units, m.regions = map[string]string{}, map[string]unit.Unit{}, map[string]ratebook.Region{}
	}
	rate, err := m.read(w, warn)
	if err != nil {
		return err
	}
	name := func() string { return fmt.Sprintf("%s %q", rate.Meter.ID, clip(rate.Meter.Name)) }
	var ok bool
	if rate.Meter.Unit, ok = m.unit(w.Unit); !ok {
		m.leftOut++
		warn.add("a meter is left out, since its unit is not a unit of measure", fmt.Sprintf("%s, unit %q", name(), clip(w.Unit)))
		return nil
	}
	key := meterDate{rate.Meter.ID, rate.Effective.UnixMicro()}
	first, twice := m.seen[key]
	if !twice {
		m.seen[key] = len(m.rates)
		m.rates = append(m.rates, rate)
		return nil
	}
	for _, i := range append([]int{first}, m.again[key]...) {
		if !samePrice(m.rates[i], rate) {
			return fmt.Errorf("it has two different prices from %s on: is the response damaged, or two in one?", day(rate.Effective))
		}
		if sameMeter(m.rates[i].Meter, rate.Meter) {
			warn.add("a meter came twice with the same prices, and is kept once", name())
			return nil
		}
	}
	warn.add("a meter came twice with the same prices and described differently; both are kept", name())
	m.again[key] = append(m.again[key], len(m.rates))
	m.rates = append(m.rates, rate)
	return nil
}

// read reads everything but the unit.
func (m *meters) read(w wireMeter, warn *warnings) (rate ratebook.Rate, err error) {
	if strings.TrimSpace(w.MeterID) == "" {
		return rate, fmt.Errorf("it has no MeterId")
	}
	if rate.Meter.ID, err = ratebook.ParseMeterID(w.MeterID); err != nil {
		return rate, err
	}
	rate.Meter.Category, rate.Meter.Subcategory = m.text(w.MeterCategory), m.text(w.MeterSubCategory)
	rate.Meter.Name = tidy(w.MeterName)
	rate.Meter.Region = m.region(w.MeterRegion)
	rate.Meter.Tags, rate.Meter.Status = w.MeterTags, m.text(w.MeterStatus)
	if rate.Effective, err = date(w.EffectiveDate); err != nil {
		return rate, fmt.Errorf("its EffectiveDate %q: %w", clip(w.EffectiveDate), err)
	}
	if w.IncludedQuantity != "" {
		if rate.Included, err = w.IncludedQuantity.decimal(); err != nil {
			return rate, fmt.Errorf("its IncludedQuantity %q is not a number", clip(string(w.IncludedQuantity)))
		}
	}
	var twice bool
	if rate.Tiers, twice, err = w.MeterRates.sorted(); err != nil {
		return rate, fmt.Errorf("its MeterRates: %w", err)
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
	return rate, nil
}

func (m *meters) text(s string) string {
	s = tidy(s)
	if kept, ok := m.texts[s]; ok {
		return kept
	}
	m.texts[s] = s
	return s
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

func samePrice(a, b ratebook.Rate) bool {
	return a.Included.Equal(b.Included) && slices.EqualFunc(a.Tiers, b.Tiers, func(s, t ratebook.Tier) bool {
		return s.Above.Equal(t.Above) && s.UnitPrice.Equal(t.UnitPrice)
	})
}

func sameMeter(a, b ratebook.Meter) bool {
	return a.Category == b.Category && a.Subcategory == b.Subcategory && a.Name == b.Name && a.Region == b.Region &&
		a.Unit.String() == b.Unit.String() && a.Status == b.Status && slices.Equal(a.Tags, b.Tags)
}

func day(t time.Time) string {
	if t.IsZero() {
		return "the beginning"
	}
	return t.Format(time.DateOnly)
}
