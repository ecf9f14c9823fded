package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/scenario/usage/kustotest"
)

// finOpsHub writes costs as a FinOps hub has them, in the columns of FOCUS 1.2: of each day
// from February to April 2026 some usage of meters that the sample card has.
func finOpsHub(t *testing.T, path string, days int) {
	const head = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart," +
		"CommitmentDiscountId,CommitmentDiscountStatus,ConsumedQuantity,ConsumedUnit,ContractedUnitPrice,EffectiveCost,ListUnitPrice,PricingCategory,PricingCurrency,PricingQuantity,PricingUnit," +
		"ProviderName,PublisherName,RegionId,RegionName,ResourceId,ServiceName,SkuId,SubAccountId,Tags,x_BilledCostInUsd,x_PricingUnitDescription,x_ResourceGroupName,x_SkuMeterCategory,x_SkuMeterId,x_SkuMeterName,x_SkuMeterSubcategory,x_SkuOfferId,x_SkuRegion\n"
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	fmt.Fprint(out, head)
	const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222"
	for i := range days {
		day := time.Date(2026, 2, 1+i, 0, 0, 0, 0, time.UTC)
		for _, m := range []struct{ cost, quantity, unit, consumed, region, category, id, name, sub string }{
			{"0.1", "2.4", "10 Hours", "24", "EU West", "Virtual Machines", "1ab41620-5ffa-51b3-ac16-6416f9f747a9", "D4s v5", "Dsv5 Series"},
			{fmt.Sprintf("%d.%02d", i%4, i%100), fmt.Sprintf("%d.000001", i), "1 GB", fmt.Sprintf("%d.000001", i), "Zone 1", "Bandwidth", "9995d93a-7d35-4d3f-9c69-7a7fea447ef4", "Standard Data Transfer Out", ""},
			{"1e-07", "0.1", "1 GB", "0.1", "Zone 1", "Bandwidth", "9995d93a-7d35-4d3f-9c69-7a7fea447ef4", "Standard Data Transfer Out", ""},
		} {
			fmt.Fprintln(out, strings.Join([]string{m.cost, "a", "EUR", day.Format("2006-01") + "-01T00:00:00Z", "Usage", "", "it's", "Usage-Based", day.AddDate(0, 0, 1).Format(time.RFC3339), day.Format(time.RFC3339),
				"", "", m.consumed, "Units", "0.2", m.cost, "0.2", "Standard", "EUR", m.quantity, "Units", "Microsoft", "Microsoft", "westeurope", "West Europe", fmt.Sprint(subscription, "/r", i%3), m.category, "s", subscription,
				fmt.Sprintf(`"{""project"":""p%d""}"`, i%3), "", m.unit, "rg", m.category, m.id, m.name, m.sub, "MS-AZR-0003P", m.region}, ","))
		}
	}
}

// hubTypes are those that a FinOps hub gives its columns: numbers are doubles.
var hubTypes = map[string]kustotest.Type{
	"BilledCost": "real", "BillingPeriodStart": "datetime", "ChargePeriodStart": "datetime", "ChargePeriodEnd": "datetime", "ConsumedQuantity": "real", "ContractedUnitPrice": "real",
	"EffectiveCost": "real", "ListUnitPrice": "real", "PricingQuantity": "real", "Tags": "dynamic", "x_BilledCostInUsd": "real",
}

// startHub is a FinOps hub, and the file that has the same rows.
func startHub(t *testing.T) (hub *kustotest.Database, cloud *azuretest.Server, file string) {
	dir := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"} {
		t.Setenv(name, dir)
	}
	hub = &kustotest.Database{Name: "Hub"}
	cloud = azuretest.Start(t, azuretest.Options{Kusto: hub})
	for _, variable := range cloud.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	file = filepath.Join(dir, "costs.csv")
	finOpsHub(t, file, 89)
	hub.Load(t, "Costs()", file, hubTypes)
	return hub, cloud, file
}

