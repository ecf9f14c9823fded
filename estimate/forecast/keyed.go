package forecast

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// keyed says which key of a By each use has.
type keyed struct {
	list []string // the keys, in order; "" last
	of   []int    // of each of Forecast.Uses, an index into list
}

// keyed gives the uses' keys; with "" where an estimate has lines of no use.
func (f *Forecast) keyed(by By, others bool) keyed {
	at := map[string]int{}
	var k keyed
	for _, u := range f.Uses {
		if key := by.Of(u.DailyUse); at[key] == 0 {
			k.list = append(k.list, key)
			at[key] = len(k.list)
		}
	}
	if others && at[""] == 0 {
		k.list = append(k.list, "")
	}
	slices.SortFunc(k.list, blankLast)
	for i, key := range k.list {
		at[key] = i
	}
	for _, u := range f.Uses {
		k.of = append(k.of, at[by.Of(u.DailyUse)])
	}
	return k
}

// sums adds a month's amounts up by key.
func (k keyed) sums(e *estimate.Estimate, month int) []money.Decimal {
	sums := make([]money.Decimal, len(k.list))
	for i, l := range e.Lines {
		at := len(k.list) - 1
		if i < len(k.of) {
			at = k.of[i]
		} else if k.list[at] != "" {
			continue
		}
		sums[at] = sums[at].Add(l.Amounts[month])
	}
	return sums
}
