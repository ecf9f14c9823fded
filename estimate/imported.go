package estimate

import (
	"fmt"

	"azwhatif/ratebook/unit"
)

// importAssumptions say how imported usage became that of a month.
func (e *Estimate) importAssumptions() (list []string) {
	rules := map[unit.Measure]bool{}
	recorded := false
	for _, l := range e.Lines {
		if l.Typical != nil {
			rules[l.Typical.Measure] = true
		} else if l.Quantity.Recorded != nil {
			recorded = true
		}
	}
	if len(rules) > 0 {
		list = append(list, "A typical month follows from the days that an import covers: of each subscription from its first day of usage to the last day of its files.")
	}
	days := "the days of the month"
	if !e.Plan.hours.Calendar() {
		days = fmt.Sprintf("%s/24, the days of a month of %s hours", e.Plan.hours, e.Plan.hours)
	}
	if rules[unit.OfTime] {
		list = append(list, fmt.Sprintf("Typical month, what counts hours or days: the mean of the covered days, times %s.", days))
	}
	if rules[unit.OfMonth] {
		list = append(list, "Typical month, what is held by the month (a disk, GB/Month): the quantity by the part of the month that is covered.")
	}
	if rules[unit.OfCount] {
		list = append(list, fmt.Sprintf("Typical month, counts (operations, GB moved): the mean of the covered days, times %s.", days))
	}
	if recorded {
		list = append(list, "Usage as recorded has the hours of its calendar month; in months without files it is missing, and not zero.")
	}
	return list
}
