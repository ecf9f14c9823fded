package usage

import (
	"context"
	"fmt"
	"strings"
)

// told is what a file states for its rows beside their costs, and a note tells: such as
// the share of a price that is taken off.
type told struct {
	words string // with %s for the values
	value string // SQL, as the fields of canonical
}

// maxTold is how many values a note has.
const maxTold = 8

// tells gives the notes on what a table's rows state.
func (t table) tells(ctx context.Context, db database, s Spec, how reading) (notes []string, err error) {
	d := db.dialect()
	for _, what := range t.Rows.Tells {
		steps := append(t.read(s, d, how), step{name: "azw_told", expression: what.value})
		var values []string
		err := db.query(ctx, d.Query(t.From, steps, 0, "azw_told", fmt.Sprintf("WHERE azw_asked AND azw_readable AND azw_told <> '' GROUP BY azw_told ORDER BY azw_told LIMIT %d", maxTold+1)), func(row []string) error {
			values = append(values, clean(row[0]))
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(values) > maxTold {
			values[maxTold] = "others"
		}
		if len(values) > 0 {
			notes = append(notes, fmt.Sprintf(what.words, strings.Join(values, ", ")))
		}
	}
	return notes, nil
}
