package usage

import (
	"time"

	"azwhatif/scenario"
)

// lengthen counts the days of records that last longer than a day, such as those
// of an export by month, which are dated on its first: from the group's first
// day to the end of its last record, within the billing month.
func (g *group) lengthen(cycleDay int) {
	if !scenario.RecordKind(g.kind).IsUsage() {
		return
	}
	first, err := time.Parse(time.DateOnly, g.first)
	if err != nil {
		return
	}
	end, ok := lastDay(g.until)
	if !ok {
		return
	}
	if month := monthOf(g.cycle).FirstDay(cycleDay).AddDate(0, 1, -1); month.Before(end) {
		end = month
	}
	if end.Format(time.DateOnly) <= g.last {
		return
	}
	g.last = end.Format(time.DateOnly)
	for d := first; !d.After(end); d = d.AddDate(0, 0, 1) {
		g.days |= 1 << (d.Day() - 1)
	}
}

// lastDay is the last day of what ends at a moment, which is not in it: of
// "2026-02-01" and "2026-02-01T00:00:00" the 31st of January.
func lastDay(until string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z"} {
		if t, err := time.Parse(layout, until); err == nil {
			return t.Add(-time.Second).Truncate(24 * time.Hour), true
		}
	}
	return time.Time{}, false
}
