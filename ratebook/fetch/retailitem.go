package fetch

import (
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// retailItem is one of a page's Items. Other fields are ignored.
type retailItem struct {
	kind, currency, term, region, location, start, end, id, name, sku, product, service, unit string

	above, retail, price number
	secondary            bool // isPrimaryMeterRegion is false
	plans                []retailPlan
}

type retailPlan struct {
	retail, price number // "without discount", and "same as retail price"
	term          string
}

// read reads the next item into w.
func (w *retailItem) read(p *parser) error {
	*w = retailItem{}
	return p.object(func(name []byte) error {
		switch string(name) {
		case "type":
			return p.name(&w.kind)
		case "currencycode":
			return p.name(&w.currency)
		case "tierminimumunits":
			return p.number(&w.above)
		case "reservationterm":
			return p.name(&w.term)
		case "retailprice":
			return p.number(&w.retail)
		case "unitprice":
			return p.number(&w.price)
		case "armregionname":
			return p.name(&w.region)
		case "location":
			return p.name(&w.location)
		case "effectivestartdate":
			return p.name(&w.start)
		case "effectiveenddate":
			return p.name(&w.end)
		case "meterid":
			return p.plain(&w.id)
		case "metername":
			return p.name(&w.name)
		case "skuid":
			return p.name(&w.sku)
		case "productname":
			return p.name(&w.product)
		case "servicename":
			return p.name(&w.service)
		case "unitofmeasure":
			return p.name(&w.unit)
		case "isprimarymeterregion":
			primary := true
			err := p.yes(&primary)
			w.secondary = !primary
			return err
		case "savingsplan":
			w.plans = nil
			return p.array(func() error {
				w.plans = append(w.plans, retailPlan{})
				return w.plans[len(w.plans)-1].read(p)
			})
		}
		return p.SkipValue()
	})
}

func (w *retailPlan) read(p *parser) error {
	return p.object(func(name []byte) error {
		switch string(name) {
		case "unitprice":
			return p.number(&w.price)
		case "retailprice":
			return p.number(&w.retail)
		case "term":
			return p.name(&w.term)
		}
		return p.SkipValue()
	})
}

// The types of items.
const (
	consumption = "Consumption"
	devTest     = "DevTestConsumption"
	reservation = "Reservation"
)

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
	join     *joiner
	types    map[string]int // items that came, by type
	taken    int
}

// add takes an item. One that names no meter, or whose unit is unknown, is left
// out with a warning.
func (r *retailItems) add(w *retailItem, warn *warnings) error {
	r.types[w.kind]++
	warn.at(reading, r.join.pile.len())
	if !strings.EqualFold(w.currency, string(r.currency)) {
		return fmt.Errorf("its price is in %q, and %s was asked for: nothing of the response is kept", clip(w.currency), r.currency)
	}
	switch w.kind {
	case r.usage, reservation:
	case consumption, devTest:
		return nil
	default:
		warn.add("an item is of a type that is not known, and left out", fmt.Sprintf("%q%s", clip(w.kind), named(w.id, w.name)))
		return nil
	}
	price, differ, err := amount(w.retail, w.price)
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
	effective, err := r.join.names.date(w.start)
	if err != nil {
		return fmt.Errorf("its effectiveStartDate %q: %w", clip(w.start), err)
	}
	ends, err := r.join.names.date(w.end)
	if err != nil {
		return fmt.Errorf("its effectiveEndDate %q: %w", clip(w.end), err)
	}
	if ends.Year() >= 9999 { // no end
		ends = time.Time{}
	}
	if !ends.IsZero() {
		warn.add("a price has a last day, and is not in force after it", fmt.Sprintf("%s until %s", title(m), day(ends)))
	}
	if w.kind == reservation {
		term, err := months(w.term)
		if err != nil {
			warn.add("a reservation is left out, since its term is not known", fmt.Sprintf("%s: %v", title(m), err))
			return nil
		}
		r.taken++
		r.join.pile.addPlan(&plan{meter: m, price: ratebook.Price{Kind: ratebook.Reservation, Months: term, Effective: effective, Ends: ends, Amount: price}})
		return nil
	}
	it := item{meter: m, sku: w.sku, secondary: w.secondary, effective: effective, ends: ends}
	it.tier.UnitPrice = price
	if w.above != "" {
		if it.tier.Above, err = w.above.decimal(); err != nil {
			return fmt.Errorf("its tierMinimumUnits %q is not a number", clip(string(w.above)))
		}
	}
	for _, p := range w.plans {
		price, _, err := amount(p.retail, p.price)
		if err != nil {
			return fmt.Errorf("its savingsPlan: %w", err)
		}
		term, err := months(p.term)
		if err != nil {
			warn.add("a savings plan is left out, since its term is not known", fmt.Sprintf("%s: %v", title(m), err))
			continue
		}
		it.beside = append(it.beside, ratebook.Price{Kind: ratebook.SavingsPlan, Months: term, Amount: price})
	}
	r.taken++
	r.join.pile.add(&it)
	return nil
}

// meter describes an item's meter. The names are Retail's own: they are not
// those of the RateCard, while the ids are.
func (r *retailItems) meter(w *retailItem, warn *warnings) (m ratebook.Meter, ok bool) {
	names, err := &r.join.names, error(nil)
	if m.ID, err = ratebook.ParseMeterID(w.id); err != nil {
		warn.add("an item is left out, since it has no meter id", fmt.Sprintf("%q, %q", clip(w.id), clip(w.name)))
		return m, false
	}
	m.Category, m.Subcategory, m.Name = w.service, w.product, w.name
	if m.Name == "" {
		m.Name = string(m.ID)
	}
	if m.Unit, ok = names.unit(w.unit); !ok {
		warn.add("a meter is left out, since its unit is not a unit of measure", fmt.Sprintf("%s, unit %q", title(m), clip(w.unit)))
		return m, false
	}
	where := w.region
	if where == "" {
		where = w.location
	}
	m.Region = names.region(where)
	return m, true
}
