package usage

import (
	"fmt"

	"azwhatif/scenario"
)

// costing is what the costs of an Azure export are: actual, with a reservation
// at the time it was bought, or amortized, with its share in the usage.
type costing struct {
	name, format, first, last, basis string
}

const (
	actual    = "actual"
	amortized = "amortized"
)

// see looks at a group of the source.
func (c *costing) see(g *group) {
	if !g.blocks || g.read == 0 || c.basis == amortized {
		return
	}
	switch {
	case g.kind == string(scenario.Unused), g.kind == string(scenario.CoveredUsage) && !g.cost.IsZero():
		c.basis = amortized
	case g.kind == string(scenario.Purchase), g.kind == string(scenario.CoveredUsage):
		c.basis = actual
	}
}

// amortize says of a group of an amortized export what its part of a benefit's cost
// is: all that it costs.
func (c costing) amortize(g *group) {
	if c.basis == amortized && (g.kind == string(scenario.CoveredUsage) || g.kind == string(scenario.Unused)) {
		g.amortized = scenario.Amortized{Cost: g.cost, Known: g.priced}
	}
}

// mixed refuses both kinds of the same days: all usage would count twice.
func mixed(costs []costing) error {
	for i, a := range costs {
		for _, b := range costs[:i] {
			if a.basis != b.basis && a.first <= b.last && b.first <= a.last {
				return fmt.Errorf("%s has the %s costs and %s the %s costs of the same days, and both have all usage; import one of them", b.name, b.basis, a.name, a.basis)
			}
		}
	}
	return nil
}
