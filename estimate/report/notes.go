package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// A note is something to say beneath the tables, with the cases that it is
// about.
type note struct {
	text   string
	cases  []string
	billed money.Amount // what exports state for what has no price
}

// notes gathers what each case says, each text once.
func notes(c *compare.Comparison, of func(*estimate.Estimate) []string) []note {
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
			out[i].of(e)
		}
	}
	return out
}

// of adds a case to those that a note is about.
func (n *note) of(e *estimate.Estimate) {
	if name := clean(e.Case.Name); len(n.cases) == 0 || n.cases[len(n.cases)-1] != name {
		n.cases = append(n.cases, name)
	}
}

// unpriced gathers what each case has no price for, the dearest first: each text
// once, with all that was billed for it.
func unpriced(c *compare.Comparison) []note {
	var out []note
	at := map[string]int{}
	for _, e := range c.Estimates {
		texts := unpricedNotes(e)
		for k, u := range e.Unpriced {
			s := clean(texts[k])
			i, ok := at[s]
			if !ok {
				i = len(out)
				at[s] = i
				out = append(out, note{text: s, billed: u.Billed})
			}
			out[i].of(e)
		}
	}
	return out
}

// moreNotes says how many notes are not shown, and what was billed for them.
func moreNotes(notes []note) string {
	return fmt.Sprintf("… and %d more%s; the other formats list all", len(notes), billedFor(", billed ", notes))
}

// billedFor is what was billed for notes, behind a lead; "" where no cost is
// stated.
func billedFor(lead string, notes []note) string {
	sums := map[money.Currency]money.Decimal{}
	for _, n := range notes {
		if n.billed.Currency != "" {
			sums[n.billed.Currency] = sums[n.billed.Currency].Add(n.billed.Value)
		}
	}
	if len(sums) == 0 {
		return ""
	}
	var billed []string
	for _, in := range slices.Sorted(maps.Keys(sums)) {
		billed = append(billed, money.Amount{Value: sums[in], Currency: in}.String())
	}
	return lead + strings.Join(billed, " and ")
}

// about names a note's cases: nothing where it is about all.
func (n note) about(c *compare.Comparison) string {
	if len(n.cases) == len(c.Estimates) {
		return ""
	}
	const most = 4
	if len(n.cases) > most {
		return fmt.Sprintf("%s and %d more cases", strings.Join(n.cases[:most], ", "), len(n.cases)-most)
	}
	return list(n.cases)
}

// unpricedNotes say what has no price, and why: one for each of e.Unpriced, in
// its order.
func unpricedNotes(e *estimate.Estimate) []string {
	var out []string
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		s := l.Workload + ": " + title(l.Meter)
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
		if u.Billed.Currency != "" {
			s += ", billed " + u.Billed.String()
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
func exchangeNotes(c *compare.Comparison) []string {
	var out []string
	for _, from := range currencies(c) {
		if x, ok := c.Scenario.Exchange[from]; ok && from != c.Scenario.ReportIn {
			out = append(out, fmt.Sprintf("1 %s is taken as %s %s (%s, %s)", from, x.Rate, c.Scenario.ReportIn, clean(x.Source), x.AsOf))
		}
	}
	return out
}

// subtitle says what the comparison covers.
func subtitle(c *compare.Comparison) string {
	s := c.Scenario
	if s.Months == 1 {
		return fmt.Sprintf("%s, 1 month, without tax", s.Start)
	}
	return fmt.Sprintf("%s to %s, %d months, without tax", s.Start, s.Start.Add(s.Months-1), s.Months)
}
