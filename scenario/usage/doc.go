// Package usage is the door through which usage comes in: the exports and
// answers that users have, of any size, rolled up into scenario.Used.
//
//	imported, err := usage.RollUp(ctx, usage.Spec{Files: []string{"exports/*.csv"}}, nil)
//
// A file's format is told by its header or its first bytes, never by its name.
// Each format says in SQL what its columns mean (format.go, canonical), and an
// engine sums the records up that agree in month, subscription, meter, region
// and what else is asked for. Only the sums come back. They are exact: a
// quantity has up to 18 digits before the point and 36 behind it, and what has
// more is refused, never rounded.
//
// What a file leaves open is settled from the whole of it, or stated in the
// Spec, and else an error that says what to state:
//
//   - the order of day and month in dates such as 02/03/2026: settled by a
//     value above 12, never switched in the middle of a file;
//   - the decimal sign: settled by a number such as 0.5 or 0,5;
//   - what the quantity of a unit such as "10 Hours" counts (blocks.go).
//
// The engine is DuckDB, in this process; or ClickHouse or Kusto, where the rows are in a
// table there (remote.go), and for the same rows the sums are the same.
//
// A row that cannot be read is refused: counted, and kept with its line and
// reason. Records of another kind than usage (purchases, tax, unused hours of
// reservations) are set aside under their own kind. Each row is
// one of the three, so that rows = metered + aside + refused.
package usage
