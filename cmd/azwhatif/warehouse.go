package main

import (
	"fmt"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// tableFlags name a table of usage, in the place of files.
type tableFlags struct{ clickHouse, table string }

func (t *tableFlags) addFlags(f *pflag.FlagSet) {
	f.StringVar(&t.clickHouse, "clickhouse", "", "instead of files: where a table is, clickhouse://host:9000/database")
	f.StringVar(&t.table, "table", "", "the table in ClickHouse that has an export's columns")
}

// args are files, unless a table is named.
func (t *tableFlags) args(cmd *cobra.Command, args []string) error {
	switch {
	case t.clickHouse == "" && t.table == "":
		return cobra.MinimumNArgs(1)(cmd, args)
	case len(args) > 0:
		return fmt.Errorf("files and a table in ClickHouse are two imports; name one of them")
	case t.clickHouse == "" || t.table == "":
		return fmt.Errorf("--clickhouse and --table go together")
	}
	return nil
}

// fromTable adds the table that the flags name.
func (p *program) fromTable(s *usage.Spec, t tableFlags) error {
	if t.clickHouse == "" {
		return nil
	}
	at, err := scenario.ParseClickHouse(t.clickHouse)
	if err != nil {
		return badInput(fmt.Errorf("--clickhouse: %w", err))
	}
	s.Warehouse = p.warehouse(at, t.table)
	return nil
}

// warehouse is a table, with the user and the password of the environment.
func (p *program) warehouse(at scenario.ClickHouse, table string) *usage.Warehouse {
	return &usage.Warehouse{
		ClickHouse: at, Table: table, User: p.config.clickHouseUser, Password: p.config.clickHousePassword, Quiet: p.config.clickHouseTimeout,
		Tell: func(text string) { p.say("%s", text) },
	}
}
