package usage

import (
	"fmt"
	"regexp"
	"strings"
)

// duckDB is the dialect of the embedded engine.
var duckDB = dialect{
	Number:  duckNumber,
	Day:     duckDay,
	Hour:    func(text string) string { return "azw_hour(" + text + ")" },
	Cycle:   duckCycle,
	Tag:     duckTag,
	Matches: func(text, re string) string { return "regexp_matches(" + text + ", " + literal(re) + ")" },
	Extract: func(text, re string) string { return "regexp_extract(" + text + ", " + literal(re) + ", 1)" },
	Text:    duckText,
}

// duckMacros are made once for each connection.
var duckMacros = []string{
	// A number taken to pieces: sign, digits, exponent; then its digits before
	// and behind the point without an exponent.
	`CREATE TEMP MACRO azw_sign(x) AS CASE WHEN starts_with(x, '-') THEN -1 ELSE 1 END`,
	`CREATE TEMP MACRO azw_mantissa(x) AS ltrim(split_part(lower(x), 'e', 1), '+-')`,
	`CREATE TEMP MACRO azw_exponent(x) AS CASE WHEN contains(lower(x), 'e') THEN CAST(split_part(lower(x), 'e', 2) AS INTEGER) ELSE 0 END`,
	`CREATE TEMP MACRO azw_whole(w, f, e) AS CASE WHEN e >= 0 THEN w || left(f, e) || repeat('0', greatest(e - length(f), 0))
		ELSE left(repeat('0', -e) || w, length(w)) END`,
	`CREATE TEMP MACRO azw_fraction(w, f, e) AS rtrim(CASE WHEN e >= 0 THEN substr(f, e + 1) ELSE right(repeat('0', -e) || w, -e) || f END, '0')`,
	`CREATE TEMP MACRO azw_high2(s, w, f) AS CASE WHEN length(ltrim(w, '0')) <= 20 AND length(f) <= 36
		THEN s * (CAST('0' || w AS DECIMAL(38,18)) + CAST('0.' || left(f, 18) || '0' AS DECIMAL(38,18))) END`,
	`CREATE TEMP MACRO azw_low2(s, w, f) AS CASE WHEN length(ltrim(w, '0')) <= 20 AND length(f) <= 36
		THEN s * CAST('0.' || repeat('0', 18) || substr(f, 19) AS DECIMAL(38,36)) END`,
	`CREATE TEMP MACRO azw_w(x) AS azw_whole(split_part(azw_mantissa(x), '.', 1), split_part(azw_mantissa(x), '.', 2), azw_exponent(x))`,
	`CREATE TEMP MACRO azw_f(x) AS azw_fraction(split_part(azw_mantissa(x), '.', 1), split_part(azw_mantissa(x), '.', 2), azw_exponent(x))`,
	`CREATE TEMP MACRO azw_high(x) AS CASE WHEN regexp_full_match(x, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?')
		THEN azw_high2(azw_sign(x), azw_w(x), azw_f(x)) END`,
	`CREATE TEMP MACRO azw_low(x) AS CASE WHEN regexp_full_match(x, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?')
		THEN azw_low2(azw_sign(x), azw_w(x), azw_f(x)) END`,
	`CREATE TEMP MACRO azw_short(x) AS length(x) < 20 AND NOT contains(x, 'e') AND NOT contains(x, 'E') AND NOT contains(x, '_')`,
	`CREATE TEMP MACRO azw_point(x) AS CASE WHEN NOT contains(x, ',') THEN x
		WHEN regexp_full_match(x, '[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?') THEN replace(x, ',', '') ELSE x END`,
	`CREATE TEMP MACRO azw_comma(x) AS CASE WHEN regexp_full_match(x, '[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)?(,[0-9]+)?([eE][+-]?[0-9]{1,3})?')
		THEN replace(replace(x, '.', ''), ',', '.') ELSE x || '?' END`,
	`CREATE TEMP MACRO azw_tight(x) AS replace(replace(replace(x, ' ', ''), '` + "\u00a0" + `', ''), '` + "\u202f" + `', '')`,

	// Dates: the first part and the second are month and day in the order that
	// is stated; behind them the year.
	`CREATE TEMP MACRO azw_ymd(y, m, d) AS TRY_CAST(CASE WHEN length(y) = 2 THEN '20' || y WHEN length(y) = 4 THEN y END || '-' || m || '-' || d AS DATE)`,
	`CREATE TEMP MACRO azw_bare(x) AS replace(replace(split_part(split_part(trim(x), 'T', 1), ' ', 1), '.', '/'), '-', '/')`,
	`CREATE TEMP MACRO azw_parts(x, first, second) AS CASE
		WHEN regexp_full_match(x, '[0-9]{8}') THEN azw_ymd(left(x, 4), substr(x, 5, 2), substr(x, 7, 2))
		WHEN regexp_full_match(x, '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}') THEN azw_ymd(split_part(x, '/', 1), split_part(x, '/', 2), split_part(x, '/', 3))
		WHEN regexp_full_match(x, '[0-9]{1,2}/[0-9]{1,2}/([0-9]{4}|[0-9]{2})') AND first > 0
		THEN azw_ymd(split_part(x, '/', 3), split_part(x, '/', first), split_part(x, '/', second)) END`,
	`CREATE TEMP MACRO azw_day(x) AS CASE WHEN substr(x, 5, 1) = '-' AND substr(x, 8, 1) = '-' THEN TRY_CAST(left(x, 10) AS DATE)
		ELSE azw_parts(azw_bare(x), 0, 0) END`,
	`CREATE TEMP MACRO azw_day_mdy(x) AS CASE WHEN length(x) = 10 AND substr(x, 3, 1) = '/' AND substr(x, 6, 1) = '/'
		THEN TRY_CAST(substr(x, 7, 4) || '-' || left(x, 2) || '-' || substr(x, 4, 2) AS DATE)
		WHEN substr(x, 5, 1) = '-' AND substr(x, 8, 1) = '-' THEN TRY_CAST(left(x, 10) AS DATE)
		ELSE azw_parts(azw_bare(x), 1, 2) END`,
	`CREATE TEMP MACRO azw_day_dmy(x) AS CASE WHEN length(x) = 10 AND substr(x, 3, 1) = '/' AND substr(x, 6, 1) = '/'
		THEN TRY_CAST(substr(x, 7, 4) || '-' || substr(x, 4, 2) || '-' || left(x, 2) AS DATE)
		WHEN substr(x, 5, 1) = '-' AND substr(x, 8, 1) = '-' THEN TRY_CAST(left(x, 10) AS DATE)
		ELSE azw_parts(azw_bare(x), 2, 1) END`,
	`CREATE TEMP MACRO azw_hour(x) AS lpad(regexp_extract(trim(x), '[T ]([0-9]{1,2}):[0-9]{2}', 1), CASE WHEN regexp_matches(trim(x), '[T ][0-9]{1,2}:[0-9]{2}') THEN 2 ELSE 0 END, '0')`,
}

