package usage

import (
	"fmt"
	"strings"

	"azwhatif/scenario"
)

// table is one source that SQL can read, with the columns it has.
type table struct {
	From    string // what stands behind FROM, columns named as in Columns.Raw
	Columns columns
	Format  *format
	Rows    canonical
}

// reading is how a table's texts are read.
type reading struct {
	Order  string // "mdy", "dmy"; "" where dates such as 02/03/2026 are not settled
	Number numberStyle
}

// or is an expression, or empty text where a format has none.
func or(expression string) string {
	if expression == "" {
		return "''"
	}
	return expression
}

// texts selects a row's canonical columns, all of them text. Line is its
// number among the rows where asked for.
func (t table) texts(s Spec, d dialect) string {
	var b strings.Builder
	r := t.Rows
	b.WriteString("SELECT ")
	for _, c := range []struct{ name, expression string }{
		{"provider", r.Provider}, {"kind", r.Kind}, {"kind_text", r.KindText}, {"day_text", r.Day}, {"subscription", r.Subscription},
		{"meter_id", r.MeterID}, {"category", r.Category}, {"subcategory", r.Subcategory}, {"name", r.Name}, {"unit", r.Unit},
		{"region", r.Region}, {"offer", r.Offer}, {"quantity_text", r.Quantity}, {"cost_text", r.Cost}, {"currency", r.Currency},
		{"service", r.Service}, {"usage_type", r.UsageType}, {"operation", r.Operation}, {"foreign_region", r.ForeignRegion},
		{"foreign_unit", r.ForeignUnit}, {"price_text", r.Price}, {"unit_price_text", r.UnitPrice}, {"line_text", r.Line},
	} {
		fmt.Fprintf(&b, "%s AS %s, ", or(c.expression), c.name)
	}
	fmt.Fprintf(&b, "%s AS agreed_price, %s AS list_price, ", or(choose(s.Prices, r.Agreed)), or(choose(s.Prices, r.List)))
	fmt.Fprintf(&b, "%s AS resource_group, ", or(choose(s.ByGroup, r.Group)))
	fmt.Fprintf(&b, "%s AS resource, %s AS row_resource", or(choose(s.ByResource, r.Resource)), or(r.Resource))
	for i, tag := range t.tags(s, d) {
		fmt.Fprintf(&b, ", %s AS tag_%d", tag, i)
	}
	for i, date := range r.Dates {
		fmt.Fprintf(&b, ", %s AS date_%d", date, i)
	}
	b.WriteString(" FROM (SELECT ")
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.Text(quote(c.Raw), c.Type) + " AS " + quote(c.Name))
	}
	b.WriteString(" FROM " + t.From + ")")
	return b.String()
}

func choose(wanted bool, expression string) string {
	if wanted {
		return expression
	}
	return ""
}

// tags are the tags that are kept: all of a record's in one column, or a
// column each.
func (t table) tags(s Spec, d dialect) []string {
	switch {
	case s.AllTags:
		return []string{or(t.Rows.Tags)}
	case t.Rows.Tag != nil:
		var out []string
		for _, key := range s.Tags {
			out = append(out, t.Rows.Tag(key))
		}
		return out
	}
	var out []string
	for _, key := range s.Tags {
		out = append(out, d.Tag(or(t.Rows.Tags), key))
	}
	return out
}

// read adds to the texts what they mean under a reading: day, numbers, and
// whether the record is outside of what was asked for, or to be refused.
func (t table) read(s Spec, d dialect, how reading, extra string) string {
	var plain, numbers strings.Builder
	for _, name := range []string{"quantity", "cost"} {
		fmt.Fprintf(&plain, ", %s AS %s_plain", d.Plain(name+"_text", how.Number), name)
		whole, fraction, rest := d.Number(name+"_text", name+"_plain", how.Number)
		for _, part := range []struct{ suffix, expression string }{{"", whole}, {"_fraction", fraction}, {"_rest", rest}} {
			fmt.Fprintf(&numbers, ", CASE WHEN %s_text = '' THEN 0 ELSE %s END AS %s%s", name, part.expression, name, part.suffix)
		}
	}
	asked := []string{}
	if len(s.Subscriptions) > 0 {
		var ids []string
		for _, id := range s.Subscriptions {
			ids = append(ids, literal(strings.ToLower(strings.TrimSpace(id))))
		}
		asked = append(asked, "lower(trim(subscription)) IN ("+strings.Join(ids, ", ")+")")
	}
	if s.From != "" {
		asked = append(asked, "(day IS NULL OR day >= CAST("+literal(s.From)+" AS DATE))")
	}
	if s.To != "" {
		asked = append(asked, "(day IS NULL OR day <= CAST("+literal(s.To)+" AS DATE))")
	}
	if len(asked) == 0 {
		asked = []string{"true"}
	}
	return "SELECT *, " + strings.Join(asked, " AND ") + " AS asked, " +
		"day IS NOT NULL AND quantity IS NOT NULL AND cost IS NOT NULL AND kind <> '' AND (quantity_text <> '' OR kind <> " +
		literal(string(scenario.Metered)) + ") AS readable FROM (SELECT *, " + extra + d.Day("day_text", how.Order) + " AS day" + numbers.String() +
		" FROM (SELECT *" + plain.String() + " FROM (" + t.texts(s, d) + ")))"
}

