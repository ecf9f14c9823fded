package main

import (
	"cmp"
	"fmt"
	"strings"

	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const usageSQLHelp = `SQL prints the query that sums a table of exports up as usage rollup does, for a
team that runs it in its own engine. What the query gives, saved as CSV with its
header, is usage that every command reads, and that a scenario imports.

The table has the columns of one of the formats of tables. They are those of FILE,
an export like those that are in the table, or of --columns, as DESCRIBE prints them.
The query ends with an error at a row that cannot be read, and names what it has; it
leaves nothing out. In Kusto it goes on, and the sums of such rows are refused where
they are read. Numbers count to 18 digits behind the point. Usage that is in the table
twice is not looked for.`

func (p *program) usageSQLCommand() *cobra.Command {
	var q usage.Query
	var columns string
	cmd := &cobra.Command{
		Use:   "sql --dialect DIALECT --table TABLE {FILE | --columns COLUMNS}",
		Short: "Print the query that sums a table of exports up, to run it elsewhere",
		Long:  usageSQLHelp,
		Example: `  azwhatif usage sql --dialect spark --table lake.costs march.csv > costs.sql
  azwhatif usage sql --dialect trino --table lake.focus --columns "$(cat columns.txt)" --tag env`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			switch {
			case columns != "" && len(args) > 0:
				err = fmt.Errorf("the columns are those of a file or of --columns; take one")
			case columns != "":
				q.Columns, err = usage.ParseColumns(columns)
			case len(args) > 0:
				var order string
				q.Columns, order, err = usage.ColumnsOf(cmd.Context(), usage.Spec{Files: args, Format: q.Spec.Format, DateOrder: q.Spec.DateOrder})
				q.Spec.DateOrder = cmp.Or(q.Spec.DateOrder, order)
			}
			if err != nil {
				return badInput(err)
			}
			text, err := usage.SQL(q)
			if err != nil {
				return badInput(err)
			}
			_, err = fmt.Fprint(p.stdout, text)
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.Dialect, "dialect", "", "the engine: "+strings.Join(usage.Dialects(), ", "))
	f.StringVar(&q.Table, "table", "", "the table, as the engine's SQL names it, such as lake.costs")
	f.StringVar(&columns, "columns", "", "its columns, with their types where they are not text")
	f.StringVar(&q.Spec.Format, "format-in", "", "the format of the table, where its columns leave it open")
	f.StringVar(&q.Spec.DateOrder, "date-order", "", "mdy or dmy, where days are texts such as 03/02/2026 and FILE does not settle it")
	f.StringVar(&q.Spec.From, "from", "", "the first day wanted, such as 2026-03-01")
	f.StringVar(&q.Spec.To, "to", "", "the last day wanted, included")
	f.StringSliceVar(&q.Spec.Subscriptions, "only-subscription", nil, "only these subscriptions")
	f.StringSliceVar(&q.Spec.Tags, "tag", nil, "sum up by these tags, too")
	f.BoolVar(&q.Spec.ByDay, "by-day", false, "sum up by day, too")
	f.BoolVar(&q.Spec.ByGroup, "by-group", false, "sum up by resource group, too")
	f.BoolVar(&q.Spec.ByResource, "by-resource", false, "sum up by resource, too")
	return cmd
}
