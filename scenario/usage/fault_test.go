package usage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	t.Parallel()
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
		{"nothing", "", usage.Spec{}, "error: x.csv: the file is empty"},
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

// That all of the first dates are of a month and a day alike says nothing of
// those behind them.
func TestFirstDatesThatEitherOrderReads(t *testing.T) {
	var rows []string
	for range 6000 { // more than are sampled
		rows = append(rows, "01/01/2026 1 1")
	}
	for last, want := range map[string]string{
		"02/01/2026 1 1":  "error: x.csv: its dates, such as 02/03/2026, do not tell the day from the month; state the date order (mdy or dmy)",
		"13/01/2026 1 1":  "2026-01 6001 6001",
		"2026-02-01 1 1":  "2026-01 6000 6000; 2026-02 1 1",
		"something 1 0.5": `2026-01 6000 6000; refused date "something" is not a day`,
	} {
		dir := write(t, map[string]string{"x.csv": payg(append(slices.Clip(rows), last)...)})
		if got := total(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir}); got != want {
			t.Errorf("%s: got %s, want %s", last, got, want)
		}
	}
	var iso []string
	for range 6000 {
		iso = append(iso, "2026-01-01 1 1")
	}
	dir := write(t, map[string]string{"x.csv": payg(append(iso, "02/03/2026 1 1")...)})
	if got := total(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir}); !strings.Contains(got, "do not tell the day from the month") {
		t.Error(got)
	}
}

// Each cell too many is a fault of its own to the reader; a row is refused once.
func TestRowsOfManyFaults(t *testing.T) {
	t.Parallel()
	text := func(n int) string {
		return payg("2026-02-03 1 1") + strings.Repeat("a,2026-02-03,,,,1,1,,,"+strings.Repeat(",é", 9)+"\n", n)
	}
	dir := write(t, map[string]string{"x.csv": text(900), "y.csv": text(1001)})
	im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir})
	ties(t, im)
	if s := im.Sources[0]; s.Rows != 901 || s.Metered != 1 || s.Refused != 900 || s.Refusal[0].Line != 3 {
		t.Errorf("%d rows = %d usage + %d refused, the first in line %d; want 901 = 1 + 900, line 3", s.Rows, s.Metered, s.Refused, s.Refusal[0].Line)
	}
	if got := total(t, usage.Spec{Files: []string{"y.csv"}, Dir: dir}); !strings.Contains(got, "1001 rows cannot be read, more than the 1000") {
		t.Error(got)
	}
}

// What a file covers is told by its usage: a tax may be dated on a month's last
// day, long before that has usage.
func TestFirstAndLastDayAreOfUsage(t *testing.T) {
	text := strings.Replace(paygHeader, "Tags", "ChargeType", 1) +
		"s,2026-02-02,VM,,m,1,1,EUR,1 Hour,Usage\n" +
		"s,2026-02-10,VM,,m,1,1,EUR,1 Hour,Usage\n" +
		"s,2026-02-01,VM,,m,1,9,EUR,1 Hour,Purchase\n" +
		"s,2026-02-28,VM,,m,1,2,EUR,1 Hour,Tax\n"
	dir := write(t, map[string]string{"x.csv": text, "y.csv": paygHeader[:len(paygHeader)-5] + "ChargeType\ns,2026-02-28,VM,,m,1,2,EUR,1 Hour,Tax\n"})
	im := rollUp(t, usage.Spec{Files: []string{"x.csv", "y.csv"}, Dir: dir})
	for i, want := range []string{"2026-02-02 2026-02-10", "2026-02-28 2026-02-28"} {
		if s := im.Sources[i]; s.First+" "+s.Last != want {
			t.Errorf("%s: %s to %s, want %s", s.Name, s.First, s.Last, want)
		}
	}
}

