package usage_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// rolled writes sums as usage rollup does.
func rolled(t *testing.T, im *scenario.Imported, tags []string) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(usage.RolledHead(tags)); err != nil {
		t.Fatal(err)
	}
	for _, u := range im.Used {
		if u.Records = 1; u.Day != "" {
			u.First, u.Last = u.Day, u.Day
		}
		if err := w.Write(usage.RolledRow(u, tags)); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.String()
}

// What is read back from sums is the same sums, of every format, by day or by month, for
// the same days; a row each.
func TestRolledUpIsReadBack(t *testing.T) {
	t.Parallel()
	tags := []string{"env", "project"}
	for i, file := range examples(t) {
		s := usage.Spec{Files: []string{file}, Tags: tags, ByGroup: true, ByResource: true, ByDay: i%2 == 1}
		im, err := usage.RollUp(t.Context(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := rolled(t, im, tags)
		s.Files, s.Dir = []string{"sums.csv"}, write(t, map[string]string{"sums.csv": want})
		back, err := usage.RollUp(t.Context(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		ties(t, back)
		if got := rolled(t, back, tags); got != want {
			t.Errorf("%s\ngot\n%s\nwant\n%s", file, got, want)
		}
		if back.Sources[0].Refused > 0 || back.Sources[0].Rows != int64(len(im.Used)) {
			t.Errorf("%s: %+v", file, back.Sources[0])
		}
	}
}

// Texts that a spreadsheet could take for formulas are guarded, and read back as they were.
func TestRolledUpTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "-x", "'=1", "'plain", "''", "plain", "@a,b\"c"} {
		im := rollUp(t, usage.Spec{Files: []string{"u.csv"}, Tags: []string{"env"}, Dir: write(t, map[string]string{"u.csv": tagged(text)})})
		if im.Used[0].Tags["env"] != text {
			t.Fatalf("%q: %v", text, im.Used[0].Tags)
		}
		sums := rolled(t, im, []string{"env"})
		back := rollUp(t, usage.Spec{Files: []string{"s.csv"}, Tags: []string{"env"}, Dir: write(t, map[string]string{"s.csv": sums})})
		if back.Used[0].Tags["env"] != text {
			t.Errorf("%q is %q by\n%s", text, back.Used[0].Tags["env"], sums)
		}
	}
}

// tagged is an export of Oracle's of one row with a tag.
func tagged(tag string) string {
	return "lineItem/intervalUsageStart,usage/billedQuantity,cost/myCost,cost/currencyCode,product/service,product/Description,tags/env\n" +
		"2026-05-01T00:00Z,1,1,EUR,COMPUTE,OCPU,\"" + strings.ReplaceAll(tag, `"`, `""`) + "\"\n"
}

// A sum of no day, such as a fee of a month, counts for its month when it is read back.
func TestRolledUpWithoutADay(t *testing.T) {
	u := scenario.Used{Month: scenario.Month{Year: 2026, Month: 5}, Provider: "AWS", Kind: scenario.Purchase, Currency: "USD", Billed: money.MustParse("-131.47"), Records: 3}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(usage.RolledHead(nil))
	_ = w.Write(usage.RolledRow(u, nil))
	w.Flush()
	im := rollUp(t, usage.Spec{Files: []string{"s.csv"}, Dir: write(t, map[string]string{"s.csv": b.String()})})
	if len(im.Used) != 1 || im.Used[0].Month != u.Month || !im.Used[0].Billed.Equal(u.Billed) || im.Sources[0].Refused > 0 {
		t.Errorf("%+v\n%+v", im.Used, im.Sources)
	}
}
