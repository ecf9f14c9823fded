package scenario

import (
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Part is one of the things that a change does.
type Part struct {
	Name    string // "hours", "swap", "spot"
	What    string // for a reader: "12x5 for env: dev"
	Only    Change // this alone
	Through Change // the change up to and with this
}

// Parts are what a change does, in the order in which it is done.
func (c Change) Parts() []Part {
	var parts []Part
	through := Change{Pos: c.Pos, Where: c.Where}
	add := func(name, what string, set func(*Change)) {
		only := Change{Pos: c.Pos, Where: c.Where}
		set(&only)
		set(&through)
		p := Part{Name: name, What: what, Only: only, Through: through}
		p.Through.Levers = slices.Clone(through.Levers)
		if w := c.Where.String(); w != "" {
			p.What = strings.TrimSpace(p.What + " for " + w)
		}
		parts = append(parts, p)
	}
	if c.Scale != nil {
		add("scale", "× "+c.Scale.String(), func(k *Change) { k.Scale = c.Scale })
	}
	if c.Hours != nil {
		add("hours", c.Hours.String(), func(k *Change) { k.Hours = c.Hours })
	}
	if c.Region != "" {
		add("region", string(c.Region), func(k *Change) { k.Region = c.Region })
	}
	if c.Swap != nil {
		add("swap", "to "+c.Swap.String(), func(k *Change) { k.Swap = c.Swap })
	}
	for _, l := range c.Levers {
		add(string(l), "", func(k *Change) { k.Levers = append(k.Levers, l) })
	}
	return parts
}

// String shows the usage that is meant, as a scenario file would write it; ""
// where it is all.
func (w Where) String() string {
	var b []string
	add := func(key, value string) {
		if value != "" {
			b = append(b, key+": "+value)
		}
	}
	add("workload", w.Workload)
	add("subscription", w.Subscription)
	for _, k := range slices.Sorted(maps.Keys(w.Tags)) {
		b = append(b, k+": "+w.Tags[k])
	}
	add("region", string(w.Region))
	if w.Meter != nil {
		b = append(b, "meter: "+w.Meter.String())
	}
	return strings.Join(b, ", ")
}

// Percent shows a part as a percentage: "12.5%".
func Percent(part money.Decimal) string { return part.Mul(money.Int(100)).String() + "%" }
