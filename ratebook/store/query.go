package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"azwhatif/ratebook"
)

// source is where the rates of one card are read.
type source struct {
	folder string
	document
}

// rates is the path of the file.
func (c source) rates() string { return filepath.Join(c.folder, ratesFile) }

// queryRates reads, in one query, the rates of each of the cards for which the
// condition holds, in the card's order; an empty condition holds for all.
func (b *Book) queryRates(ctx context.Context, cards []source, where string, args ...any) ([][]ratebook.Rate, error) {
	from, paths, err := b.union(cards)
	if err != nil {
		return nil, err
	}
	db, err := b.duckdb()
	if err != nil {
		return nil, err
	}
	if where != "" {
		where = " WHERE " + where
	}
	args = append(paths, args...)
	if len(cards) == 1 && where == "" {
		all, err := scanRates(ctx, db, []int{cards[0].Provenance.Rates}, selection+from, args)
		if !errors.Is(err, errOrder) {
			return all, err
		}
	}
	return scanRates(ctx, db, make([]int, len(cards)), selection+from+where+order, args)
}

// errOrder tells that rows did not come in the order of cards and of their files.
var errOrder = errors.New("rows are not in order")

// scanRates reads the rates of cards, of which about so many are to be expected, or 0.
// Rows that are not in order are an error.
//
// Note: a card's file has its rows in order, and DuckDB keeps it where all of one file is
// read: to sort them again takes a tenth of the time, and much memory. Of some rows of
// several files it does not.
func scanRates(ctx context.Context, db *sql.DB, expected []int, query string, args []any) ([][]ratebook.Rate, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := make([][]ratebook.Rate, len(expected))
	s := newScanner(len(expected) > 1)
	var card, lastCard int
	lastPlace := int64(-1)
	for rows.Next() {
		var place int64
		var row string
		var price any // of a tier, or beside the rate; nil where the row has none
		if err := rows.Scan(&card, &place, &row, &price); err != nil {
			return nil, err
		}
		if card < lastCard || card == lastCard && place <= lastPlace {
			return nil, errOrder
		}
		lastCard, lastPlace = card, place
		if all[card] == nil { // cards have about as many rates of what is asked for
			all[card] = make([]ratebook.Rate, 0, max(expected[card], len(all[max(card-1, 0)])))
		}
		if all[card], err = s.add(all[card], row, price); err != nil {
			return nil, err
		}
	}
	return all, rows.Err()
}

// union is the rows of the cards, each with its card's index, and the paths of
// their files. What an earlier format does not have is NULL.
func (b *Book) union(cards []source) (from string, paths []any, err error) {
	parts := make([]string, len(cards))
	for i, c := range cards {
		path, err := b.paths.Read(c.rates())
		if err != nil {
			return "", nil, err
		}
		paths = append(paths, path)
		parts[i] = fmt.Sprintf("SELECT %d AS card, *%s FROM read_parquet(?, hive_partitioning = false)", i, absent[min(c.Format, format)])
	}
	return "FROM (" + strings.Join(parts, " UNION ALL BY NAME ") + ")", paths, nil
}

// absent are the columns that a format does not have: format 1 no prices beside
// the rates, 1 and 2 no last days.
var absent = [format + 1]string{
	1: ", NULL::INTEGER AS beside, NULL::VARCHAR AS kind, NULL::INTEGER AS months, NULL::DECIMAL(38,28) AS amount, NULL::TIMESTAMP AS ends",
	2: ", NULL::TIMESTAMP AS ends",
}

// What stands between the fields of a rate, between its tags, and between the parts
// of a row. Put takes no card that has one in a text.
const (
	fieldEnd = "\x1f"
	tagEnd   = "\x1e"
	partEnd  = "\x00"
)

// selection reads a row as one text of three parts, and its price. The parts are what the
// rate is, in its first row only; where the tier begins; and what the price beside the
// rate is. A part may be empty.
//
// Note: a column for each field says the same and takes several times as long, since
// every cell passes from DuckDB through the driver on its own. Many rows in one text
// (string_agg) take longer to sort than they save. The price is a column, since a decimal
// of 28 places takes DuckDB longer to spell out than all texts together.
const selection = `SELECT card, ` + rowPlace + `, concat(
	CASE WHEN beside IS NULL AND (tier IS NULL OR tier = 0) THEN concat_ws(chr(31), ` + meterText + `, coalesce(epoch_us(effective)::VARCHAR, ''), coalesce(epoch_us(ends)::VARCHAR, ''), included) END, chr(0),
	CASE WHEN beside IS NULL THEN tier_above END, chr(0),
	CASE WHEN beside IS NOT NULL THEN concat_ws(chr(31), kind, months, coalesce(epoch_us(effective)::VARCHAR, ''), coalesce(epoch_us(ends)::VARCHAR, ''), tier_above) END), coalesce(unit_price, amount) `

// meterText is what a meter is, in one text: see scanner.meter.
const meterText = `concat_ws(chr(31), meter_id, category, subcategory, name, unit, region, array_to_string(tags, chr(30)), status)`

// rowPlace puts the rows of a card in order: rates, of each its tiers, then the prices beside it.
const rowPlace = `position::BIGINT * 4294967296 + coalesce(beside::BIGINT + 2147483648, tier, 0)`

const order = ` ORDER BY card, ` + rowPlace
