package usage

import (
	"slices"
	"strconv"
	"strings"
)

// result is a column of a roll-up beside its keys: as text; and, where the engine
// folds, what a day has of its rows, and the text of what a month has of its days, "?".
// Without a month, days of which it differs are not put together.
type result struct{ text, day, month string }

// folds tells whether the engine puts the days of a month together itself.
func (s Spec) folds(d dialect) bool { return s.Days && !s.ByHour && d.List != nil }

// rollup sums the rows up; all that it gives is text. Blanks, case and order are
// left to those who read the groups. Where the engine folds, a group is of a month, and
// a last column has its days.
func (t table) rollup(s Spec, d dialect, how reading) string {
	steps := t.read(s, d, how)
	keys := t.grouping(s, d, steps)
	cycle := len(keys) - 2
	results, more := t.results(s, d, how, steps)
	steps = append(steps, more...)
	var grouped []string
	for _, key := range keys {
		if !isText(key) { // all rows have the same text
			grouped = append(grouped, key)
		}
	}
	by := "GROUP BY " + strings.Join(grouped, ", ")
	if s.folds(d) {
		return t.folded(d, keys, results, func(selected string) string { return d.Query(t.From, steps, 0, selected, by) })
	}
	selected := slices.Clone(keys)
	selected[cycle] = d.String(keys[cycle])
	for _, r := range results {
		selected = append(selected, r.text)
	}
	return d.Query(t.From, steps, 0, strings.Join(selected, ", "), by)
}

// folded puts the days together that a query gives; the last of the keys is the day.
func (t table) folded(d dialect, keys []string, results []result, query func(selected string) string) string {
	var days, months, grouped, names []string
	name := func(expression string) string {
		n := "azw_out_" + strconv.Itoa(len(days))
		days = append(days, expression+" AS "+n)
		return n
	}
	day := ""
	for i, key := range keys {
		n := name(key)
		switch i {
		case len(keys) - 1:
			day = d.String(n)
			months = append(months, "''")
			continue
		case len(keys) - 2: // the month
			months = append(months, d.String(n))
		default:
			months = append(months, n)
		}
		grouped = append(grouped, n)
	}
	for _, r := range results {
		n := name(r.day)
		names = append(names, n)
		if r.month == "" {
			grouped, months = append(grouped, n), append(months, d.String(n))
			continue
		}
		months = append(months, strings.ReplaceAll(r.month, "?", n))
	}
	for _, part := range names[quantityAt : quantityAt+3] {
		day += ", ' ', " + d.String(part)
	}
	months = append(months, d.List("concat("+day+")", names[readAt]+" > 0"))
	return "SELECT " + strings.Join(months, ", ") + " FROM (" + query(strings.Join(days, ", ")) + ") GROUP BY " + strings.Join(grouped, ", ")
}

// grouping are the expressions of the keys, the month and the period last.
func (t table) grouping(s Spec, d dialect, steps []step) (keys []string) {
	for _, key := range append(t.keyNames(s, d), "azw_cycle", "azw_period") {
		none := "''"
		switch {
		case key == "azw_period" && s.folds(d):
			key, none = "azw_day", "NULL"
		case key == "azw_cycle":
			none = "NULL"
		}
		if s.filters() { // what is outside is counted, as one group
			key = "CASE WHEN azw_asked THEN " + key + " ELSE " + none + " END"
		} else if text := constant(steps, key); text != "" {
			key = text
		}
		keys = append(keys, key)
	}
	return keys
}

// Where results have what the days of a month are made of.
const readAt, quantityAt = 1, 3

// results are the columns beside the keys, and the steps that they need.
func (t table) results(s Spec, d dialect, how reading, steps []step) (results []result, more []step) {
	count := func(expression, fold string) result {
		return result{d.String(expression), expression, d.String(fold + "(?)")}
	}
	sum := func(x string) result {
		x = "CASE WHEN azw_counted THEN " + x + " ELSE 0 END"
		return result{d.Sum(x), "sum(" + x + ")", d.Sum("?")}
	}
	outside, until := result{"'0'", "0", "'0'"}, result{"''", "''", "''"}
	if s.filters() {
		outside = count("count(CASE WHEN azw_asked THEN NULL ELSE 1 END)", "sum")
	}
	if constant(steps, "azw_until_text") == "" {
		latest := "max(CASE WHEN azw_counted THEN substr(azw_until_text, 1, 19) ELSE '' END)"
		until = result{latest, latest, "max(?)"}
	}
	stated := count("max(CASE WHEN azw_cost_text <> '' THEN 1 ELSE 0 END)", "")
	stated.month = "" // days with a cost, and days without
	days := d.Days("CASE WHEN azw_counted THEN azw_day END")
	results = []result{
		count("count(*)", "sum"), count("count(CASE WHEN azw_counted THEN 1 END)", "sum"), outside,
		sum("azw_quantity"), sum("azw_quantity_fraction"), sum("azw_quantity_rest"), sum("azw_cost"), sum("azw_cost_fraction"), sum("azw_cost_rest"),
		count("min(CASE WHEN azw_counted THEN azw_day END)", "min"), count("max(CASE WHEN azw_counted THEN azw_day END)", "max"), stated,
		{days, days, d.String("bit_or(CAST(? AS BIGINT))")}, count("max(CASE WHEN azw_counted AND azw_hour NOT IN ('', '00') AND substr(azw_hour, 1, 1) <> ' ' THEN 1 ELSE 0 END)", "max"),
		{d.Least("azw_alike"), "min(azw_alike)", ""}, until,
		count("count(CASE WHEN azw_counted AND azw_cost_text = '' THEN 1 END)", "sum"),
	}
	if s.folds(d) { // one of a day's rows will do
		results[len(results)-3].month = d.List(d.String("?"), "? IS NOT NULL")
	}
	for _, part := range t.Rows.amortizedParts() {
		results = append(results, sum(part), sum(part+"_fraction"), sum(part+"_rest"),
			count("min(CASE WHEN azw_counted AND ("+part+"_text = '' OR "+part+" IS NULL) THEN 0 ELSE 1 END)", "min"))
	}
	if t.Rows.Blocks {
		// Only units such as "10 Hours" and "100K" need it.
		more = append(more, step{name: "azw_several", expression: "azw_counted AND substr(azw_unit, 2, 1) NOT IN ('', ' ', '/') AND substr(azw_unit, 1, 1) IN ('1', '2', '3', '4', '5', '6', '7', '8', '9')"})
		for _, price := range []string{"azw_price_text", "azw_unit_price_text"} {
			results = append(results, count("sum(CASE WHEN azw_several THEN (azw_quantity + azw_quantity_fraction / 1000000000000000000) * "+d.Float(price, how.Number)+" END)", "sum"))
		}
	}
	return results, more
}

// constant is the text that a step is for all rows, as SQL writes it; "" where it is
// not the same for all.
func constant(steps []step, name string) string {
	i := slices.IndexFunc(steps, func(s step) bool { return s.name == name })
	if isText(steps[i].expression) {
		return steps[i].expression
	}
	return ""
}

// isText tells a text of SQL from what is calculated.
func isText(sql string) bool {
	return len(sql) > 1 && strings.Count(sql, "'") == 2 && strings.HasPrefix(sql, "'") && strings.HasSuffix(sql, "'")
}
