package usage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// group is what the engine gives: the sums of the rows of one file that agree
// in the table's keys, in tags, cycle and period.
type group struct {
	kind, provider, subscription, meterID, category, subcategory, name, unit, region, offer             string
	currency, benefit, pays, service, usageType, operation, foreignRegion, foreignUnit, group, resource string
	asPriced                                                                                            string // "1" where the cost is that in the pricing currency
	agreed, list                                                                                        string // prices

	tags   []string // JSON: a value for each of Spec.Tags, or one object of all
	cycle  int      // the number of the month from the year 0
	period string   // the day or hour, where asked for

	rows, read, outside int64
	quantity, cost      money.Decimal
	amortized           scenario.Amortized
	priced              bool    // a cost is stated
	costless            int64   // of read: records without a cost
	first, last         string  // days
	byPrice, byUnit     float64 // the quantity times the effective price, and times the agreed one
	blocks              bool    // canonical.Blocks
	unsure              bool    // nothing shows whether quantity counts blocks
	days                uint32  // of the month: a bit each, the first lowest
	hour                string  // "1" where some row states more than a day
	until               string  // when the last of the records' periods ends; "" where no end is stated
	least               string  // numbers of its rows; see dialect.Least

	folded []scenario.DayUsed // of a month, where they are put together: by dayFolder, or the engine
}

// parseGroup reads a row of a roll-up, of which the last column has days where the
// engine folds.
func parseGroup(row, keys []string, tags, amortized int, folded bool) (g group, err error) {
	if folded {
		if g.folded, err = parseDays(row[len(row)-1]); err != nil {
			return g, err
		}
		row = row[:len(row)-1]
	}
	for i, key := range keys {
		*g.key(key) = terminal.Clean(row[i])
	}
	row = row[len(keys):]
	g.tags, row = slices.Clone(row[:tags]), row[tags:]
	if row[0] != "" { // a day that can be read
		if g.cycle, err = strconv.Atoi(row[0]); err != nil {
			return g, err
		}
	}
	g.period = row[1]
	if err := parseCounts(row[2:5], &g.rows, &g.read, &g.outside); err != nil {
		return g, err
	}
	if g.quantity, err = addParts([3]string(row[5:8])); err != nil {
		return g, err
	}
	if g.cost, err = addParts([3]string(row[8:11])); err != nil {
		return g, err
	}
	g.first, g.last, g.priced = row[11], row[12], row[13] != "0"
	days, err := strconv.ParseUint(row[14], 10, 32)
	if err != nil {
		return g, err
	}
	g.days, g.hour, g.least, g.until = uint32(days), row[15], row[16], row[17]
	if g.costless, err = strconv.ParseInt(row[18], 10, 64); err != nil {
		return g, err
	}
	row = row[19:]
	for i := range amortized {
		part, err := addParts([3]string(row[:3]))
		if err != nil {
			return g, err
		}
		known := row[3] == "1"
		g.amortized = scenario.Amortized{Cost: g.amortized.Cost.Add(part), Known: known && (i == 0 || g.amortized.Known)}
		row = row[4:]
	}
	for i, into := range []*float64{&g.byPrice, &g.byUnit} {
		if len(row) > i && row[i] != "" {
			if *into, err = strconv.ParseFloat(row[i], 64); err != nil {
				return g, err
			}
		}
	}
	return g, nil
}

// parseDays reads a day and the parts of its quantity each: "2026-03-14 24 0 0, …".
func parseDays(text string) (days []scenario.DayUsed, err error) {
	if text == "" {
		return nil, nil
	}
	days = make([]scenario.DayUsed, 0, strings.Count(text, ",")+1)
	for one := range strings.SplitSeq(text, ", ") {
		var parts [3]string
		day, rest, _ := strings.Cut(one, " ")
		parts[0], rest, _ = strings.Cut(rest, " ")
		parts[1], parts[2], _ = strings.Cut(rest, " ")
		quantity, err := addParts(parts)
		if err != nil {
			return nil, err
		}
		days = append(days, scenario.DayUsed{Day: day, Quantity: quantity})
	}
	return days, nil
}

// parseCounts reads whole numbers.
func parseCounts(row []string, into ...*int64) (err error) {
	for i := range into {
		if *into[i], err = strconv.ParseInt(row[i], 10, 64); err != nil {
			return err
		}
	}
	return nil
}

// key is where the text of a column goes.
func (g *group) key(column string) *string {
	switch column {
	case "kind":
		return &g.kind
	case "provider":
		return &g.provider
	case "subscription":
		return &g.subscription
	case "meter_id":
		return &g.meterID
	case "category":
		return &g.category
	case "subcategory":
		return &g.subcategory
	case "name":
		return &g.name
	case "unit":
		return &g.unit
	case "region":
		return &g.region
	case "offer":
		return &g.offer
	case "currency":
		return &g.currency
	case "benefit":
		return &g.benefit
	case "pays":
		return &g.pays
	case "service":
		return &g.service
	case "usage_type":
		return &g.usageType
	case "operation":
		return &g.operation
	case "foreign_region":
		return &g.foreignRegion
	case "foreign_unit":
		return &g.foreignUnit
	case "resource_group":
		return &g.group
	case "resource":
		return &g.resource
	case "as_priced":
		return &g.asPriced
	case "agreed_price":
		return &g.agreed
	case "list_price":
		return &g.list
	}
	panic("usage: no column " + column)
}

// worth is what the parts of a number count.
var worth = [3]money.Decimal{money.One, money.MustParse("1e-18"), money.MustParse("1e-36")}

func addParts(parts [3]string) (sum money.Decimal, err error) {
	for i, part := range parts {
		if part == "0" {
			continue
		}
		n, err := parseSum(part)
		if err != nil {
			return sum, fmt.Errorf("the engine's sum: %w", err)
		}
		if !n.IsZero() {
			sum = sum.Add(n.Mul(worth[i]))
		}
	}
	return sum, nil
}

// parseSum reads what a dialect's Sum gives: a whole number, or the sums of its
// upper digits and of its lower nine.
func parseSum(text string) (money.Decimal, error) {
	upper, lower, parted := strings.Cut(text, ";")
	sum, err := money.Parse(upper)
	if !parted || err != nil {
		return sum, err
	}
	n, err := money.Parse(lower)
	return sum.Mul(nineDigits).Add(n), err
}

var nineDigits = money.MustParse("1e9")
