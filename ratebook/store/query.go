package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// queryRates reads the rates of a rates.parquet of a card's format for which the
// condition holds, in the card's order; an empty condition holds for all.
func (b *Book) queryRates(ctx context.Context, path string, cardFormat int, where string, args ...any) ([]ratebook.Rate, error) {
	db, err := b.duckdb()
	if err != nil {
		return nil, err
	}
	pattern, err := b.paths.Read(path)
	if err != nil {
		return nil, err
	}
	from := fromParquet
	if cardFormat < 2 {
		from = fromParquet1
	}
	if where != "" {
		where = " WHERE " + where
	}
	rows, err := db.QueryContext(ctx, selection+from+where+" ORDER BY position, beside NULLS FIRST, tier", append([]any{pattern}, args...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var s scanner
	for rows.Next() {
		var meter, tier, beside sql.NullString
		if err := rows.Scan(&meter, &tier, &beside); err != nil {
			return nil, err
		}
		if err := s.add(meter, tier, beside); err != nil {
			return nil, err
		}
	}
	return s.rates, rows.Err()
}

// fieldEnd and tagEnd stand between the fields that selection joins. Put takes
// no card that has one in a text.
const (
	fieldEnd = "\x1f"
	tagEnd   = "\x1e"
)

// selection reads a row as three texts: all of the rate, in its first row only,
// the tier, and the price beside it.
//
// Note: a column for each field says the same; a whole card then takes 1.8 times as long,
// since every cell passes from DuckDB through the driver on its own.
const selection = `SELECT CASE WHEN beside IS NULL AND (tier IS NULL OR tier = 0) THEN concat_ws(chr(31), meter_id, category, subcategory, name, unit, region,
		array_to_string(tags, chr(30)), status, coalesce(epoch_us(effective)::VARCHAR, ''), included) END,
	tier_above || chr(31) || unit_price,
	kind || chr(31) || months || chr(31) || coalesce(epoch_us(effective)::VARCHAR, '') || chr(31) || tier_above || chr(31) || amount`

// The rates of a card, and those of a card of format 1, which has no prices beside them.
const (
	fromParquet  = ` FROM read_parquet(?, hive_partitioning = false)`
	fromParquet1 = ` FROM (SELECT *, NULL::INTEGER AS beside, NULL::VARCHAR AS kind, NULL::INTEGER AS months, NULL::DECIMAL(38,28) AS amount FROM read_parquet(?, hive_partitioning = false))`
)

// scanner makes rates of the rows of selection. What many meters share, it
// keeps once.
type scanner struct {
	rates []ratebook.Rate
	units map[string]unit.Unit
	texts map[string]string
}

func (s *scanner) add(meter, tier, beside sql.NullString) error {
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
	if !tier.Valid && !beside.Valid {
		return nil
	}
	if len(s.rates) == 0 {
		return errors.New("a price stands before its rate")
	}
	r := &s.rates[len(s.rates)-1]
	if beside.Valid {
		p, err := s.beside(beside.String)
		r.Beside = append(r.Beside, p)
		return err
	}
	above, price, _ := strings.Cut(tier.String, fieldEnd)
	var t ratebook.Tier
	var err error
	if t.Above, err = decimal(above); err != nil {
		return err
	}
	t.UnitPrice, err = decimal(price)
	r.Tiers = append(r.Tiers, t)
	return err
}

func (s *scanner) beside(row string) (p ratebook.Price, err error) {
	f := strings.Split(row, fieldEnd)
	if len(f) != 5 {
		return p, errors.New("a price beside a rate has not as many fields as it should")
	}
	p.Kind = ratebook.PriceKind(s.shared(f[0]))
	if p.Months, err = strconv.Atoi(f[1]); err != nil {
		return p, err
	}
	if p.Effective, err = moment(f[2]); err != nil {
		return p, err
	}
	if p.Above, err = decimal(f[3]); err != nil {
		return p, err
	}
	p.Amount, err = decimal(f[4])
	return p, err
}

func (s *scanner) rate(row string) (r ratebook.Rate, err error) {
	var f [10]string
	for i := range f {
		var more bool
		if f[i], row, more = strings.Cut(row, fieldEnd); more != (i < len(f)-1) {
			return r, errors.New("a rate has not as many fields as it should")
		}
	}
	for i := range f[:len(f)-2] {
		if i != 6 { // tags, which have ends of their own
			f[i] = terminal.Clean(f[i]) // a card of an earlier release has names as they came
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
		for tag := range strings.SplitSeq(f[6], tagEnd) {
			r.Meter.Tags = append(r.Meter.Tags, terminal.Clean(tag))
		}
	}
	if r.Effective, err = moment(f[8]); err != nil {
		return r, err
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

// moment reads microseconds; "" is the zero time.
func moment(us string) (time.Time, error) {
	if us == "" {
		return time.Time{}, nil
	}
	n, err := strconv.ParseInt(us, 10, 64)
	return time.UnixMicro(n).UTC(), err
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
