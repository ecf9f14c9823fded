package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario/usage/clickhousetest"
)

// ran is what a command wrote, and its exit code.
func ran(t *testing.T, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// TestClickHouseImport: an import from a Distributed table gives what one of the file
// gives, to the byte, and no message has the password.
func TestClickHouseImport(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	const export = "Date,SubscriptionId,MeterId,MeterCategory,MeterSubCategory,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,Tags\n"
	rows := []string{
		`2026-01-01,s1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,10.5,2.1,EUR,"{""env"":""prod""}"`,
		`2026-01-31,s1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,1e1,2,EUR,"""env"": ""prod"""`,
		`2026-01-02,S1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,0.000000000000000000001,NULL,EUR,`,
		`NULL,s1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,1,1,EUR,`,
		`2026-01-02,s1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,many,1,EUR,`,
		`2026-01-02,s1,00000000-0000-4000-8000-000000000001,Virtual Machines,Dsv5 Series,D4s v5,EU West,1 Hour,many,1,EUR,`,
	}
	file := filepath.Join(dir, "export.csv")
	if err := os.WriteFile(file, []byte(export+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	scenario := func(imports string) string {
		path := filepath.Join(dir, "scenario.yaml")
		text := "version: 1\nname: Ours\nratebook: sample\nstart: 2026-01\nmonths: 1\nimports:\n  - {" + imports + ", as: as-recorded}\ncases:\n  - {name: PAYG, offer: MS-AZR-0003P, currency: EUR, market: NL}\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}

	// Nothing of what may be a password is repeated.
	path := scenario("clickhouse: 'clickhouse://me:hunter2@db:9000/x', table: t")
	if _, stderr, code := ran(t, "compare", path); code != exitBadInput || strings.Contains(stderr, "hunter2") || !strings.Contains(stderr, "scenario.yaml:7: ") || !strings.Contains(stderr, "AZWHATIF_CLICKHOUSE_PASSWORD") {
		t.Errorf("%d %s", code, stderr)
	}
	if _, stderr, code := ran(t, "usage", "rollup", "--clickhouse", "clickhouse://me:hunter2@db", "--table", "t"); code != exitBadInput || strings.Contains(stderr, "hunter2") {
		t.Errorf("%d %s", code, stderr)
	}
	for _, args := range [][]string{{"--table", "t"}, {"--clickhouse", "clickhouse://db"}, {"--table", "t", "--clickhouse", "clickhouse://db", file}} {
		if _, stderr, code := ran(t, append([]string{"usage", "rollup"}, args...)...); code != exitBadInput {
			t.Errorf("%q: %d %s", args, code, stderr)
		}
	}

	c := clickhousetest.Start(t, 3)
	c.Load(t, "costs", nil, file)
	t.Setenv("AZWHATIF_CLICKHOUSE_USER", clickhousetest.User)
	t.Setenv("AZWHATIF_CLICKHOUSE_PASSWORD", clickhousetest.Password)
	table := []string{"--clickhouse", c.URL(), "--table", "costs", "--format-in", "azure-cost"}
	want, stderr, code := ran(t, "usage", "rollup", "--tag", "env", file)
	if code != 0 || !strings.Contains(want, "20.5,4.1,EUR,2,") { // 10.5 + 10, 2.1 + 2
		t.Fatalf("%d %s%s", code, want, stderr)
	}
	got, stderr, code := ran(t, append([]string{"usage", "rollup", "--tag", "env"}, table...)...)
	if code != 0 || got != want || !strings.Contains(stderr, "bytes came back") {
		t.Errorf("%d %s\n%s\nwant\n%s", code, stderr, got, want)
	}
	got, stderr, code = ran(t, append([]string{"usage", "inspect"}, table...)...)
	got = strings.Join(strings.Fields(got), " ") // as lines are folded
	if code != 0 || !strings.Contains(got, "6 rows = 3 usage + 0 set aside + 3 refused") || !strings.Contains(got, `refused, 2 rows: quantity "many" is not a number`) || !strings.Contains(got, "refused, has no date") || strings.Contains(got, "more refused") {
		t.Errorf("%d %s%s", code, stderr, got)
	}
	fromFile, _, fileCode := ran(t, "compare", "--format", "json", scenario("files: [export.csv], keep_tags: [env]"))
	fromTable, stderr, code := ran(t, "compare", "--format", "json", scenario("clickhouse: '"+c.URL()+"', table: costs, format: azure-cost, keep_tags: [env]"))
	fromTable = strings.ReplaceAll(fromTable, c.URL()+", table costs", "export.csv") // as imports are called
	if code != fileCode || fromTable != fromFile || !strings.Contains(fromTable, "PAYG") || !strings.Contains(stderr, "imported ("+c.URL()+", table costs): 6 rows = 3 usage + 0 set aside + 3 refused") {
		t.Errorf("%d %s\n%s\nwant %d\n%s", code, stderr, fromTable, fileCode, fromFile)
	}
}
