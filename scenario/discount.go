package scenario

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Discount is a negotiated discount on the eligible charges of some meters.
type Discount struct {
	Pos
	Where MeterWhere
	Rate  money.Decimal // 0.1 is ten percent
}

// MeterWhere picks meters: all that is given must fit. Without anything, all
// are picked. It knows no workloads: charges are those of a meter in a
// subscription, whichever workloads use it.
type MeterWhere struct {
	Subscription string
	Category     string // Azure's service, such as "Storage"; in either case
	Subcategory  *string
	Region       *ratebook.Region // the meter's own
	Meter        *ratebook.Selector
}

// Picks tells whether the charges of a meter in a subscription are meant.
func (w MeterWhere) Picks(subscription string, m ratebook.Meter) bool {
	return (w.Subscription == "" || w.Subscription == subscription) &&
		(w.Category == "" || strings.EqualFold(w.Category, m.Category)) &&
		(w.Subcategory == nil || ratebook.SameSubcategory(m.Category, *w.Subcategory, m.Subcategory)) &&
		(w.Region == nil || *w.Region == m.Region) &&
		(w.Meter == nil || w.Meter.Matches(m))
}

// String shows the meters as a scenario file would write them.
func (w MeterWhere) String() string {
	var b []string
	add := func(key, value string) {
		if value != "" {
			b = append(b, key+": "+value)
		}
	}
	add("subscription", w.Subscription)
	add("category", w.Category)
	if w.Subcategory != nil {
		b = append(b, "subcategory: "+*w.Subcategory)
	}
	if w.Region != nil {
		b = append(b, "region: "+w.Region.Display())
	}
	if w.Meter != nil {
		b = append(b, "meter: "+w.Meter.String())
	}
	if b == nil {
		return "all meters"
	}
	return strings.Join(b, ", ")
}

// Negotiated is the case's discount on the charges of a meter in a
// subscription: that of the first of Discounts that picks it; else Discount.
// at is the index into Discounts, -1 where none does.
func (c Case) Negotiated(subscription string, m ratebook.Meter) (rate money.Decimal, at int) {
	for i, d := range c.Discounts {
		if d.Where.Picks(subscription, m) {
			return d.Rate, i
		}
	}
	return c.Discount, -1
}
