package estimate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// Several cards of one terms answer together where they were asked for different
// regions or services: each usage by the newest that covers it.

// readCards finds the cards that the plan's prices are from, and says so where they are
// not of one day.
func (c *compiler) readCards() {
	p := c.plan
	p.Cards = nil
	add := func(rates []ratebook.Rate) {
		if len(rates) == 0 {
			return
		}
		h := p.Card
		if rates[0].Card != nil {
			h = *rates[0].Card
		}
		if !slices.ContainsFunc(p.Cards, func(k ratebook.Header) bool { return sameCard(k, h) }) {
			p.Cards = append(p.Cards, h)
		}
	}
	for i := range p.meters {
		add(p.meters[i].Rates)
	}
	for _, rates := range p.coverable {
		add(rates)
	}
	if p.Cards == nil {
		p.Cards = []ratebook.Header{p.Card}
	}
	slices.SortStableFunc(p.Cards, func(a, b ratebook.Header) int { return b.Provenance.Fetched.Compare(a.Provenance.Fetched) })
	p.Card = p.Cards[0]
	var days []string
	for _, h := range p.Cards {
		if d := dayOf(h); !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	if len(days) > 1 {
		c.warn(string(p.Card.Terms.Offer), "the prices are from %d cards of different days: %s", len(p.Cards), cardList(p.Cards))
	}
}

func sameCard(a, b ratebook.Header) bool {
	return a.Terms == b.Terms && a.Provenance.SHA256 == b.Provenance.SHA256 && a.Provenance.Fetched.Equal(b.Provenance.Fetched)
}

func dayOf(h ratebook.Header) string { return h.Provenance.Fetched.UTC().Format("2006-01-02") }

// cardList is "eastus of 2026-11-28, westeurope of 2026-11-27".
func cardList(cards []ratebook.Header) string {
	list := make([]string, len(cards))
	for i, h := range cards {
		asked, known := h.Coverage()
		what := "a card that does not say what it was asked for,"
		if known {
			what = asked.String()
		}
		list[i] = what + " of " + dayOf(h)
	}
	return strings.Join(list, ", ")
}

// CardOf is the card that the rates of one of Meters are from.
func (e *Estimate) CardOf(use int) ratebook.Header {
	if use >= 0 && len(e.Meters[use].Rates) > 0 && e.Meters[use].Rates[0].Card != nil {
		return *e.Meters[use].Rates[0].Card
	}
	return e.Card
}

// CardOfLine is the card that a line's rates are from; of a line without a price the
// newest that the case uses.
func (e *Estimate) CardOfLine(l Line) ratebook.Header { return e.CardOf(l.use) }

// inUse are the cards that answer under the terms of the header, which is the newest's.
func (r *resolver) inUse(ctx context.Context, newest ratebook.Header) []ratebook.Header {
	if newest.Whole() {
		return []ratebook.Header{newest}
	}
	r.headers.Do(func() { r.allCards, _ = r.book.Cards(ctx) }) // a damaged card has been an error before
	var of []ratebook.Header
	for _, h := range r.allCards {
		if h.Terms == newest.Terms && !h.Provenance.Fetched.After(newest.Provenance.Fetched) {
			of = append(of, h)
		}
	}
	return ratebook.InUse(of)
}

// notAsked says that no card of the terms was asked for a meter of a region and category,
// which regions are at hand, and how to get this one; "" where one was.
func (c *catalog) notAsked(in ratebook.Region, category string) string {
	if len(c.inUse) == 0 || slices.ContainsFunc(c.inUse, func(h ratebook.Header) bool { return h.Covers(ratebook.Meter{Region: in, Category: category}) }) {
		return ""
	}
	what := in.Display()
	if in == ratebook.Global {
		what = "meters without a region"
	}
	if slices.ContainsFunc(c.inUse, func(h ratebook.Header) bool {
		a, known := h.Coverage()
		return known && a.Covers(in, "") || slices.Contains(a.Regions, in)
	}) {
		what = category + " in " + what
	}
	return fmt.Sprintf("no card of %s was asked for %s; at hand: %s; run %q", c.header.Terms, what, cardList(c.inUse), c.header.Terms.FetchCommand(in))
}
