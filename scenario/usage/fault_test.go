package usage_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"azwhatif/scenario/usage"
)

// write puts files into a folder of the test's own.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const paygHeader = "SubscriptionGuid,UsageDateTime,MeterCategory,MeterId,MeterName,UsageQuantity,PreTaxCost,Currency,UnitOfMeasure,Tags\n"

// payg is an export of rows "date quantity cost".
func payg(rows ...string) string {
	var b strings.Builder
	b.WriteString(paygHeader)
	for _, r := range rows {
		f := strings.Fields(r)
		b.WriteString(`0a000000-0000-4000-8000-000000000001,"` + f[0] + `",Storage,aaaaaaaa-0000-4000-8000-000000000001,Data Stored,"` + f[1] + `","` + f[2] + `",EUR,1 GB/Month,` + "\n")
	}
	return b.String()
}

// total is the sum of quantities and costs of metered usage, and what was
// refused.
func total(t *testing.T, s usage.Spec) string {
	t.Helper()
	im, err := usage.RollUp(t.Context(), s, nil)
	if err != nil {
		return "error: " + err.Error()
	}
	ties(t, im)
	var b strings.Builder
	for _, u := range im.Used {
		b.WriteString(u.Month.String() + " " + u.Quantity.String() + " " + u.Billed.String() + "; ")
	}
	for _, src := range im.Sources {
		for _, r := range src.Refusal {
			b.WriteString("refused " + r.Reason + "; ")
		}
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func TestSettling(t *testing.T) {
	for _, tt := range []struct {
		name string
		text string
		spec usage.Spec
		want string
	}{
		{"months first", payg("02/03/2026 1 1", "02/13/2026 2 2"), usage.Spec{}, "2026-02 3 3"},
		{"days first", payg("02/03/2026 1 1", "13/03/2026 2 2"), usage.Spec{}, "2026-03 3 3"},
		{"short and dotted", payg("1.2.26 1 1", "31.1.26 2 2"), usage.Spec{}, "2026-01 2 2; 2026-02 1 1"},
		{"not settled", payg("02/03/2026 1 1"), usage.Spec{},
			"error: x.csv: its dates, such as 02/03/2026, do not tell the day from the month; state the date order (mdy or dmy)"},
		{"stated", payg("02/03/2026 1 1"), usage.Spec{DateOrder: "dmy"}, "2026-03 1 1"},
		{"either order", payg("02/02/2026 1 1"), usage.Spec{}, "2026-02 1 1"},
		{"never switched", payg("01/13/2026 1 1", "13/01/2026 2 2"), usage.Spec{},
			"error: x.csv: its dates are written both month/day and day/month; state the date order (mdy or dmy), and those that do not follow it are refused"},
		{"never switched, stated", payg("01/13/2026 1 1", "13/01/2026 2 2"), usage.Spec{DateOrder: "mdy"},
			`2026-01 1 1; refused date "13/01/2026" is not a day in the order month/day/year`},
		{"ISO", payg("2026-02-03T10:00:00Z 1 1", "20260204 2 2", "2026/02/05 4 4"), usage.Spec{}, "2026-02 7 7"},
		{"no day", payg("2026-02-30 1 1", "someday 1 1", "2026-02-03 1 1"), usage.Spec{},
			`2026-02 1 1; refused date "2026-02-30" is not a day; refused date "someday" is not a day`},
		{"thousands", payg("2026-02-03 1,234.5 1,234", "2026-02-03 0.5 1"), usage.Spec{}, "2026-02 1235 1235"},
		{"decimal comma", payg("2026-02-03 1.234,5 1.234", "2026-02-03 0,5 1"), usage.Spec{}, "2026-02 1235 1235"},
		{"comma not settled", payg("2026-02-03 1,234 1"), usage.Spec{},
			"error: x.csv: its numbers, such as 1,234, do not tell a decimal comma from one between thousands; state the decimal sign"},
		{"comma stated", payg("2026-02-03 1,234 1"), usage.Spec{Decimal: ","}, "2026-02 1.234 1"},
		{"both signs", payg("2026-02-03 0,5 1", "2026-02-03 0.5 1"), usage.Spec{},
			"error: x.csv: its numbers are written both 0.5 and 0,5; state the decimal sign, and those that do not follow it are refused"},
		{"exponents", payg("2026-02-03 1.5E-05 2e3", "2026-02-03 -.5 +3."), usage.Spec{}, "2026-02 -0.499985 2003"},
		{"too many digits", payg("2026-02-03 1e-40 1", "2026-02-03 1e18 1", "2026-02-03 999999999999999999.999999999999999999999999999999999999 1"), usage.Spec{},
			`2026-02 999999999999999999.999999999999999999999999999999999999 1; refused quantity "1e-40" is not a number, or has more than 18 digits before the point or 36 behind it; refused quantity "1e18" is not a number, or has more than 18 digits before the point or 36 behind it`},
		{"no numbers", payg("2026-02-03 NaN 1", "2026-02-03 1_0 1", "2026-02-03 0x1 1", "2026-02-03 1 1,2,3", "2026-02-03 1 0.5"), usage.Spec{},
			`2026-02 1 0.5; refused quantity "NaN" is not a number, or has more than 18 digits before the point or 36 behind it; refused quantity "1_0" is not a number, or has more than 18 digits before the point or 36 behind it; refused quantity "0x1" is not a number, or has more than 18 digits before the point or 36 behind it; refused cost "1,2,3" is not a number, or has more than 18 digits before the point or 36 behind it`},
		{"period", payg("2026-01-31 1 1", "2026-02-01 2 2", "2026-02-28 4 4", "2026-03-01 8 8"), usage.Spec{From: "2026-02-01", To: "2026-02-28"}, "2026-02 6 6"},
		{"subscription", payg("2026-01-31 1 1"), usage.Spec{Subscriptions: []string{"0A000000-0000-4000-8000-000000000001"}}, "2026-01 1 1"},
		{"other subscription", payg("2026-01-31 1 1"), usage.Spec{Subscriptions: []string{"other"}}, ""},
		// Published: the cycle starts on the 14th; 13 on 12 January and 10 on
		// the 13th are one cycle's, 12 on the 14th the next one's.
		{"cycle", payg("2016-01-12 13 0", "2016-01-13 10 0", "2016-01-14 12 0"), usage.Spec{CycleDay: 14}, "2015-12 23 0; 2016-01 12 0"},
		{"late cycle", payg("2026-02-27 1 0", "2026-02-28 2 0", "2026-03-01 4 0", "2026-03-27 8 0", "2026-03-28 16 0"), usage.Spec{CycleDay: 28}, "2026-01 1 0; 2026-02 14 0; 2026-03 16 0"},
		{"blank lines and CRLF", strings.ReplaceAll(payg("2026-02-03 1 1", "2026-02-03 2 2"), "\n", "\r\n\r\n"), usage.Spec{}, "2026-02 3 3"},
		{"old Mac", strings.ReplaceAll(payg("2026-02-03 1 1", "2026-02-03 2 2"), "\n", "\r"), usage.Spec{}, "2026-02 3 3"},
		{"lines end in two ways", strings.ReplaceAll(payg("2026-02-03 1 1"), "\n", "\r\n") + strings.TrimPrefix(payg("2026-02-03 2 2", "2026-02-03 4 4"), paygHeader), usage.Spec{}, "2026-02 7 7"},
		{"no end of line", strings.TrimSuffix(payg("2026-02-03 1 1"), "\n"), usage.Spec{}, "2026-02 1 1"},
		{"BOM", "\ufeff" + payg("2026-02-03 1 1"), usage.Spec{}, "2026-02 1 1"},
		{"NULL", strings.ReplaceAll(payg("2026-02-03 1 NULL"), `"NULL"`, "NULL"), usage.Spec{}, "2026-02 1 0"},
		{"not UTF-8", payg("2026-02-03 1 1") + "\xff,2026-02-03,,,,1,1,,,\n", usage.Spec{}, "2026-02 1 1; refused is not UTF-8"},
		{"too short", payg("2026-02-03 1 1") + "a,2026-02-03\n", usage.Spec{}, "2026-02 1 1; refused has 2 columns, the header 10: which one it lacks cannot be told"},
		{"header ends in a comma", strings.Replace(payg("2026-02-03 1 1"), "Tags\n", "Tags,\n", 1), usage.Spec{}, "2026-02 1 1"},
		{"header and rows end in a comma", strings.ReplaceAll(payg("2026-02-03 1 1"), "\n", ",\n"), usage.Spec{}, "2026-02 1 1"},
		{"one named column too many", strings.Replace(payg("2026-02-03 1 1"), "Tags\n", "Tags,More\n", 1), usage.Spec{}, "refused has 10 columns, the header 11: which one it lacks cannot be told"},
		{"no rows", paygHeader, usage.Spec{}, ""},
		{"no quantity", "SubscriptionGuid,UsageDateTime,MeterCategory,PreTaxCost\n", usage.Spec{},
			"error: x.csv:1: no column for Quantity or UsageQuantity, which azure-cost needs; the columns are subscriptionguid, usagedatetime, metercategory, pretaxcost"},
		{"nothing", "", usage.Spec{}, "error: x.csv: no usage format that is known begins like this; the formats are aws-cur, azure-consumption, azure-cost, azure-ea-old, azure-portal-classic, azure-usage-aggregates, focus"},
		{"none refused", payg("2026-02-03 many 1"), usage.Spec{MaxRefused: -1},
			`error: x.csv:2: 1 rows cannot be read, more than the 0 that may be refused: the first here quantity "many" is not a number, or has more than 18 digits before the point or 36 behind it`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.spec.Files, tt.spec.Dir = []string{"x.csv"}, write(t, map[string]string{"x.csv": tt.text})
			if got := total(t, tt.spec); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A first part of a file may suggest what the rest does not follow.
func TestSettledFromTheWholeFile(t *testing.T) {
	var rows []string
	for range 6000 { // more than are sampled
		rows = append(rows, "03/04/2026 1 1")
	}
	dir := write(t, map[string]string{"x.csv": payg(append(rows, "25/04/2026 0,5 1")...)})
	if got, want := total(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir}), "2026-04 6000.5 6001"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	rows = append([]string{"03/13/2026 0.5 1"}, rows...)
	dir = write(t, map[string]string{"x.csv": payg(append(rows, "25/04/2026 0.5 1")...)})
	if got := total(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir}); !strings.Contains(got, "both month/day and day/month") {
		t.Error(got)
	}
}

func TestUTF16(t *testing.T) {
	for name, order := range map[string][2]int{"little": {0, 1}, "big": {1, 0}} {
		var b []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + strings.Replace(payg("2026-02-03 1 1"), "Data Stored", "Daten für €", 1))) {
			two := [2]byte{byte(u), byte(u >> 8)}
			b = append(b, two[order[0]], two[order[1]])
		}
		im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: write(t, map[string]string{"x.csv": string(b)})})
		if len(im.Used) != 1 || im.Used[0].Meter.Name != "Daten für €" {
			t.Errorf("%s: %s", name, print(im))
		}
	}
}

