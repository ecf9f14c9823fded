package usage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"runtime"
	"strings"

	"azwhatif/internal/atomicfile"
	"azwhatif/internal/duck"

	"github.com/duckdb/duckdb-go/v2"
)

// engine is DuckDB in this process, with a private folder that is gone when
// the import ends.
type engine struct {
	db     *sql.DB
	conn   *sql.Conn
	folder string
	remove func() // the folder
	memory int64  // bytes, before it spills to the folder
	spill  string // folder, as DuckDB is told it
	paths  duck.Paths
	scans  int // how many scans had a table of rejects
	seen   map[*format]*seen
}

// seenOf keeps the records of a format that all files of an import have.
func (e *engine) seenOf(f *format) *seen {
	if e.seen[f] == nil {
		e.seen[f] = newSeen()
	}
	return e.seen[f]
}

func newEngine(ctx context.Context, memory int64) (*engine, error) {
	folder, remove, err := atomicfile.Scratch("azwhatif-usage-")
	if err != nil {
		return nil, err
	}
	e := &engine{folder: folder, remove: remove, memory: memory, seen: map[*format]*seen{}}
	e.paths.Folder = folder
	spill, err := e.paths.Write(folder)
	if err != nil {
		e.close()
		return nil, err
	}
	e.spill = spill
	if err := e.open(ctx); err != nil {
		e.close()
		return nil, fmt.Errorf("opening DuckDB: %w", err)
	}
	return e, nil
}

// EngineSays is the version of the engine that is built in, and on how many threads it
// works: "v1.5.5, 2 threads".
func EngineSays(ctx context.Context) (string, error) {
	e, err := newEngine(ctx, 256<<20)
	if err != nil {
		return "", err
	}
	defer e.close()
	says := ""
	err = e.query(ctx, "SELECT version() || ', ' || current_setting('threads') || ' threads'", func(values []string) error {
		says = values[0]
		return nil
	})
	return says, err
}

