package usage

import "context"

// database runs the roll-up's queries: DuckDB in this process, ClickHouse or Kusto.
type database interface {
	dialect() dialect

	// query gives each row of what a query selects, all of it text. The
	// values are row's only until it returns.
	query(ctx context.Context, query string, row func(values []string) error) error

	// many is query for what may have very many rows, which are not held in memory.
	many(ctx context.Context, query string, row func(values []string) error) error
}
