package usage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"azwhatif/scenario"
)

// remote is a database that holds a table of usage: ClickHouse or Kusto.
type remote interface {
	database
	name() string // of the table, in messages
	from() string // the table, in the database's language
	describe(ctx context.Context) (columns, error)

	// superseded tells of rows that the database itself counts no longer; "" for none.
	superseded(ctx context.Context, rows int64) (string, error)

	notes() []string // what could not be settled
	received() int64 // bytes, as they came over the network
	plainer(err error) error
	close()
}

// table imports a table.
func (r *run) table(ctx context.Context) error {
	var at interface {
		name() string
		plainer(err error) error
	}
	var db remote
	var err error
	if k := r.spec.Kusto; k != nil {
		at = k
		db, err = openKusto(*k)
	} else {
		at = r.spec.Warehouse
		db, err = openWarehouse(ctx, *r.spec.Warehouse)
	}
	if err == nil {
		defer db.close()
		err = r.remote(ctx, db)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s: %w", at.name(), at.plainer(err))
	}
	return nil
}

// remote looks at the whole table before it is summed up: the first rows of
// a table without an order would be other ones each time.
func (r *run) remote(ctx context.Context, db remote) error {
	s := r.spec
	cs, err := db.describe(ctx)
	if err != nil {
		return err
	}
	f, err := tableFormat(cs, s.Format)
	if err != nil {
		return err
	}
	t := table{From: db.from(), Columns: cs, Format: f, Rows: f.Canonical(cs, db.dialect())}
	v, err := t.evidence(ctx, db, s, 0)
	if err != nil {
		return err
	}
	how, unsettled := v.decide(s)
	if unsettled != "" {
		return errors.New(unsettled)
	}
	groups, err := t.groups(ctx, db, s, how, r.disk)
	if err != nil {
		return err
	}
	notes, rounded := t.typeNotes()
	src := scenario.ImportSource{Name: db.name(), Format: f.Name, Notes: slices.Concat(db.notes(), notes, t.Rows.Notes, v.notes(s, how))}
	if rounded != "" {
		assume(&src, rounded)
	}
	defer groups.drop()
	groups.look.tally.of(&src)
	if groups.look.most > maxSummed {
		return fmt.Errorf("more than %d rows agree in all that they are summed up by; keep more apart, such as days", int64(maxSummed))
	}
	if src.Refused > 0 {
		if src.Refusal, err = t.refusedBy(ctx, db, s, how); err != nil {
			return err
		}
	}
	if note := t.Rows.pricedNote(s, groups.look.priced); note != "" {
		assume(&src, note)
	}
	told, err := t.tells(ctx, db, s, how)
	if err != nil {
		return err
	}
	src.Notes = append(src.Notes, told...)
	if s.Starts != nil {
		if err := r.startsIn(ctx, db, t, how); err != nil {
			return err
		}
	}
	if err := r.twiceWithin(ctx, db, t, how, src.Rows+src.Outside); err != nil {
		return err
	}
	src.Received = db.received()
	if err := r.refuse(src); err != nil {
		return err
	}
	return r.take(src, groups, how)
}

// tableFormat finds the format of a table, or holds it to the one that is named.
func tableFormat(cs columns, want string) (*format, error) {
	tables := tableFormats()
	for _, f := range formats {
		if f.Name != want || len(f.Needs) == 0 {
			continue
		}
		if missing := cs.missing(f.Needs...); len(missing) > 0 {
			return nil, fmt.Errorf("no column %s, which %s needs; the columns are %s", strings.Join(missing, ", nor "), f.Name, listed(cs))
		}
		return f, nil
	}
	if want != "" {
		return nil, fmt.Errorf("format %s is of files, not of tables; the formats of tables are %s", want, strings.Join(tables, ", "))
	}
	f, err := claim(head{Columns: cs}, "")
	if err == nil && f == nil {
		err = fmt.Errorf("its columns are those of no format that is known; the formats of tables are %s, the columns %s", strings.Join(tables, ", "), listed(cs))
	}
	if err != nil {
		return nil, err
	}
	return tableFormat(cs, f.Name)
}

