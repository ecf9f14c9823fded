package usage

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Series of reports of cost details, in their Provenance. Reports of two series may have
// the same usage; invoices of one never have.
const (
	ofDays     = "days"
	ofPeriods  = "billing periods"
	ofInvoices = "invoices"
)

// among holds what is to be pulled to what earlier pulls left in a folder: it replaces
// those whose days it has, and one that has its days may stand for it: had is its folder,
// "" for none. stays tells that of one, once it is known to have the days. It is an error
// where usage would be there twice.
func (p *Provenance) among(dir, folder string, earlier map[string]*Provenance, stays func(at string, was *Provenance) bool) (replaces []string, had string, err error) {
	for _, name := range slices.Sorted(maps.Keys(earlier)) {
		was, at := earlier[name], filepath.Join(dir, name)
		if name == folder {
			replaces = append(replaces, name)
			if stays(at, was) {
				had = name
			}
			continue
		}
		if err := p.clash(was, at); err != nil {
			return nil, "", err
		}
		known := p.dated() && was.dated()
		switch {
		case !p.follows(was) || !p.meets(was):
		case known && p.From <= was.From && was.To <= p.To && !was.Submitted.After(p.Submitted):
			replaces = append(replaces, name)
		case known && was.From <= p.From && p.To <= was.To && stays(at, was):
			had = name
		case known:
			return nil, "", fmt.Errorf("%s has the days %s to %s, and %s to %s are asked for: days of both would be there twice; ask for %s to %s, or give another --dir", at, was.From, was.To, p.From, p.To, min(p.From, was.From), max(p.To, was.To))
		default:
			return nil, "", fmt.Errorf("%s is of the same costs, and its days, or those of %s, are not said: usage may be there twice; give another --dir", at, p.Of)
		}
	}
	return replaces, had, nil
}

// clash is the error of two pulls that have the same usage, or may have, and of which
// neither takes the other's place.
func (p *Provenance) clash(was *Provenance, at string) error {
	switch {
	case !p.meets(was):
		return nil
	case p.Metric != "" && was.Metric != "" && !strings.EqualFold(p.Metric, was.Metric):
		return fmt.Errorf("%s has %s, and %s is asked for: by two metrics, the same days have all usage twice; give another --dir", at, was.what(), p.what())
	case p.follows(was) || apart(p.Scope, was.Scope):
		return nil
	}
	return fmt.Errorf("%s has %s, and %s is asked for: both may have the same usage, which would be there twice; give another --dir", at, was.what(), p.what())
}

// follows tells whether two pulls are of one series, of which one repeats the days of
// another, and adds to them.
func (p *Provenance) follows(was *Provenance) bool {
	return p.Source == was.Source && p.Series == was.Series && strings.EqualFold(p.Scope, was.Scope) && strings.EqualFold(p.Metric, was.Metric)
}

// meets tells whether two pulls have days in common; days that are not said may be any.
func (p *Provenance) meets(was *Provenance) bool {
	switch {
	case p.Series == ofInvoices && p.follows(was):
		return p.Of == was.Of
	case !p.dated() || !was.dated():
		return true
	}
	return p.From <= was.To && was.From <= p.To
}

func (p *Provenance) dated() bool { return p.From != "" && p.To != "" }

// what is what a pull has, for people: "the ActualCost of 2026-03-01 to 2026-03-31 of /subscriptions/…".
func (p *Provenance) what() string {
	s := "the costs"
	if p.Metric != "" {
		s = "the " + p.Metric
	}
	switch {
	case p.dated():
		s += " of " + p.From + " to " + p.To
	case p.Of != "":
		s += " of " + p.Of
	}
	if p.Scope != "" {
		s += " of " + p.Scope
	}
	return s
}

var exportID = regexp.MustCompile(`(?i)/providers/Microsoft\.CostManagement/exports/[^/]*$`)

// scopeOf is the scope of an export with this resource id.
func scopeOf(export string) string { return exportID.ReplaceAllString(export, "") }

// apart tells whether two scopes, by their resource ids, have nothing in common for
// certain. A subscription may be in any billing account, and so may a management group.
func apart(a, b string) bool {
	x, y := levels(a), levels(b)
	for i := 0; i+1 < min(len(x), len(y)); i += 2 {
		switch {
		case x[i] != y[i]: // such as a department and an enrollment account, which may be in it
			return false
		case x[i+1] != y[i+1]:
			return x[i] != "managementgroups"
		}
	}
	return false
}

// levels are the kinds and names in a resource id, in lower case.
func levels(scope string) []string {
	parts := strings.Split(strings.ToLower(strings.Trim(scope, "/")), "/")
	if len(parts) > 2 && parts[0] == "providers" {
		parts = parts[2:]
	}
	return parts
}
