package fetch

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// retailItem is one of a page's Items. Other fields are ignored.
type retailItem struct {
	CurrencyCode         string
	TierMinimumUnits     number
	ReservationTerm      string
	RetailPrice          number // "without discount"
	UnitPrice            number // "same as retail price"
	ArmRegionName        string
	Location             string
	EffectiveStartDate   string
	EffectiveEndDate     string
	MeterID              string `json:"meterId"`
	MeterName            string
	SkuID                string `json:"skuId"`
	ProductName          string
	ServiceName          string
	UnitOfMeasure        string
	Type                 string
	IsPrimaryMeterRegion *bool
	SavingsPlan          []retailPlan
}

type retailPlan struct {
	UnitPrice   number
	RetailPrice number
	Term        string
}

// The types of items.
const (
	consumption = "Consumption"
	devTest     = "DevTestConsumption"
	reservation = "Reservation"
)

// named is what an error calls the item, behind its position.
func (w retailItem) named() string {
	return wireMeter{MeterID: w.MeterID, MeterName: w.MeterName}.named()
}

// amount is the price without discount; differ tells that the other one is not
// the same.
func amount(retail, unit number) (price money.Decimal, differ bool, err error) {
	if retail == "" {
		retail = unit
	}
	if price, err = retail.decimal(); err != nil {
		return price, false, fmt.Errorf("its price %q is not a number", clip(string(retail)))
	}
	if unit == "" {
		return price, false, nil
	}
	other, err := unit.decimal()
	if err != nil {
		return price, false, fmt.Errorf("its unitPrice %q is not a number", clip(string(unit)))
	}
	return price, !price.Equal(other), nil
}

// retailItems gives items to a joiner.
type retailItems struct {
	usage    string // the type that the card is made of
	currency money.Currency
	join     joiner
	types    map[string]int // items that came, by type
	taken    int
}

// add takes an item. One that names no meter, or whose unit is unknown, is left
// out with a warning.
func (r *retailItems) add(w retailItem, warn *warnings) error {
	r.types[w.Type]++
	if !strings.EqualFold(w.CurrencyCode, string(r.currency)) {
		return fmt.Errorf("its price is in %q, and %s was asked for: nothing of the response is kept", clip(w.CurrencyCode), r.currency)
	}
	switch w.Type {
	case r.usage, reservation:
	case consumption, devTest:
		return nil
	default:
		warn.add("an item is of a type that is not known, and left out", fmt.Sprintf("%q%s", clip(w.Type), w.named()))
		return nil
	}
	price, differ, err := amount(w.RetailPrice, w.UnitPrice)
	if err != nil {
		return err
	}
	m, ok := r.meter(w, warn)
	if !ok {
		r.join.leftOut++
		return nil
	}
	if differ {
		warn.add("an item's unitPrice is not its retailPrice, which is the one that counts", title(m))
	}
	effective, err := date(w.EffectiveStartDate)
	if err != nil {
		return fmt.Errorf("its effectiveStartDate %q: %w", clip(w.EffectiveStartDate), err)
	}
	if w.EffectiveEndDate != "" {
		warn.add("a price has a last day, which does not count: it is in force until a later price is", fmt.Sprintf("%s until %s", title(m), clip(w.EffectiveEndDate)))
	}
	if w.Type == reservation {
		term, err := months(w.ReservationTerm)
		if err != nil {
			warn.add("a reservation is left out, since its term is not known", fmt.Sprintf("%s: %v", title(m), err))
			return nil
		}
		r.taken++
		r.join.plans = append(r.join.plans, plan{m, ratebook.Price{Kind: ratebook.Reservation, Months: term, Effective: effective, Amount: price}})
		return nil
	}
	it := item{meter: m, sku: w.SkuID, secondary: w.IsPrimaryMeterRegion != nil && !*w.IsPrimaryMeterRegion, effective: effective}
	it.tier.UnitPrice = price
	if w.TierMinimumUnits != "" {
		if it.tier.Above, err = w.TierMinimumUnits.decimal(); err != nil {
			return fmt.Errorf("its tierMinimumUnits %q is not a number", clip(string(w.TierMinimumUnits)))
		}
	}
	for _, p := range w.SavingsPlan {
		price, _, err := amount(p.RetailPrice, p.UnitPrice)
		if err != nil {
			return fmt.Errorf("its savingsPlan: %w", err)
		}
		term, err := months(p.Term)
		if err != nil {
			warn.add("a savings plan is left out, since its term is not known", fmt.Sprintf("%s: %v", title(m), err))
			continue
		}
		it.beside = append(it.beside, ratebook.Price{Kind: ratebook.SavingsPlan, Months: term, Amount: price})
	}
	r.taken++
	r.join.add(it, warn)
	return nil
}

// meter describes an item's meter. The names are Retail's own: they are not
// those of the RateCard, while the ids are.
func (r *retailItems) meter(w retailItem, warn *warnings) (m ratebook.Meter, ok bool) {
	names, err := &r.join.names, error(nil)
	if m.ID, err = ratebook.ParseMeterID(w.MeterID); err != nil {
		warn.add("an item is left out, since it has no meter id", fmt.Sprintf("%q, %q", clip(w.MeterID), clip(w.MeterName)))
		return m, false
	}
	m.Category, m.Subcategory, m.Name = names.text(w.ServiceName), names.text(w.ProductName), names.text(w.MeterName)
	if m.Name == "" {
		m.Name = string(m.ID)
	}
	if m.Unit, ok = names.unit(w.UnitOfMeasure); !ok {
		warn.add("a meter is left out, since its unit is not a unit of measure", fmt.Sprintf("%s, unit %q", title(m), clip(w.UnitOfMeasure)))
		return m, false
	}
	where := w.ArmRegionName
	if strings.TrimSpace(where) == "" {
		where = w.Location
	}
	m.Region = names.region(where)
	return m, true
}
