package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/big"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"

	"github.com/duckdb/duckdb-go/v2"
)

// The decimal places that rates.parquet keeps, of 38 digits. A quantity has
// few places and may be large; a price is small and may have many: Azure's
// rate cards have prices of 19 places, such as 0.1097999999999999712.
const (
	quantityPlaces = 18
	pricePlaces    = 24
)

// columns are those of rates.parquet, in the order of appendRate and scanRates.
// A rate without tiers has one row whose tier, tier_above and unit_price are
// NULL; effective is NULL where the source gave no date.
const columns = `position INTEGER, tier INTEGER, meter_id VARCHAR, category VARCHAR, subcategory VARCHAR, name VARCHAR,
	unit VARCHAR, region VARCHAR, tags VARCHAR[], status VARCHAR, effective TIMESTAMP,
	included DECIMAL(38,18), tier_above DECIMAL(38,18), unit_price DECIMAL(38,24)`

// writeRates writes a new rates.parquet.
func (b *Book) writeRates(ctx context.Context, path string, rates []ratebook.Rate) error {
	db, err := b.duckdb()
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE rates ("+columns+")"); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS temp.rates") }()
	if err := conn.Raw(func(c any) error { return appendRates(c.(driver.Conn), rates) }); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COPY (FROM temp.rates ORDER BY position, tier) TO '"+strings.ReplaceAll(path, "'", "''")+
		"' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")
	return err
}

func appendRates(c driver.Conn, rates []ratebook.Rate) (err error) {
	a, err := duckdb.NewAppender(c, "temp", "main", "rates")
	if err != nil {
		return err
	}
	defer func() {
		if e := a.Close(); err == nil {
			err = e
		}
	}()
	for i, r := range rates {
		if err := appendRate(a, i, r); err != nil {
			return fmt.Errorf("meter %s %q: %w", r.Meter.ID, r.Meter.Name, err)
		}
	}
	return nil
}

func appendRate(a *duckdb.Appender, position int, r ratebook.Rate) error {
	included, err := scaled(r.Included, quantityPlaces)
	if err != nil {
		return fmt.Errorf("its included quantity %w", err)
	}
	var effective any
	if !r.Effective.IsZero() {
		effective = r.Effective.UTC()
	}
	m := r.Meter
	tags := m.Tags
	if tags == nil {
		tags = []string{}
	}
	row := []driver.Value{int32(position), nil, string(m.ID), m.Category, m.Subcategory, m.Name,
		m.Unit.String(), string(m.Region), tags, m.Status, effective, included, nil, nil}
	if len(r.Tiers) == 0 {
		return a.AppendRow(row...)
	}
	for i, t := range r.Tiers {
		above, err := scaled(t.Above, quantityPlaces)
		if err != nil {
			return fmt.Errorf("its tier above %w", err)
		}
		price, err := scaled(t.UnitPrice, pricePlaces)
		if err != nil {
			return fmt.Errorf("its price %w", err)
		}
		row[1], row[12], row[13] = int32(i), above, price
		if err := a.AppendRow(row...); err != nil {
			return err
		}
	}
	return nil
}

// scaled gives a decimal of 38 digits with so many places. What does not fit
// is an error, never rounded.
func scaled(d money.Decimal, places int) (duckdb.Decimal, error) {
	s := d.String()
	whole, fraction, _ := strings.Cut(s, ".")
	if len(fraction) > places || len(strings.TrimPrefix(whole, "-")) > 38-places {
		return duckdb.Decimal{}, fmt.Errorf("%s does not fit: a ratebook keeps %d digits before the point and %d behind it", s, 38-places, places)
	}
	n, ok := new(big.Int).SetString(whole+fraction+strings.Repeat("0", places-len(fraction)), 10)
	if !ok {
		return duckdb.Decimal{}, fmt.Errorf("%s is not a number", s)
	}
	return duckdb.Decimal{Width: 38, Scale: uint8(places), Value: n}, nil
}

// queryRates reads the rates of a rates.parquet for which the condition holds,
// in the card's order; an empty condition holds for all.
func (b *Book) queryRates(ctx context.Context, path, where string, args ...any) ([]ratebook.Rate, error) {
	db, err := b.duckdb()
	if err != nil {
		return nil, err
	}
	if where != "" {
		where = " WHERE " + where
	}
	rows, err := db.QueryContext(ctx, "FROM read_parquet(?)"+where+" ORDER BY position, tier", append([]any{literal(path)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	return scanRates(rows)
}

// literal keeps DuckDB from reading a path as a pattern.
func literal(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}

func scanRates(rows *sql.Rows) (rates []ratebook.Rate, err error) {
	units, texts := map[string]unit.Unit{}, map[string]string{}
	last := int32(-1)
	for rows.Next() {
		var position int32
		var tier sql.NullInt32
		var id, name, unitText, region string
		var m ratebook.Meter
		var tags []any
		var tagList any
		var effective sql.NullTime
		var included, above, price any
		if err := rows.Scan(&position, &tier, &id, &m.Category, &m.Subcategory, &name, &unitText, &region,
			&tagList, &m.Status, &effective, &included, &above, &price); err != nil {
			return nil, err
		}
		if position != last {
			last = position
			m.ID, m.Name, m.Region = ratebook.MeterID(id), name, ratebook.Region(shared(texts, region))
			m.Category, m.Subcategory, m.Status = shared(texts, m.Category), shared(texts, m.Subcategory), shared(texts, m.Status)
			tags, _ = tagList.([]any)
			for _, t := range tags {
				s, _ := t.(string)
				m.Tags = append(m.Tags, s)
			}
			var ok bool
			if m.Unit, ok = units[unitText]; !ok {
				if m.Unit, err = unit.Parse(unitText); err != nil {
					return nil, err
				}
				units[unitText] = m.Unit
			}
			r := ratebook.Rate{Meter: m}
			if effective.Valid {
				r.Effective = effective.Time.UTC()
			}
			if r.Included, err = decimal(included); err != nil {
				return nil, err
			}
			rates = append(rates, r)
		}
		if tier.Valid {
			var t ratebook.Tier
			if t.Above, err = decimal(above); err != nil {
				return nil, err
			}
			if t.UnitPrice, err = decimal(price); err != nil {
				return nil, err
			}
			r := &rates[len(rates)-1]
			r.Tiers = append(r.Tiers, t)
		}
	}
	return rates, rows.Err()
}

func shared(texts map[string]string, s string) string {
	if t, ok := texts[s]; ok {
		return t
	}
	texts[s] = s
	return s
}

func decimal(v any) (money.Decimal, error) {
	d, ok := v.(duckdb.Decimal)
	if !ok {
		return money.Zero, fmt.Errorf("a decimal is expected, not %T", v)
	}
	return money.Parse(d.String())
}
