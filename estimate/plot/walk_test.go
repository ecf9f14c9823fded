package plot_test

import (
	"strconv"
	"strings"
	"testing"

	"azwhatif/estimate/plot"
	"azwhatif/estimate/walktest"
)

// TestWalk holds what is handed to the drawer of generated comparisons: a bar, a
// line or a row of each case that can stand beside others, and of no other one.
func TestWalk(t *testing.T) {
	walktest.Walk(t, func(m *walktest.Made) {
		images, err := plot.Pictures(m.C)
		if err != nil {
			m.Failed(t, "plot", "%v", err)
			return
		}
		drawn, bridges := map[string]bool{}, map[int]bool{}
		for _, image := range images {
			name := strings.TrimSuffix(image.Name, ".png")
			drawn[name] = true
			number, bridge := strings.CutPrefix(name, "bridge-")
			switch {
			case bridge:
				n, err := strconv.Atoi(number)
				if err != nil || !m.Bridged(n-1) {
					m.Failed(t, image.Name, "a bridge to a case that cannot be compared: %v", m.Fates[n-1])
				}
				bridges[n-1] = true
			case name == "totals", name == "months", name == "breakeven", name == "ranges":
				m.Drawn(t, image.Name, image.Shows)
			case name == "swings":
				for _, workload := range image.Shows {
					if m.Index(workload) >= 0 {
						m.Failed(t, image.Name, "the picture shows %q", image.Shows)
					}
				}
			case name == "commitments": // what is left of each, of cases that are complete
				for _, line := range image.Shows {
					case1, _, _ := strings.Cut(line, " (")
					if f := m.Fates[m.Index(case1)]; f.Incomplete {
						m.Failed(t, image.Name, "%q is the line of %+v", line, f)
					}
				}
			}
		}
		some := len(m.Standing()) > 0
		for name, want := range map[string]bool{
			"totals": some, "months": some, "breakeven": some && m.C.BreakEven != nil, "ranges": some && m.C.Ranges != nil, "swings": some && m.C.Ranges != nil,
		} {
			if drawn[name] != want {
				m.Failed(t, name, "it is drawn: %v, want %v", drawn[name], want)
			}
		}
		for _, b := range m.C.Bridges {
			if m.Bridged(b.Case) && len(b.Steps) > 0 != bridges[b.Case] {
				m.Failed(t, "bridges", "that to %s is drawn: %v", m.Fates[b.Case].Name, bridges[b.Case])
			}
		}
	})
}
