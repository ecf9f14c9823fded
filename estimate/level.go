package estimate

import (
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

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

// At reckons the estimate again for other levels of usage: the same meters,
// rates and terms, exactly. Its lines have quantities and no amounts, and it
// has no warnings; it is for totals, by meter and month.
func (e *Estimate) At(levels Levels) *Estimate { return e.as(e.Case, levels) }

// as is At for a case that differs in its commitment or discount.
func (e *Estimate) as(c scenario.Case, levels Levels) *Estimate {
	months := len(e.Months)
	at := e.blank(c)
	at.Lines = slices.Clone(e.Lines)
	for i := range at.Lines {
		l := &at.Lines[i]
		if l.Unshared {
			at.Lines = at.Lines[:i]
			break
		}
		l.Months = make([]LineMonth, months)
		for m := range l.Months {
			l.Months[m].Quantity = e.Lines[i].Months[m].Quantity.Mul(levels[l.workload])
		}
	}
	at.reckon()
	return at
}
