package usage_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

var update = flag.Bool("update", false, "write the goldens")

// examples are the invented files of testdata, by the folder of their format.
func examples(t testing.TB) []string {
	t.Helper()
	all, err := filepath.Glob("testdata/*/*.*")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, f := range all {
		if !strings.HasSuffix(f, ".golden") {
			files = append(files, filepath.ToSlash(f))
		}
	}
	return files
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, file := range examples(t) {
		t.Run(strings.TrimPrefix(file, "testdata/"), func(t *testing.T) {
			im := rollUp(t, usage.Spec{Files: []string{file}, Tags: []string{"env", "project"}, ByGroup: true})
			if want := filepath.Base(filepath.Dir(file)); im.Sources[0].Format != want {
				t.Errorf("format %q, want %q", im.Sources[0].Format, want)
			}
			got := print(im)
			golden := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// rollUp imports, twice: the same files give the same result. What holds of
// every import is checked.
func rollUp(t testing.TB, s usage.Spec) *scenario.Imported {
	t.Helper()
	im, err := usage.RollUp(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := usage.RollUp(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := print(im), print(again); a != b {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
	ties(t, im)
	return im
}

// ties checks that every row is metered, aside or refused, and that the sums
// have as many records as were read.
func ties(t testing.TB, im *scenario.Imported) {
	t.Helper()
	var read, records int64
	for _, s := range im.Sources {
		if s.Rows != s.Metered+s.Aside+s.Refused {
			t.Errorf("%s: %d rows are not %d metered + %d aside + %d refused", s.Name, s.Rows, s.Metered, s.Aside, s.Refused)
		}
		if int64(len(s.Refusal)) != min(s.Refused, 20) {
			t.Errorf("%s: %d refusals of %d are kept", s.Name, len(s.Refusal), s.Refused)
		}
		read += s.Metered + s.Aside
	}
	for _, u := range im.Used {
		records += u.Records
	}
	if read != records {
		t.Errorf("%d rows were read, and the sums have %d records", read, records)
	}
}

func print(im *scenario.Imported) string {
	var b strings.Builder
	for _, s := range im.Sources {
		fmt.Fprintf(&b, "source %s %s: %d rows = %d metered + %d aside + %d refused; %d outside, %d repeated; %s..%s\n", filepath.Base(s.Name), s.Format,
			s.Rows, s.Metered, s.Aside, s.Refused, s.Outside, s.Repeated, s.First, s.Last)
		for _, r := range s.Refusal {
			fmt.Fprintf(&b, "  refused %d: %s\n", r.Line, r.Reason)
		}
		for _, n := range s.Notes {
			fmt.Fprintf(&b, "  note %s\n", n)
		}
	}
	b.WriteString(printUsed(im.Used))
	return b.String()
}

func printUsed(used []scenario.Used) string {
	var b strings.Builder
	for _, u := range used {
		fmt.Fprintf(&b, "%s %s, %s: %s", u.Month, u.Provider, u.Kind, u.Quantity)
		if u.Provider == "Azure" {
			fmt.Fprintf(&b, " of %q %s (%s, %q)", u.Meter.Unit, u.Meter.Title(), u.Meter.ID, u.Meter.Region)
		} else {
			fmt.Fprintf(&b, " of %+v", u.Foreign)
		}
		fmt.Fprintf(&b, "; billed %s %s; %s %s %q %q %v %q; %d records", u.Billed, u.Currency, u.Subscription, u.Offer, u.Group, u.Resource, u.Tags, u.Day, u.Records)
		if u.Benefit != "" {
			fmt.Fprintf(&b, "; benefit %s", u.Benefit)
		}
		if u.Amortized.Known {
			fmt.Fprintf(&b, ", of whose cost %s", u.Amortized.Cost)
		}
		b.WriteString("\n")
	}
	return b.String()
}
