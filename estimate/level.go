package estimate

import "azwhatif/ratebook/money"

// Levels are factors on the usage of a scenario's workloads, by their index: 1
// is the usage as stated.
type Levels []money.Decimal

// CommonLevel is one factor on all usage, or on that of one workload; the rest
// stays as stated. workload is "" for all; ok is false where there is none of
// the name.
func (c *Comparison) CommonLevel(workload string, factor money.Decimal) (levels Levels, ok bool) {
	levels = make(Levels, len(c.Scenario.Workloads))
	for i, w := range c.Scenario.Workloads {
		levels[i] = money.One
		if workload == "" || w.Name == workload {
			levels[i], ok = factor, true
		}
	}
	return levels, ok
}

// At prices the estimate's plan at other levels of usage: see Plan.At.
func (e *Estimate) At(levels Levels) *Estimate { return e.Plan.At(levels) }
