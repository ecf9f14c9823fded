package usage_test

import (
	"database/sql"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
	"azwhatif/scenario/usage/kustotest"

	_ "github.com/duckdb/duckdb-go/v2"
)

// asDuckDB are Spark's and Trino's functions, and how DuckDB reads their texts: both
// speak the same SQL but for these.
var asDuckDB = []string{
	"CREATE MACRO raise_error(x) AS error(x)",
	"CREATE MACRO json_format(x) AS CAST(x AS VARCHAR)",
	"CREATE MACRO to_utc_timestamp(x, zone) AS CAST(x AS TIMESTAMPTZ) AT TIME ZONE 'UTC'",
	"CREATE MACRO type_of(x) AS CASE typeof(x) WHEN 'VARCHAR' THEN 'string' WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp' ELSE lower(typeof(x)) END",
	"CREATE MACRO regexp_like(x, expression) AS regexp_matches(x, expression)",
	"CREATE MACRO current_timezone() AS current_setting('TimeZone')",
}

var sparkText = regexp.MustCompile(`'(?:[^'\\]|\\.)*'`)

// inDuckDB writes a query of Spark's down for DuckDB: backslashes say what follows them there,
// and names stand in backticks.
func inDuckDB(dialect, query string) string {
	query = strings.ReplaceAll(query, "typeof(", "type_of(")
	if dialect != "spark" {
		return strings.ReplaceAll(query, "LIKE '%with time zone'", "= 'timestamp'")
	}
	query = sparkText.ReplaceAllStringFunc(query, func(text string) string {
		text = strings.NewReplacer(`\\`, `\`, `\'`, `''`).Replace(text[1 : len(text)-1])
		return "'" + text + "'"
	})
	return strings.ReplaceAll(query, "`", `"`)
}

// run gives what a query gives as CSV, of a table of a file's rows, all text.
func runSQL(t *testing.T, file, dialect, query string, settings ...string) (string, error) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	read := "read_csv('" + file + "', header = true, all_varchar = true)"
	if strings.HasSuffix(file, ".parquet") {
		read = "read_parquet('" + file + "')"
	}
	if len(settings) == 0 {
		settings = []string{"CREATE TABLE costs AS SELECT * FROM " + read}
	}
	for _, statement := range append(settings, asDuckDB...) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := db.Query(inDuckDB(dialect, query))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	head, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(head)
	for rows.Next() {
		values, into := make([]string, len(head)), make([]any, len(head))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		_ = w.Write(values)
	}
	w.Flush()
	return b.String(), rows.Err()
}

