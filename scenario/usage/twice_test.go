package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// answer is an answer of UsageAggregates with one record a time.
func answer(first int, times ...string) string {
	var values []string
	for i, from := range times {
		i += first
		values = append(values, fmt.Sprintf(`{"id":"/%d","name":"%d","type":"t","properties":{"subscriptionId":"s1","usageStartTime":"%s","usageEndTime":"%s","meterName":"Data Stored","meterCategory":"Storage","unit":"GB","meterId":"aaaaaaaa-0000-4000-8000-000000000001","quantity":%d}}`, i, i, from, from, i+1))
	}
	return `{"value":[` + strings.Join(values, ",") + `]}`
}

// Files that count usage twice are named; parts of one export are not.
func TestTwice(t *testing.T) {
	march := payg("2026-03-01 1 1", "2026-03-02 2 2", "2026-03-03 4 4")
	for _, tt := range []struct {
		name string
		a, b string
		want string
	}{
		{"the month so far, twice", march, march + strings.TrimPrefix(payg("2026-03-04 8 8"), paygHeader), "b.csv has rows of a meter of subscription 0a000000-0000-4000-8000-000000000001 that a.csv has, too"},
		{"the same rows in other words", march, strings.ReplaceAll(payg("2026-03-01T00:00:00 1.0 1.00", "2026-03-02T00:00:00 2.0 2.00", "2026-03-03T00:00:00 4.0 4.00"), "0a000000", "0A000000"),
			"b.csv has rows of a meter of subscription 0a000000-0000-4000-8000-000000000001 that a.csv has, too"},
		{"one month after the other", march, payg("2026-04-01 1 1", "2026-04-02 2 2"), ""},
		{"parts of one export, of the same days", march, payg("2026-03-01 3 1", "2026-03-02 5 2"), ""},
		{"by the hour and by the day", answer(1, "2026-03-01T00:00:00+00:00", "2026-03-01T01:00:00+00:00"), answer(5, "2026-03-01T00:00:00+00:00", "2026-03-02T00:00:00+00:00"),
			"a.csv has by the hour what b.csv has by the day, a meter of subscription s1, 2026-03-01: it is counted twice"},
		{"hours of other days", answer(1, "2026-03-03T00:00:00+00:00", "2026-03-03T01:00:00+00:00"), answer(5, "2026-03-01T00:00:00+00:00", "2026-03-02T00:00:00+00:00"), ""},
		{"an export and an answer", strings.ReplaceAll(payg("2026-03-01 1 1"), "0a000000-0000-4000-8000-000000000001", "S1"), answer(5, "2026-03-01T00:00:00+00:00"),
			"a.csv (azure-cost) and b.csv (azure-usage-aggregates) both have a meter of subscription s1, 2026-03-01: it is counted twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			im := rollUp(t, usage.Spec{Files: []string{"a.csv", "b.csv"}, Dir: write(t, map[string]string{"a.csv": tt.a, "b.csv": tt.b})})
			got := strings.Join(im.Twice, "\n")
			if !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// The days without usage are named, for each subscription between its own
// first and last day, and in a cycle of any start.
func TestCovered(t *testing.T) {
	other := strings.ReplaceAll(strings.TrimPrefix(payg("2026-03-10 1 1"), paygHeader), "0a000000", "0b000000")
	text := payg("2026-02-27 1 1", "2026-03-01 1 1", "2026-03-02 1 1", "2026-03-14 1 1") + other
	for _, day := range []int{1, 14, 28} {
		im := rollUp(t, usage.Spec{Files: []string{"a.csv"}, CycleDay: day, Dir: write(t, map[string]string{"a.csv": text})})
		got := fmt.Sprintf("%+v", im.Covered)
		want := fmt.Sprintf("%+v", []scenario.Covered{
			{Subscription: "0a000000-0000-4000-8000-000000000001", First: "2026-02-27", Last: "2026-03-14", From: "2026-02-27", To: "2026-03-14", Days: 4,
				Missing: []scenario.Gap{{From: "2026-02-28", To: "2026-02-28"}, {From: "2026-03-03", To: "2026-03-13"}}},
			{Subscription: "0b000000-0000-4000-8000-000000000001", First: "2026-03-10", Last: "2026-03-10", From: "2026-02-27", To: "2026-03-14", Days: 1},
		})
		if got != want {
			t.Errorf("cycle day %d:\ngot  %s\nwant %s", day, got, want)
		}
	}
}