func duckNumber(text string, style numberStyle) (high, low string) {
	switch style {
	case pointNumbers:
		text = "azw_point(azw_tight(" + text + "))"
	case commaNumbers:
		text = "azw_comma(azw_tight(" + text + "))"
	}
	return "CASE WHEN azw_short(" + text + ") THEN TRY_CAST(" + text + " AS DECIMAL(38,18)) ELSE azw_high(trim(" + text + ")) END",
		"CASE WHEN azw_short(" + text + ") THEN CAST(0 AS DECIMAL(38,36)) ELSE azw_low(trim(" + text + ")) END"
}

func duckDay(text, order string) string {
	switch order {
	case "mdy", "dmy":
		return "azw_day_" + order + "(" + text + ")"
	}
	return "azw_day(" + text + ")"
}

func duckCycle(date string, cycleDay int) string {
	if cycleDay > 1 {
		date = fmt.Sprintf("(%s - %d)", date, cycleDay-1)
	}
	return "CAST(year(" + date + ") * 12 + month(" + date + ") - 1 AS INTEGER)"
}

func duckTag(object, key string) string {
	return "regexp_extract(" + object + ", " + literal(tagExpression(key)) + ", 1)"
}

// tagExpression finds a key and its value in a JSON object, braces or none. A
// text's own quotation marks are escaped, so that it finds no key within one.
func tagExpression(key string) string {
	return `(?i)"` + regexp.QuoteMeta(strings.Trim(quoteJSON(key), `"`)) + `"\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\s]+)`
}

func duckText(column, kind string) string {
	switch {
	case kind == "" || kind == "VARCHAR":
		return column
	case strings.HasPrefix(kind, "MAP") || strings.HasPrefix(kind, "STRUCT") || strings.HasSuffix(kind, "[]"):
		return "CAST(to_json(" + column + ") AS VARCHAR)"
	}
	return "CAST(" + column + " AS VARCHAR)"
}
