package usage

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/scenario"
)

// Query is a roll-up for a team that runs it itself, on a table of one of the formats.
type Query struct {
	Dialect string   // one of Dialects
	Table   string   // as the engine's SQL names it, quoted where it has to be
	Columns []Column // of the table
	Spec    Spec     // Format, Tags, ByDay, ByGroup, ByResource, From, To, Subscriptions and DateOrder count
}

// sqlDialect is what printed SQL says in an engine's own way.
type sqlDialect struct {
	dialect
	// Decimal is a number's text as DECIMAL(38,18), Days are the steps to azw_day. The
	// query fails where a text is none, and names it: a row is never left out in silence.
	Decimal func(text string) string
	Days    func(order string) []step
	// Marks is of an engine whose queries cannot fail so: what cannot be read is NULL, and
	// the kind of the row says why, by which the sum is refused where it is read.
	Marks bool
	// Select selects from steps over a table, a line each, and gives what is selected its
	// names.
	Select func(from string, steps []step, selected []selected, tail string) string
}

// selected is an expression with its name, and the name that the result has for it.
type selected struct{ expression, name, result string }

var sqlDialects = map[string]sqlDialect{"clickhouse": printedClickHouse, "kusto": printedKusto, "spark": spark, "trino": trino}

// Dialects are the engines that SQL is printed for, sorted.
func Dialects() []string { return slices.Sorted(maps.Keys(sqlDialects)) }

// SQL is the text of a query that sums a table up, in the columns of RolledHead: what it
// gives, saved as CSV with its header, is usage that can be read. It fails on a row that
// cannot be read, and rounds numbers at 18 digits behind the point.
func SQL(q Query) (string, error) {
	d, known := sqlDialects[q.Dialect]
	switch {
	case q.Dialect == "":
		return "", fmt.Errorf("no dialect is named; there are %s", strings.Join(Dialects(), ", "))
	case !known:
		return "", fmt.Errorf("dialect %q is not known; there are %s", q.Dialect, strings.Join(Dialects(), ", "))
	case q.Table == "":
		return "", errors.New("no table to sum up; name it as your engine's SQL does")
	case len(q.Columns) == 0:
		return "", errors.New("the table's columns are not known: give an export of the same columns, or list them as DESCRIBE prints them")
	}
	spec := q.Spec
	spec.Files = []string{q.Table} // which check wants to have
	s, err := spec.check()
	if err != nil {
		return "", err
	}
	if s.CycleDay > 1 || s.ByHour || s.AllTags {
		return "", errors.New("a printed query sums up by calendar months and days, and by the tags that are named")
	}
	var names []string
	for _, c := range q.Columns {
		names = append(names, c.Name)
	}
	cs := newColumns(names)
	for i := range cs {
		cs[i].Raw, cs[i].Type = names[i], q.Columns[i].Type
	}
	f, err := tableFormat(cs, s.Format)
	if err != nil {
		return "", err
	}
	t := table{From: q.Table, Columns: cs, Format: f, Rows: f.Canonical(cs, d.dialect)}
	t.roles(s)
	return t.sql(s, d), nil
}

// The types of columns of days and of tags whose own type is not stated: an engine's text of
// a moment is in the time of its session, and that of a map is no JSON.
const ofDay, ofTags = "day", "tags"

// roles puts these types in place of those that are not stated.
func (t table) roles(s Spec) {
	of := func(kind string, expressions ...string) {
		for _, name := range ownName.FindAllString(strings.Join(expressions, " "), -1) {
			for i, c := range t.Columns {
				if t.Columns.sql(c.Name) == name && untyped(strings.ToLower(c.Type)) {
					t.Columns[i].Type = kind
				}
			}
		}
	}
	tags := []string{t.Rows.Tags}
	if t.Rows.Tag != nil {
		for _, key := range s.Tags {
			tags = append(tags, t.Rows.Tag(key))
		}
	}
	of(ofTags, tags...)
	of(ofDay, t.Rows.Day, t.Rows.Until)
}