// TestFinOpsHub: doubles give the figures of the decimals that they were, and a note beside
// them says that they are doubles.
func TestFinOpsHub(t *testing.T) {
	hub, cloud, file := startHub(t)
	from := []string{"--kusto", cloud.Kusto + "/Hub", "--table", "Costs()"}
	terms := []string{"--ratebook", "sample", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}
	for _, command := range [][]string{
		append([]string{"spend", "--by", "day", "--format", "csv"}, terms...),
		{"spend", "--by", "tag:project", "--format", "csv"},
		append([]string{"reconcile", "--format", "csv"}, terms...),
		append([]string{"forecast", "--months", "1", "--format", "csv"}, terms...),
		{"usage", "rollup", "--tag", "project", "--by-resource"},
		{"usage", "rollup", "--from", "2026-02-10", "--to", "2026-03-02", "--by-day", "--by-group"},
	} {
		hub.Forget()
		want, stderr, code := ran(t, append(command, file)...)
		if code != 0 {
			t.Fatalf("%q: %d %s", command, code, stderr)
		}
		got, stderr, code := ran(t, append(command, from...)...)
		name := cloud.Kusto + "/Hub, table Costs()"
		if code != 0 || strings.ReplaceAll(got, name, file) != want {
			t.Errorf("%q: %d %s\n%s", command, code, stderr, firstDifference(strings.ReplaceAll(got, name, file), want))
		}
		if flat := strings.Join(strings.Fields(stderr), " "); !strings.Contains(flat, "BilledCost is of type real") || !strings.Contains(flat, "which rounds: figures are not exact to the last digit") {
			t.Errorf("%q does not say that the figures are of doubles: %s", command, stderr)
		}
		if queries := len(hub.Queries()); queries > 6 {
			t.Errorf("%q asks %d times", command, queries)
		}
	}
	if out, _, _ := ran(t, append([]string{"spend", "--by", "category", "--format", "json"}, from...)...); !strings.Contains(out, "which rounds: figures are not exact") {
		t.Error(out)
	}
	out, _, _ := ran(t, append([]string{"usage", "inspect"}, from...)...)
	if flat := strings.Join(strings.Fields(out), " "); !strings.Contains(flat, "focus") || !strings.Contains(flat, "267 rows = 267 usage") || !strings.Contains(flat, "column ChargePeriodStart has moments") {
		t.Error(out)
	}
}

