package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"azwhatif/estimate/web"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// choices are what a scenario can be edited to, by the cards that it is priced on: the
// terms of all cards, and the regions and services of the base case's.
func (p *program) choices(ctx context.Context, kept *shelf, s *scenario.Scenario) (out web.Choices, err error) {
	q, _ := p.forRequest(ctx, kept)
	b, closeBook, err := q.scenarioBook(ctx, s, time.Time{})
	if err != nil {
		return out, err
	}
	defer closeBook()
	headers, _ := b.Cards(ctx) // what is damaged is said on the page of the cards
	for _, h := range headers {
		out.Terms = append(out.Terms, h.Terms)
	}
	for _, one := range s.Catalogue().Sizes {
		out.Sizes = append(out.Sizes, one.Name)
	}
	slices.Sort(out.Sizes)
	meters, err := b.Meters(ctx, s.Cases[0].Terms, time.Time{})
	if err != nil { // no card of these terms yet: the other lists are of use all the same
		out.Regions = ratebook.Regions()
		return out, nil
	}
	categories, regions := map[string]bool{}, map[ratebook.Region]bool{}
	for _, m := range meters {
		categories[m.Category] = true
		if m.Region != ratebook.Global && !m.Region.IsZone() {
			regions[m.Region] = true
		}
	}
	out.Categories, out.Regions = slices.Sorted(maps.Keys(categories)), slices.Sorted(maps.Keys(regions))
	return out, nil
}

// findMeters searches the card of some terms, of the ratebook that the scenario is
// priced on.
func (p *program) findMeters(ctx context.Context, kept *shelf, s *scenario.Scenario, terms ratebook.Terms, query string) ([]ratebook.Meter, error) {
	q, _ := p.forRequest(ctx, kept)
	b, closeBook, err := q.scenarioBook(ctx, s, time.Time{})
	if err != nil {
		return nil, q.told(err)
	}
	defer closeBook()
	meters, err := b.Meters(ctx, terms, time.Time{})
	return ratebook.Search(meters, query), q.told(err)
}