// Line numbers count from 1, the header included, also behind cells with line
// breaks and behind rows of another width.
func TestLines(t *testing.T) {
	text := paygHeader +
		"s,2026-01-05,VM,,m,1,1,EUR,1,\"a\nb\"\n" + // 2, 3
		"s,2026-01-05,VM,,m,1\n" + // 4
		"\n" +
		"s,never,VM,,m,1,1,EUR,1,\"a\n\nb\"\n" + // 6
		"s,2026-01-05,VM,,m,x,1,EUR,1,\n" // 9
	im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: write(t, map[string]string{"x.csv": text})})
	want := []int64{4, 6, 9}
	for i, r := range im.Sources[0].Refusal {
		if i >= len(want) || r.Line != want[i] {
			t.Errorf("%+v, want lines %v", im.Sources[0].Refusal, want)
		}
	}
}

func TestOnlyTheFirstRefusalsAreKept(t *testing.T) {
	var rows []string
	for range 30 {
		rows = append(rows, "2026-01-05 x 1")
	}
	im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: write(t, map[string]string{"x.csv": payg(rows...)})})
	if s := im.Sources[0]; s.Refused != 30 || len(s.Refusal) != 20 || s.Refusal[19].Line != 21 {
		t.Errorf("%+v", s)
	}
}
