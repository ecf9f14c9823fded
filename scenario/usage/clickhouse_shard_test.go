package usage_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
)

// numbersTable makes a Distributed table of many rows a server, without files.
func numbersTable(t testing.TB, c *clickhousetest.Cluster, rows string) {
	const columns = "(Date String, MeterId String, MeterCategory String, UnitOfMeasure String, Quantity String, CostInBillingCurrency String, BillingCurrency String)"
	for i := range c.Servers {
		c.Exec(t, i, "CREATE TABLE usage.many_local "+columns+" ENGINE = MergeTree ORDER BY tuple()")
		c.Exec(t, i, "INSERT INTO usage.many_local SELECT '2026-01-05', 'm', 'c', '1 Hour', concat('0.', toString(number)), '1', 'EUR' FROM system.numbers LIMIT "+rows)
	}
	c.Exec(t, 0, "CREATE TABLE usage.many "+columns+" ENGINE = Distributed(shards, usage, many_local)")
}

// A shard that is down is an error that names it, under all settings
// of the user for shards that are down.
func TestClickHouseShardDown(t *testing.T) {
	t.Parallel()
	c := clickhousetest.Start(t, 3)
	numbersTable(t, c, "1000")
	one := warehouse(t, c, "many")
	lax, reader := *one, *one
	lax.User, reader.User = "lax", "reader"
	for _, at := range []*usage.Warehouse{one, &lax} {
		im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at, Format: "azure-cost"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s := im.Sources[0]; s.Metered != 3000 || im.Used[0].Billed.String() != "3000" { // 3 × 1000 × 1
			t.Errorf("%+v, billed %s", s, im.Used[0].Billed)
		}
	}
	// One who may only read cannot state a setting, and need not, but where the
	// user's own would leave rows out.
	im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: &reader}, nil)
	if err != nil || im.Sources[0].Metered != 3000 || !strings.Contains(strings.Join(im.Sources[0].Notes, "\n"), "the user may only read") {
		t.Errorf("%+v %v", im, err)
	}
	laxReader := *one
	laxReader.User = "laxreader"
	if _, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: &laxReader}, nil); err == nil || !strings.Contains(err.Error(), "skip_unavailable_shards = 1") || !strings.Contains(err.Error(), "readonly") {
		t.Error(err)
	}
	c.Servers[2].Kill()
	for _, at := range []*usage.Warehouse{one, &lax} {
		im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at, Format: "azure-cost"}, nil)
		if im != nil || err == nil || !strings.Contains(err.Error(), "shard "+c.Servers[2].Address+" does not answer") || strings.Contains(err.Error(), clickhousetest.Password) {
			t.Errorf("%v %v, want %s", im, err, c.Servers[2].Address)
		}
	}
	c.Servers[0].Kill()
	_, err = usage.RollUp(t.Context(), usage.Spec{Warehouse: one}, nil)
	if err == nil || !strings.Contains(err.Error(), c.Servers[0].Address) || !strings.Contains(err.Error(), "refused") {
		t.Error(err)
	}
}

// A shard that hangs is told of, and is an error after a while; a stop is not
// held by it.
func TestClickHouseShardHangs(t *testing.T) {
	t.Parallel()
	c := clickhousetest.Start(t, 2)
	numbersTable(t, c, "1000")
	at := warehouse(t, c, "many")
	c.Servers[1].Hang(t)
	at.Quiet = 12 * time.Second
	var words []string
	at.Tell = func(s string) { words = append(words, s) }
	began := time.Now()
	_, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at, Format: "azure-cost"}, nil)
	if err == nil || !strings.Contains(err.Error(), "nothing more was read for 12s") || time.Since(began) > time.Minute {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
	if len(words) != 1 || !strings.Contains(words[0], "table many: waiting; 1000 rows are read, and nothing more for 10s (given up after 12s)") {
		t.Errorf("told: %q", words)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	began = time.Now()
	if _, err := usage.RollUp(ctx, usage.Spec{Warehouse: at}, nil); err != context.Canceled || time.Since(began) > 10*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

// A shard that dies under a query is an error, and so is a stop.
func TestClickHouseShardDies(t *testing.T) {
	t.Parallel()
	c := clickhousetest.Start(t, 3)
	numbersTable(t, c, "2000000")
	at := warehouse(t, c, "many")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := usage.RollUp(ctx, usage.Spec{Warehouse: at}, nil)
		done <- err
	}()
	c.AwaitQuery(t, 1, true)
	cancel()
	if err := <-done; err != context.Canceled {
		t.Error(err)
	}
	c.AwaitQuery(t, 1, false)
	go func() {
		im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at, ByDay: true}, nil)
		if im != nil {
			t.Errorf("a total of %d rows", im.Sources[0].Rows)
		}
		done <- err
	}()
	c.AwaitQuery(t, 1, true)
	c.Servers[1].Kill()
	if err := <-done; err == nil || !strings.Contains(err.Error(), "shard "+c.Servers[1].Address) {
		t.Errorf("%v, want %s", err, c.Servers[1].Address)
	}
}

