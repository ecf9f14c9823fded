package report

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
)

// A note is something to say beneath the tables, with the cases that it is
// about.
type note struct {
	text  string
	cases []string
}

// notes gathers what each case says, each text once.
func notes(c *estimate.Comparison, of func(*estimate.Estimate) []string) []note {
	var out []note
	at := map[string]int{}
	for _, e := range c.Estimates {
		for _, s := range of(e) {
			s = clean(s)
			i, ok := at[s]
			if !ok {
				i = len(out)
				at[s] = i
				out = append(out, note{text: s})
			}
			if n := len(out[i].cases); n == 0 || out[i].cases[n-1] != clean(e.Case.Name) {
				out[i].cases = append(out[i].cases, clean(e.Case.Name))
			}
		}
	}
	return out
}

// about names a note's cases: nothing where it is about all.
func (n note) about(c *estimate.Comparison) string {
	if len(n.cases) == len(c.Estimates) {
		return ""
	}
	const most = 4
	if len(n.cases) > most {
		return fmt.Sprintf("%s and %d more cases", strings.Join(n.cases[:most], ", "), len(n.cases)-most)
	}
	return list(n.cases)
}

// unpricedNotes say what has no price, and why.
func unpricedNotes(e *estimate.Estimate) []string {
	var out []string
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		s := l.Workload + ": " + title(l)
		if known(l) {
			if l.Meter.Region != ratebook.Global {
				s += " in " + place(l.Meter.Region)
			}
			s += fmt.Sprintf(", %s of %q", quantity(u.Quantity), l.Meter.Unit)
		} else {
			s += ", " + l.Asked
		}
		if len(u.Months) < len(e.Months) {
			s += fmt.Sprintf(", %s to %s", u.Months[0], u.Months[len(u.Months)-1])
			if len(u.Months) == 1 {
				s = s[:len(s)-len(" to 2026-01")]
			}
		}
		out = append(out, s+": "+u.Reason)
	}
	return out
}

// warningNotes are the estimate's warnings, but those that unpricedNotes and
// the table of cases say already.
func warningNotes(e *estimate.Estimate) []string {
	said := map[estimate.Warning]bool{}
	for _, w := range e.UnpricedWarnings() {
		said[w] = true
	}
	var out []string
	for _, w := range e.Warnings {
		if !said[w] {
			out = append(out, w.String())
		}
	}
	return out
}

// exchangeNotes say at which rates totals are reported.
func exchangeNotes(c *estimate.Comparison) []string {
	var out []string
	for _, from := range currencies(c) {
		if x, ok := c.Scenario.Exchange[from]; ok && from != c.Scenario.ReportIn {
			out = append(out, fmt.Sprintf("1 %s is taken as %s %s (%s, %s)", from, x.Rate, c.Scenario.ReportIn, clean(x.Source), x.AsOf))
		}
	}
	return out
}

// subtitle says what the comparison covers.
func subtitle(c *estimate.Comparison) string {
	s := c.Scenario
	if s.Months == 1 {
		return fmt.Sprintf("%s, 1 month, without tax", s.Start)
	}
	return fmt.Sprintf("%s to %s, %d months, without tax", s.Start, s.Start.Add(s.Months-1), s.Months)
}
