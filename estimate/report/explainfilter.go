package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// ExplainFilter picks what is explained; the zero filter picks all.
type ExplainFilter struct {
	Meter    ratebook.MeterID // the case's, or the scenario's that it stands for
	Month    scenario.Month
	Workload string
}

// Figure names a figure of a comparison by what explains it: a case, and what of it.
// The zero Figure is none.
type Figure struct {
	Case string
	ExplainFilter
}

func named(c *compare.Comparison, name string) (*estimate.Estimate, error) {
	var names []string
	for _, e := range c.Estimates {
		if e.Case.Name == name {
			return e, nil
		}
		names = append(names, e.Case.Name)
	}
	if near := ratebook.NearestWords(name, names, 1); len(near) == 1 {
		return nil, fmt.Errorf("no case is named %q; did you mean %q?", name, near[0])
	}
	return nil, fmt.Errorf("no case is named %q; the cases are %q", name, names)
}

// lines are the indices of the lines that the filter picks.
func (f ExplainFilter) lines(e *estimate.Estimate) ([]int, error) {
	last := e.Months[len(e.Months)-1]
	if !f.Month.IsZero() && (f.Month.Since(e.Months[0]) < 0 || f.Month.Since(last) > 0) {
		return nil, fmt.Errorf("%s is not in the scenario, which goes from %s to %s", f.Month, e.Months[0], last)
	}
	var picked []int
	var meters, workloads []string
	for i, l := range e.Lines {
		if f.Workload != "" && f.Workload != l.Workload {
			workloads = append(workloads, l.Workload)
			continue
		}
		if f.Meter != "" && f.Meter != l.Meter.ID && f.Meter != l.From.ID {
			meters = append(meters, string(l.Meter.ID))
			continue
		}
		picked = append(picked, i)
	}
	switch {
	case picked != nil:
		return picked, nil
	case f.Meter != "" && meters != nil:
		hint := ""
		if near := ratebook.NearestWords(string(f.Meter), meters, 1); len(near) == 1 {
			hint = fmt.Sprintf("; did you mean %s?", near[0])
		}
		return nil, fmt.Errorf("case %q has no line of meter %s%s", e.Case.Name, f.Meter, hint)
	default:
		hint := ""
		if near := ratebook.NearestWords(f.Workload, workloads, 1); len(near) == 1 {
			hint = fmt.Sprintf("; did you mean %q?", near[0])
		}
		return nil, fmt.Errorf("case %q has no workload %q%s", e.Case.Name, f.Workload, hint)
	}
}
