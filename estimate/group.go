package estimate

import "azwhatif/ratebook/money"

// Group names what lines are added up by.
type Group struct {
	Title string
	Of    func(Line) string
}

// Groups are the ways that a comparison adds lines up: by workload,
// subscription, category and region, by each tag, and by import where there is
// one. Each adds up to the total.
func (c *Comparison) Groups() []Group {
	groups := []Group{
		{"Workload", func(l Line) string { return l.Workload }},
		{"Subscription", func(l Line) string { return l.Subscription }},
		{"Category", func(l Line) string { return l.Meter.Category }},
		{"Region", func(l Line) string { return l.Meter.Region.Display() }},
	}
	for _, key := range c.Scenario.TagKeys() {
		groups = append(groups, Group{"Tag " + key, func(l Line) string { return l.Tags[key] }})
	}
	if len(c.Scenario.Bills) > 0 {
		groups = append(groups, Group{"Import", func(l Line) string { return l.Import }})
	}
	return groups
}

// By adds an estimate's lines up by group. Lines that a group does not name
// (no region, no such tag) are under "".
func (e *Estimate) By(g Group) map[string]money.Decimal {
	sums := map[string]money.Decimal{}
	for _, l := range e.Lines {
		k := g.Of(l)
		sums[k] = sums[k].Add(l.Amount())
	}
	return sums
}

// Keys lists a group's names over all cases, in the order of the lines, with
// "" last.
func (c *Comparison) Keys(g Group) []string {
	var keys []string
	none, seen := false, map[string]bool{}
	for _, e := range c.Estimates {
		for _, l := range e.Lines {
			k := g.Of(l)
			if k == "" {
				none = true
			} else if !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	if none {
		keys = append(keys, "")
	}
	return keys
}
