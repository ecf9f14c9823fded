package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

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
	pricePlaces    = 28
)

// columns are those of rates.parquet, in the order of appendRate.
// A rate without tiers has one row whose tier, tier_above and unit_price are
// NULL; effective is NULL where the source gave no date.
const columns = `position INTEGER, tier INTEGER, meter_id VARCHAR, category VARCHAR, subcategory VARCHAR, name VARCHAR,
	unit VARCHAR, region VARCHAR, tags VARCHAR[], status VARCHAR, effective TIMESTAMP,
	included DECIMAL(38,18), tier_above DECIMAL(38,18), unit_price DECIMAL(38,28)`

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
	var effective any
	if !r.Effective.IsZero() {
		effective = r.Effective.UTC()
	}
	m := r.Meter
	for _, text := range append([]string{m.Category, m.Subcategory, m.Name, m.Unit.String(), string(m.Region), m.Status}, m.Tags...) {
		if strings.ContainsAny(text, fieldEnd+tagEnd+"\x00") {
			return fmt.Errorf("%q has a control character, which a ratebook does not keep", text)
		}
	}
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
	rows, err := db.QueryContext(ctx, selection+where+" ORDER BY position, tier", append([]any{literal(path)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var s scanner
	for rows.Next() {
		var meter, tier sql.NullString
		if err := rows.Scan(&meter, &tier); err != nil {
			return nil, err
		}
		if err := s.add(meter, tier); err != nil {
			return nil, err
		}
	}
	return s.rates, rows.Err()
}

// literal keeps DuckDB from reading a path as a pattern.
func literal(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}

// fieldEnd and tagEnd stand between the fields that selection joins. Put takes
// no card that has one in a text.
const (
	fieldEnd = "\x1f"
	tagEnd   = "\x1e"
)

// selection reads a row as two texts: all of the rate, in its first row only,
// and the tier.
//
// Note: a column for each field says the same; a whole card then takes 1.8 times as long,
// since every cell passes from DuckDB through the driver on its own.
const selection = `SELECT CASE WHEN tier IS NULL OR tier = 0 THEN concat_ws(chr(31), meter_id, category, subcategory, name, unit, region,
		array_to_string(tags, chr(30)), status, coalesce(epoch_us(effective)::VARCHAR, ''), included) END,
	tier_above || chr(31) || unit_price
	FROM read_parquet(?)`

// scanner makes rates of the rows of selection. What many meters share, it
// keeps once.
type scanner struct {
	rates []ratebook.Rate
	units map[string]unit.Unit
	texts map[string]string
}

func (s *scanner) add(meter, tier sql.NullString) error {
	if s.units == nil {
		s.units, s.texts = map[string]unit.Unit{}, map[string]string{}
	}
	if meter.Valid {
		r, err := s.rate(meter.String)
		if err != nil {
			return err
		}
		s.rates = append(s.rates, r)
	}
	if !tier.Valid {
		return nil
	}
	above, price, _ := strings.Cut(tier.String, fieldEnd)
	var t ratebook.Tier
	var err error
	if t.Above, err = decimal(above); err != nil {
		return err
	}
	if t.UnitPrice, err = decimal(price); err != nil {
		return err
	}
	if len(s.rates) == 0 {
		return errors.New("a tier stands before its rate")
	}
	r := &s.rates[len(s.rates)-1]
	r.Tiers = append(r.Tiers, t)
	return nil
}

func (s *scanner) rate(row string) (r ratebook.Rate, err error) {
	var f [10]string
	for i := range f {
		var more bool
		if f[i], row, more = strings.Cut(row, fieldEnd); more != (i < len(f)-1) {
			return r, errors.New("a rate has not as many fields as it should")
		}
	}
	r.Meter = ratebook.Meter{
		ID: ratebook.MeterID(f[0]), Category: s.shared(f[1]), Subcategory: s.shared(f[2]), Name: f[3],
		Region: ratebook.Region(s.shared(f[5])), Status: s.shared(f[7]),
	}
	var ok bool
	if r.Meter.Unit, ok = s.units[f[4]]; !ok {
		if r.Meter.Unit, err = unit.Parse(f[4]); err != nil {
			return r, err
		}
		s.units[strings.Clone(f[4])] = r.Meter.Unit
	}
	if f[6] != "" {
		r.Meter.Tags = strings.Split(f[6], tagEnd)
	}
	if f[8] != "" {
		us, err := strconv.ParseInt(f[8], 10, 64)
		if err != nil {
			return r, err
		}
		r.Effective = time.UnixMicro(us).UTC()
	}
	r.Included, err = decimal(f[9])
	return r, err
}

func (s *scanner) shared(text string) string {
	if t, ok := s.texts[text]; ok {
		return t
	}
	text = strings.Clone(text)
	s.texts[text] = text
	return text
}

// decimal reads DuckDB's text of a DECIMAL, which has all of its places.
func decimal(s string) (money.Decimal, error) {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "0" {
		return money.Zero, nil
	}
	return money.Parse(s)
}
