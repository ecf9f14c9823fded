package scenario

import (
	"fmt"
	"strings"
)

// Lever prices usage by another meter of the same thing: that of the case's own
// card and region. It counts for the meter that all changes lead to.
type Lever string

const (
	OwnWindows  Lever = "own Windows licence" // Azure Hybrid Benefit: the machine without the licence
	OwnSQL      Lever = "own SQL licence"     // Azure Hybrid Benefit: without what is for the licence only
	Spot        Lever = "spot"                // capacity that Azure may take back
	LowPriority Lever = "low priority"        // the same in Azure Batch
)

// OfLicence tells whether the lever is about licences of one's own.
func (l Lever) OfLicence() bool { return l == OwnWindows || l == OwnSQL }

// levers reads those of a change, or of a case for all of its usage.
func (r *reader) levers(hybrid text, spot, low flag) []Lever {
	var out []Lever
	if hybrid.line > 0 {
		whose := value(r, hybrid, oneOf("hybrid_benefit", "windows", "sql", "both"))
		if whose == "windows" || whose == "both" {
			out = append(out, OwnWindows)
		}
		if whose == "sql" || whose == "both" {
			out = append(out, OwnSQL)
		}
	}
	asked := value(r, spot.text, truth("spot"))
	if asked {
		out = append(out, Spot)
	}
	if value(r, low.text, truth("low_priority")) {
		if asked {
			r.errorf(low.line, "spot and low_priority are both given; take one")
		}
		out = append(out, LowPriority)
	}
	return out
}

// truth reads "true" or "false".
func truth(what string) func(string) (bool, error) {
	return func(s string) (bool, error) {
		if s = strings.ToLower(s); s != "true" && s != "false" {
			return false, fmt.Errorf("%s %q is neither true nor false", what, s)
		}
		return s == "true", nil
	}
}
