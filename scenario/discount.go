package scenario

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// maxDiscounts bounds the list of a case.
const maxDiscounts = 1000

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

type fileDiscount struct {
	Where    *item[fileMeterWhere] `yaml:"where" jsonschema_description:"The meters that it is for."`
	Discount number                `yaml:"discount" jsonschema_description:"Such as 12%."`
}

type fileMeterWhere struct {
	Subscription text             `yaml:"subscription,omitempty" jsonschema_description:"Those used in this subscription."`
	Category     text             `yaml:"category,omitempty" jsonschema_description:"Those of this service, such as Storage."`
	Subcategory  *text            `yaml:"subcategory,omitempty" jsonschema_description:"Such as Dsv5 Series."`
	Region       text             `yaml:"region,omitempty" jsonschema_description:"Those of this region, such as westeurope, or global."`
	Meter        *item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"This meter."`
}

// discounts reads a case's negotiated discounts by meter.
func (r *reader) discounts(list []item[fileDiscount]) []Discount {
	var out []Discount
	for i, it := range list {
		if i == maxDiscounts {
			r.errorf(it.line, "%d discounts are more than %d", len(list), maxDiscounts)
			break
		}
		d := Discount{Pos: Pos{r.file, it.line}, Rate: need(r, it.v.Discount.text, it.line, "discount", percent("discount", 0, 100))}
		if it.v.Where == nil {
			r.errorf(it.line, "where is missing: say which meters the discount is for, or state it as the case's discount")
		} else {
			d.Where = r.meterWhere(*it.v.Where)
		}
		out = append(out, d)
	}
	return out
}

func (r *reader) meterWhere(f item[fileMeterWhere]) MeterWhere {
	v := f.v
	w := MeterWhere{
		Subscription: value(r, v.Subscription, r.subscription),
		Category:     value(r, v.Category, words("category")),
	}
	if v.Subcategory != nil {
		w.Subcategory = &v.Subcategory.value
	}
	if v.Region.line > 0 {
		region := value(r, v.Region, region)
		w.Region = &region
	}
	if v.Meter != nil {
		m := r.meter(*v.Meter)
		w.Meter = &m
	}
	if w.Subscription == "" && w.Category == "" && w.Subcategory == nil && w.Region == nil && w.Meter == nil &&
		v.Subscription.line == 0 && v.Category.line == 0 && v.Region.line == 0 {
		r.errorf(f.line, "where picks nothing; give subscription, category, subcategory, region or meter")
	}
	return w
}
