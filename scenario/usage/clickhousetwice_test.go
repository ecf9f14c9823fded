package usage_test

import (
	"strings"
	"testing"

	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
)

// testTwice: usage that is more than once in a table is found, by copies of its rows and
// by what the server will drop; rows that only look alike are not.
func testTwice(t *testing.T, c *clickhousetest.Cluster) {
	const columns = "(Date String, MeterId String, MeterCategory String, UnitOfMeasure String, Quantity String, CostInBillingCurrency String, BillingCurrency String, SubscriptionId String, LoadedAt DateTime, Info String)"
	rows := func(days, month, info string) string {
		return " SELECT concat('2026-01-', toString(10 + number)), 'm', 'c', '1 Hour', '2', '1', 'EUR', 's', now() + " + month + ", '" + info + "' FROM system.numbers LIMIT " + days
	}
	twice := func(table, engine string, inserts ...string) []string {
		t.Helper()
		for i := range c.Servers {
			c.Exec(t, i, "CREATE TABLE usage."+table+"_local "+columns+" ENGINE = "+engine)
		}
		c.Exec(t, 0, "CREATE TABLE usage."+table+" "+columns+" ENGINE = Distributed(shards, usage, "+table+"_local)")
		for i, insert := range inserts {
			c.Exec(t, i%2, "INSERT INTO usage."+table+"_local"+insert)
		}
		im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: warehouse(t, c, table)}, nil)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		return im.Twice
	}
	const merges = "MergeTree ORDER BY tuple()"
	if got := twice("once", merges, rows("5", "1", "a"), rows("5", "1", "b")); len(got) != 0 { // two records of a day
		t.Errorf("found in a sound table: %q", got)
	}
	// Days 10 to 14, then 10 to 16, on another shard: five rows are there again.
	got := twice("todate", merges, rows("5", "1", "a"), rows("7", "86400", "a"))
	if len(got) != 1 || !strings.HasSuffix(got[0], "table todate has 5 rows that are there already, the same in every column but LoadedAt, of a meter of subscription s, 2026-01-10 to 2026-01-14: they are counted again; load each period once") {
		t.Errorf("%q", got)
	}
	// Of one shard's five rows each has a later version, which the server has not put in its place.
	got = twice("versions", "ReplacingMergeTree(LoadedAt) ORDER BY (Date, MeterId)", rows("5", "1", "a"), rows("3", "1", "b"), rows("5", "86400", "later"))
	if len(got) != 1 || !strings.Contains(got[0], "has 13 rows of which the server keeps 8 once its parts are merged (FINAL)") {
		t.Errorf("%q", got)
	}
}
