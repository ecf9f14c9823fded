package usage

import (
	"database/sql/driver"

	"github.com/duckdb/duckdb-go/v2"
)

// duckFunctions are called for what DuckDB's own casts do not read: numbers
// with exponents, many decimals or signs between thousands, and dates other
// than the usual ones. They are Go, and so cost some microseconds a row.
func duckFunctions() map[string]duckdb.ScalarFunc {
	part := func(of func(n number) int64) duckdb.ScalarFunc {
		return textFunction{result: duckdb.TYPE_BIGINT, call: func(text, style string) (any, bool) {
			n, ok := parseNumber(text, numberStyle(style))
			return of(n), ok
		}}
	}
	return map[string]duckdb.ScalarFunc{
		"azw_whole":    part(func(n number) int64 { return n.whole }),
		"azw_fraction": part(func(n number) int64 { return n.fraction }),
		"azw_rest":     part(func(n number) int64 { return n.rest }),
		"azw_date": textFunction{result: duckdb.TYPE_VARCHAR, call: func(text, order string) (any, bool) {
			return parseDay(text, order)
		}},
	}
}

// textFunction takes a text and a setting; its result is NULL where not ok.
type textFunction struct {
	result duckdb.Type
	call   func(text, setting string) (any, bool)
}

func (f textFunction) Config() duckdb.ScalarFuncConfig {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		panic(err) // it is a plain type, as is the result
	}
	result, err := duckdb.NewTypeInfo(f.result)
	if err != nil {
		panic(err)
	}
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{text, text}, ResultTypeInfo: result}
}

func (f textFunction) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (any, error) {
		text, _ := values[0].(string)
		setting, _ := values[1].(string)
		if out, ok := f.call(text, setting); ok {
			return out, nil
		}
		return nil, nil
	}}
}
