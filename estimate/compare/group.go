package compare

import "azwhatif/estimate"

// Group names what lines are added up by.
type Group struct {
	Title string
	Of    func(estimate.Line) string
}

// Groups are the ways that a comparison adds lines up: by workload,
// subscription, category and region, by each tag, and by import where there is
// one. Each adds up to the total.
func (c *Comparison) Groups() []Group {
	groups := []Group{
		{"Workload", func(l estimate.Line) string { return l.Workload }},
		{"Subscription", func(l estimate.Line) string { return l.Subscription }},
		{"Category", func(l estimate.Line) string { return l.Meter.Category }},
		{"Region", func(l estimate.Line) string { return l.Meter.Region.Display() }},
	}
	for _, key := range c.Scenario.TagKeys() {
		groups = append(groups, Group{"Tag " + key, func(l estimate.Line) string { return l.Tags[key] }})
	}
	if len(c.Scenario.Bills) > 0 {
		groups = append(groups, Group{"Import", func(l estimate.Line) string { return l.Import }})
	}
	return groups
}
