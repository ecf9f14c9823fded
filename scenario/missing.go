package scenario

import (
	"cmp"
	"slices"
)

// Missing is usage that a scenario should have, and that nothing is known of:
// days that no file of an import covers, or files that an export lists and that
// are not there. What is missing is not zero: a case of the scenario is
// incomplete in the months that it is of.
type Missing struct {
	Import        string   // as in Bill.Import
	Subscriptions []string // whose usage it is; nil is all of the import's
	Months        []Month  // of the scenario, those that lack all or a part of it; nil where it may be any month
	Text          string   // what is missing and what to do, for a reader
}

// In tells whether something of a month is missing.
func (m Missing) In(month Month) bool { return m.Months == nil || slices.Contains(m.Months, month) }

// String says it in one line: whose it is, and what.
func (m Missing) String() string {
	whose := ""
	if len(m.Subscriptions) > 0 {
		whose = ", subscription " + firstOf(m.Subscriptions, 3)
	}
	return cmp.Or(m.Import, imported) + whose + ": " + m.Text
}

// Lost is a part of an import that its own source says there is, and that is
// not there: a file that a manifest lists, rows that it counts.
type Lost struct {
	Text     string // what is missing and what to do, for a reader
	From, To string // the first and the last day that it is of, "2026-03-01"; "" where not known
}

// lost turns what an import's sources lack into what the scenario lacks. Of a
// typical month it may be in every month.
func (s *Scenario) lost(imp Import, name string, got *Imported) {
	for _, l := range got.Lost {
		m := Missing{Import: name, Text: l.Text}
		if imp.As == AsRecorded && l.From != "" && l.To != "" {
			for _, month := range s.Period() {
				if first, last := month.days(imp.CycleDay); l.From <= last && l.To >= first {
					m.Months = append(m.Months, month)
				}
			}
			if m.Months == nil {
				continue // of no month of the scenario
			}
		}
		s.Missing = append(s.Missing, m)
	}
}
