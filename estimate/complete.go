package estimate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/scenario"
)

// Complete tells whether the estimate has all usage of all its months, each with
// a price: nothing is Unpriced, and nothing Missing. The total of an estimate that
// is not is no figure to compare.
func (e *Estimate) Complete() bool { return len(e.Unpriced) == 0 && len(e.Missing) == 0 }

// CompleteIn tells the same of one of Months, by its index: no usage of the
// month is without a price, and none is missing in it. Months that are complete
// in all cases can be compared where the whole period cannot.
func (e *Estimate) CompleteIn(month int) bool {
	at := e.Months[month]
	return !slices.ContainsFunc(e.Unpriced, func(u Unpriced) bool { return slices.Contains(u.Months, at) }) &&
		!slices.ContainsFunc(e.Missing, func(m scenario.Missing) bool { return m.In(at) })
}

// MissingMonths are those of Months that lack usage, in whole or in part.
func (e *Estimate) MissingMonths() (months []scenario.Month) {
	for _, at := range e.Months {
		if slices.ContainsFunc(e.Missing, func(m scenario.Missing) bool { return m.In(at) }) {
			months = append(months, at)
		}
	}
	return months
}

// LacksUsage tells whether some of a line's usage of a month is missing: what it has
// there is not all, and where it has none, nothing is known of it.
func (e *Estimate) LacksUsage(l Line, month int) bool {
	return slices.ContainsFunc(e.Missing, func(m scenario.Missing) bool {
		return m.Import == l.Import && l.Import != "" && m.In(e.Months[month]) && (m.Subscriptions == nil || slices.Contains(m.Subscriptions, l.Subscription))
	})
}

// Incomplete says in a few words why the estimate is not complete: "2 of 5 lines
// not priced", "usage of 2025-03 to 2025-12 missing", or both; "" where it is.
func (e *Estimate) Incomplete() string {
	var why []string
	if len(e.Unpriced) > 0 {
		why = append(why, fmt.Sprintf("%d of %d lines not priced", e.UnpricedLines(), e.usageLines()))
	}
	if len(e.Missing) > 0 {
		why = append(why, "usage of "+scenario.Span(e.MissingMonths())+" missing")
	}
	return strings.Join(why, ", ")
}

// usageLines counts the lines that are usage.
func (e *Estimate) usageLines() (n int) {
	for _, l := range e.Lines {
		if !l.Unshared {
			n++
		}
	}
	return n
}

// MissingWarnings are those among Warnings that say what Missing does: one for
// each entry, and the months.
func (e *Estimate) MissingWarnings() (list []Warning) {
	for _, m := range e.Missing {
		list = append(list, Warning{"", m.String()})
	}
	if list != nil {
		list = append(list, Warning{"", fmt.Sprintf("the usage of %s is missing, wholly or in part: the total is incomplete", scenario.Span(e.MissingMonths()))})
	}
	return list
}
