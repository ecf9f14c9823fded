package estimate

import (
	"context"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// SizePrices are what an hour of each size costs under one card in a region, by the
// size's name. A size without a price is not in them.
type SizePrices struct {
	Terms          ratebook.Terms
	Linux, Windows map[string]money.Decimal
}

// PricesOfSizes asks the newest card of each of the terms for its prices in a month.
func PricesOfSizes(ctx context.Context, book Ratebook, terms []ratebook.Terms, sizes *size.Catalogue, region ratebook.Region, month scenario.Month) ([]SizePrices, error) {
	s := &scenario.Scenario{}
	r := &resolver{book: book, s: s}
	var cases []scenario.Case
	var cards []*catalog
	var want [][]ratebook.Selector
	selector := ratebook.Selector{Category: machineCategory}.In(region)
	for _, t := range terms {
		cases, cards, want = append(cases, scenario.Case{Name: t.String(), Terms: t}), append(cards, newCatalog()), append(want, []ratebook.Selector{selector})
	}
	if err := r.lookAll(ctx, cases, cards, want); err != nil {
		return nil, err
	}
	list := make([]SizePrices, len(terms))
	for i, t := range terms {
		card := newMachineCard(cards[i], region, sizes, []ratebook.Selector{selector})
		list[i] = SizePrices{t, map[string]money.Decimal{}, map[string]money.Decimal{}}
		for v, m := range card.machines {
			price, ok := hourlyPrice(m, month)
			switch {
			case !ok || v.taken != size.Kept:
			case v.windows:
				list[i].Windows[v.size.Name] = price
			default:
				list[i].Linux[v.size.Name] = price
			}
		}
	}
	return list, nil
}
