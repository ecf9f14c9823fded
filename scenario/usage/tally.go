package usage

import (
	"fmt"
	"slices"

	"azwhatif/scenario"
)

// tally counts the rows of a source by what became of them.
func tally(src *scenario.ImportSource, groups []group) {
	for _, g := range groups {
		src.Rows += g.rows - g.outside
		src.Outside += g.outside
		src.Refused += g.rows - g.outside - g.read
		if scenario.RecordKind(g.kind).IsUsage() {
			src.Metered += g.read
			if g.kind == string(scenario.CoveredUsage) {
				src.Covered += g.read
			}
		} else {
			src.Aside += g.read
		}
	}
	// A tax, say, is dated on a month's last day long before that has usage.
	for _, dated := range []func(kind string) bool{used, func(string) bool { return true }} {
		for _, g := range groups {
			if g.first == "" || !dated(g.kind) {
				continue
			}
			if src.First == "" || g.first < src.First {
				src.First = g.first
			}
			src.Last = max(src.Last, g.last)
		}
		if src.First != "" {
			return
		}
	}
}

// used tells kinds that have a record on each day of use.
func used(kind string) bool {
	switch scenario.RecordKind(kind) {
	case scenario.Metered, scenario.CoveredUsage, scenario.Unused, scenario.Marketplace:
		return true
	}
	return false
}

// refuse counts a source's refused rows, of which there may be too many.
func (r *run) refuse(src scenario.ImportSource) error {
	if refused := r.refused + src.Refused; refused > int64(r.spec.MaxRefused) {
		return tooMany(src, refused, r.spec.MaxRefused)
	}
	r.refused += src.Refused
	return nil
}

func anyRefused(groups []group) bool {
	return slices.ContainsFunc(groups, func(g group) bool { return g.rows > g.read+g.outside })
}

func tooMany(src scenario.ImportSource, refused int64, limit int) error {
	where, why := src.Name, ""
	if len(src.Refusal) > 0 {
		first := src.Refusal[0]
		if first.Line > 0 {
			where = fmt.Sprintf("%s:%d", src.Name, first.Line)
		}
		why = ": the first here " + first.Reason
	}
	return fmt.Errorf("%s: %d rows cannot be read, more than the %d that may be refused%s", where, refused, limit, why)
}
