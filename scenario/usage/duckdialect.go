package usage

import (
	"fmt"
	"regexp"
	"strings"
)

// duckDB is the dialect of the embedded engine.
var duckDB = dialect{
	Plain:  duckPlain,
	Number: duckNumber,
	Float:  duckFloat,
	Sum:    func(whole string) string { return "CAST(sum(" + whole + ") AS VARCHAR)" },
	Day:    duckDay,
	Hour:   duckHour,
	Cycle:  duckCycle,
	Days: func(date string) string {
		return "CAST(coalesce(bit_or(1::BIGINT << (day(" + date + ") - 1)), 0) AS BIGINT)"
	},
	Least: func(condition string, texts ...string) string {
		return "coalesce(array_to_string(min(CASE WHEN " + condition + " THEN hash(" + strings.Join(texts, ", ") + ") END, 8), ', '), '')"
	},
	Tag:     duckTag,
	Matches: func(text, re string) string { return "regexp_matches(" + text + ", " + literal(re) + ")" },
	Extract: func(text, re string) string { return "regexp_extract(" + text + ", " + literal(re) + ", 1)" },
	Text:    duckText,
}

// duckPlain are numbers of up to 18 digits on either side of the point.
func duckPlain(text string, style numberStyle) string {
	if style == commaNumbers {
		return "regexp_full_match(" + text + ", '[+-]?[0-9]{1,18}')"
	}
	return "regexp_full_match(" + text + `, '[+-]?[0-9]{1,18}([.][0-9]{1,18})?')`
}

// duckNumber cuts plain numbers itself, and leaves all else to Go.
func duckNumber(text, plain string, style numberStyle) (whole, fraction, rest string) {
	call := func(name string) string { return name + "(" + text + ", " + literal(string(style)) + ")" }
	point := "strpos(" + text + ", '.')"
	return "CASE WHEN " + plain + " THEN CAST(split_part(" + text + ", '.', 1) AS BIGINT) ELSE " + call("azw_whole") + " END",
		"CASE WHEN " + plain + " THEN CASE WHEN " + point + " = 0 THEN 0 WHEN starts_with(" + text + ", '-') THEN -1 ELSE 1 END * " +
			"CAST(rpad(split_part(" + text + ", '.', 2), 18, '0') AS BIGINT) ELSE " + call("azw_fraction") + " END",
		"CASE WHEN " + plain + " THEN 0 ELSE " + call("azw_rest") + " END"
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
func duckDay(text, order string) string {
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
	return "CASE WHEN " + part(5, 1) + " = '-' AND " + part(8, 1) + " = '-' THEN TRY_CAST(" + part(1, 10) + " AS DATE)" + slashed +
		" WHEN " + text + " <> '' THEN TRY_CAST(azw_date(" + text + ", " + literal(order) + ") AS DATE) END"
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
