package estimate

import "azwhatif/ratebook/money"

// Levels are factors on the usage of a scenario's workloads, by their index: 1
// is the usage as stated.
type Levels []money.Decimal

// At prices the estimate's plan at other levels of usage: see Plan.At.
func (e *Estimate) At(levels Levels) *Estimate { return e.Plan.At(levels) }

// Lasting prices the case for so many months from its first one on, each with the mean
// of its months' usage, so that terms of any length can be compared by their mean month.
// No term is renewed. Like an estimate of At it has neither lines nor warnings.
func (e *Estimate) Lasting(months int) *Estimate { return e.Plan.over(months, e.at).At(nil) }

// Level is what the case's changes scale all usage by: 1 for the usage as stated.
func (e *Estimate) Level() money.Decimal {
	scale := money.One
	for _, i := range e.Levelled() {
		scale = scale.Mul(*e.Case.Changes[i].Scale)
	}
	return scale
}

// Levelled are the case's changes that scale all usage, by index.
func (e *Estimate) Levelled() (list []int) {
	for i, ch := range e.Case.Changes {
		w := ch.Where
		all := w.Workload == "" && w.Subscription == "" && len(w.Tags) == 0 && w.Region == "" && w.Meter == nil
		if all && ch.Scale != nil && ch.Swap == nil {
			list = append(list, i)
		}
	}
	return list
}
