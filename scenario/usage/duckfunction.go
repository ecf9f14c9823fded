package usage

import (
	"database/sql/driver"

	"github.com/duckdb/duckdb-go/v2"
)

// duckFunctions are called for what DuckDB's own casts do not read: numbers
// with exponents, many decimals or signs between thousands, and dates other
// than the usual ones. They are Go, and so cost some microseconds a row.
func duckFunctions() map[string]duckdb.ScalarFunc {
	return map[string]duckdb.ScalarFunc{
		"azw_high": textFunction(func(text, style string) (string, bool) {
			high, _, ok := splitNumber(text, numberStyle(style))
			return high, ok
		}),
		"azw_low": textFunction(func(text, style string) (string, bool) {
			_, low, ok := splitNumber(text, numberStyle(style))
			return low, ok
		}),
		"azw_date": textFunction(parseDay),
	}
}

// textFunction takes a text and a setting, and gives a text, or NULL.
type textFunction func(text, setting string) (string, bool)

func (f textFunction) Config() duckdb.ScalarFuncConfig {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		panic(err) // it is a plain type
	}
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{text, text}, ResultTypeInfo: text}
}

func (f textFunction) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (any, error) {
		text, _ := values[0].(string)
		setting, _ := values[1].(string)
		if out, ok := f(text, setting); ok {
			return out, nil
		}
		return nil, nil
	}}
}
