package usage

import (
	"context"
	"database/sql"
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// group is what the engine gives: the sums of the rows of one file that agree
// in the table's keys, in tags, cycle and period.
type group struct {
	kind, provider, subscription, meterID, category, subcategory, name, unit, region, offer string
	currency, service, usageType, operation, foreignRegion, foreignUnit, group, resource    string
	agreed, list                                                                            string // prices

	tags   []string // JSON: a value for each of Spec.Tags, or one object of all
	cycle  int      // the number of the month from the year 0
	period string   // the day or hour, where asked for

	rows, read, outside int64
	quantity, cost      money.Decimal
	priced              bool    // a cost is stated
	first, last         string  // days
	byPrice, byUnit     float64 // the quantity times the effective price, and times the agreed one
	blocks              bool    // canonical.Blocks
	days                uint32  // of the month: a bit each, the first lowest
	hour                string  // the latest, "" where days are all that is stated
	least               string  // numbers of its rows; see dialect.Least

	folded []scenario.DayUsed // of foldDays
}

// groups runs the roll-up, and gives the rows that the reader itself refused.
func (t table) groups(ctx context.Context, e *engine, s Spec, how reading) ([]group, []reject, error) {
	found, err := e.conn.QueryContext(ctx, t.rollup(s, duckDB, how))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = found.Close() }()
	var out []group
	known := texts{}
	keys, tags := t.keys(s), len(t.tags(s, duckDB))
	for found.Next() {
		g, err := scanGroup(found, keys, tags)
		if err != nil {
			return nil, nil, err
		}
		g.blocks = t.Rows.Blocks
		for _, key := range keys {
			known.keep(g.key(key))
		}
		out = append(out, g)
	}
	if err := found.Err(); err != nil {
		return nil, nil, err
	}
	_ = found.Close()
	rejects, err := e.rejects(ctx)
	return out, rejects, err
}

func scanGroup(found *sql.Rows, keys []string, tags int) (group, error) {
	g := group{tags: make([]string, tags)}
	var cycle sql.NullInt64
	var period, first, last sql.NullString
	var quantity, cost [3]string
	var byPrice, byUnit sql.NullFloat64
	var priced, days int64
	var into []any
	for _, key := range keys {
		into = append(into, g.key(key))
	}
	for i := range g.tags {
		into = append(into, &g.tags[i])
	}
	into = append(into, &cycle, &period, &g.rows, &g.read, &g.outside, &quantity[0], &quantity[1], &quantity[2],
		&cost[0], &cost[1], &cost[2], &first, &last,
		&priced, &byPrice, &byUnit, &days, &g.hour, &g.least)
	if err := found.Scan(into...); err != nil {
		return g, err
	}
	g.cycle, g.period, g.first, g.last = int(cycle.Int64), period.String, first.String, last.String
	g.days = uint32(days)
	g.priced, g.byPrice, g.byUnit = priced > 0, byPrice.Float64, byUnit.Float64
	var err error
	if g.quantity, err = addParts(quantity); err != nil {
		return g, err
	}
	g.cost, err = addParts(cost)
	return g, err
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
		n, err := money.Parse(part)
		if err != nil {
			return sum, fmt.Errorf("the engine's sum: %w", err)
		}
		if !n.IsZero() {
			sum = sum.Add(n.Mul(worth[i]))
		}
	}
	return sum, nil
}