// untyped tells the types, in lower case, that are texts or are not stated.
func untyped(kind string) bool {
	return kind == "" || kind == "string" || kind == "varchar" || kind == "text"
}

// sqlColumn is one of what the query gives: a key that rows are summed up by, or a sum.
type sqlColumn struct{ name, key, sum string }

// sql is the text of the query: the steps, their sums, and the names of RolledHead.
func (t table) sql(s Spec, d sqlDialect) string {
	steps := t.sqlSteps(s, d)
	out := t.sqlColumns(s, d)
	var chosen []selected
	var keys, wanted []string
	for i, c := range out {
		name := "azw_out_" + c.name
		if strings.HasPrefix(c.name, rolledTag) {
			name = fmt.Sprintf("azw_out_tag_%d", i-len(rolledUp))
		}
		if c.key != "" {
			steps = append(steps, step{name: name, expression: c.key})
			keys, c.sum = append(keys, name), name
		}
		chosen, wanted = append(chosen, selected{c.sum, name, c.name}), append(wanted, c.sum)
	}
	tail := "WHERE azw_asked\nGROUP BY " + strings.Join(keys, ", ")
	if !s.filters() {
		tail = strings.TrimPrefix(tail, "WHERE azw_asked\n")
	}
	return d.Select(t.From, needed(steps, strings.Join(wanted, ", "), tail), chosen, tail) + "\n"
}

// sqlSteps are the steps to a row's numbers and day.
func (t table) sqlSteps(s Spec, d sqlDialect) []step {
	number := func(name, empty string) step {
		return step{name: name, expression: d.Decimal("CASE WHEN " + name + "_text = '' THEN " + empty + " ELSE " + name + "_text END")}
	}
	steps := append(t.texts(s, d.dialect),
		// Usage needs a quantity: these words are no number.
		number("azw_quantity", "CASE WHEN azw_kind IN ("+literal(string(scenario.Metered))+", "+literal(string(scenario.CoveredUsage))+") THEN 'usage without a quantity' ELSE '0' END"),
		number("azw_cost", "'0'"))
	for _, part := range t.Rows.amortizedParts() {
		steps = append(steps, number(part, "'0'"))
	}
	return slices.Concat(steps, d.Days(s.DateOrder), []step{t.asked(s, d.dialect)})
}

// sqlColumns are those of RolledHead, and what prices and ends of periods show beside.
func (t table) sqlColumns(s Spec, d sqlDialect) []sqlColumn {
	// Of another cloud's usage the service, the operation and the usage type, as RolledRow.
	either := func(ours, theirs string) string {
		return "CASE WHEN azw_provider = 'Azure' THEN azw_" + ours + " ELSE azw_" + theirs + " END"
	}
	day := d.String("azw_day")
	of := map[string]sqlColumn{
		"month": {key: "substr(" + day + ", 1, 7)"}, "day": {key: cmp.Or(choose(s.ByDay, day), "''")},
		"category": {key: either("category", "service")}, "subcategory": {key: either("subcategory", "operation")}, "meter": {key: either("name", "usage_type")},
		"region": {key: either("region", "foreign_region")}, "unit": {key: either("unit", "foreign_unit")},
		"quantity": {sum: d.String("sum(azw_quantity)")},
		"billed":   {sum: "CASE WHEN max(azw_cost_text) = '' THEN '' ELSE " + d.String("sum(azw_cost)") + " END"},
		"records":  {sum: d.String("count(*)")}, "first_day": {sum: d.String("min(azw_day)")}, "last_day": {sum: d.String("max(azw_day)")},
		"amortized": {sum: "''"},
	}
	if d.Marks {
		of["kind"] = sqlColumn{key: "CASE WHEN azw_day IS NULL THEN concat('not a day: ', azw_day_text) WHEN azw_quantity IS NULL THEN concat('not a number: ', azw_quantity_text) " +
			"WHEN azw_cost IS NULL THEN concat('not a number: ', azw_cost_text) ELSE azw_kind END"}
	}
	if parts := t.Rows.amortizedParts(); parts != nil {
		var stated, sums []string
		for _, part := range parts {
			stated, sums = append(stated, part+"_text = '' OR "+part+" IS NULL"), append(sums, part)
		}
		of["amortized"] = sqlColumn{sum: "CASE WHEN max(CASE WHEN " + strings.Join(stated, " OR ") + " THEN 1 ELSE 0 END) = 1 THEN '' ELSE " + d.String("sum("+strings.Join(sums, " + ")+")") + " END"}
	}
	var out []sqlColumn
	for i, name := range RolledHead(s.Tags) {
		c, special := of[name]
		switch {
		case i >= len(rolledUp):
			c = sqlColumn{key: fmt.Sprintf("azw_tag_%d", i-len(rolledUp))}
		case !special:
			c = sqlColumn{key: "azw_" + name}
		}
		c.name = name
		out = append(out, c)
	}
	if t.Rows.Until != "" {
		out = append(out, sqlColumn{name: rolledUntil, sum: "max(substr(azw_until_text, 1, 19))"})
	}
	if t.Rows.Blocks {
		quantity := d.Float("azw_quantity_text", plainNumbers)
		for _, p := range [][2]string{{rolledPrice, "azw_price_text"}, {rolledUnitPrice, "azw_unit_price_text"}} {
			out = append(out, sqlColumn{name: p[0], sum: "CASE WHEN sum(" + quantity + ") = 0.0 THEN '' ELSE " + d.String("sum("+quantity+" * "+d.Float(p[1], plainNumbers)+") / sum("+quantity+")") + " END"})
		}
	}
	return out
}

