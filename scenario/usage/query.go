package usage

import (
	"context"
	"fmt"
	"slices"
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

// texts are the steps to a row's canonical columns, all of them text: azw_unit
// and so on.
func (t table) texts(s Spec, d dialect) []step {
	var steps []step
	for _, c := range t.Columns {
		steps = append(steps, step{name: t.Columns.sql(c.Name), expression: d.Text(d.Quote(c.Raw), c.Type)})
	}
	r := t.Rows.inCurrency(s.Prefer, d)
	for _, c := range []struct{ name, expression string }{
		{"provider", r.Provider}, {"kind", r.Kind}, {"kind_text", r.KindText}, {"day_text", r.Day}, {"subscription", r.Subscription},
		{"meter_id", r.MeterID}, {"category", r.Category}, {"subcategory", r.Subcategory}, {"name", r.Name}, {"unit", r.Unit},
		{"region", r.Region}, {"offer", r.Offer}, {"quantity_text", r.Quantity}, {"cost_text", r.Cost}, {"currency", r.Currency},
		{"benefit", ofBenefit(r.Benefit)}, {"amortized_text", ofBenefit(r.Amortized)}, {"more_text", ofBenefit(r.AmortizedMore)}, {"pays", ofBenefit(r.Pays)},
		{"service", r.Service}, {"usage_type", r.UsageType}, {"operation", r.Operation}, {"foreign_region", r.ForeignRegion},
		{"foreign_unit", r.ForeignUnit}, {"price_text", r.Price}, {"unit_price_text", r.UnitPrice}, {"line_text", r.Line}, {"until_text", r.Until},
		{"resource_group", choose(s.ByGroup, r.Group)}, {"resource", choose(s.ByResource, r.Resource)},
		{"row_resource", r.Resource}, {"as_priced", r.AsPriced}, {"agreed_price", choose(s.Prices, r.Agreed)}, {"list_price", choose(s.Prices, r.List)},
	} {
		steps = append(steps, step{name: "azw_" + c.name, expression: or(c.expression), once: c.name == "kind"})
	}
	for i, tag := range t.tags(s, d) {
		steps = append(steps, step{name: fmt.Sprintf("azw_tag_%d", i), expression: tag})
	}
	for i, date := range r.Dates {
		steps = append(steps, step{name: fmt.Sprintf("azw_date_%d", i), expression: date})
	}
	return steps
}

// benefitKinds are the kinds of what reservations and savings plans have to do with.
const benefitKinds = "('" + string(scenario.CoveredUsage) + "', '" + string(scenario.Unused) + "', '" + string(scenario.Purchase) + "', '" + string(scenario.Adjustment) + "')"

// ofBenefit is a text of rows of those kinds only.
func ofBenefit(expression string) string {
	if expression == "" || expression == "''" {
		return ""
	}
	return "CASE WHEN azw_kind IN " + benefitKinds + " THEN " + expression + " ELSE '' END"
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
// whether the record is within what was asked for, and can be read.
func (t table) read(s Spec, d dialect, how reading) []step {
	steps := slices.Concat(t.texts(s, d), d.Number("azw_quantity", how.Number), d.Number("azw_cost", how.Number), t.amortized(d, how), d.Day(how.Order))
	steps = append(steps,
		t.asked(s, d),
		step{name: "azw_readable", expression: "azw_day IS NOT NULL AND azw_quantity IS NOT NULL AND azw_cost IS NOT NULL AND azw_kind <> '' AND (azw_quantity_text <> '' OR azw_kind NOT IN (" +
			literal(string(scenario.Metered)) + ", " + literal(string(scenario.CoveredUsage)) + "))"},
		step{name: "azw_counted", expression: "azw_readable AND azw_asked"},
		step{name: "azw_hour", expression: "substr(azw_day_text, 12, 2)"},
		step{name: "azw_cycle", expression: d.Cycle("azw_day", s.CycleDay)},
		step{name: "azw_period", expression: t.period(s, d)},
	)
	if d.Alike != nil {
		steps = append(steps, step{name: "azw_alike", expression: "CASE WHEN azw_counted THEN " + d.Alike(alike...) + " END"})
	}
	if s.filters() && d.Lazy {
		return askedFirst(steps)
	}
	return steps
}

// asked tells whether a row is asked for.
func (t table) asked(s Spec, d dialect) step {
	asked := []string{}
	if len(s.Subscriptions) > 0 {
		var ids []string
		for _, id := range s.Subscriptions {
			ids = append(ids, d.Literal(strings.ToLower(strings.TrimSpace(id))))
		}
		asked = append(asked, "lower("+d.Trim("azw_subscription")+") IN ("+strings.Join(ids, ", ")+")")
	}
	if s.From != "" {
		asked = append(asked, "coalesce(azw_day, "+d.Date(s.From)+") >= "+d.Date(s.From))
	}
	if s.To != "" {
		asked = append(asked, "coalesce(azw_day, "+d.Date(s.To)+") <= "+d.Date(s.To))
	}
	if len(asked) == 0 {
		asked = []string{"1 = 1"}
	}
	return step{name: "azw_asked", expression: strings.Join(asked, " AND ")}
}

// askedFirst has a row looked at no further where it is not asked for: what its day
// and subscription do not need is NULL then.
func askedFirst(steps []step) []step {
	first := needed(steps, "azw_asked")
	out := slices.Clone(first)
	for _, s := range steps {
		if !slices.ContainsFunc(first, func(f step) bool { return f.name == s.name }) {
			s.expression = "CASE WHEN azw_asked THEN " + s.expression + " END"
			out = append(out, s)
		}
	}
	return out
}

// outside counts the rows, and tells whether none of them is asked for: of a Parquet
// file that is known from the columns of days and subscriptions alone.
func (t table) outside(ctx context.Context, db database, s Spec, how reading) (rows int64, all bool, err error) {
	var asked int64
	d := db.dialect()
	err = db.query(ctx, d.Query(t.From, t.read(s, d, how), 0, d.String("count(*)")+", "+d.String("count(CASE WHEN azw_asked THEN 1 END)"), ""), func(row []string) error {
		return parseCounts(row, &rows, &asked)
	})
	return rows, asked == 0, err
}

// amortized reads the part of a benefit's cost that a row carries, where the
// format has it. What is no number is not known; the row counts all the same.
func (t table) amortized(d dialect, how reading) []step {
	if t.Rows.Amortized == "" {
		return nil
	}
	steps := d.Number("azw_amortized", how.Number)
	if t.Rows.AmortizedMore != "" {
		steps = append(steps, d.Number("azw_more", how.Number)...)
	}
	return steps
}

// amortizedParts are the numbers that are added up to it.
func (r canonical) amortizedParts() []string {
	switch {
	case r.Amortized == "":
		return nil
	case r.AmortizedMore == "":
		return []string{"azw_amortized"}
	}
	return []string{"azw_amortized", "azw_more"}
}

// period is the text of the day or the hour, where asked for.
func (t table) period(s Spec, d dialect) string {
	switch day := d.String("azw_day"); {
	case s.ByHour:
		hour := d.Hour("azw_day_text")
		return "concat(" + day + ", CASE WHEN azw_day IS NULL OR " + hour + " = '' THEN '' ELSE concat('T', " + hour + ") END)"
	case s.ByDay:
		return day
	}
	return "''"
}

// keys are the columns that rows of one group agree in: those that the format
// has and that were asked for, without the tags.
func (t table) keys(s Spec) []string {
	r := t.Rows
	keys := []string{"kind"}
	for _, k := range []struct{ name, expression string }{
		{"provider", r.Provider},
		{"subscription", r.Subscription}, {"meter_id", r.MeterID}, {"category", r.Category}, {"subcategory", r.Subcategory},
		{"name", r.Name}, {"unit", r.Unit}, {"region", r.Region}, {"offer", r.Offer}, {"currency", r.Currency}, {"benefit", r.Benefit}, {"pays", r.Pays},
		{"service", r.Service}, {"usage_type", r.UsageType}, {"operation", r.Operation}, {"foreign_region", r.ForeignRegion},
		{"foreign_unit", r.ForeignUnit}, {"resource_group", choose(s.ByGroup, r.Group)}, {"resource", choose(s.ByResource, r.Resource)},
		{"agreed_price", choose(s.Prices, r.Agreed)}, {"list_price", choose(s.Prices, r.List)},
		{"as_priced", r.inCurrency(s.Prefer, duckDB).AsPriced},
	} {
		if k.expression != "" && k.expression != "''" {
			keys = append(keys, k.name)
		}
	}
	return keys
}

// keyNames are the keys and tags as SQL names them.
func (t table) keyNames(s Spec, d dialect) []string {
	var names []string
	for _, key := range t.keys(s) {
		names = append(names, "azw_"+key)
	}
	for i := range t.tags(s, d) {
		names = append(names, fmt.Sprintf("azw_tag_%d", i))
	}
	return names
}

// alike are what two files' rows agree in where they are the same, however each file
// writes it: 24.0 is 24, and midnight is no hour. Only rows of one meter and subscription
// are compared.
var alike = []string{
	"azw_day", "CASE WHEN azw_hour = '00' THEN '' ELSE azw_hour END",
	"lower(azw_row_resource)", "azw_quantity", "azw_quantity_fraction", "azw_cost", "azw_cost_fraction",
}

// refused finds the first rows that cannot be read, with the texts that tell
// why. It reads all the columns that the roll-up reads: a CSV reader refuses a
// row by what is wrong with the columns it reads.
func (t table) refused(s Spec, d dialect, how reading) string {
	read := append(t.keyNames(s, d), "azw_row_resource", "azw_until_text")
	if t.Rows.Blocks {
		read = append(read, "azw_price_text", "azw_unit_price_text")
	}
	steps := append(t.read(s, d, how), step{name: "azw_row", expression: "row_number() OVER ()"})
	return d.Query(t.From, steps, 0, "azw_row, azw_line_text, azw_day_text, azw_quantity_text, azw_cost_text, azw_kind, azw_kind_text, azw_day IS NULL, azw_quantity IS NULL, azw_cost IS NULL, "+
		strings.Join(read, ", "), fmt.Sprintf("WHERE azw_asked AND NOT azw_readable ORDER BY azw_row LIMIT %d", kept))
}