// sums are those of an import as usage rollup writes them, without what a roll-up of
// sums cannot know: how many records there were.
func sumsOf(t *testing.T, spec usage.Spec) string {
	t.Helper()
	im, err := usage.RollUp(t.Context(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, u := range im.Used {
		row := usage.RolledRow(u, spec.Tags)
		row[16] = ""
		fmt.Fprintln(&b, strings.Join(row, "|"))
	}
	return b.String()
}

// A printed query's result, read as usage, is what the file itself is. It fails where a row
// of the file is refused, and says what it is that cannot be read.
func TestSQL(t *testing.T) {
	t.Parallel()
	fails := map[string]string{"azure-cost/ea.csv": "2026-02-31|many", "azure-cost/payg_german.csv": ","}
	dialects := []string{"spark", "trino"}
	tried := 0
	for _, file := range examples(t) {
		spec := usage.Spec{Files: []string{file}, Tags: []string{"env"}, ByDay: true, ByGroup: true, ByResource: true}
		columns, _, err := usage.ColumnsOf(t.Context(), spec)
		if err != nil {
			continue // a format that is of no table
		}
		dialect := dialects[tried%2]
		if tried%3 == 2 {
			spec.From, spec.To, spec.Subscriptions = "2026-01-02", "2026-03-30", []string{" 0A000000-0000-4000-8000-000000000001 "}
		}
		tried++
		want := sumsOf(t, spec)
		// Numbers are rounded at 18 digits.
		want = strings.NewReplacer("0.000123456789012345678", "0.000123456789012346", "0.0000000000000000000000001", "0").Replace(want)
		if spec.DateOrder = "mdy"; strings.Contains(file, "german") {
			spec.DateOrder = "dmy"
		}
		query, err := usage.SQL(usage.Query{Dialect: dialect, Table: "costs", Columns: columns, Spec: spec})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		sums, err := runSQL(t, file, dialect, query)
		if refused, ok := fails[strings.TrimPrefix(file, "testdata/")]; ok {
			if err == nil || !regexp.MustCompile(refused).MatchString(err.Error()) {
				t.Errorf("%s: %v", file, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s, %s: %v", file, dialect, err)
			continue
		}
		spec.Files, spec.Dir = []string{"sums.csv"}, write(t, map[string]string{"sums.csv": sums})
		spec.From, spec.To, spec.Subscriptions = "", "", nil
		if strings.Count(sums, "\n") < 2 { // nothing is asked for
			if want != "" {
				t.Errorf("%s, %s: nothing, want\n%s", file, dialect, want)
			}
			continue
		}
		if got := sumsOf(t, spec); got != want {
			t.Errorf("%s, %s:\ngot\n%s\nwant\n%s", file, dialect, got, want)
		}
	}
	if tried < 8 {
		t.Errorf("%d queries were run", tried)
	}
}

// Moments count for their day in UTC, in each session's zone, and maps have their tags;
// or the query fails, and says what to state.
func TestSQLOfTypedColumns(t *testing.T) {
	table := []string{"SET TimeZone = 'America/New_York'", `CREATE TABLE costs AS SELECT 'Usage' AS ChargeCategory, TIMESTAMPTZ '2026-03-01 00:00:00+00' AS ChargePeriodStart,
		1.5 AS BilledCost, 'USD' AS BillingCurrency, 2 AS PricingQuantity, 'Microsoft' AS ProviderName, MAP {'env': 'prod'} AS Tags`}
	names := []string{"ChargeCategory", "ChargePeriodStart", "BilledCost", "BillingCurrency", "PricingQuantity", "ProviderName", "Tags"}
	for _, c := range []struct{ dialect, day, tags, want string }{
		{"spark", "", "", "list the columns with their types"},
		{"spark", "", "map<string,string>", "2026-03,,Azure,,usage,"},
		{"spark", "timestamp", "map<string,string>", "2026-03,,Azure,,usage,"},
		{"trino", "", "map(varchar, varchar)", "list the columns with their types"},
		{"trino", "timestamp(6) with time zone", "map(varchar, varchar)", "2026-03,,Azure,,usage,"},
	} {
		var columns []usage.Column
		for _, name := range names {
			columns = append(columns, usage.Column{Name: name, Type: map[string]string{"ChargePeriodStart": c.day, "Tags": c.tags}[name]})
		}
		query, err := usage.SQL(usage.Query{Dialect: c.dialect, Table: "costs", Columns: columns, Spec: usage.Spec{Tags: []string{"env"}}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := runSQL(t, "", c.dialect, query, table...)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) || err == nil && !strings.Contains(got, "prod") {
			t.Errorf("%s %s, %s: %s", c.dialect, c.day, c.tags, got)
		}
	}
}

// printed runs the printed query of a file's rows, and reads its result as usage: want are
// the sums of the file itself, spec is of the result.
func printed(t *testing.T, file, dialect, table string, run func(query string) (string, error)) (spec usage.Spec, want string, err error) {
	t.Helper()
	spec = usage.Spec{Files: []string{file}, Tags: []string{"env"}, ByDay: true, ByResource: true}
	columns, _, err := usage.ColumnsOf(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	want = sumsOf(t, spec)
	spec.DateOrder = "mdy"
	query, err := usage.SQL(usage.Query{Dialect: dialect, Table: table, Columns: columns, Spec: spec})
	if err != nil {
		t.Fatal(err)
	}
	sums, err := run(query)
	spec.Files, spec.Dir = []string{"sums.csv"}, write(t, map[string]string{"sums.csv": sums})
	return spec, want, err
}

// So is that of a query that ClickHouse runs, on a Distributed table.
func testPrinted(t *testing.T, c *clickhousetest.Cluster) {
	for i, file := range []string{"focus/mixed_1.0.csv", "azure-csp-daily/june.csv", "aws-cur/legacy.csv", "azure-cost/ea.csv"} {
		table := fmt.Sprintf("printed%d", i)
		c.Load(t, table, nil, "testdata/"+file)
		spec, want, err := printed(t, "testdata/"+file, "clickhouse", "usage."+table, func(query string) (string, error) {
			sums, err := c.CSV(query)
			return strings.ReplaceAll(sums, "\x00", "0"), err // 18.16 writes zeros of decimals so
		})
		switch {
		case file == "azure-cost/ea.csv": // which has a 31st of February
			if err == nil || !strings.Contains(err.Error(), "throwIf") {
				t.Errorf("%s: %v", file, err)
			}
		case err != nil:
			t.Errorf("%s: %v", file, err)
		default:
			if got := sumsOf(t, spec); got != want {
				t.Errorf("%s:\ngot\n%s\nwant\n%s", file, got, want)
			}
		}
	}
}

// So is that of a query in KQL. It cannot fail at a row, and so its sum is refused where it is
// read, with what the row has.
func TestPrintedKusto(t *testing.T) {
	t.Parallel()
	for i, file := range []string{"focus/mixed_1.0.csv", "aws-cur/legacy.csv", "azure-cost/ea.csv"} {
		db := &kustotest.Database{Name: "Hub", Tables: map[string]*kustotest.Table{}}
		table := fmt.Sprintf("Printed%d", i)
		db.Load(t, table, "testdata/"+file, nil)
		spec, want, err := printed(t, "testdata/"+file, "kusto", table, db.CSV)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if got := sumsOf(t, spec); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", file, got, want)
		}
		if im := rollUp(t, spec); file == "azure-cost/ea.csv" && (im.Sources[0].Refused == 0 || !strings.Contains(fmt.Sprint(im.Sources[0].Refusal), "not a number: many")) {
			t.Errorf("%s: %+v", file, im.Sources[0])
		}
	}
}

// FuzzParseColumns has columns that people and engines print: none is lost, and each has a name.
func FuzzParseColumns(f *testing.F) {
	for _, text := range []string{"A, B map<string,string>", "A:timestamp(6) with time zone,B", "A decimal(38,18)", "", ",", "A<", "ü 日"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		columns, err := usage.ParseColumns(text)
		if err != nil {
			return
		}
		for _, c := range columns {
			if c.Name == "" || !strings.Contains(text, c.Name) || !strings.Contains(text, c.Type) {
				t.Errorf("%q: %q", text, c)
			}
		}
		if _, err := usage.SQL(usage.Query{Dialect: "trino", Table: "t", Columns: columns}); err == nil && len(columns) < 5 {
			t.Errorf("%q: a query of %d columns", text, len(columns))
		}
	})
}