// TestKustoCommand: faults of the cluster and of the sign-in end a command with 1, those of
// what it was asked with 2, and each says what to do; nothing is printed then.
func TestKustoCommand(t *testing.T) {
	_, cloud, _ := startHub(t)
	from := func(more ...string) []string {
		return append([]string{"spend", "--kusto", cloud.Kusto + "/Hub", "--table", "Costs()"}, more...)
	}
	fails := func(name string, args []string, exit int, want string) {
		t.Helper()
		out, stderr, code := ran(t, args...)
		if flat := strings.Join(strings.Fields(stderr), " "); code != exit || out != "" || !strings.Contains(flat, want) || strings.Contains(stderr, cloud.ClientSecret) {
			t.Errorf("%s: %d, want %d with %q\n%s%s", name, code, exit, want, stderr, out)
		}
		for _, token := range cloud.Tokens() {
			if strings.Contains(stderr, token) {
				t.Errorf("%s tells the token", name)
			}
		}
	}
	cloud.Fault(azuretest.Kusto, append(azuretest.Times(2, azuretest.ThrottleMilliseconds(1)), azuretest.ThrottleKusto())...)
	if out, stderr, code := ran(t, from()...); code != 0 || !strings.Contains(out, "Bandwidth") {
		t.Errorf("throttled thrice: %d %s", code, stderr)
	}
	cloud.Fault(azuretest.Kusto, azuretest.Throttle(3600))
	fails("throttled for an hour", from(), exitFailure, "try again in 1h0m0s")
	cloud.Fault(azuretest.Kusto, azuretest.None, azuretest.None, azuretest.CutOff(400))
	fails("broken off", from(), exitFailure, "without all of it there is no total: it breaks off")
	cloud.SetRole(false)
	fails("no viewer", from(), exitFailure, "make the account a viewer of it")
	cloud.SetRole(true)
	t.Setenv("AZWHATIF_KUSTO_AUDIENCE", cloud.Audience)
	fails("a token for another cluster", []string{"spend", "--kusto", "https://evil.example/Hub", "--table", "Costs()"}, exitBadInput, "a token for kusto.audience is not sent to evil.example")
	t.Setenv("AZWHATIF_KUSTO_HOSTS", "localhost,127.0.0.1")
	fails("a token for another", from(), exitFailure, "kusto.audience says whom tokens are for")
	t.Setenv("AZWHATIF_KUSTO_AUDIENCE", "https://kusto.example.com")
	fails("a token for none", from(), exitFailure, "check azure.cloud and azure.audience, or kusto.audience")
	t.Setenv("AZWHATIF_KUSTO_AUDIENCE", cloud.Kusto)
	fails("no cluster", []string{"spend", "--kusto", "https://localhost:1/Hub", "--table", "Costs()"}, exitFailure, "connection refused")
	t.Setenv("AZWHATIF_KUSTO_AUDIENCE", "")
	t.Setenv("AZURE_CLIENT_SECRET", "wrong")
	fails("a wrong secret", from(), exitFailure, "AZURE_CLIENT_SECRET is not the secret's value")
	t.Setenv("AZURE_CLIENT_SECRET", cloud.ClientSecret)
	ca := os.Getenv("AZWHATIF_AZURE_CA_FILE")
	t.Setenv("AZWHATIF_AZURE_CA_FILE", "")
	fails("an authority of one's own", from(), exitFailure, "set azure.ca_file")
	t.Setenv("AZWHATIF_AZURE_CA_FILE", ca)

	fails("no such table", []string{"spend", "--kusto", cloud.Kusto + "/Hub", "--table", "Costs"}, exitBadInput, "a function such as that of FinOps hubs has parentheses, Costs()")
	fails("no such database", []string{"spend", "--kusto", cloud.Kusto + "/Nub", "--table", "Costs()"}, exitBadInput, "Entity ID 'Nub' of kind 'Database' was not found")
	fails("no such format", from("--format-in", "azure-cost"), exitBadInput, "which azure-cost needs")
	fails("no table", []string{"spend", "--kusto", cloud.Kusto + "/Hub"}, exitBadInput, `no table of Kusto is named: add table (--table), such as "Costs()"`)
	fails("two sources", from("--clickhouse", "clickhouse://host/x"), exitBadInput, "two sources of usage")
	fails("files, too", from("x.csv"), exitBadInput, "two sources of usage")
	for address, want := range map[string]string{
		"http://hub.kusto.windows.net/Hub": "is not https", "hub.kusto.windows.net/Hub": "is not an address", "https://hub.kusto.windows.net": "names no database",
		"https://hub.kusto.windows.net/a/b": "more than one", "https://me:p4ss@hub.kusto.windows.net/Hub": "has a user in it", "https://hub.kusto.windows.net/Hub?x=p4ss": "more than a database",
	} {
		_, stderr, code := ran(t, "spend", "--kusto", address, "--table", "Costs()")
		if code != exitBadInput || !strings.Contains(stderr, want) || !strings.Contains(stderr, "--kusto: ") || strings.Contains(stderr, "p4ss") {
			t.Errorf("%s: %d %s", address, code, stderr)
		}
	}
	for _, timeout := range []string{"2h", "-1s", "1ms"} {
		t.Setenv("AZWHATIF_KUSTO_TIMEOUT", timeout)
		fails("a timeout of "+timeout, from(), exitBadInput, "of a second to an hour")
	}
	t.Setenv("AZWHATIF_KUSTO_TIMEOUT", "")

	// A stop is not held by a cluster that does not answer.
	cloud.Fault(azuretest.Kusto, azuretest.None, azuretest.Hang())
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	began := time.Now()
	var out, errs strings.Builder
	if code := run(ctx, from(), strings.NewReader(""), &out, &errs); code != exitInterrupted || out.String() != "" || time.Since(began) > 10*time.Second {
		t.Errorf("%d after %s: %s", code, time.Since(began), errs.String())
	}
}

// TestKustoNames: names of tables, columns, tags and subscriptions are names, and do not end
// the quotation that they stand in.
func TestKustoNames(t *testing.T) {
	hub, cloud, _ := startHub(t)
	for _, odd := range []string{`it's "odd" \d`, `'] | take 0 //`, `"; .drop table Costs; "`, "Größe 日本", "line\nbreak\ttab", `trailing\`, "where", "azw_c0", "a()b", `x']()`} {
		path := filepath.Join(t.TempDir(), "odd.csv")
		quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		tags := fmt.Sprintf("{%q: %q}", odd, "v"+odd)
		if err := os.WriteFile(path, []byte("Date,MeterId,MeterCategory,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,SubscriptionId,Tags,"+quoted(odd+" (MeterName)")+",azw_quantity_text,azw_kind\n"+
			"2026-01-05,m,c,1 Hour,2,1,EUR,"+quoted(odd)+","+quoted(tags)+","+quoted(odd)+",7,no\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		hub.Load(t, odd, path, nil)
		out, stderr, code := ran(t, "usage", "rollup", "--kusto", cloud.Kusto+"/Hub", "--table", odd, "--tag", quoted(odd), "--only-subscription", quoted(odd))
		want, _, wantCode := ran(t, "usage", "rollup", path, "--tag", quoted(odd), "--only-subscription", quoted(odd))
		if code != 0 || wantCode != 0 || out != want || !strings.Contains(out, ",2,1,EUR,1,") {
			t.Errorf("%q: %d %s\n%s\nwant\n%s", odd, code, stderr, out, want)
		}
	}
}