// The detail of old Enterprise Agreements states costs and no currency.
func TestCostsWithoutCurrency(t *testing.T) {
	text := "SubscriptionGuid,Date,MeterCategory,MeterId,MeterName,ConsumedQuantity,ExtendedCost,UnitOfMeasure\n" +
		"s,06/13/2026,VM,,m,3,1.5,1 Hour\ns,06/14/2026,VM,,m,4,2.25,1 Hour\n"
	dir := write(t, map[string]string{"x.csv": text})
	for currency, want := range map[string]string{"": "3.75  1", "EUR": "3.75 EUR 0"} { // 1.5 + 2.25
		im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: dir, Currency: currency})
		u := im.Used[0]
		if got := fmt.Sprintf("%s %s %d", u.Billed, u.Currency, len(im.Unread())); got != want {
			t.Errorf("currency %q: %s, want %s: %v", currency, got, want, im.Unread())
		}
	}
	if _, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"x.csv"}, Dir: dir, Currency: "euro"}, nil); err == nil || err.Error() != `currency "euro": write it as EUR` {
		t.Error(err)
	}
}

// What nothing in a file shows is said.
func TestAssumed(t *testing.T) {
	unit := func(unit string, rows ...string) string { return strings.ReplaceAll(payg(rows...), "1 GB/Month", unit) }
	dir := write(t, map[string]string{"a.csv": unit("10 Hours", "2026-02-03 1 1"), "b.csv": unit("10 Hours", "2026-02-04 1 1"), "c.csv": unit("", "2026-02-03 1 1", "never 1 1")})
	im := rollUp(t, usage.Spec{Files: []string{"."}, Dir: dir})
	got := strings.Join(im.Unread(), "\n")
	want := `c.csv: 1 of 2 rows cannot be read, and are in no sum
a.csv and 1 more: quantities of "10 Hours" count single ones, which the prices do not show`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// In one export "10 Hours" counts hours of one meter and blocks of another, as
// the prices of each show: 200 hours are 20 blocks; 10 blocks at 0.2 are 10.
func TestBlocksOfEachMeter(t *testing.T) {
	text := "SubscriptionId,Date,MeterCategory,MeterId,MeterName,UnitOfMeasure,Quantity,EffectivePrice,UnitPrice,Cost,BillingCurrency\n" +
		"s,2026-06-01,VM,,A,10 Hours,100,0.02,0.2,2,EUR\n" +
		"s,2026-06-02,VM,,A,10 Hours,100,0.02,0.2,2,EUR\n" +
		"s,2026-06-01,VM,,B,10 Hours,10,0.2,0.2,2,EUR\n" +
		"s,2026-06-01,VM,,C,10 Hours,10,,,2,EUR\n"
	im := rollUp(t, usage.Spec{Files: []string{"x.csv"}, Dir: write(t, map[string]string{"x.csv": text})})
	var got []string
	for _, u := range im.Used {
		got = append(got, u.Meter.Name+" "+u.Quantity.String())
	}
	got = append(got, im.Sources[0].Notes...)
	want := `A 20, B 10, C 1, quantities of "10 Hours" count single ones, as the prices show; of one meter blocks of it, as its own prices show`
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// usageDetails name the subscription, where nowhere else, in their own id.
func TestSubscriptionOfUsageDetails(t *testing.T) {
	text := `{"value": [{"id": "/subscriptions/S1/providers/Microsoft.Consumption/usageDetails/z", "type": "Microsoft.Consumption/usageDetails", "properties": {
		"usageStart": "2026-06-01T00:00:00Z", "currency": "EUR", "usageQuantity": 10, "pretaxCost": 2e-05, "meterId": "AAAAAAAA-0000-4000-8000-000000000001"}}]}`
	im := rollUp(t, usage.Spec{Files: []string{"x.json"}, Dir: write(t, map[string]string{"x.json": text})})
	if u := im.Used[0]; u.Subscription != "s1" || u.Billed.String() != "0.00002" {
		t.Errorf("%+v", u)
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
