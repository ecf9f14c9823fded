package usage

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// column is one column of a table.
type column struct {
	Name   string // evened out, and unique within the table: "metersubcategory"
	Header string // as the file has it
	Raw    string // as SQL reads it: a header may name two columns alike
	Type   string // of a Parquet file; "" is text
}

// columns are those of a table, in its order.
type columns []column

// newColumns evens out a header: case, blanks and punctuation differ between
// accounts and versions, and some portals write their language's name with the
// English one in parentheses, as in "Region der Verbrauchseinheit (MeterRegion)".
func newColumns(raw []string) columns {
	cs := make(columns, len(raw))
	seen, next := map[string]bool{}, map[string]int{}
	for i, r := range raw {
		name := evenOut(r)
		if name == "" {
			name = fmt.Sprintf("column%d", i+1)
		}
		for even := evenOut(r); seen[name]; {
			next[even]++
			name = fmt.Sprintf("%s_%d", even, next[even]+1)
		}
		seen[name] = true
		cs[i] = column{Name: name, Header: r, Raw: name}
	}
	return cs
}

// evenOut keeps the letters and digits of a column's name, in lower case; of a
// name that ends in parentheses those in them.
func evenOut(name string) string {
	name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
	if open := strings.LastIndexByte(name, '('); open >= 0 && strings.HasSuffix(name, ")") && len(name)-open > 2 {
		name = name[open+1 : len(name)-1]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// has tells whether one of the names is a column.
func (cs columns) has(names ...string) bool {
	for _, n := range names {
		for _, c := range cs {
			if c.Name == n {
				return true
			}
		}
	}
	return false
}

// all tells whether all of the names are columns.
func (cs columns) all(names ...string) bool {
	for _, n := range names {
		if !cs.has(n) {
			return false
		}
	}
	return true
}

// sql is what a column is called in SQL: like all names that this package gives
// it begins with azw_, so that no column of a table bears it.
func (cs columns) sql(name string) string {
	return fmt.Sprintf("azw_c%d", slices.IndexFunc(cs, func(c column) bool { return c.Name == name }))
}

// text is the SQL of the first of the named columns that is not empty in a
// row: empty text where the table has none of them.
func (cs columns) text(names ...string) string {
	var have []string
	for _, n := range names {
		if cs.has(n) {
			have = append(have, cs.sql(n))
		}
	}
	switch len(have) {
	case 0:
		return "''"
	case 1:
		return "coalesce(" + have[0] + ", '')"
	}
	var b strings.Builder
	b.WriteString("coalesce(")
	for _, h := range have {
		b.WriteString("nullif(" + h + ", ''), ")
	}
	b.WriteString("'')")
	return b.String()
}

// one is the SQL of one column.
func (cs columns) one(name string) string { return cs.text(name) }

// texts are the SQL of each of the names that the table has.
func (cs columns) texts(names ...string) []string {
	var out []string
	for _, n := range names {
		if cs.has(n) {
			out = append(out, cs.text(n))
		}
	}
	return out
}

// missing says which of the needs no column meets: each need is the names that
// would meet it, evened out, the first as people write it.
func (cs columns) missing(needs ...[]string) []string {
	var out []string
	for _, need := range needs {
		var names []string
		for _, n := range need {
			names = append(names, evenOut(n))
		}
		if !cs.has(names...) {
			out = append(out, strings.Join(need, " or "))
		}
	}
	return out
}

// quote is an identifier in SQL, literal a text; both as DuckDB reads them. In
// ClickHouse's a backslash says what follows it: a dialect has its own, for all
// texts but those of this package that have none.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
