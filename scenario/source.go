package scenario

import (
	"errors"
	"fmt"
	"strings"
)

// Source says where usage is: in files, or in a table of ClickHouse or Kusto. Imports, the
// flags of commands and the config file name it by the same words.
type Source struct {
	Files      []string   // files, folders, globs; relative to the file that names them
	ClickHouse ClickHouse // or where a table is
	Kusto      Kusto      // or there
	Table      string     // of ClickHouse "table" or "database.table"; of Kusto "table" or "function()"
}

// Check says what is missing or too much. Its error has no place; the caller knows it.
func (s Source) Check() error {
	clickHouse, kusto, table := len(s.ClickHouse.Hosts) > 0, s.Kusto.Cluster != "", s.Table != ""
	switch {
	case len(s.Files) > 0 && (clickHouse || kusto || table):
		return errors.New("files and a table are two sources of usage: name one of them here, and make an import of each")
	case clickHouse && kusto:
		return errors.New("ClickHouse and Kusto are two sources of usage: name one of them here, and make an import of each")
	case table && !clickHouse && !kusto:
		return errors.New("a table is of ClickHouse or Kusto: say where, with clickhouse (--clickhouse) and an address such as clickhouse://host:9000/database, or with kusto (--kusto) and one such as https://hub.westeurope.kusto.windows.net/Hub")
	case clickHouse && !table:
		return errors.New("no table of ClickHouse is named: add table (--table)")
	case kusto && !table:
		return errors.New(`no table of Kusto is named: add table (--table), such as "Costs()" of a FinOps hub`)
	case len(s.Files) == 0 && !clickHouse && !kusto:
		return errors.New("no usage is named: name files (or folders, or globs), or a table with clickhouse or kusto, and table (--clickhouse or --kusto, --table)")
	}
	return nil
}

// String is the source in a few words, for messages.
func (s Source) String() string {
	switch {
	case s.Table == "":
		return strings.Join(s.Files, ", ")
	case s.Kusto.Cluster != "":
		return fmt.Sprintf("%s, table %s", s.Kusto, s.Table)
	}
	return fmt.Sprintf("%s, table %s", s.ClickHouse, s.Table)
}