// open opens the engine, anew after an error that broke it.
func (e *engine) open(ctx context.Context) error {
	e.shut()
	settings := fmt.Sprintf(":memory:?threads=%d&memory_limit=%dMB&autoload_known_extensions=false&autoinstall_known_extensions=false&allow_persistent_secrets=false",
		min(runtime.NumCPU(), 8), e.memory>>20)
	connector, err := duckdb.NewConnector(settings, func(execer driver.ExecerContext) error {
		for _, statement := range []string{"SET temp_directory = " + literal(e.spill), "SET TimeZone = 'UTC'"} {
			if _, err := execer.ExecContext(ctx, statement, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		e.db = sql.OpenDB(connector)
		e.conn, err = e.db.Conn(ctx) // one connection: tables of rejects are its own
	}
	for name, function := range duckFunctions() {
		if err == nil {
			err = duckdb.RegisterScalarUDF(e.conn, name, function)
		}
	}
	return err
}

func (e *engine) shut() {
	if e.conn != nil {
		_ = e.conn.Close()
	}
	if e.db != nil {
		_ = e.db.Close()
	}
	e.conn, e.db = nil, nil
}

func (e *engine) close() {
	e.shut()
	e.remove()
}

func (e *engine) dialect() dialect { return duckDB }

// query gives each row of what a query selects, all of it text.
func (e *engine) query(ctx context.Context, query string, row func(values []string) error) error {
	found, err := e.conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		return err
	}
	values, into := make([]string, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for found.Next() {
		if err := found.Scan(into...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return found.Err()
}

// pageRows are the rows of a large result that are in memory at a time.
const pageRows = 20_000

// many puts the result into a table, which DuckDB keeps on the disk where it does not
// fit into its memory, and asks for one page after another.
//
// Note: the driver has all rows of a query's result in memory, which no limit bounds.
func (e *engine) many(ctx context.Context, query string, row func(values []string) error) error {
	if _, err := e.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE azw_many AS "+query); err != nil {
		return err
	}
	defer func() { _, _ = e.conn.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS azw_many") }()
	for from, more := 0, true; more; from += pageRows {
		more = false
		page := fmt.Sprintf("SELECT * FROM azw_many WHERE rowid >= %d AND rowid < %d", from, from+pageRows)
		if err := e.query(ctx, page, func(values []string) error { more = true; return row(values) }); err != nil {
			return err
		}
	}
	return nil
}

// csv is what reads a table of text: every column text, nothing guessed. A row
// that is not as wide as the header, or not UTF-8, goes into a table of
// rejects, once for each fault; at most limit of those are kept.
func (e *engine) csv(f *file, limit int) string {
	e.scans++
	var cols []string
	for _, c := range f.columns {
		cols = append(cols, literal(c.Raw)+": 'VARCHAR'")
	}
	compression := "none"
	if f.gzip {
		compression = "gzip"
	}
	return fmt.Sprintf("read_csv(%s, columns = {%s}, auto_detect = false, hive_partitioning = false, header = true, skip = %d, delim = %s, quote = '\"', escape = '\"', "+
		"nullstr = ['', 'NULL', 'null'], compression = %s, store_rejects = true, rejects_table = 'rejects_%d', rejects_scan = 'scans_%d', rejects_limit = %d)",
		literal(f.pattern), strings.Join(cols, ", "), f.skip, literal(f.delimiter), literal(compression), e.scans, e.scans, limit)
}

// parquet is what reads a Parquet file.
func parquet(pattern string) string {
	return "read_parquet(" + literal(pattern) + ", hive_partitioning = false, binary_as_string = true)"
}

// objects writes the rows of a Parquet file with nested fields as JSON lines into the
// engine's folder, for a format that Go reads.
func (e *engine) objects(ctx context.Context, path string) (to string, err error) {
	from, err := e.paths.Read(path)
	if err != nil {
		return "", err
	}
	out, err := os.CreateTemp(e.folder, "objects-*.json")
	if err != nil {
		return "", err
	}
	if err := out.Close(); err != nil {
		return "", err
	}
	into, err := e.paths.Write(out.Name())
	if err != nil {
		return "", err
	}
	_, err = e.conn.ExecContext(ctx, "COPY (SELECT * FROM "+parquet(from)+") TO "+literal(into)+" (FORMAT json)")
	return out.Name(), err
}

// describe gives the columns of a Parquet file.
func (e *engine) describe(ctx context.Context, path string) (columns, error) {
	pattern, err := e.paths.Read(path)
	if err != nil {
		return nil, err
	}
	found, err := e.conn.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "+parquet(pattern)+")")
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	var names, types []string
	for found.Next() {
		var name, kind string
		if err := found.Scan(&name, &kind); err != nil {
			return nil, err
		}
		names, types = append(names, name), append(types, kind)
	}
	cs := newColumns(names)
	for i := range cs {
		cs[i].Raw, cs[i].Type = names[i], types[i]
	}
	return cs, found.Err()
}

// reject is a row that the CSV reader itself refused.
type reject struct {
	Record int64 // from 1, the header included
	Byte   int64 // where the row starts, from 1
	Reason string
}

// rejects are the rows that the latest scan refused, in the file's order, and
// how many faults they have, of which the scan keeps a limited number.
func (e *engine) rejects(ctx context.Context) (out []reject, faults int, err error) {
	found, err := e.conn.QueryContext(ctx, fmt.Sprintf(
		"SELECT line, min(line_byte_position), min(CAST(error_type AS VARCHAR)), min(error_message), count(*) FROM rejects_%d GROUP BY line ORDER BY line", e.scans))
	if err != nil {
		if strings.Contains(err.Error(), "does not exist") { // a Parquet file
			return nil, 0, nil
		}
		return nil, 0, err
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var r reject
		var kind, message string
		var n int
		if err := found.Scan(&r.Record, &r.Byte, &kind, &message, &n); err != nil {
			return nil, 0, err
		}
		r.Reason = rejectReason(kind, message)
		out, faults = append(out, r), faults+n
	}
	return out, faults, found.Err()
}

func rejectReason(kind, message string) string {
	first, _, _ := strings.Cut(message, "\n")
	switch kind {
	case "MISSING COLUMNS", "TOO MANY COLUMNS":
		var want, have int
		if _, err := fmt.Sscanf(first, "Expected Number of Columns: %d Found: %d", &want, &have); err == nil {
			if have < want {
				return fmt.Sprintf("has %d columns, the header %d: which one it lacks cannot be told", have, want)
			}
			return fmt.Sprintf("has %d columns, the header %d", have, want)
		}
	case "INVALID ENCODING":
		return notUTF8
	case "UNQUOTED VALUE":
		return unclosed
	}
	return strings.ToLower(first)
}

// dropRejects forgets them.
func (e *engine) dropRejects(ctx context.Context) {
	_, _ = e.conn.ExecContext(ctx, fmt.Sprintf("DROP TABLE IF EXISTS rejects_%d", e.scans))
	_, _ = e.conn.ExecContext(ctx, fmt.Sprintf("DROP TABLE IF EXISTS scans_%d", e.scans))
}
