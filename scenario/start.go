package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Starts says from when on each resource is used, where asked for.
type Starts struct {
	List []Start
	Most int // where there are more resources than may be kept, how many may; List is then empty
}

// Start is the time in which one resource is used.
type Start struct {
	Subscription, Resource string // the resource's id, or the meter's name where the usage has none
	First, Last            string // days, "2026-03-01"
	Billed                 map[money.Currency]money.Decimal
}

// Prices tells whether the import prices a usage of the kind, month, provider and
// tags.
func (imp Import) Prices(u Used) bool {
	switch {
	case !u.Kind.IsUsage(), u.Kind == CoveredUsage && imp.Covered == LeaveCovered:
		return false
	case u.Provider != "Azure" && strings.EqualFold(imp.Mapping, "none"):
		return false
	}
	return imp.takes(u)
}

// late names what is first used after the first days of its subscription, and
// still is at the end: its mean is too low for a month from then on. What comes
// and goes in between, as the nodes of a pool do, is as it is. It is "" where
// there is nothing of the kind.
func (c coverage) late(starts Starts) string {
	var list []Start
	sum := map[money.Currency]money.Decimal{}
	for _, r := range starts.List {
		k := c.subscription(r.Subscription)
		used, ok := spanOf(r.First, r.Last)
		if ok && daysBetween(k.from, used.from) >= 2 && daysBetween(used.to, k.to) <= nearby {
			list = append(list, r)
			for currency, d := range r.Billed {
				sum[currency] = sum[currency].Add(d)
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	slices.SortFunc(list, func(a, b Start) int {
		return cmp.Or(b.billed().Cmp(a.billed()), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Subscription, b.Subscription))
	})
	var names []string
	for _, r := range list[:min(3, len(list))] {
		name := r.Resource
		if strings.HasPrefix(name, "/") { // an id, of which the end is the name
			name = name[strings.LastIndexByte(name, '/')+1:]
		}
		names = append(names, name+" from "+r.First+" on"+billedText(r.Billed, " (", ")"))
	}
	what, more := fmt.Sprintf("%d resources begin after the first day of the subscription's usage and count", len(list)), ""
	if len(list) == 1 {
		what = "a resource begins after the first day of the subscription's usage and counts"
	}
	if n := len(list) - len(names); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%s by the mean of all its days, which is too low for a month from then on%s: %s",
		what, billedText(sum, ", with ", ""), strings.Join(names, ", ")+more)
}

// billed is what was billed in all currencies, for an order.
func (r Start) billed() money.Decimal {
	n := money.Zero
	for _, d := range r.Billed {
		n = n.Add(d)
	}
	return n
}

// billedText writes what was billed, by currency: "EUR 84.00 billed"; "" where no
// cost is stated.
func billedText(by map[money.Currency]money.Decimal, before, after string) string {
	var parts []string
	for _, currency := range sorted(by) {
		if currency != "" {
			parts = append(parts, money.Amount{Value: by[currency], Currency: currency}.String())
		}
	}
	if parts == nil {
		return ""
	}
	return before + strings.Join(parts, " and ") + " billed" + after
}