// keys are the columns that rows of one group agree in: those that the format
// has and that were asked for, without the tags.
func (t table) keys(s Spec) []string {
	r := t.Rows
	keys := []string{"kind", "provider"}
	for _, k := range []struct{ name, expression string }{
		{"subscription", r.Subscription}, {"meter_id", r.MeterID}, {"category", r.Category}, {"subcategory", r.Subcategory},
		{"name", r.Name}, {"unit", r.Unit}, {"region", r.Region}, {"offer", r.Offer}, {"currency", r.Currency},
		{"service", r.Service}, {"usage_type", r.UsageType}, {"operation", r.Operation}, {"foreign_region", r.ForeignRegion},
		{"foreign_unit", r.ForeignUnit}, {"resource_group", choose(s.ByGroup, r.Group)}, {"resource", choose(s.ByResource, r.Resource)},
		{"agreed_price", choose(s.Prices, r.Agreed)}, {"list_price", choose(s.Prices, r.List)},
	} {
		if k.expression != "" && k.expression != "''" {
			keys = append(keys, k.name)
		}
	}
	return keys
}

// rollup sums the rows up. Blanks, case and order are left to whoever reads
// the groups.
func (t table) rollup(s Spec, d dialect, how reading) string {
	keys := t.keys(s)
	for i := range t.tags(s, d) {
		keys = append(keys, fmt.Sprintf("tag_%d", i))
	}
	period := "''"
	switch {
	case s.ByHour:
		period = "concat(CAST(day AS VARCHAR), CASE WHEN " + d.Hour("day_text") + " = '' THEN '' ELSE concat('T', " + d.Hour("day_text") + ") END)"
	case s.ByDay:
		period = "CAST(day AS VARCHAR)"
	}
	evidence := "0, 0"
	if t.Rows.Blocks {
		// Only units such as "10 Hours" and "100K" need it.
		of := func(price string) string {
			return "sum(CASE WHEN readable AND asked AND substr(unit, 2, 1) NOT IN ('', ' ', '/') AND substr(unit, 1, 1) IN ('1', '2', '3', '4', '5', '6', '7', '8', '9') THEN " +
				d.Float("quantity_text", how.Number) + " * " + d.Float(price, how.Number) + " END)"
		}
		evidence = of("price_text") + ", " + of("unit_price_text")
	}
	sum := func(x string) string {
		return "CAST(sum(CASE WHEN readable AND asked THEN " + x + " ELSE 0 END) AS VARCHAR)"
	}
	return "SELECT " + strings.Join(keys, ", ") + ", " + d.Cycle("day", s.CycleDay) + " AS cycle, " + period + " AS period, " +
		"count(*), count(CASE WHEN readable AND asked THEN 1 END), count(CASE WHEN asked THEN NULL ELSE 1 END), " +
		strings.Join([]string{sum("quantity"), sum("quantity_fraction"), sum("quantity_rest"), sum("cost"), sum("cost_fraction"), sum("cost_rest")}, ", ") + ", " +
		"CAST(min(CASE WHEN readable AND asked THEN day END) AS VARCHAR), CAST(max(CASE WHEN readable AND asked THEN day END) AS VARCHAR), " +
		"max(CASE WHEN cost_text <> '' THEN 1 ELSE 0 END), " + evidence + ", " +
		d.Days("CASE WHEN readable AND asked THEN day END") + ", max(CASE WHEN readable AND asked THEN substr(day_text, 12, 2) ELSE '' END), " +
		d.Least("readable AND asked", "subscription", "day_text", "meter_id", "usage_type", "row_resource", "quantity_text", "cost_text") +
		" FROM (" + t.read(s, d, how, "") + ") GROUP BY " + strings.Join(keys, ", ") + ", cycle, period"
}

// refused finds the first rows that cannot be read, with the texts that tell
// why. It reads all the columns that the roll-up reads, as does extra: a CSV
// reader refuses a row by what is wrong with the columns it reads.
func (t table) refused(s Spec, d dialect, how reading) (query string, extra int) {
	read := append(t.keys(s), "row_resource")
	for i := range t.tags(s, d) {
		read = append(read, fmt.Sprintf("tag_%d", i))
	}
	if t.Rows.Blocks {
		read = append(read, "price_text", "unit_price_text")
	}
	return fmt.Sprintf("SELECT row_number, line_text, day_text, quantity_text, cost_text, kind, kind_text, day IS NULL, quantity IS NULL, cost IS NULL, %s FROM (%s) WHERE asked AND NOT readable ORDER BY row_number LIMIT %d",
		strings.Join(read, ", "), t.read(s, d, how, "row_number() OVER () AS row_number, "), kept), len(read)
}
