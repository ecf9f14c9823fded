package walktest_test

import (
	"testing"

	"azwhatif/estimate/walktest"
)

// TestMade holds the engine to what the cases were made of.
func TestMade(t *testing.T) {
	walktest.Walk(t, func(m *walktest.Made) {
		for i, e := range m.C.Estimates {
			f := m.Fates[i]
			if e.Complete() == f.Incomplete || (e.Open != nil) != f.Open {
				m.Failed(t, "engine", "%s is complete: %v, open: %v; want %+v (%s)", f.Name, e.Complete(), e.Open != nil, f, e.Incomplete())
			}
			if ok, _ := m.C.Compares(e); ok != m.Stands(i) {
				m.Failed(t, "engine", "%s stands beside others: %v, want %v", f.Name, ok, m.Stands(i))
			}
			if d := m.C.Difference(e); (d.Why() == "") != (m.Apart(i) == "") {
				m.Failed(t, "engine", "%s has no difference, for %q; want %q", f.Name, d.Why(), m.Apart(i))
			}
			for n := range e.Months {
				if e.CompleteIn(n) != (f.From <= n && n < f.Till) {
					m.Failed(t, "engine", "%s is complete in month %d: %v; want %+v", f.Name, n, e.CompleteIn(n), f)
				}
			}
		}
	})
}
