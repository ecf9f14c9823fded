package usage_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// TestFilters: a filter gives what an import without it has of those days and
// subscriptions, and every other row is counted as outside, from CSV and from Parquet
// alike, where whole files are passed.
func TestFilters(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, file := range []string{"testdata/azure-cost/ea.csv", "testdata/azure-cost/payg_german.csv", "testdata/azure-ea-old/2017.csv", "testdata/azure-consumption/az_cli.json", "testdata/focus/mixed_1.0.csv"} {
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		files := []string{path}
		if strings.Contains(file, "cost") || strings.Contains(file, "focus") {
			parquet := filepath.Join(t.TempDir(), "x.parquet")
			delimiter := ","
			if strings.Contains(file, "german") {
				delimiter = ";"
			}
			if _, err := db.Exec("COPY (FROM read_csv('" + path + "', all_varchar = true, header = true, delim = '" + delimiter + "')) TO '" + parquet + "' (FORMAT parquet)"); err != nil {
				t.Fatal(err)
			}
			files = append(files, parquet)
		}
		for _, path := range files {
			all, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{path}, ByDay: true, ByResource: true}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var days, subscriptions []string
			for _, u := range all.Used {
				days, subscriptions = append(days, u.Day), append(subscriptions, u.Subscription)
			}
			slices.Sort(days)
			for _, s := range []usage.Spec{
				{From: days[len(days)/2]}, {To: days[len(days)/2]}, {From: days[len(days)/2], To: days[len(days)/2]},
				{From: "2040-01-01"}, {To: "2001-01-01"}, {Subscriptions: subscriptions[:1]}, {Subscriptions: []string{"none"}}, {Subscriptions: subscriptions[:1], From: days[1]},
			} {
				asked := func(u scenario.Used) bool {
					return (s.From == "" || u.Day >= s.From) && (s.To == "" || u.Day <= s.To) && (s.Subscriptions == nil || slices.Contains(s.Subscriptions, u.Subscription))
				}
				var want []scenario.Used
				records := int64(0)
				for _, u := range all.Used {
					if asked(u) {
						want = append(want, u)
						records += u.Records
					}
				}
				s.Files, s.ByDay, s.ByResource = []string{path}, true, true
				got := rollUp(t, s)
				if a, b := printUsed(got.Used), printUsed(want); a != b {
					t.Errorf("%s, %s to %s, %v:\n%s\nwant\n%s", path, s.From, s.To, s.Subscriptions, a, b)
				}
				src, whole := got.Sources[0], all.Sources[0]
				if src.Metered+src.Aside != records || src.Rows+src.Outside != whole.Rows || src.Format != whole.Format {
					t.Errorf("%s, %s to %s, %v: %+v", path, s.From, s.To, s.Subscriptions, src)
				}
			}
		}
	}
}