// What is wrong with a table or with who asks is said, without the password.
func testRefuses(t *testing.T, c *clickhousetest.Cluster) {
	c.Exec(t, 0, "CREATE TABLE usage.bad (Date Date, MeterId String, `x` Float64) ENGINE = Memory")
	c.Exec(t, 0, "CREATE TABLE usage.slashed (Date String, MeterId String, MeterCategory String, UnitOfMeasure String, Quantity String) ENGINE = Memory")
	c.Exec(t, 0, "INSERT INTO usage.slashed SELECT '02/03/2026', 'm', 'c', '1 Hour', '1'")
	c.Exec(t, 0, "CREATE TABLE usage.faults AS usage.slashed ENGINE = Memory")
	c.Exec(t, 0, "INSERT INTO usage.faults SELECT '2026-02-03', 'm', 'c', '1 Hour', 'many' FROM system.numbers LIMIT 2")
	c.Exec(t, 0, "INSERT INTO usage.faults SELECT 'NULL', 'm', 'c', '1 Hour', '1'")
	run := func(table, format string, limit int) error {
		_, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: warehouse(t, c, table), Format: format, MaxRefused: limit}, nil)
		return err
	}
	for _, x := range []struct {
		table, format string
		limit         int
		want          string
	}{
		{"none", "focus", 0, "usage.none doesn't exist"},
		{"bad", "azure-cost", 0, "table bad: no column MeterCategory, nor Quantity or UsageQuantity, nor UnitOfMeasure or Unit, which azure-cost needs; the columns are date, meterid, x"},
		{"bad", "", 0, "no column MeterCategory"},
		{"bad", "azure-consumption", 0, "format azure-consumption is of files, not of tables"},
		{"slashed", "azure-cost", 0, "state the date order (mdy or dmy)"},
		{"faults", "azure-cost", 2, `3 rows cannot be read, more than the 2 that may be refused: the first here quantity "many" is not a number`},
	} {
		if err := run(x.table, x.format, x.limit); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v\nwant %s", x.table, err, x.want)
		}
	}
	at := warehouse(t, c, "faults")
	im, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(im.Sources[0].Refusal) != 2 || im.Sources[0].Refusal[0].Rows != 2 || im.Sources[0].Refusal[1].Reason != "has no date" {
		t.Errorf("%+v", im.Sources)
	}
	at.Password = "another-p4ss"
	if _, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: at}, nil); err == nil || strings.Contains(err.Error(), "another-p4ss") || !strings.Contains(err.Error(), "assword") {
		t.Error(err)
	}
}

// Columns of types are read as texts are.
func testTypes(t *testing.T, c *clickhousetest.Cluster) {
	dir := write(t, map[string]string{"x.csv": "Date,MeterId,MeterCategory,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,Tags\n" +
		"2026-01-31,m,c,1 Hour,0.1,1.25,EUR,\"{\"\"env\"\":\"\"prod\"\"}\"\n2026-02-01,m,c,1 Hour,2.5,-0.00000001,EUR,\n2026-02-01,m,d,1 Hour,1e-7,3,EUR,\n"})
	c.Load(t, "typed", map[string]string{"Date": "Date", "MeterId": "Nullable(String)", "MeterCategory": "LowCardinality(String)", "Quantity": "Float64", "CostInBillingCurrency": "Nullable(Decimal(38, 10))"}, dir+"/x.csv")
	text, err := os.ReadFile(dir + "/x.csv")
	if err != nil {
		t.Fatal(err)
	}
	moments := write(t, map[string]string{"x.csv": strings.NewReplacer("2026-01-31", "2026-01-30 19:00:00", "2026-02-01", "2026-02-01 00:00:00").Replace(string(text))})
	c.Load(t, "moments", map[string]string{"Date": "DateTime", "Quantity": "Float64"}, moments+"/x.csv") // in New York's time
	want := rollUp(t, usage.Spec{Files: []string{dir + "/x.csv"}, Tags: []string{"env"}})
	for table, note := range map[string]string{"typed": "column Quantity is of type Float64, which rounds", "moments": "column Date has moments: each counts for its day in UTC"} {
		got, err := usage.RollUp(t.Context(), usage.Spec{Warehouse: warehouse(t, c, table), Tags: []string{"env"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if printUsed(got.Used) != printUsed(want.Used) {
			t.Errorf("%s:\n%s", table, differences(printUsed(want.Used), printUsed(got.Used)))
		}
		if !strings.Contains(strings.Join(got.Sources[0].Notes, "\n"), note) {
			t.Errorf("%s: %q, want %q", table, got.Sources[0].Notes, note)
		}
	}
}
