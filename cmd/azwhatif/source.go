package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/pflag"
)

// usageFlags say which usage a command takes, and how it is read. Files are the
// command's arguments, or those of --usage.
type usageFlags struct {
	usage.Spec
	clickHouse, table string
}

// addSourceFlags adds the flags that name a table of usage, in the place of files.
func (u *usageFlags) addSourceFlags(f *pflag.FlagSet) {
	f.StringVar(&u.clickHouse, "clickhouse", "", "instead of files: where a table is, clickhouse://host:9000/database")
	f.StringVar(&u.table, "table", "", "the table in ClickHouse that has an export's columns")
}

// named tells whether the command line says where the usage is.
func (u *usageFlags) named() bool { return len(u.Files) > 0 || u.clickHouse != "" || u.table != "" }

// source settles where the usage is: as the command line says, or else the config
// file. That neither says it is an error.
func (p *program) source(u *usageFlags) error {
	from := scenario.Source{Files: u.Files, Table: u.table}
	address, setting := u.clickHouse, "--clickhouse"
	if usual := p.config.Usage; !u.named() {
		from = scenario.Source{Files: usual.Files, Table: usual.Table}
		address, setting = usual.ClickHouse, "usage.clickhouse"
		u.Dir, u.Format = filepath.Dir(p.config.file), cmp.Or(u.Format, usual.Format)
	}
	if address != "" {
		var err error
		if from.ClickHouse, err = scenario.ParseClickHouse(address); err != nil {
			return badInput(fmt.Errorf("%s: %w", setting, err))
		}
	}
	if err := from.Check(); err != nil {
		return badInput(err)
	}
	return badInput(p.take(&u.Spec, from))
}

// take has a Spec take its usage from a source.
func (p *program) take(s *usage.Spec, from scenario.Source) error {
	s.Files = from.Files
	if from.Table == "" {
		return nil
	}
	if p.fence != nil {
		return errors.New(`usage of a table in ClickHouse is read over the network, which neither the page nor an assistant does: run "azwhatif compare" in a terminal`)
	}
	set := p.config.ClickHouse
	s.Warehouse = &usage.Warehouse{
		ClickHouse: from.ClickHouse, Table: from.Table, User: p.config.clickHouseUser, Password: p.config.clickHousePassword,
		CAFile: set.CAFile, Dial: set.ConnectTimeout, Quiet: set.Timeout,
		Tell: func(text string) { p.say("%s", text) },
	}
	return nil
}

// usual is where usage is taken from where the command line names none: what an
// import names by the same keys. Files are relative to the config file.
type usual struct {
	Files      []string `mapstructure:"files"`
	ClickHouse string   `mapstructure:"clickhouse"`
	Table      string   `mapstructure:"table"`
	Format     string   `mapstructure:"format"`
}

// clickHouseConfig is how ClickHouse is reached; 0 is the default.
type clickHouseConfig struct {
	CAFile         string        `mapstructure:"ca_file"`         // PEM; trusted beside the system's own
	ConnectTimeout time.Duration `mapstructure:"connect_timeout"` // until a server is connected
	Timeout        time.Duration `mapstructure:"timeout"`         // without a further row read or sent
}

func (c clickHouseConfig) validate() error {
	for key, d := range map[string]time.Duration{"connect_timeout": c.ConnectTimeout, "timeout": c.Timeout} {
		if d < 0 {
			return fmt.Errorf("clickhouse.%s %s is not a time such as 5m", key, d)
		}
	}
	return nil
}

// unread marks an error of reading usage as the user's to mend, but for one of servers
// that do not answer.
func unread(err error) error {
	if down := (*usage.DownError)(nil); errors.As(err, &down) {
		return err
	}
	return badInput(err)
}
