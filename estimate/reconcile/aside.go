package reconcile

import (
	"cmp"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Aside is records of one kind that are not rated.
type Aside struct {
	Provider string
	Kind     scenario.RecordKind
	Records  int64
	Billed   money.Amount
}

// aside sums up what is not rated. A cost that is not stated is none, in the
// currency of the terms.
func aside(got *scenario.Imported, in money.Currency) []Aside {
	type key struct {
		provider string
		kind     scenario.RecordKind
		currency money.Currency
	}
	at := map[key]int{}
	var list []Aside
	for _, u := range got.Used {
		if u.Rated() {
			continue
		}
		k := key{u.Provider, u.Kind, cmp.Or(u.Currency, in)}
		i, known := at[k]
		if !known {
			i = len(list)
			at[k] = i
			list = append(list, Aside{Provider: k.provider, Kind: k.kind, Billed: money.Amount{Currency: k.currency}})
		}
		list[i].Records += u.Records
		list[i].Billed.Value = list[i].Billed.Value.Add(u.Billed)
	}
	slices.SortFunc(list, func(a, b Aside) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Billed.Currency, b.Billed.Currency))
	})
	return list
}
