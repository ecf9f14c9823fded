package mapping_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"

	_ "github.com/duckdb/duckdb-go/v2"
)

type item struct{ ProductName, MeterName, UnitOfMeasure string }

func retail(t *testing.T, name string) (items map[string]item) {
	t.Helper()
	data, err := os.ReadFile(realdata.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &items); err != nil {
		t.Fatal(err)
	}
	return items
}

// record is one line of a report, or the sum of several.
func record(t *testing.T, kind, service, usageType, operation, region, unit, quantity, billed string, records int64) scenario.Used {
	t.Helper()
	kinds := map[string]scenario.RecordKind{"Usage": scenario.Metered, "DiscountedUsage": scenario.CoveredUsage, "RIFee": scenario.Purchase}
	return scenario.Used{
		Provider: "AWS", Kind: kinds[kind], Month: october, Currency: "USD", Records: records,
		Foreign:  scenario.Foreign{Service: service, UsageType: usageType, Operation: operation, Region: region, Unit: unit},
		Quantity: money.MustParse(quantity), Billed: money.MustParse(billed),
	}
}

// query rolls a file up, with columns in the order of record.
func query(t *testing.T, q, file string) (all []scenario.Used) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(strings.Replace(q, "FILE", "'"+realdata.File(t, file)+"'", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s [8]string
		var n int64
		if err := rows.Scan(&s[0], &s[1], &s[2], &s[3], &s[4], &s[5], &s[6], &s[7], &n); err != nil {
			t.Fatal(err)
		}
		all = append(all, record(t, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], n))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// printed shows the coverage and what is left, and gives the share of the cost.
func printed(t *testing.T, r mapping.Result) float64 {
	t.Helper()
	var share float64
	for _, c := range r.Coverage() {
		cost, _ := c.ByCost()
		records, _ := c.ByRecords()
		t.Logf("%s: mapped %s, skipped %s, unmapped %s: %s %% by cost, %s %% by records", c.Currency, c.Mapped, c.Skipped, c.Unmapped, cost.Round(1), records.Round(1))
		share = cost.Float64()
	}
	for _, l := range r.Unmapped[:min(len(r.Unmapped), 15)] {
		t.Logf("%s %s %s %s: %s", l.Used.Billed.Round(4), l.Used.Foreign.Service, l.Used.Foreign.UsageType, l.Used.Foreign.Operation, l.Reason)
	}
	return share
}

// TestRealParquet maps a report of October 2018, of 119,307 rows. Of its 3,915
// USD of usage, 2,389 are Glue, which is not mapped, nor are IOPS of databases.
func TestRealParquet(t *testing.T) {
	all := query(t, `select line_item_line_item_type, line_item_product_code, line_item_usage_type, coalesce(line_item_operation, ''),
		coalesce(product_region, ''), coalesce(pricing_unit, ''), sum(line_item_usage_amount::decimal(38,10))::varchar,
		sum(line_item_unblended_cost::decimal(38,10))::varchar, count(*) from FILE group by 1, 2, 3, 4, 5, 6 order by all`,
		"aws_cur/Oct2018-WorkshopCUR-00001.snappy.parquet")
	r := mapping.AWS().Map(all)
	if cost := printed(t, r); cost < 32 {
		t.Errorf("%.1f %% of the cost is covered", cost)
	}
	if len(r.Aside) == 0 {
		t.Error("the fees of reservations are not set aside")
	}
	var done, used money.Decimal
	common := []string{"AmazonEC2", "AmazonS3"}
	var compute []scenario.Used
	for _, u := range all {
		used = used.Add(u.Billed)
		if slices.Contains(common, u.Foreign.Service) {
			compute = append(compute, u)
		}
	}
	for _, m := range r.Mapped {
		done = done.Add(m.Used.Billed)
	}
	for _, l := range slices.Concat(r.Skipped, r.Unmapped) {
		done = done.Add(l.Used.Billed)
	}
	for _, u := range r.Aside {
		done = done.Add(u.Billed)
	}
	if !done.Equal(used) {
		t.Errorf("%s of %s billed is accounted for", done, used)
	}
	t.Log("EC2 and S3 alone:")
	if cost := printed(t, mapping.AWS().Map(compute)); cost < 99 {
		t.Errorf("%.1f %% of the cost of EC2 and S3 is covered", cost)
	}
}

// TestRealFOCUS maps the AWS rows of a FOCUS 1.0 file, which has descriptions
// and no usage types.
func TestRealFOCUS(t *testing.T) {
	all := query(t, `select 'Usage', ServiceName, ChargeDescription, '', RegionId, ConsumedUnit,
		sum(ConsumedQuantity::decimal(38,10))::varchar, sum(BilledCost::decimal(38,10))::varchar, count(*)
		from read_csv(FILE, all_varchar = true, nullstr = 'NULL') where ProviderName = 'AWS' and ChargeCategory = 'Usage'
		and PricingCategory = 'Standard' and ConsumedQuantity is not null group by all order by all`, "focus/focus_sample_1.0_1000.csv")
	r := mapping.AWS().Map(all)
	if cost := printed(t, r); cost < 30 {
		t.Errorf("%.1f %% of the cost is covered", cost)
	}
}
