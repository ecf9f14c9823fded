package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// TestSumsOfDays: sums of months are refused where days are looked at, whichever way
// they are dated; a few among usage by day are told.
func TestSumsOfDays(t *testing.T) {
	used := func(subscription string, spans ...string) (list []scenario.Used) {
		for _, s := range spans {
			first, last, _ := strings.Cut(s, "..")
			list = append(list, scenario.Used{Kind: scenario.Metered, Subscription: subscription, Day: first, First: first, Last: max(first, last), Meter: ratebook.Meter{Name: "D4s v5"}})
		}
		return list
	}
	days := []string{"2026-06-01", "2026-06-02", "2026-06-03", "2026-07-01"}
	for _, c := range []struct {
		name    string
		used    []scenario.Used
		refused string
		few     int
	}{
		{"by day", used("a", days...), "", 0},
		{"months, stated", used("a", "2026-06-01..2026-06-30", "2026-07-01..2026-07-31"), "such as 2026-06-01 to 2026-06-30 of D4s v5", 2},
		{"one month, stated", used("a", "2026-06-01..2026-06-30"), "in sums of several days", 1},
		{"months on their first day", used("a", "2026-06-01", "2026-07-01", "2026-08-01"), "has one day of each month (2026-06-01, 2026-07-01, 2026-08-01)", 0},
		{"months on their last day", used("a", "2026-06-30", "2026-07-31"), "has one day of each month", 0},
		{"days far apart", used("a", "2026-06-03", "2026-07-31"), "", 0},
		{"a fee among days", append(used("a", days...), used("a", "2026-06-01..2026-06-30")...), "", 1},
		{"one subscription by month", append(used("a", days...), used("b", "2026-06-01..2026-06-30")...), "the usage of subscription b is in sums", 1},
	} {
		s := scenario.SumsOfDays(slices.Values(c.used), nil)
		if s.Few != c.few || (c.refused == "") != (s.Refused == "") || !strings.Contains(s.Refused, c.refused) {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}
