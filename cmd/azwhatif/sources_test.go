package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/race"
	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/scenario/usage/clickhousetest"
	"azwhatif/scenario/usage/kustotest"
)

var sourceRows = flag.Int("rows", 2400, "how many records the estate of TestSources has, such as 3000000")

// sourceEstate writes an export of records from February to July 2026, by the hour, of
// meters that the sample card has and one that it has not, with purchases and a tax.
func sourceEstate(t *testing.T, path string, records int) {
	const head = "SubscriptionId,ResourceGroup,ResourceId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,OfferId,ChargeType,Frequency,PricingModel,Term,ReservationId,Tags\n"
	meters := []string{
		"Virtual Machines,Dsv5 Series,1ab41620-5ffa-51b3-ac16-6416f9f747a9,D4s v5,EU West,1 Hour",
		"Bandwidth,,9995d93a-7d35-4d3f-9c69-7a7fea447ef4,Standard Data Transfer Out,Zone 1,1 GB",
		"Virtual Machines,Dsv5 Series,00000000-0000-4000-8000-00000000dead,D4s v5,EU West,1 Hour",
		"Azure Firewall,Azure Firewall Basic,00000000-0000-4000-8000-00000000000c,Basic Deployment,EU West,1 Hour",
	}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	fmt.Fprint(out, head)
	start := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for i := range records {
		meter, day := i%len(meters), i/len(meters)%181
		hour, resource := i/len(meters)/181%24, i/len(meters)/181/24
		fmt.Fprintf(out, "22222222-2222-4222-8222-%012d,Group-%d,/subscriptions/x/r%d-%d,%sT%02d:00:00Z,%s,%d.%018d,%d.%04d,EUR,MS-AZR-0003P,Usage,UsageBased,OnDemand,,,\"{\"\"project\"\": \"\"p%d\"\", \"\"it's \\\\ odd\"\": \"\"%d\"\"}\"\n",
			222222222222+int64(i%2), i%5, meter, resource, start.AddDate(0, 0, day).Format(time.DateOnly), hour, meters[meter], 1+day%7, i, i%9, i%10000, i%3, i%4)
	}
	for month := range 6 {
		fmt.Fprintf(out, "22222222-2222-4222-8222-222222222222,,,2026-%02d-05,%s,3,150,EUR,MS-AZR-0003P,Purchase,Recurring,Reservation,12,order-new,\n", 2+month, meters[0])
		fmt.Fprintf(out, "22222222-2222-4222-8222-222222222222,,,2026-%02d-28,,,,,,,1,22.71,EUR,MS-AZR-0003P,Tax,,,,,\n", 2+month)
	}
}

// parquetOf writes a CSV file's rows as Parquet, a folder a month.
func parquetOf(t *testing.T, path, folder string) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("COPY (SELECT *, substr(\"Date\", 1, 7) AS month FROM read_csv('" + path + "', all_varchar = true, header = true, delim = ',')) TO '" + folder + "' (FORMAT parquet, PARTITION_BY (month))"); err != nil {
		t.Fatal(err)
	}
}

