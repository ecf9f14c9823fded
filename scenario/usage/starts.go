package usage

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// startKey is a resource, or a meter where the usage has none.
type startKey struct{ subscription, resource string }

// startSize is about what a resource's start takes, in bytes.
const startSize = 1 << 10

// mostStarts is how many resources are kept: their starts take a quarter of what
// groups may, at most.
func (s Spec) mostStarts() int {
	return int(max(s.Memory-s.engineMemory(), s.engineMemory()) / 4 / startSize)
}

// startsQuery finds the first and the last day of each resource in each month.
func (t table) startsQuery(s Spec, d dialect, how reading) string {
	const counted = "azw_readable AND azw_asked"
	keys := []string{"azw_kind", "azw_provider", "azw_subscription", "azw_currency", "azw_row_resource"}
	for _, key := range []string{"azw_category", "azw_subcategory", "azw_name"} {
		keys = append(keys, "CASE WHEN azw_row_resource = '' THEN "+key+" ELSE '' END")
	}
	for i := range t.tags(s, d) {
		keys = append(keys, "azw_tag_"+strconv.Itoa(i))
	}
	selected := append(append([]string{}, keys...), d.String("azw_cycle"))
	for _, end := range []string{"min", "max"} {
		selected = append(selected, d.String(end+"(CASE WHEN "+counted+" THEN azw_day END)"))
	}
	for _, part := range []string{"azw_cost", "azw_cost_fraction", "azw_cost_rest"} {
		selected = append(selected, d.Sum("CASE WHEN "+counted+" THEN "+part+" ELSE 0 END"))
	}
	return d.Query(t.From, t.read(s, d, how), 0, strings.Join(selected, ", "), "GROUP BY "+strings.Join(append(keys, "azw_cycle"), ", "))
}

// startsIn adds the resources of one source to those of the others.
func (r *run) startsIn(ctx context.Context, db database, t table, how reading) error {
	if r.many {
		return nil
	}
	if r.starts == nil {
		r.starts = map[startKey]*scenario.Start{}
	}
	tags, most := len(t.tags(r.spec, db.dialect())), r.spec.mostStarts()
	return db.many(ctx, t.startsQuery(r.spec, db.dialect(), how), func(row []string) error {
		rest := row[8+tags:] // cycle, first and last day, the parts of the cost
		if r.many || rest[0] == "" || rest[1] == "" {
			return nil
		}
		cycle, err := strconv.Atoi(rest[0])
		if err != nil {
			return err
		}
		text := func(i int) string { return clean(terminal.Clean(row[i])) }
		u := scenario.Used{Kind: scenario.RecordKind(text(0)), Provider: text(1), Subscription: text(2), Month: monthOf(cycle), Tags: r.tags(&group{tags: row[8 : 8+tags]})}
		if !r.spec.Starts(u) {
			return nil
		}
		k := startKey{u.Subscription, text(4)}
		if u.Provider == "Azure" {
			k = startKey{strings.ToLower(k.subscription), strings.ToLower(k.resource)}
		}
		if k.resource == "" {
			k.resource = ratebook.Meter{Category: text(5), Subcategory: text(6), Name: text(7)}.Title()
		}
		start := r.starts[k]
		if start == nil {
			if r.many = len(r.starts) == most; r.many {
				r.starts = nil
				return nil
			}
			k = startKey{strings.Clone(k.subscription), strings.Clone(k.resource)}
			start = &scenario.Start{Subscription: k.subscription, Resource: k.resource, First: strings.Clone(rest[1])}
			r.starts[k] = start
		}
		start.First, start.Last = min(start.First, strings.Clone(rest[1])), max(start.Last, strings.Clone(rest[2]))
		if u.Kind == scenario.CoveredUsage { // what is billed for it is not what it costs
			return nil
		}
		cost, err := addParts([3]string(rest[3:6]))
		if err != nil || cost.IsZero() {
			return err
		}
		currency := money.Currency(strings.ToUpper(text(3)))
		if currency == "" {
			currency = money.Currency(r.spec.Currency)
		}
		if start.Billed == nil {
			start.Billed = map[money.Currency]money.Decimal{}
		}
		start.Billed[currency] = start.Billed[currency].Add(cost)
		return nil
	})
}

// allStarts are the resources of all sources, in the order of their names.
func (r *run) allStarts() (all scenario.Starts) {
	if r.many {
		all.Most = r.spec.mostStarts()
	}
	for _, s := range r.starts {
		all.List = append(all.List, *s)
	}
	slices.SortFunc(all.List, func(a, b scenario.Start) int {
		return cmp.Or(strings.Compare(a.Subscription, b.Subscription), strings.Compare(a.Resource, b.Resource))
	})
	return all
}
