package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math/big"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"github.com/duckdb/duckdb-go/v2"
)

// The decimal places that rates.parquet keeps, of 38 digits. A quantity has
// few places and may be large; a price is small and may have many: Azure's
// rate cards have prices of 19 places, such as 0.1097999999999999712.
const (
	quantityPlaces = 18
	pricePlaces    = 28
)

// columns are those of rates.parquet, in the order of appendRate.
// A rate without tiers has one row whose tier, tier_above and unit_price are
// NULL; effective is NULL where the source gave no date.
//
// A price beside the rate is a row of its own behind the rate's: beside counts
// them from 0, amount is the price, effective and tier_above are the price's
// own, tier and unit_price are NULL. In the rate's rows these four are NULL.
//
// ends is the last day of the row's rate or price, NULL where it has none.
const columns = `position INTEGER, tier INTEGER, meter_id VARCHAR, category VARCHAR, subcategory VARCHAR, name VARCHAR,
	unit VARCHAR, region VARCHAR, tags VARCHAR[], status VARCHAR, effective TIMESTAMP,
	included DECIMAL(38,18), tier_above DECIMAL(38,18), unit_price DECIMAL(38,28),
	beside INTEGER, kind VARCHAR, months INTEGER, amount DECIMAL(38,28), ends TIMESTAMP`

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
	if path, err = b.paths.Write(path); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COPY (FROM temp.rates ORDER BY position, beside NULLS FIRST, tier) TO '"+strings.ReplaceAll(path, "'", "''")+
		"' (FORMAT parquet, ROW_GROUP_SIZE 8192, USE_TMP_FILE false)")
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
	m := r.Meter
	for _, text := range append([]string{m.Category, m.Subcategory, m.Name, m.Unit.String(), string(m.Region), m.Status}, m.Tags...) {
		if strings.ContainsAny(text, fieldEnd+tagEnd+partEnd) {
			return fmt.Errorf("%q has a control character, which a ratebook does not keep", text)
		}
	}
	tags := m.Tags
	if tags == nil {
		tags = []string{}
	}
	row := []driver.Value{int32(position), nil, string(m.ID), m.Category, m.Subcategory, m.Name,
		m.Unit.String(), string(m.Region), tags, m.Status, timestamp(r.Effective), included, nil, nil, nil, nil, nil, nil, timestamp(r.Ends)}
	if len(r.Tiers) == 0 {
		if err := a.AppendRow(row...); err != nil {
			return err
		}
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
	row[1], row[13] = nil, nil
	for i, p := range r.Beside {
		above, err := scaled(p.Above, quantityPlaces)
		if err != nil {
			return fmt.Errorf("its %s price above %w", p.Kind, err)
		}
		amount, err := scaled(p.Amount, pricePlaces)
		if err != nil {
			return fmt.Errorf("its %s price %w", p.Kind, err)
		}
		if p.Kind == "" || strings.ContainsAny(string(p.Kind), fieldEnd+partEnd) {
			return fmt.Errorf("a price of the kind %q is not kept in a ratebook", p.Kind)
		}
		row[10], row[12], row[14], row[15], row[16], row[17] = timestamp(p.Effective), above, int32(i), string(p.Kind), int32(p.Months), amount
		row[18] = timestamp(p.Ends)
		if err := a.AppendRow(row...); err != nil {
			return err
		}
	}
	return nil
}

// timestamp is NULL for the zero time.
func timestamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
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
