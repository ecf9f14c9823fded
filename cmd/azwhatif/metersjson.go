package main

import (
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// foundMeters is what "meters" finds, as JSON has it.
type foundMeters struct {
	Version int         `json:"version"`
	Query   string      `json:"query"`
	Meters  []jsonMeter `json:"meters"`
	More    int         `json:"more"` // that --limit leaves out
	Damaged []string    `json:"damaged,omitempty"`

	found   []ratebook.Meter
	entries []meterEntry // of found
}

type jsonMeter struct {
	ID          ratebook.MeterID  `json:"meter_id"`
	Category    string            `json:"category"`
	Subcategory string            `json:"subcategory"`
	Name        string            `json:"meter"`
	Unit        string            `json:"unit"`
	Regions     []ratebook.Region `json:"regions"` // "" is every region
	Status      string            `json:"status,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Rates       []jsonRate        `json:"rates"`
	Licence     *jsonLicence      `json:"licence,omitempty"` // of SQL Server, a meter of its own
}

// jsonRate is what the meter costs under one card, in one region.
type jsonRate struct {
	Source    ratebook.Source `json:"source"`
	Offer     ratebook.Offer  `json:"offer"`
	Currency  money.Currency  `json:"currency"`
	Market    ratebook.Market `json:"market"`
	Fetched   string          `json:"fetched"` // RFC 3339, UTC
	Reference bool            `json:"for_reference,omitempty"`
	Title     string          `json:"title"` // as the card calls the meter
	Region    ratebook.Region `json:"region"`
	Effective string          `json:"effective,omitempty"`
	Ends      string          `json:"ends,omitempty"`
	Included  money.Decimal   `json:"included"`
	Tiers     []jsonTier      `json:"tiers"` // empty where the card has no price
	Beside    []jsonBeside    `json:"beside,omitempty"`
}

type jsonTier struct {
	Above money.Decimal `json:"above"`
	Price money.Decimal `json:"unit_price"`
}

type jsonBeside struct {
	Kind   ratebook.PriceKind `json:"kind"`
	Months int                `json:"months,omitempty"`
	Above  money.Decimal      `json:"above"`
	Amount money.Decimal      `json:"amount"`
}

type jsonLicence struct {
	Asked  string      `json:"asked"`
	Meters []jsonMeter `json:"meters"`
}

func (e *meterEntry) json(m ratebook.Meter) jsonMeter {
	out := jsonMeter{ID: m.ID, Category: m.Category, Subcategory: m.Subcategory, Name: m.Name, Unit: m.Unit.String(),
		Regions: append([]ratebook.Region{}, e.regions...), Status: m.Status, Tags: m.Tags, Rates: []jsonRate{}}
	for _, r := range e.rates {
		out.Rates = append(out.Rates, r.json())
	}
	if e.licence != nil {
		out.Licence = &jsonLicence{e.licence.selector.String(), []jsonMeter{}}
		for i := range e.licence.meters {
			l := &e.licence.meters[i]
			out.Licence.Meters = append(out.Licence.Meters, l.json(l.rates[0].rate.Meter))
		}
	}
	return out
}

func (r cardRate) json() jsonRate {
	t := r.card.Terms
	out := jsonRate{Source: t.Source, Offer: t.Offer, Currency: t.Currency, Market: t.Market,
		Fetched: r.card.Provenance.Fetched.UTC().Format(time.RFC3339), Reference: t.ForReference(),
		Title: r.rate.Meter.Title(), Region: r.rate.Meter.Region, Effective: dateOf(r.rate.Effective), Ends: dateOf(r.rate.Ends),
		Included: r.rate.Included, Tiers: []jsonTier{}}
	for _, tier := range r.rate.Tiers {
		out.Tiers = append(out.Tiers, jsonTier{tier.Above, tier.UnitPrice})
	}
	for _, b := range r.rate.Beside {
		out.Beside = append(out.Beside, jsonBeside{b.Kind, b.Months, b.Above, b.Amount})
	}
	return out
}

// dateOf is a day as text; "" for the zero time.
func dateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