// isoDay is the day of a text as 2026-03-14; of a text that is none, the text.
func isoDay(text, order string) string {
	part := func(from, n int) string { return fmt.Sprintf("substr(%s, %d, %d)", text, from, n) }
	month, day := part(1, 2), part(4, 2)
	slashed := ""
	switch order {
	case "dmy":
		month, day = day, month
		fallthrough
	case "mdy":
		century := "CASE WHEN " + part(9, 1) + " IN ('', ' ', 'T') THEN '20' ELSE '' END" // of 13/03/26
		year := "CASE WHEN " + part(9, 1) + " IN ('', ' ', 'T') THEN " + part(7, 2) + " ELSE " + part(7, 4) + " END"
		slashed = " WHEN " + part(3, 1) + " IN ('/', '.') AND " + part(6, 1) + " IN ('/', '.') THEN concat(" + century + ", " + year + ", '-', " + month + ", '-', " + day + ")"
	}
	return "CASE WHEN " + part(5, 1) + " = '-' AND " + part(8, 1) + " = '-' THEN " + part(1, 10) + slashed + " ELSE " + text + " END"
}

// sqlLayers selects from steps by a query within a query, those first that others name.
func sqlLayers(quote func(string) string) func(string, []step, []selected, string) string {
	return func(from string, steps []step, chosen []selected, tail string) string {
		for i, layer := range layers(steps) {
			from = "(\nSELECT *,\n  " + lines(layer) + "\nFROM " + from + fmt.Sprintf(") azw_step_%d", i+1)
		}
		return renamed("", from, chosen, tail, quote)
	}
}

// lines are steps, a line each.
func lines(steps []step) string {
	var list []string
	for _, s := range steps {
		list = append(list, s.expression+" AS "+s.name)
	}
	return strings.Join(list, ",\n  ")
}

// renamed selects under our names first: some engines take the name of a result for what it
// is made of.
func renamed(with, from string, chosen []selected, tail string, quote func(string) string) string {
	var inner, outer []string
	for _, c := range chosen {
		if c.expression != c.name {
			c.expression += " AS " + c.name
		}
		inner, outer = append(inner, c.expression), append(outer, c.name+" AS "+quote(c.result))
	}
	return "SELECT\n  " + strings.Join(outer, ",\n  ") + "\nFROM (\n" + with + "SELECT\n  " + strings.Join(inner, ",\n  ") + "\nFROM " + from + "\n" + tail + "\n) azw_sums"
}
