package ratebook

import (
	"strings"
	"time"
)

// Card is one rate card, as it was fetched at one time. It does not change:
// fetching again gives another card.
type Card struct {
	Header
	Rates []Rate
}

// Header is all of a card but its rates.
type Header struct {
	Terms      Terms      `json:"terms"`
	OfferTerms OfferTerms `json:"offer_terms"`
	Provenance Provenance `json:"provenance"`
}

// Provenance says where a card came from.
type Provenance struct {
	URL        string    `json:"url"` // without secrets; "file:" and the file's name for a saved response
	APIVersion string    `json:"api_version,omitempty"`
	Fetched    time.Time `json:"fetched"`          // UTC
	SHA256     string    `json:"sha256"`           // of the response, uncompressed, in hexadecimal
	Sample     string    `json:"sample,omitempty"` // what to say of output made with prices for trying out
	Meters     int       `json:"meters"`           // distinct meter ids
	Rates      int       `json:"rates"`
	Tiers      int       `json:"tiers"`
	Warnings   []string  `json:"warnings,omitempty"` // what the response had that is odd or was left out
}

// Count fills in the numbers of meters, rates and tiers.
func (c *Card) Count() {
	ids := map[MeterID]bool{}
	tiers := 0
	for _, r := range c.Rates {
		ids[r.Meter.ID] = true
		tiers += len(r.Tiers)
	}
	c.Provenance.Meters, c.Provenance.Rates, c.Provenance.Tiers = len(ids), len(c.Rates), tiers
}

// Find gives the rates that each selector picks, in the card's order.
func (c *Card) Find(want []Selector) [][]Rate {
	byID, byName := map[MeterID][]int{}, map[string][]int{}
	for i, r := range c.Rates {
		byID[r.Meter.ID] = append(byID[r.Meter.ID], i)
		name := strings.ToLower(r.Meter.Name)
		byName[name] = append(byName[name], i)
	}
	found := make([][]Rate, len(want))
	for k, s := range want {
		pick := func(i int) {
			if s.Matches(c.Rates[i].Meter) {
				found[k] = append(found[k], c.Rates[i])
			}
		}
		switch {
		case s.ID != "":
			each(byID[s.ID], pick)
		case s.Name != "":
			each(byName[strings.ToLower(s.Name)], pick)
		case !s.IsZero():
			for i := range c.Rates {
				pick(i)
			}
		}
	}
	return found
}

func each(indices []int, f func(int)) {
	for _, i := range indices {
		f(i)
	}
}
