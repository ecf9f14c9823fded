package usage_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// What is billed in all is the costs and the credits of all kinds:
// 3.34 + 1.79 + 3.34 + 1.79 + 10 + 0.24 + 2 + 15.5 + 1.9 − 0.000001 = 39.899999, less
// 3.34 + 0.179 + 1 + 0.00002 = 4.51902. And it is the same by lines of JSON, an array,
// and Parquet, of typed and nested columns, decimals among them.
func TestGCPShapes(t *testing.T) {
	text, err := os.ReadFile("testdata/gcp-billing/detailed.json")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSpace(string(text)), "\n")[:10] // the last cannot be read
	dir := write(t, map[string]string{
		"lines.json": strings.Join(lines, ""),
		"array.json": "[" + strings.TrimSuffix(strings.ReplaceAll(strings.Join(lines, ""), "\n", ",\n"), ",\n") + "]",
	})
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec("COPY (SELECT * REPLACE (CAST(usage_start_time AS TIMESTAMPTZ) AS usage_start_time, CAST(cost AS DECIMAL(38, 9)) AS cost) FROM read_json('" +
		filepath.Join(dir, "lines.json") + "', format = 'newline_delimited')) TO '" + filepath.Join(dir, "nested.parquet") + "' (FORMAT parquet)")
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	for _, name := range []string{"lines.json", "array.json", "nested.parquet"} {
		im := rollUp(t, usage.Spec{Files: []string{name}, Dir: dir, Tags: []string{"env"}, ByDay: true, ByResource: true})
		sum := money.Zero
		for _, u := range im.Used {
			sum = sum.Add(u.Billed)
		}
		if sum.String() != "35.380979" {
			t.Errorf("%s: %s is billed", name, sum)
		}
		if got := printUsed(im.Used); want == "" {
			want = got
		} else if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

// A record without a cost is of unknown cost, and not free.
func TestGCPWithoutCost(t *testing.T) {
	dir := write(t, map[string]string{"a.csv": `service_description,sku_description,usage_start_time,usage_end_time,project_id,location_region,usage_amount_in_pricing_units,usage_pricing_unit,cost,currency
Compute Engine,N2 Instance Core running in Belgium,2026-05-01 00:00:00 UTC,2026-05-02 00:00:00 UTC,shop,europe-west1,96,hour,,USD
`})
	im := rollUp(t, usage.Spec{Files: []string{"a.csv"}, Dir: dir})
	if len(im.Used) != 1 || im.Used[0].Currency != "" || im.Used[0].Quantity.String() != "96" {
		t.Errorf("%+v", im.Used)
	}
}

// The tags of a part of a shared cost are there where its resource has none.
func TestFOCUSAllocatedAlone(t *testing.T) {
	dir := write(t, map[string]string{"a.csv": `BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ProviderName,BilledCost,BillingCurrency,ConsumedQuantity,ConsumedUnit,SkuId,RegionId,Tags,AllocatedTags
a,2026-05-01T00:00:00Z,2026-05-02T00:00:00Z,Usage,Compute,Google Cloud,1,USD,2,Hours,s,europe-west1,,"{""team"":""web""}"
a,2026-05-01T00:00:00Z,2026-05-02T00:00:00Z,Usage,Compute,Google Cloud,1,USD,2,Hours,s,europe-west1,"{""team"":""all"",""env"":""prod""}","{""team"":""web""}"
`})
	im := rollUp(t, usage.Spec{Files: []string{"a.csv"}, Dir: dir, AllTags: true})
	var got []string
	for _, u := range im.Used {
		got = append(got, fmt.Sprint(u.Tags))
	}
	slices.Sort(got)
	if want := []string{"map[env:prod team:web]", "map[team:web]"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// The tags of an allocated part of a shared cost go before the resource's own. Of the
// file's 12 rows with such tags, two have the same; each row's quantity is under its own
// workload and cost center, as the file's text has it, and under no other.
func TestFOCUSAllocatedTags(t *testing.T) {
	im := rollUp(t, usage.Spec{Files: []string{realdata.File(t, "focus/guymano_gcp_1_3_cost_and_usage_rows100_seed42.csv")}, Tags: []string{"workload", "cost-center"}})
	parts := map[string]money.Decimal{}
	for _, u := range im.Used {
		if w := u.Tags["workload"]; w != "" {
			key := w + " " + u.Tags["cost-center"]
			parts[key] = parts[key].Add(u.Quantity)
		}
	}
	want := map[string]string{
		"analytics cc-1042": "3.3176", "analytics cc-2087": "1.437", "billing cc-1042": "2.8626", "checkout cc-1042": "2.147", "checkout cc-2087": "3.5925", "checkout cc-3110": "1.6385",
		"ingestion cc-1042": "0.6635", "ingestion cc-2087": "1.3108", "search cc-1042": "2.8741", "search cc-2087": "0.6555", "search cc-3110": "2.7062",
	}
	for key, q := range want {
		if got := parts[key].String(); got != q {
			t.Errorf("%s has %s, want %s", key, got, q)
		}
	}
	if len(parts) != len(want) {
		t.Errorf("%d parts, want %d: %v", len(parts), len(want), parts)
	}
}

// Three days of 24 hours: 24 × 0.1955 = 4.692 a day in dollars, 4.117644 in euros.
func TestPartnerCenter(t *testing.T) {
	file := realdata.File(t, "cases/csp-daily-rated-usage/csp.csv")
	for prefer, want := range map[money.Currency]string{"": "12.352932 EUR", "USD": "14.076 USD"} {
		im := rollUp(t, usage.Spec{Files: []string{file}, Prefer: string(prefer)})
		u := im.Used[0]
		if got := u.Billed.String() + " " + string(u.Currency); len(im.Used) != 1 || got != want || u.Quantity.String() != "72" || u.Kind != scenario.Metered {
			t.Errorf("%+v", im.Used)
		}
		if notes := strings.Join(im.Sources[0].Notes, "\n"); !strings.Contains(notes, "partner earned credit that the prices have taken off is 15 percent") {
			t.Errorf("%s", notes)
		}
	}
}
