package usage

import (
	"fmt"

	"azwhatif/scenario"
)

// tally counts the rows of a source by what became of them.
type tally struct {
	rows, metered, covered, aside, refused, outside int64
	costed, costless                                int64        // records of usage with a cost, and without one
	used, all                                       scenario.Gap // the days of usage, and of all records
}

func (t *tally) see(g *group) {
	t.rows += g.rows - g.outside
	t.outside += g.outside
	t.refused += g.rows - g.outside - g.read
	if scenario.RecordKind(g.kind).IsUsage() {
		t.metered += g.read
		t.costed, t.costless = t.costed+g.read-g.costless, t.costless+g.costless
		if g.kind == string(scenario.CoveredUsage) {
			t.covered += g.read
		}
	} else {
		t.aside += g.read
	}
	if g.first == "" {
		return
	}
	widen(&t.all, g)
	if used(g.kind) {
		widen(&t.used, g)
	}
}

func widen(days *scenario.Gap, g *group) {
	if days.From == "" || g.first < days.From {
		days.From = g.first
	}
	days.To = max(days.To, g.last)
}

// of adds the counts to a source's.
func (t *tally) of(src *scenario.ImportSource) {
	src.Rows, src.Outside, src.Refused = src.Rows+t.rows, src.Outside+t.outside, src.Refused+t.refused
	src.Metered, src.Covered, src.Aside = src.Metered+t.metered, src.Covered+t.covered, src.Aside+t.aside
	days := t.used
	if days.From == "" { // a tax, say, is dated on a month's last day long before that has usage
		days = t.all
	}
	src.First, src.Last = days.From, days.To
	if t.costed > 0 && t.costless > 0 { // 0 would be read as what they cost
		assume(src, fmt.Sprintf("%d of %d records of usage state no cost: what is billed is without theirs", t.costless, t.metered))
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
