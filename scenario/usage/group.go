package usage

import (
	"context"
	"database/sql"
	"fmt"

	"azwhatif/ratebook/money"
)

// group is what the engine gives: the sums of the rows of one file that agree
// in the columns of groupColumns, in tags, cycle and period.
type group struct {
	kind, provider, subscription, meterID, category, subcategory, name, unit, region, offer string
	currency, service, usageType, operation, foreignRegion, foreignUnit, group, resource    string

	tags   []string // JSON: a value for each of Spec.Tags, or one object of all
	cycle  int      // the number of the month from the year 0
	period string   // the day or hour, where asked for

	rows, read, outside int64
	quantity, cost      money.Decimal
	priced              bool    // a cost is stated
	first, last         string  // days
	byPrice, byUnit     float64 // the quantity times the effective price, and times the agreed one
	blocks              bool    // canonical.Blocks
}

// groups runs the roll-up, and gives the rows that the reader itself refused.
func (t table) groups(ctx context.Context, e *engine, s Spec, how reading) ([]group, []reject, error) {
	found, err := e.conn.QueryContext(ctx, t.rollup(s, duckDB, how))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = found.Close() }()
	var out []group
	tags := len(t.tags(s, duckDB))
	for found.Next() {
		g, err := scanGroup(found, tags)
		if err != nil {
			return nil, nil, err
		}
		g.blocks = t.Rows.Blocks
		out = append(out, g)
	}
	if err := found.Err(); err != nil {
		return nil, nil, err
	}
	_ = found.Close()
	rejects, err := e.rejects(ctx)
	return out, rejects, err
}

func scanGroup(found *sql.Rows, tags int) (group, error) {
	g := group{tags: make([]string, tags)}
	var cycle sql.NullInt64
	var period, first, last sql.NullString
	var quantity, quantityLow, cost, costLow string
	var byPrice, byUnit sql.NullFloat64
	var priced int64
	into := []any{&g.kind, &g.provider, &g.subscription, &g.meterID, &g.category, &g.subcategory, &g.name, &g.unit, &g.region, &g.offer,
		&g.currency, &g.service, &g.usageType, &g.operation, &g.foreignRegion, &g.foreignUnit, &g.group, &g.resource}
	for i := range g.tags {
		into = append(into, &g.tags[i])
	}
	into = append(into, &cycle, &period, &g.rows, &g.read, &g.outside, &quantity, &quantityLow, &cost, &costLow, &first, &last,
		&priced, &byPrice, &byUnit)
	if err := found.Scan(into...); err != nil {
		return g, err
	}
	g.cycle, g.period, g.first, g.last = int(cycle.Int64), period.String, first.String, last.String
	g.priced, g.byPrice, g.byUnit = priced > 0, byPrice.Float64, byUnit.Float64
	var err error
	if g.quantity, err = addParts(quantity, quantityLow); err != nil {
		return g, err
	}
	g.cost, err = addParts(cost, costLow)
	return g, err
}

func addParts(high, low string) (money.Decimal, error) {
	h, err := money.Parse(high)
	if err != nil {
		return h, fmt.Errorf("the engine's sum: %w", err)
	}
	l, err := money.Parse(low)
	if err != nil {
		return l, fmt.Errorf("the engine's sum: %w", err)
	}
	return h.Add(l), nil
}
