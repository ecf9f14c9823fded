package fetch

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"azwhatif/internal/atomicfile"
	"azwhatif/internal/duck"
	"azwhatif/internal/terminal"

	"github.com/duckdb/duckdb-go/v2"
)

// mostColumns is how many columns a Parquet sheet may have; Azure's have some 30.
const mostColumns = 500

// parquet reads a sheet as Cost Management's exports write it. Its columns are those of
// the CSV. DuckDB reads it, from a file of its own.
func (d *sheet) parquet(where string, in io.Reader) error {
	folder, remove, err := atomicfile.Scratch("azwhatif-sheet-")
	if err != nil {
		return err
	}
	defer remove()
	file := filepath.Join(folder, "sheet.parquet")
	if err := d.spill(file, in); err != nil {
		return err
	}
	connector, err := duckdb.NewConnector(":memory:?threads=1&memory_limit=512MB&temp_directory="+
		"&autoload_known_extensions=false&autoinstall_known_extensions=false&allow_persistent_secrets=false", nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { _ = db.Close() }()
	paths := duck.Paths{Folder: folder}
	defer func() { _ = paths.Close() }()
	path, err := paths.Read(file)
	if err != nil {
		return err
	}
	ctx := d.res.body.ctx
	err = d.parquetRows(ctx, db, path, where)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case isDuck(err):
		return fmt.Errorf("the Parquet file is damaged or cut off: fetch it again (%w)", duck.Plain(err))
	}
	return err
}

func isDuck(err error) bool {
	var e *duckdb.Error
	return errors.As(err, &e)
}

// spill writes what comes into a file.
func (d *sheet) spill(file string, in io.Reader) error {
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		err = d.broken(err)
	}
	return errors.Join(err, out.Close())
}

// parquetRows adds the rows of a file. Numbers and dates come as texts.
func (d *sheet) parquetRows(ctx context.Context, db *sql.DB, path, where string) error {
	names, err := parquetColumns(ctx, db, path)
	if err != nil {
		return err
	}
	into, err := columns(names)
	if err != nil {
		return err
	}
	var fields []func(*sheetRow) *string
	var texts []string
	for i, field := range into {
		if field != nil {
			fields = append(fields, field)
			texts = append(texts, `coalesce("`+strings.ReplaceAll(names[i], `"`, `""`)+`"::VARCHAR, '')`)
		}
	}
	rows, err := db.QueryContext(ctx, "SELECT "+strings.Join(texts, ", ")+" FROM read_parquet(?, hive_partitioning = false)", path)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	cells := make([]string, len(fields))
	to := make([]any, len(fields))
	for i := range cells {
		to[i] = &cells[i]
	}
	read := int64(0)
	for n := 1; rows.Next(); n++ {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		var row sheetRow
		for i, field := range fields {
			if read += int64(len(cells[i])); read > d.res.body.most {
				return aboveMost(d.res.body.most)
			}
			if len(cells[i]) > mostToken || !utf8.ValidString(cells[i]) {
				return fmt.Errorf("%s %d: %q is not a text of a price sheet", where, n, clip(cells[i]))
			}
			*field(&row) = strings.TrimSpace(terminal.Clean(cells[i]))
		}
		if err := d.add(row); err != nil {
			return fmt.Errorf("%s %d (%s, %q): %w", where, n, clip(row.meterID), clip(row.name), err)
		}
	}
	return rows.Err()
}

// parquetColumns are the names of a file's columns.
func parquetColumns(ctx context.Context, db *sql.DB, path string) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT column_name FROM (DESCRIBE FROM read_parquet(?, hive_partitioning = false))", path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if names = append(names, name); len(names) > mostColumns {
			return nil, fmt.Errorf("the Parquet file has more than %d columns: it is not a price sheet", mostColumns)
		}
	}
	return names, rows.Err()
}
