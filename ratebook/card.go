package ratebook

import (
	"slices"
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

	// Asked is what the card was asked for; nil where that is not stated: see Coverage.
	Asked *Asked `json:"asked,omitempty"`
}

// Provenance says where a card came from.
type Provenance struct {
	URL        string    `json:"url"` // without secrets; "file:" and the file's name for a saved response
	APIVersion string    `json:"api_version,omitempty"`
	Fetched    time.Time `json:"fetched"`           // UTC
	SHA256     string    `json:"sha256"`            // of the response, uncompressed, in hexadecimal
	Account    string    `json:"account,omitempty"` // the enrollment, or billing account and profile, of a price sheet
	Sample     string    `json:"sample,omitempty"`  // what to say of output made with prices for trying out
	Partial    bool      `json:"partial,omitempty"` // a page of the response is not there
	Meters     int       `json:"meters"`            // distinct meter ids
	Rates      int       `json:"rates"`
	Tiers      int       `json:"tiers"`
	Warnings   []string  `json:"warnings,omitempty"` // what the response had that is odd or was left out
}

// clockSlack is how far two clocks may be apart: a card that another computer
// fetched a moment ago is not from the future.
const clockSlack = time.Minute

// FromFuture tells whether a card says that it was fetched later than now: by a
// wrong clock, or a slip of the pen. No estimate uses such a card, since it would
// be the newest for years.
func (p Provenance) FromFuture(now time.Time) bool { return p.Fetched.After(now.Add(clockSlack)) }

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

// Found is what the cards of one terms have for a list of selectors. The header is
// that of the newest; rates of another name it.
type Found struct {
	Header
	Rates [][]Rate // by selector
}

// FindEach is what each of several terms has, asked for by itself: for ratebooks that
// have no faster way.
func FindEach(terms []Terms, find func(Terms) (Header, [][]Rate, error)) (found []Found, err error) {
	for _, t := range terms {
		header, rates, err := find(t)
		if err != nil {
			return nil, err
		}
		found = append(found, Found{header, rates})
	}
	return found, nil
}

// Find gives the rates that each selector picks, in the card's order. Where a
// meter of a region has the selector's own words, only such meters of that region
// are picked: not those that are called so by another source.
func (c *Card) Find(want []Selector) [][]Rate {
	byID, byName := map[MeterID][]int{}, map[string][]int{}
	named := slices.ContainsFunc(want, func(s Selector) bool { return s.ID == "" && s.Name != "" })
	for i := range c.Rates {
		m := &c.Rates[i].Meter
		byID[m.ID] = append(byID[m.ID], i)
		if !named {
			continue
		}
		for _, name := range (Selector{Category: m.Category, Name: m.Name}).Names() {
			byName[name] = append(byName[name], i)
		}
	}
	found := make([][]Rate, len(want))
	for k, s := range want {
		var at []int
		switch {
		case s.ID != "":
			at = byID[s.ID]
		case s.Name != "":
			names := s.Names()
			for _, name := range names {
				at = append(at, byName[name]...)
			}
			if len(names) > 1 {
				slices.Sort(at)
				at = slices.Compact(at)
			}
		case !s.IsZero():
			at = make([]int, len(c.Rates))
			for i := range at {
				at[i] = i
			}
		}
		found[k] = c.pick(s, at)
	}
	return found
}

// pick gives the rates, of those at the indices, that a selector picks.
func (c *Card) pick(s Selector, at []int) (found []Rate) {
	own, other := map[Region]bool{}, false
	for _, i := range at {
		if r := &c.Rates[i]; s.Matches(r.Meter) {
			found = append(found, *r)
			if s.served(&r.Meter) {
				own[r.Meter.Region] = true
			} else {
				other = true
			}
		}
	}
	if other && len(own) > 0 {
		found = slices.DeleteFunc(found, func(r Rate) bool { return own[r.Meter.Region] && !s.served(&r.Meter) })
	}
	return found
}
