package usage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/scenario"
)

func init() {
	register(&format{
		Name: "rollup",
		// The sums that "usage rollup" writes as CSV, read back: what they are of stands
		// in the columns of RolledHead. A sum is of its days from the first to the last.
		Claims: func(h head) bool {
			return h.Columns.all("month", "provider", "kind", "meterid", "quantity", "billed", "records", "firstday", "lastday")
		},
		Needs: [][]string{{"month"}, {"provider"}, {"kind"}, {"meter_id"}, {"quantity"}, {"billed"}, {"currency"}, {"first_day"}, {"last_day"}},
		Canonical: func(c columns, d dialect) canonical {
			text := func(name string) string { return unguarded(c.text(name), d) }
			azure := c.text("provider") + " = 'Azure'"
			ours := func(name string) string { return "CASE WHEN " + azure + " THEN " + text(name) + " ELSE '' END" }
			theirs := func(name string) string { return "CASE WHEN " + azure + " THEN '' ELSE " + text(name) + " END" }
			var kinds []string
			for _, k := range scenario.RecordKinds {
				kinds = append(kinds, literal(string(k)))
			}
			r := canonical{
				Provider: text("provider"), KindText: "concat(" + c.text("kind") + ", ', in ', " + c.text("records") + ", ' records')",
				Kind:         "CASE WHEN " + c.text("kind") + " IN (" + strings.Join(kinds, ", ") + ") THEN " + c.text("kind") + " ELSE '' END",
				Day:          "CASE WHEN " + c.text("day") + " <> '' THEN " + c.text("day") + " ELSE " + c.text("firstday") + " END",
				Until:        "CASE WHEN " + c.text(rolledUntil) + " <> '' THEN " + c.text(rolledUntil) + " WHEN " + c.text("lastday") + " = '' THEN '' ELSE concat(" + c.text("lastday") + ", 'T23:59:59') END",
				Subscription: text("subscription"), MeterID: ours("meterid"), Category: ours("category"), Subcategory: ours("subcategory"), Name: ours("meter"),
				Unit: ours("unit"), Region: ours("region"), Offer: text("offer"), Group: text("resourcegroup"), Resource: text("resource"),
				Quantity: c.text("quantity"), Cost: c.text("billed"), Currency: c.text("currency"),
				Benefit: text("benefit"), Amortized: c.text("amortized"), Pays: c.text("pays"),
				Service: theirs("category"), UsageType: theirs("meter"), Operation: theirs("subcategory"), ForeignRegion: theirs("region"), ForeignUnit: theirs("unit"),
			}
			if r.Blocks = c.has(evenOut(rolledPrice)); r.Blocks {
				r.Price, r.UnitPrice = c.text(evenOut(rolledPrice)), c.text(evenOut(rolledUnitPrice))
			}
			r.tagColumns(c, d, text, rolledTag)
			return r
		},
	})
}

// rolledTag stands before a tag's key in the name of its column.
const rolledTag = "tag:"

// What a printed query gives beside: when the last of the periods ends, and the mean prices
// that the quantity has, by which the quantity of a unit such as "10 Hours" is settled.
const rolledUntil, rolledPrice, rolledUnitPrice = "until", "price", "unit_price"

// rolledUp are the columns of a sum, without its tags.
var rolledUp = []string{"month", "day", "provider", "subscription", "kind", "meter_id", "category", "subcategory", "meter", "region", "resource_group", "resource",
	"unit", "quantity", "billed", "currency", "records", "first_day", "last_day", "offer", "benefit", "amortized", "pays"}

// RolledHead are the columns of sums as usage rollup writes them, with one for each tag.
func RolledHead(tags []string) []string {
	head := slices.Clone(rolledUp)
	for _, t := range tags {
		head = append(head, rolledTag+t)
	}
	return head
}

// RolledRow are the values of a sum in the columns of RolledHead. Of another
// cloud's usage the category is the service, the subcategory the operation and the meter
// the usage type. It can be read back, and gives the same figures.
func RolledRow(u scenario.Used, tags []string) []string {
	m := u.Meter
	row := []string{u.Month.String(), u.Day, u.Provider, u.Subscription, string(u.Kind), string(m.ID), m.Category, m.Subcategory, m.Name, string(m.Region), u.Group, u.Resource, m.Unit.String()}
	if f := u.Foreign; f != (scenario.Foreign{}) {
		row[6], row[7], row[8], row[9], row[12] = f.Service, f.Operation, f.UsageType, f.Region, f.Unit
	}
	for i, text := range row {
		row[i] = guarded(text)
	}
	month := u.Month.Start().Format(time.DateOnly) // of what has no day, such as the fees of a month
	first, last := cmp.Or(u.First, u.Day, month), cmp.Or(u.Last, u.Day, month)
	billed, amortized, pays := "", "", ""
	if u.Currency != "" {
		billed = u.Billed.String()
	}
	if u.Amortized.Known {
		amortized = u.Amortized.Cost.String()
	}
	switch {
	case u.Pays > 0 && u.Term > 0 && u.Pays != u.Term:
		pays = fmt.Sprint(u.Pays, ofTerm, u.Term)
	case u.Pays > 0:
		pays = fmt.Sprint(u.Pays)
	}
	row = append(row, u.Quantity.String(), billed, string(u.Currency), fmt.Sprint(u.Records), first, last, guarded(string(u.Offer)), guarded(u.Benefit), amortized, pays)
	for _, t := range tags {
		row = append(row, guarded(u.Tags[t]))
	}
	return row
}

// formulas are what a text begins with that a spreadsheet may take for a formula, and the
// sign that keeps it from that.
const formulas = "=+-@\t\r'"

// guarded keeps a spreadsheet from taking a text for a formula, unguarded is the SQL of the
// text again.
func guarded(s string) string {
	if s != "" && strings.ContainsRune(formulas, rune(s[0])) {
		return "'" + s
	}
	return s
}

func unguarded(sql string, d dialect) string {
	var first []string
	for _, sign := range formulas {
		first = append(first, d.Literal(string(sign)))
	}
	return "CASE WHEN substr(" + sql + ", 1, 1) = " + d.Literal("'") + " AND substr(" + sql + ", 2, 1) IN (" + strings.Join(first, ", ") + ") THEN substr(" + sql + ", 2) ELSE " + sql + " END"
}
