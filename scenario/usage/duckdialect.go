package usage

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// duckDB is the dialect of the embedded engine.
var duckDB = dialect{
	Lazy:   true,
	Query:  duckQuery,
	Number: duckNumber,
	Float:  duckFloat,
	Day:    duckDay,
	Date:   func(day string) string { return "CAST(" + literal(day) + " AS DATE)" },
	Hour:   duckHour,
	Cycle:  duckCycle,
	Days: func(date string) string {
		return "CAST(coalesce(bit_or(1::BIGINT << (day(" + date + ") - 1)), 0) AS VARCHAR)"
	},
	Least: duckLeast,
	Alike: func(values ...string) string { return "hash(" + strings.Join(values, ", ") + ")" },
	Sum:   func(whole string) string { return "CAST(sum(" + whole + ") AS VARCHAR)" },
	List: func(text, condition string) string {
		return "coalesce(string_agg(" + text + ", ', ') FILTER (WHERE " + condition + "), '')"
	},
	Tag:     duckTag,
	Matches: func(text, re string) string { return "regexp_matches(" + text + ", " + literal(re) + ")" },
	Extract: func(text, re string) string { return "regexp_extract(" + text + ", " + literal(re) + ", 1)" },
	Text:    duckText,
	String:  func(x string) string { return "coalesce(CAST(" + x + " AS VARCHAR), '')" },
	Whole:   func(text string) string { return "TRY_CAST(" + text + " AS BIGINT)" },
	Trim:    func(text string) string { return "trim(" + text + ")" },
	Literal: literal,
	Quote:   quote,
}

// duckLeast are the least hashes of each eighth of all hashes.
//
// Note: min(hash, 8) is the same to those who look for rows in common, but keeps lists
// in memory, of every group, which DuckDB cannot put on the disk.
func duckLeast(hash string) string {
	var least []string
	for eighth := range uint64(8) {
		least = append(least, fmt.Sprintf("min(xor(%s, %d::UBIGINT))", hash, eighth<<61))
	}
	return "concat_ws(', ', " + strings.Join(least, ", ") + ")"
}

// duckQuery nests the steps: what several others name is calculated once.
func duckQuery(from string, steps []step, sample int, selected, tail string) string {
	for _, layer := range layers(needed(steps, selected, tail)) {
		from = "(SELECT *, " + columnList(layer) + " FROM " + from + ")"
	}
	if sample > 0 {
		from = fmt.Sprintf("(SELECT * FROM %s LIMIT %d)", from, sample)
	}
	return "SELECT " + selected + " FROM " + from + " " + tail
}

// duckNumber cuts numbers of up to 18 digits on either side of the point
// itself, and leaves all else to Go.
func duckNumber(name string, style numberStyle) []step {
	text, plain, expression := name+"_text", name+"_plain", `[+-]?[0-9]{1,18}([.][0-9]{1,18})?`
	if style == commaNumbers {
		expression = `[+-]?[0-9]{1,18}`
	}
	at := name + "_point"
	part := func(suffix, cut, function string) step {
		return step{name: name + suffix, expression: "CASE WHEN " + text + " = '' THEN 0 WHEN " + plain + " THEN " + cut +
			" ELSE " + function + "(" + text + ", " + literal(string(style)) + ") END"}
	}
	// Note: rpad takes four times as long as what follows.
	zeros := literal(strings.Repeat("0", places))
	return []step{
		{name: plain, expression: "regexp_full_match(" + text + ", " + literal(expression) + ")"},
		{name: at, expression: "strpos(" + text + ", '.')"},
		part("", "CAST(CASE WHEN "+at+" = 0 THEN "+text+" ELSE substr("+text+", 1, "+at+" - 1) END AS BIGINT)", "azw_whole"),
		part("_fraction", "CASE WHEN "+at+" = 0 THEN 0 WHEN starts_with("+text+", '-') THEN -1 ELSE 1 END * "+
			"CAST(substr("+text+" || "+zeros+", "+at+" + 1, 18) AS BIGINT)", "azw_fraction"),
		part("_rest", "0", "azw_rest"),
	}
}

// duckFloat is near enough for evidence: prices are only compared.
func duckFloat(text string, style numberStyle) string {
	switch style {
	case pointNumbers:
		text = "replace(" + text + ", ',', '')"
	case commaNumbers:
		text = "replace(replace(" + text + ", '.', ''), ',', '.')"
	}
	return "TRY_CAST(" + text + " AS DOUBLE)"
}

// duckDay casts dates of the usual shapes, and leaves all else to Go.
func duckDay(order string) []step {
	const text = "azw_day_text"
	part := func(from, n int) string { return fmt.Sprintf("substr(%s, %d, %d)", text, from, n) }
	slashed := ""
	if order == "mdy" || order == "dmy" {
		month, day := part(1, 2), part(4, 2)
		if order == "dmy" {
			month, day = day, month
		}
		slashed = " WHEN length(" + text + ") = 10 AND " + part(3, 1) + " = '/' AND " + part(6, 1) + " = '/' THEN TRY_CAST(" +
			part(7, 4) + " || '-' || " + month + " || '-' || " + day + " AS DATE)"
	}
	return []step{{name: "azw_day", expression: "CASE WHEN " + part(5, 1) + " = '-' AND " + part(8, 1) + " = '-' THEN TRY_CAST(" + part(1, 10) + " AS DATE)" + slashed +
		" WHEN " + text + " <> '' THEN TRY_CAST(azw_date(" + text + ", " + literal(order) + ") AS DATE) END"}}
}

// duckHour pads the hour of "7:00" to two digits.
func duckHour(text string) string {
	hour := "regexp_extract(" + text + `, '[T ]([0-9]{1,2}):[0-9]{2}', 1)`
	return "CASE length(" + hour + ") WHEN 1 THEN '0' || " + hour + " ELSE " + hour + " END"
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
	return `"` + anyCase(strings.Trim(quoteJSON(key), `"`)) + `"\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\s]+)`
}

// anyCase matches a text in any case.
//
// Note: behind (?i), ClickHouse 18.16 still looks for the letters as they stand.
func anyCase(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.SimpleFold(r) == r {
			b.WriteString(regexp.QuoteMeta(string(r)))
			continue
		}
		b.WriteString("[" + string(r))
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			b.WriteRune(other)
		}
		b.WriteString("]")
	}
	return b.String()
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
