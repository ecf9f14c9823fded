package chart_test

import (
	"slices"
	"testing"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/walktest"
)

// TestWalk holds the charts of generated comparisons: what can stand beside the others is
// shown, in one currency, and all else is named with its reason.
func TestWalk(t *testing.T) {
	walktest.Walk(t, func(m *walktest.Made) {
		totals, months, left := chart.Totals(m.C, 0), chart.Months(m.C), chart.Commitments(m.C)
		var bars, lines []string
		for _, b := range totals.Of {
			bars = append(bars, b.Case)
			if b.Total.Currency != totals.Currency {
				m.Failed(t, "totals", "a bar of %s in %s", b.Total, totals.Currency)
			}
		}
		for _, l := range months.Of {
			lines = append(lines, l.Name)
		}
		m.Drawn(t, "totals", slices.Clone(bars))
		m.Drawn(t, "months", lines)
		for _, w := range totals.Without {
			if w.Why == "" || m.Stands(m.Index(w.Name)) {
				m.Failed(t, "totals", "without %+v", w)
			}
		}
		if n := len(totals.Of) + len(totals.Without); n != len(m.Fates) {
			m.Failed(t, "totals", "%d cases are shown or named, of %d", n, len(m.Fates))
		}
		promised := 0
		for _, e := range m.C.Estimates {
			promised += len(e.Commitments)
		}
		for _, l := range left.Of {
			in := m.C.Reported(l.Of.Total()).Currency
			if !l.Of.Complete() || in != left.Currency {
				m.Failed(t, "commitments", "%q is shown, in %s beside %s", l.Name, in, left.Currency)
			}
			last := l.Points[len(l.Points)-1]
			if months := min(l.Commitment.Months, len(l.Of.Months)); last.At != months || last.At >= len(left.At) {
				m.Failed(t, "commitments", "%q ends at %d, after %d months", l.Name, last.At, months)
			}
		}
		if n := len(left.Of) + len(left.Without); n != promised {
			m.Failed(t, "commitments", "%d are shown or named, of %d", n, promised)
		}
	})
}