// TestSources: every command that takes usage gives the same bytes from a CSV file, from
// partitions in Parquet, from a Distributed table on three shards and from Kusto, but for the
// source's name; over TLS and for a user who may only read, too. A shard that hangs, or is down, is
// a failure that names it, and no figure.
func TestSources(t *testing.T) {
	if race.On {
		t.Skip("it is about figures, which the run without the race detector compares")
	}
	dir := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"} {
		t.Setenv(name, dir)
	}
	opt := invoiced(azuretest.Options{})
	opt.Bills = append(opt.Bills, json.RawMessage(`{"name":"E0600CYC","properties":{"invoicePeriodStartDate":"2026-03-15T00:00:00Z","invoicePeriodEndDate":"2026-04-14T00:00:00Z","invoiceType":"AzureServices","billedAmount":{"currency":"EUR","value":50},"subTotal":{"currency":"EUR","value":42.65907}}}`))
	hub := &kustotest.Database{Name: "Hub"}
	opt.Kusto = hub
	cloud := azuretest.Start(t, opt)
	for _, variable := range cloud.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file, folder := filepath.Join(dir, "estate.csv"), filepath.Join(dir, "parquet")
	sourceEstate(t, file, *sourceRows)
	parquetOf(t, file, folder)
	c := clickhousetest.Start(t, 3)
	cluster := cloud.Kusto + "/Hub"
	const table = "it's `odd`; --"
	c.Load(t, "costs", nil, file)
	c.Exec(t, 0, "CREATE TABLE usage.`it's \\`odd\\`; --` AS usage.costs ENGINE = Distributed(shards, usage, costs_local)")
	hub.Load(t, table, file, nil)
	t.Setenv("AZWHATIF_CLICKHOUSE_USER", clickhousetest.User)
	t.Setenv("AZWHATIF_CLICKHOUSE_PASSWORD", clickhousetest.Password)

	terms := []string{"--ratebook", "sample", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}
	const source = "@" // in the place of a command's files
	commands := [][]string{
		{"spend", source, "--by", "category", "--format", "json"},
		append([]string{"spend", source, "--by", "day", "--format", "csv"}, terms...),
		{"spend", source, "--by", "hour", "--from", "2026-03-01", "--to", "2026-03-03", "--format", "csv"},
		{"spend", source, "--by", `tag:it's \ odd`, "--format", "json"},
		append([]string{"reconcile", source, "--format", "json"}, terms...),
		append([]string{"reconcile", source, "--format", "csv", "--only-subscription", "22222222-2222-4222-8222-222222222223"}, terms...),
		append([]string{"forecast", source, "--by", "tag:project", "--months", "1", "--format", "json"}, terms...),
		append([]string{"invoices", "check", source, "--invoice", "E0600CYC", "--format", "json"}, terms...),
		append([]string{"usage", "inspect", source, "--format", "csv"}, terms...),
		{"usage", "rollup", source, "--tag", "project", "--by-day", "--by-group", "--by-resource"},
		{"benefits", "owned", source},
		append([]string{"commitments", "../../scenarios/account/macc.json", "--usage", source, "--as-of", "2026-08-17", "--format", "json"}, terms...),
	}
	scenario := func(name, imports string) string {
		return write(name, "version: 1\nname: Ours\nratebook: sample\nstart: 2026-02\nmonths: 6\nimports:\n  - {"+imports+", format: azure-cost, as: as-recorded, keep_tags: [project]}\ncases:\n  - {name: PAYG, offer: MS-AZR-0003P, currency: EUR, market: NL}\n"+
			"chargeback: {by: \"tag:project\"}\nalerts:\n  - {name: Budget, on: actual, of: billed, budget: 5000 EUR, above: 1%}\n  - {name: Month end, on: forecast, above: 1 EUR}\n  - {name: Rise, on: change, of: billed, above: 20%, least: 1 EUR}\n")
	}
	scenarios := [][]string{{"compare", source, "--format", "json", "--detail", "months"}, {"chargeback", source, "--format", "csv"}, {"alert", source, "--format", "json", "--as-of", "2026-08-03"}, {"forecast", "--scenario", source, "--months", "1", "--format", "csv"}}
	of := func(command []string, from ...string) (args []string) {
		for i, arg := range command {
			if arg != source {
				args = append(args, arg)
				continue
			}
			if i > 0 && strings.HasPrefix(command[i-1], "--") && len(from) > 1 { // --usage FILE
				args = args[:len(args)-1]
			}
			args = append(args, from...)
		}
		return append(args, "--quiet")
	}
	fromTable := []string{"--clickhouse", c.URL(), "--table", table, "--format-in", "azure-cost"}
	fromKusto := []string{"--kusto", cluster, "--table", table, "--format-in", "azure-cost"}
	named := func(text string) string {
		return strings.NewReplacer(cluster+", table "+table, "SOURCE", strings.Trim(fmt.Sprintf("%q", cluster+", table "+table), `"`), "SOURCE", "kusto.yaml", "S.yaml", c.URL()+", table "+table, "SOURCE", strings.Trim(fmt.Sprintf("%q", c.URL()+", table "+table), `"`), "SOURCE", file, "SOURCE", folder, "SOURCE", "estate.csv", "SOURCE", "(parquet)", "(SOURCE)", "table.yaml", "S.yaml", "file.yaml", "S.yaml", "folder.yaml", "S.yaml").Replace(text)
	}
	same := func(command []string, places map[string][]string) {
		t.Helper()
		want, stderr, code := ran(t, of(command, places["file"]...)...)
		want = named(want)
		if want == "" || code != 0 && code != exitAlert {
			t.Errorf("%q: %d %s%s", command, code, stderr, want)
			return
		}
		for place, from := range places {
			if place == "folder" && command[1] != "rollup" && command[0] != "compare" { // what reads files reads both kinds
				continue
			}
			got, stderr, gotCode := ran(t, of(command, from...)...)
			if got = named(got); got != want || gotCode != code {
				t.Errorf("%q from the %s: %d, want %d %s\n%s", command, place, gotCode, code, stderr, firstDifference(got, want))
			}
		}
	}
	for _, command := range commands {
		same(command, map[string][]string{"file": {file}, "folder": {folder}, "table": fromTable, "kusto": fromKusto})
	}
	quoted, _ := json.Marshal(table)
	byScenario := map[string][]string{
		"file":   {scenario("file.yaml", "files: [estate.csv]")},
		"folder": {scenario("folder.yaml", "files: [parquet]")},
		"table":  {scenario("table.yaml", "clickhouse: '"+c.URL()+"', table: "+string(quoted))},
		"kusto":  {scenario("kusto.yaml", "kusto: '"+cluster+"', table: "+string(quoted))},
	}
	for _, command := range scenarios {
		same(command, byScenario)
	}

	// The config file names it as an import does, and a user who may only read will do.
	spend := commands[0]
	want, _, _ := ran(t, of(spend, file)...)
	config := write("config.yaml", "usage: {clickhouse: '"+c.URL()+"', table: "+string(quoted)+", format: azure-cost}\n")
	t.Setenv("AZWHATIF_CLICKHOUSE_USER", "reader")
	if got, stderr, code := ran(t, append(of(spend, []string{}...), "--config", config)...); code != 0 || named(got) != named(want) {
		t.Errorf("%d %s\n%s", code, stderr, got)
	}
	config = write("config.yaml", "usage: {kusto: '"+cluster+"', table: "+string(quoted)+"}\n")
	if got, stderr, code := ran(t, append(of(spend, []string{}...), "--config", config)...); code != 0 || named(got) != named(want) {
		t.Errorf("%d %s\n%s", code, stderr, got)
	}
	config = write("config.yaml", "usage: {files: [estate.csv]}\n")
	if got, stderr, code := ran(t, append(of(spend, []string{}...), "--config", config)...); code != 0 || named(got) != named(want) {
		t.Errorf("%d %s\n%s", code, stderr, got)
	}
	t.Setenv("AZWHATIF_CLICKHOUSE_USER", clickhousetest.User)

	// Over TLS an authority of one's own is a setting.
	secure := []string{"--clickhouse", c.SecureURL(), "--table", "costs"}
	if out, stderr, code := ran(t, of(spend, secure...)...); code != exitFailure || out != "" || !strings.Contains(stderr, "name its certificate as clickhouse.ca_file") {
		t.Errorf("%d %s%s", code, stderr, out)
	}
	t.Setenv("AZWHATIF_CLICKHOUSE_CA_FILE", c.CAFile)
	if got, stderr, code := ran(t, of(spend, secure...)...); code != 0 || strings.ReplaceAll(got, c.SecureURL()+", table costs", "SOURCE") != named(want) {
		t.Errorf("%d %s\n%s", code, stderr, got)
	}

	c.Servers[2].Hang(t)
	t.Setenv("AZWHATIF_CLICKHOUSE_TIMEOUT", "2s")
	if out, stderr, code := ran(t, of(spend, fromTable...)...); code != exitFailure || out != "" || !strings.Contains(stderr, "nothing more was read for 2s") {
		t.Errorf("a shard hangs: %d %s%s", code, stderr, out)
	}
	c.Servers[2].Kill()
	c.Servers[1].Kill()
	down := func(command []string, from ...string) {
		t.Helper()
		out, stderr, code := ran(t, of(command, from...)...)
		if code != exitFailure || out != "" || !strings.Contains(stderr, "shard "+c.Servers[1].Address+" does not answer") && !strings.Contains(stderr, "shard "+c.Servers[2].Address+" does not answer") || strings.Contains(stderr, clickhousetest.Password) {
			t.Errorf("%q with a shard down: %d %s%s", command, code, stderr, out)
		}
	}
	for _, command := range commands {
		down(command, fromTable...)
	}
	for _, command := range scenarios {
		down(command, byScenario["table"]...)
	}
}
