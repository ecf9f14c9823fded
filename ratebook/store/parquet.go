package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"math/big"
	"slices"
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
var columns = []duckdb.ColumnInfo{
	{Name: "position", T: wholeType},
	{Name: "tier", T: wholeType},
	{Name: "meter_id", T: textType},
	{Name: "category", T: textType},
	{Name: "subcategory", T: textType},
	{Name: "name", T: textType},
	{Name: "unit", T: textType},
	{Name: "region", T: textType},
	{Name: "tags", T: textsType},
	{Name: "status", T: textType},
	{Name: "effective", T: timeType},
	{Name: "included", T: quantityType},
	{Name: "tier_above", T: quantityType},
	{Name: "unit_price", T: priceType},
	{Name: "beside", T: wholeType},
	{Name: "kind", T: textType},
	{Name: "months", T: wholeType},
	{Name: "amount", T: priceType},
	{Name: "ends", T: timeType},
}

// The types of columns.
var (
	wholeType    = known(duckdb.NewTypeInfo(duckdb.TYPE_INTEGER))
	textType     = known(duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR))
	textsType    = known(duckdb.NewListInfo(textType))
	timeType     = known(duckdb.NewTypeInfo(duckdb.TYPE_TIMESTAMP))
	quantityType = known(duckdb.NewDecimalInfo(38, quantityPlaces))
	priceType    = known(duckdb.NewDecimalInfo(38, pricePlaces))
)

func known(t duckdb.TypeInfo, err error) duckdb.TypeInfo {
	if err != nil {
		panic(err)
	}
	return t
}

// writeRates writes a new rates.parquet, with an engine of its own: it goes with what it
// needed.
func (b *Book) writeRates(ctx context.Context, path string, card *ratebook.Stream) error {
	db, err := openDuckDB()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	rows := readRows(ctx, card)
	defer rows.stop()
	err = duckdb.RegisterTableUDF(conn, "rates", duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) { return rows, nil },
	})
	if err != nil {
		return err
	}
	if path, err = b.paths.Write(path); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COPY (FROM rates()) TO '"+strings.ReplaceAll(path, "'", "''")+
		"' (FORMAT parquet, ROW_GROUP_SIZE 8192, USE_TMP_FILE false)")
	return cmp.Or(rows.stop(), err)
}

// appendRate adds the rows of a rate.
func appendRate(rows [][]driver.Value, position int, r ratebook.Rate) ([][]driver.Value, error) {
	included, err := scaled(r.Included, quantityPlaces)
	if err != nil {
		return rows, fmt.Errorf("its included quantity %w", err)
	}
	m := r.Meter
	for _, text := range append([]string{m.Category, m.Subcategory, m.Name, m.Unit.String(), string(m.Region), m.Status}, m.Tags...) {
		if strings.ContainsAny(text, fieldEnd+tagEnd+partEnd) {
			return rows, fmt.Errorf("%q has a control character, which a ratebook does not keep", text)
		}
	}
	tags := m.Tags
	if tags == nil {
		tags = []string{}
	}
	row := []driver.Value{int32(position), nil, string(m.ID), m.Category, m.Subcategory, m.Name,
		m.Unit.String(), string(m.Region), tags, m.Status, timestamp(r.Effective), included, nil, nil, nil, nil, nil, nil, timestamp(r.Ends)}
	if len(r.Tiers) == 0 {
		rows = append(rows, slices.Clone(row))
	}
	for i, t := range r.Tiers {
		above, err := scaled(t.Above, quantityPlaces)
		if err != nil {
			return rows, fmt.Errorf("its tier above %w", err)
		}
		price, err := scaled(t.UnitPrice, pricePlaces)
		if err != nil {
			return rows, fmt.Errorf("its price %w", err)
		}
		row[1], row[12], row[13] = int32(i), above, price
		rows = append(rows, slices.Clone(row))
	}
	row[1], row[13] = nil, nil
	for i, p := range r.Beside {
		above, err := scaled(p.Above, quantityPlaces)
		if err != nil {
			return rows, fmt.Errorf("its %s price above %w", p.Kind, err)
		}
		amount, err := scaled(p.Amount, pricePlaces)
		if err != nil {
			return rows, fmt.Errorf("its %s price %w", p.Kind, err)
		}
		if p.Kind == "" || strings.ContainsAny(string(p.Kind), fieldEnd+partEnd) {
			return rows, fmt.Errorf("a price of the kind %q is not kept in a ratebook", p.Kind)
		}
		row[10], row[12], row[14], row[15], row[16], row[17] = timestamp(p.Effective), above, int32(i), string(p.Kind), int32(p.Months), amount
		row[18] = timestamp(p.Ends)
		rows = append(rows, slices.Clone(row))
	}
	return rows, nil
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
