package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
)

// Names of tables, columns, formats, tags, subscriptions and days are names,
// with any characters in them: a real server runs no more than the one query.
func testInjection(t *testing.T, c *clickhousetest.Cluster) {
	const columns = "(Date String, MeterId String, MeterCategory String, UnitOfMeasure String, Quantity String, CostInBillingCurrency String, BillingCurrency String, Tags String, SubscriptionId String"
	quoted := func(name string) string {
		return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(name) + "`"
	}
	odd := []string{
		"t; DROP TABLE kept", "t`; DROP TABLE kept; --", "t' OR '1'='1", `t\`, "t\\`x", `t"x`, "t) UNION ALL SELECT 1 --", "{t:Identifier}", "t -- x", "t/*x*/", "Größe 日本",
	}
	c.Exec(t, 0, "CREATE TABLE usage.kept "+columns+") ENGINE = Memory")
	c.Exec(t, 0, "INSERT INTO usage.kept SELECT '2026-01-05', 'm', 'c', '1 Hour', '2', '1', 'EUR', '{}', 's' FROM system.numbers LIMIT 3")
	rollUp := func(table string, s usage.Spec) (int64, error) {
		s.Warehouse = warehouse(t, c, table)
		im, err := usage.RollUp(t.Context(), s, nil)
		if err != nil {
			return 0, err
		}
		return im.Sources[0].Metered, nil
	}
	for i, name := range odd {
		// a table and a column of the name, and rows with it as a tag
		table := "usage." + quoted(name)
		c.Exec(t, 0, "CREATE TABLE "+table+" "+columns+", "+quoted(name+" (MeterName)")+" String) ENGINE = Memory")
		tag := fmt.Sprintf("{%q: %q}", "k"+name, "v"+name)
		literal := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace
		c.Exec(t, 0, "INSERT INTO "+table+" SELECT '2026-01-05', 'm', 'c', '1 Hour', '2', '1', 'EUR', '"+literal(tag)+"', '"+literal(name)+"', '"+literal(name)+"'")
		if n, err := rollUp(name, usage.Spec{Tags: []string{"k" + name}, Subscriptions: []string{name}}); err != nil || n != 1 {
			t.Errorf("%d, %s: %d rows, %v", i, name, n, err)
		}
		if n, err := rollUp("kept", usage.Spec{Tags: []string{name, name + "'"}, Subscriptions: []string{name}}); err != nil || n != 0 {
			t.Errorf("%s as a tag: %d rows, %v", name, n, err)
		}
		if _, err := rollUp("kept", usage.Spec{Format: name}); err == nil || !strings.Contains(err.Error(), "is not a usage format") {
			t.Errorf("%s as a format: %v", name, err)
		}
		if _, err := rollUp("kept", usage.Spec{From: "2026-01-01' OR '1'='1", To: name}); err == nil || !strings.Contains(err.Error(), "is not a day") {
			t.Errorf("%s as a day: %v", name, err)
		}
		if _, err := rollUp("none"+name, usage.Spec{}); err == nil {
			t.Errorf("none%s is a table", name)
		}
	}
	if n, err := rollUp("kept", usage.Spec{}); err != nil || n != 3 {
		t.Errorf("what was there has %d rows, %v", n, err)
	}
}
