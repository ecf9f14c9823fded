package usage_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
)

// warehouse is a table of a cluster's.
func warehouse(t testing.TB, c *clickhousetest.Cluster, table string) *usage.Warehouse {
	t.Helper()
	at, err := scenario.ParseClickHouse(c.URL())
	if err != nil {
		t.Fatal(err)
	}
	return &usage.Warehouse{ClickHouse: at, Table: table, User: clickhousetest.User, Password: clickhousetest.Password}
}

// alike imports files and a table of the same rows, and holds one against the
// other: sums, counts and what was settled.
func alike(t *testing.T, s usage.Spec, files []string, table any) {
	t.Helper()
	inFiles, inTable := s, s
	inFiles.Files = files
	switch at := table.(type) {
	case *usage.Warehouse:
		inTable.Warehouse = at
	case *usage.Kusto:
		inTable.Kusto = at
	}
	a, errA := usage.RollUp(t.Context(), inFiles, nil)
	b, errB := usage.RollUp(t.Context(), inTable, nil)
	if errA != nil || errB != nil {
		cause := func(err error) string {
			if err == nil {
				return "none"
			}
			return err.Error()[strings.LastIndex(err.Error(), ": ")+1:]
		}
		if cause(errA) != cause(errB) {
			t.Errorf("errors: %v, and of the table %v", errA, errB)
		}
		return
	}
	if x, y := printUsed(a.Used), printUsed(b.Used); x != y {
		t.Errorf("files and table differ:\n%s", differences(x, y))
	}
	if x, y := fmt.Sprint(a.Starts), fmt.Sprint(b.Starts); x != y {
		t.Errorf("the resources of the files begin\n%s\nthose of the table\n%s", x, y)
	}
	var sum scenario.ImportSource
	for _, f := range a.Sources {
		sum.Rows, sum.Metered, sum.Aside, sum.Refused, sum.Outside = sum.Rows+f.Rows, sum.Metered+f.Metered, sum.Aside+f.Aside, sum.Refused+f.Refused, sum.Outside+f.Outside
	}
	got := b.Sources[0]
	if sum.Rows != got.Rows || sum.Metered != got.Metered || sum.Aside != got.Aside || sum.Refused != got.Refused || sum.Outside != got.Outside {
		t.Errorf("files have %+v\nthe table %+v", a.Sources, got)
	}
	if len(a.Sources) == 1 && (a.Sources[0].First != got.First || a.Sources[0].Last != got.Last || fmt.Sprint(a.Sources[0].Notes) != fmt.Sprint(got.Notes)) {
		t.Errorf("files have %s %s %q\nthe table %s %s %q", a.Sources[0].First, a.Sources[0].Last, a.Sources[0].Notes, got.First, got.Last, got.Notes)
	}
	if got.Received == 0 {
		t.Error("nothing came back")
	}
}

// differences are the first lines that one of two texts alone has.
func differences(a, b string) string {
	var out []string
	for i, x := range []string{a, b} {
		other := []string{b, a}[i]
		n := 0
		for line := range strings.Lines(x) {
			if !strings.Contains(other, line) && n < 5 {
				out, n = append(out, []string{"files: ", "table: "}[i]+line), n+1
			}
		}
	}
	return strings.Join(out, "")
}

// TestClickHouse has the tests that leave the servers as they are: one cluster is for
// all of them.
func TestClickHouse(t *testing.T) {
	t.Parallel()
	c := clickhousetest.Start(t, 3)
	for name, test := range map[string]func(*testing.T, *clickhousetest.Cluster){
		"examples": testExamples, "odd": testOdd, "refuses": testRefuses, "types": testTypes, "injection": testInjection, "twice": testTwice, "printed": testPrinted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, c)
		})
	}
}

// The examples give the same from a file and from a Distributed table.
func testExamples(t *testing.T, c *clickhousetest.Cluster) {
	for i, file := range []string{"focus/mixed_1.0.csv", "azure-cost/ea.csv", "azure-cost/mca.csv", "azure-cost/payg_german.csv", "aws-cur/legacy.csv"} {
		t.Run(file, func(t *testing.T) {
			table := fmt.Sprintf("t%d", i)
			c.Load(t, table, nil, "testdata/"+file)
			files := []string{"testdata/" + file}
			for _, s := range []usage.Spec{
				{Format: filepath.Dir(file), Tags: []string{"env", "Project", `it's "odd" \d`}, ByGroup: true, Starts: scenario.Import{}.Prices},
				{AllTags: true, ByResource: true, ByHour: true},
				{ByDay: true, CycleDay: 14, From: "2026-01-10", To: "2026-01-20", Subscriptions: []string{" 0A000000-0000-4000-8000-000000000001 ", "it's"}},
			} {
				alike(t, s, files, warehouse(t, c, table))
			}
		})
	}
}

