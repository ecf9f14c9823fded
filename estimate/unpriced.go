package estimate

import "fmt"

// UnpricedWarnings are those among Warnings that say what Unpriced does: one for
// each entry, and the count of lines. A report that shows Unpriced leaves them
// out.
func (e *Estimate) UnpricedWarnings() []Warning {
	if e.Complete() {
		return nil
	}
	var out []Warning
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		out = append(out, Warning{l.Workload, l.title() + " is not priced: " + u.Reason})
	}
	count := fmt.Sprintf("%d of %d lines are not priced, wholly or in part: the total is incomplete", e.UnpricedLines(), len(e.Lines))
	return append(out, Warning{"", count})
}
