package usage

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"azwhatif/scenario"
)

// A table easily has usage more than once: exports of the month to date that are loaded
// each day, or rows that a later version replaces once the server merges its parts.

// mostHashed is about how many rows are held against each other: of a larger table those
// whose hash is a multiple, so that copies of a row are looked at together or not at all.
const mostHashed = 1 << 20

// ofLoading matches the columns that say when, or from where, a row was loaded: copies
// of a row differ in them. Names are evened out.
var ofLoading = regexp.MustCompile(`^x?(ingest|insert|load|import|updated|etl|batch|rowversion|version$|ver$|sourcefile|file$|filename|filepath|runid)`)

// twiceWithin warns of usage that the table has more than once.
func (r *run) twiceWithin(ctx context.Context, db remote, t table, how reading, rows int64) error {
	one := max(1, (rows+mostHashed-1)/mostHashed)
	read := append(t.keyNames(r.spec, db.dialect()), "azw_day_text", "azw_row_resource", "azw_quantity_text", "azw_cost_text")
	found, err := t.copies(ctx, db, r.spec, how, read, one)
	if err != nil {
		return err
	}
	if found.rows > 0 { // by what is read; of a sound export such rows differ in other columns
		var all, but []string
		for _, c := range t.Columns {
			if ofLoading.MatchString(c.Name) {
				but = append(but, c.Raw)
			} else {
				all = append(all, t.Columns.sql(c.Name))
			}
		}
		if found, err = t.copies(ctx, db, r.spec, how, all, one); err != nil {
			return err
		}
		if found.rows > 0 {
			r.doubled = append(r.doubled, db.name()+" "+found.warning(but, one))
		}
	}
	superseded, err := db.superseded(ctx, rows)
	if superseded != "" {
		r.doubled = append(r.doubled, db.name()+" "+superseded)
	}
	return err
}

// copies are rows that are in a table more than once.
type copies struct {
	rows          int64 // without the first of each
	meters        int64
	subscriptions int64
	subscription  string // one of them
	days          scenario.Gap
}

// copies counts the rows that agree in some names of SQL; of the rows one in so many is
// looked at.
func (t table) copies(ctx context.Context, db database, s Spec, how reading, names []string, one int64) (c copies, err error) {
	d := db.dialect()
	var hashed []string
	for _, name := range names {
		hashed = append(hashed, "coalesce("+name+", '')")
	}
	steps := append(t.read(s, d, how),
		step{name: "azw_hash", expression: d.Hash(hashed)},
		step{name: "azw_copy", expression: fmt.Sprintf("CASE WHEN azw_asked AND azw_readable AND azw_hash %% %d = 0 THEN azw_hash ELSE 0 END", one)})
	alike := d.Query(t.From, steps, 0, "count(*) AS azw_count, min(lower("+d.Trim("azw_subscription")+")) AS azw_owner, min(concat(azw_meter_id, ' ', azw_name, azw_usage_type)) AS azw_what, "+
		d.String("min(azw_day)")+" AS azw_first, "+d.String("max(azw_day)")+" AS azw_last", "GROUP BY azw_copy HAVING azw_copy <> 0 AND count(*) > 1")
	sums := d.String("coalesce(sum(azw_count), 0) - count(*)") + ", " + d.String("count(DISTINCT azw_what)") + ", " + d.String("count(DISTINCT azw_owner)") + ", min(azw_owner), min(azw_first), max(azw_last)"
	err = db.query(ctx, d.Over(alike, sums), func(row []string) error {
		c.subscription, c.days = row[3], scenario.Gap{From: row[4], To: row[5]}
		return parseCounts(row, &c.rows, &c.meters, &c.subscriptions)
	})
	return c, err
}

func (c copies) warning(but []string, one int64) string {
	rows, where := countRows(c.rows), "subscription "+c.subscription
	if one > 1 {
		rows = fmt.Sprintf("about %s (1 of %d rows was looked at)", countRows(c.rows*one), one)
	}
	switch {
	case c.subscriptions > 1:
		where = fmt.Sprintf("%d subscriptions", c.subscriptions)
	case c.subscription == "":
		where = "no subscription"
	}
	meters := "a meter"
	if c.meters > 1 {
		meters = fmt.Sprintf("%d meters", c.meters)
	}
	same := "the same in every column"
	if len(but) > 0 {
		same += " but " + strings.Join(but, ", ")
	}
	return fmt.Sprintf("has %s that are there already, %s, of %s of %s, %s: they are counted again; load each period once", rows, same, meters, where, c.days)
}