// oddExport writes an export of which dates, numbers, kinds, tags and units are
// what the real ones have at their worst.
func oddExport(t testing.TB, rows int, dates, numbers []string) string {
	r := rand.New(rand.NewPCG(7, 7))
	of := func(list []string) string { return list[r.IntN(len(list))] }
	path := filepath.Join(t.TempDir(), "odd.csv")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(out)
	_ = w.Write([]string{"Date", "MeterId", "MeterCategory", "MeterName", "Meter Region", "UnitOfMeasure", "Quantity", "EffectivePrice", "UnitPrice",
		"CostInBillingCurrency", "BillingCurrency", "Tags", "SubscriptionId", "ChargeType", "ReservationId", "ResourceGroup", "unit", "cost", "kind", "day"})
	for range rows {
		_ = w.Write([]string{of(dates), of([]string{"aaaaaaaa-0000-4000-8000-000000000001", "AAAAAAAA-0000-4000-8000-000000000001", "NULL", "x"}),
			of([]string{"Virtual Machines", " Virtual Machines", "Störung 日本", "null"}), of([]string{"D4s v5", "it's", `back\slash`, `"quoted"`, "NULL"}),
			of([]string{"EU West", "westeurope", ""}), of([]string{"1 Hour", "10 Hours", "100", "1M", ""}), of(numbers), of([]string{"0.1", "0,1", "NULL", ""}),
			of([]string{"0.1", "0,1", "NULL", ""}), of(numbers), of([]string{"EUR", "eur", "USD", "NULL"}),
			of([]string{`{"env":"prod"}`, `"env": "pr\"od","other":"env"`, `"ENV":"dev",`, "env", "NULL", `{"env":5}`, `{"a":"\"env\":\"no\"","Env":"yes\\"}`}),
			of([]string{"S1", "s1 ", "s2", "NULL"}), of([]string{"Usage", "usage", "", "Purchase", "Tax", "UnusedReservation", "Refund", "whatever", "NULL"}),
			of([]string{"", "", "", "r1"}), of([]string{"rg", "RG", ""}), "own", "7", "own", "own"})
	}
	w.Flush()
	if err := errorsOf(w.Error(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	isoDates   = []string{"2026-01-31", "2026-02-03T07:00:00Z", "2026-03-1 5:00", "2024-02-29 23:59:59", "20260104"}
	oddDates   = []string{"2023-02-29", "NULL", "", "2026-13-01", "2026-3-1x", "2026-1-1T00:00", " 2026-01-01", "2026/1/5", "2026.01.05", "2026-00-10", "soon", "2026-01-05 soon", "260105", "1/2", "31.12.26x"}
	slashDates = []string{"01/13/2026", "13/01/2026", "1/2/2026 7:05", "01/02/2026 17:05", "02.03.26", "2-3-2026", "12/31/99", "02/30/2026", "00/01/2026"}
	plains     = []string{"1", "0", "-2.5", "+3", "007", "123456789012345678.123456789012345678", "-0.000000000000000001", "999999999999999999", "0.1", "12.5"}
	odds       = []string{"NULL", "", "null", " 5", "5 ", "1e3", "1.5E-05", "-1E-20", "1e-40", "1e18", "1e17", "9e-36", "0e99", "0e9999", "0e99999", "1e+2", "1e-", "e5", ".", "-", "+", "5.", ".5", "-.5", "1..2", "--1",
		"1234567890123456789", "0001234567890123456.7", "0.1234567890123456789012345678901234567", "0.123456789012345678901234567890123456", "1.100000000000000000000000000000000000000000000",
		"inf", "nan", "1 000", "1\u00a0000", "\u00a07", "0x10", "1_000", "12a"}
	grouped = []string{"1,234", "1,234.5", "12,34", "1,234,567", "0,5", "1,5", "1.234", "1.234,5", "1.234.567", ",5", "5,", "1,23,456", "1,2345", "1.234,567.8", "-1,234.5e2", "1.234,5e-1", "1 234,5"}
)

// Dates and numbers that no one would write mean the same to both engines, and
// are refused by both: DuckDB has Go read them, ClickHouse SQL.
func testOdd(t *testing.T, c *clickhousetest.Cluster) {
	for i, x := range []struct{ dates, numbers []string }{
		{append(isoDates, oddDates...), append(plains, odds...)},
		{append(append(isoDates, oddDates...), slashDates...), append(append(plains, odds...), grouped...)},
		{isoDates, plains},
	} {
		path := oddExport(t, 4000, x.dates, x.numbers)
		table := fmt.Sprintf("odd%d", i)
		c.Load(t, table, nil, path)
		for _, order := range []string{"", "mdy", "dmy", "ymd"} {
			for _, decimal := range []string{"", ".", ","} {
				if order == "ymd" && decimal != "" || order == "" && decimal != "" { // as under others
					continue
				}
				t.Run(fmt.Sprintf("%d %s%s", i, order, decimal), func(t *testing.T) {
					s := usage.Spec{DateOrder: order, Decimal: decimal, Tags: []string{"env"}, ByHour: true, ByGroup: true, CycleDay: 14, MaxRefused: 4000}
					alike(t, s, []string{path}, warehouse(t, c, table))
				})
			}
		}
	}
}
