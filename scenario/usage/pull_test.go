package usage

import (
	"testing"
	"time"
)

// TestReportedDays: days are whole and UTC's, both included, and what is not
// over is left out.
func TestReportedDays(t *testing.T) {
	now := time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("", -2*3600)) // 1:30 of 1 April in UTC
	midnight := now.UTC().Truncate(24 * time.Hour)
	for _, c := range []struct {
		from, to string
		hourly   bool
		now      time.Time
		start    string
		end      string // "" where nothing can be asked for
		last     string
		held     bool
	}{
		{"2026-03-01", "2026-03-01", false, now, "2026-03-01T00", "2026-03-02T00", "2026-03-01", false},
		{"2026-02-27", "2026-03-31", false, now, "2026-02-27T00", "2026-04-01T00", "2026-03-31", false},
		{"2026-03-31", "2026-04-01", false, now, "2026-03-31T00", "2026-04-01T00", "2026-03-31", true},
		{"2026-03-31", "2026-04-01", true, now, "2026-03-31T00", "2026-04-01T01", "2026-04-01", true},
		{"2026-04-01", "2026-04-01", true, now, "2026-04-01T00", "2026-04-01T01", "2026-04-01", true},
		{"2026-04-01", "2026-04-01", false, now, "", "", "", true},
		{"2026-04-01", "2026-04-01", true, midnight, "", "", "", true},
		{"2026-03-31", "2026-03-31", false, midnight, "2026-03-31T00", "2026-04-01T00", "2026-03-31", false},
		{"2026-03-31", "2026-03-30", false, now, "", "", "", false},
		{"2026-3-1", "2026-03-30", false, now, "", "", "", false},
		{"2026-03-01", "", false, now, "", "", "", false},
	} {
		r, held, err := ReportedDays(c.from, c.to, c.hourly, c.now)
		if (err == nil) != (c.end != "") {
			t.Errorf("%+v: %v", c, err)
		}
		if err != nil {
			continue
		}
		const layout = "2006-01-02T15"
		if r.Start.Format(layout) != c.start || r.End.Format(layout) != c.end || r.Last().Format(time.DateOnly) != c.last || held != c.held || r.Hourly != c.hourly {
			t.Errorf("%+v: %+v, held %t", c, r, held)
		}
	}
}