// tableFormats are the names of the formats that a table may have.
func tableFormats() []string {
	var names []string
	for _, f := range formats {
		if len(f.Needs) > 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

// typeNotes says how columns were read whose type leaves that open. Rounded is of numbers
// that were rounded when they were stored, "" where none were: figures of them are not exact.
func (t table) typeNotes() (notes []string, rounded string) {
	var floats []string
	for _, c := range t.Columns {
		uses := func(expressions ...string) bool {
			return slices.ContainsFunc(expressions, func(e string) bool { return slices.Contains(ownName.FindAllString(e, -1), t.Columns.sql(c.Name)) })
		}
		switch {
		case floating(c.Type) && uses(t.Rows.Quantity, t.Rows.Cost, t.Rows.Amortized):
			floats = append(floats, c.Raw+" is of type "+bare(c.Type))
		case strings.HasPrefix(strings.ToLower(bare(c.Type)), "datetime") && uses(t.Rows.Day):
			notes = append(notes, fmt.Sprintf("column %s has moments: each counts for its day in UTC", c.Raw))
		}
	}
	if len(floats) > 0 {
		rounded = fmt.Sprintf("column %s, which rounds: figures are not exact to the last digit; each number counts as the shortest decimal that it may have been", strings.Join(floats, ", "))
	}
	return notes, rounded
}

// refusedBy counts the refused rows by their reasons, the most frequent first: a
// table has no lines to name.
func (t table) refusedBy(ctx context.Context, db database, s Spec, how reading) ([]scenario.Refusal, error) {
	d := db.dialect()
	only := func(condition, text string) string {
		return "CASE WHEN " + condition + " THEN " + text + " ELSE '' END"
	}
	flag := func(condition string) string { return only(condition, "'1'") }
	steps := append(t.read(s, d, how),
		// Note: not WHERE, of which 18.16 moves the half that needs no joined
		// array to where there is none yet, and fails.
		step{name: "azw_refused", expression: "CASE WHEN azw_asked AND NOT azw_readable THEN 1 ELSE 0 END"},
		step{name: "azw_no_day", expression: "azw_day IS NULL"},
		step{name: "azw_no_kind", expression: "(NOT azw_no_day AND azw_kind = '')"},
		step{name: "azw_no_quantity", expression: "(NOT azw_no_day AND NOT azw_no_kind AND azw_quantity IS NULL)"},
		step{name: "azw_no_cost", expression: "(NOT azw_no_day AND NOT azw_no_kind AND NOT azw_no_quantity AND azw_cost IS NULL)"},
	)
	var names []string
	for _, c := range []step{
		{name: "azw_r1", expression: only("azw_no_day", "azw_day_text")}, {name: "azw_r2", expression: only("azw_no_kind", "azw_kind_text")},
		{name: "azw_r3", expression: only("azw_no_quantity", "azw_quantity_text")}, {name: "azw_r4", expression: only("azw_no_cost", "azw_cost_text")},
		{name: "azw_r5", expression: flag("azw_no_day")}, {name: "azw_r6", expression: flag("azw_no_kind")}, {name: "azw_r7", expression: flag("azw_no_quantity")}, {name: "azw_r8", expression: flag("azw_no_cost")},
	} {
		steps, names = append(steps, c), append(names, c.name)
	}
	by := strings.Join(names, ", ")
	var out []scenario.Refusal
	err := db.query(ctx, d.Query(t.From, steps, 0, by+", "+d.String("count(*)"),
		fmt.Sprintf("GROUP BY azw_refused, %s HAVING azw_refused = 1 ORDER BY count(*) DESC, %s LIMIT %d", by, by, kept)), func(row []string) error {
		var rows int64
		if err := parseCounts(row[8:], &rows); err != nil {
			return err
		}
		kind := string(scenario.Metered)
		if row[5] != "" {
			kind = ""
		}
		why := reason(how, row[0], row[2], row[3], kind, row[1], row[4] != "", row[6] != "", row[7] != "")
		out = append(out, scenario.Refusal{Reason: why, Rows: rows})
		return nil
	})
	return out, err
}
