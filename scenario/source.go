package scenario

import (
	"errors"
	"fmt"
	"strings"
)

// Source says where usage is: in files, or in a table of ClickHouse. Imports, the
// flags of commands and the config file name it by the same words.
type Source struct {
	Files      []string   // files, folders, globs; relative to the file that names them
	ClickHouse ClickHouse // or where a table is
	Table      string     // "table" or "database.table", of ClickHouse
}

// Check says what is missing or too much. Its error has no place; the caller knows it.
func (s Source) Check() error {
	at, table := len(s.ClickHouse.Hosts) > 0, s.Table != ""
	switch {
	case len(s.Files) > 0 && (at || table):
		return errors.New("files and a table in ClickHouse are two sources of usage: name one of them here, and make an import of each")
	case table && !at:
		return errors.New("a table is of ClickHouse: say where, with clickhouse (--clickhouse) and an address such as clickhouse://host:9000/database")
	case at && !table:
		return errors.New("no table of ClickHouse is named: add table (--table)")
	case len(s.Files) == 0 && !at:
		return errors.New("no usage is named: name files (or folders, or globs), or a table in ClickHouse with clickhouse and table (--clickhouse, --table)")
	}
	return nil
}

// String is the source in a few words, for messages.
func (s Source) String() string {
	if s.Table != "" {
		return fmt.Sprintf("%s, table %s", s.ClickHouse, s.Table)
	}
	return strings.Join(s.Files, ", ")
}
