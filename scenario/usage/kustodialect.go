package usage

import (
	"fmt"
	"strings"
)

// kusto is the dialect of Azure Data Explorer and Fabric's eventhouses. Its expressions
// are this package's SQL, with functions of KQL among them; kustoQuery writes them in KQL.
var kusto = dialect{
	Query:  kustoQuery,
	Number: kustoNumber,
	Float:  kustoFloat,
	Day:    kustoDay,
	Date:   func(day string) string { return "datetime(" + literal(day) + ")" },
	Hour:   kustoHour,
	Cycle:  kustoCycle,
	Days: func(date string) string {
		return "tostring(binary_all_or(CASE WHEN " + date + " IS NULL THEN 0 ELSE binary_shift_left(1, dayofmonth(" + date + ") - 1) END))"
	},
	Least:   func(string) string { return "''" }, // a table is all that is imported
	Hash:    kustoHash,
	Over:    kustoOver,
	Sum:     kustoSum,
	Tag:     func(object, key string) string { return kustoExtract(object, tagExpression(key)) },
	Matches: func(text, re string) string { return "matches_regex(" + text + ", " + literal(re) + ")" },
	Extract: kustoExtract,
	Text:    kustoText,
	String:  func(x string) string { return "tostring(" + x + ")" },
	Whole:   func(text string) string { return "tolong(" + text + ")" },
	Trim:    func(text string) string { return "trim(' +', " + text + ")" },
	Literal: literal,
	Quote:   quote,
}

func kustoExtract(text, re string) string { return "extract(" + literal(re) + ", 1, " + text + ")" }

// kustoSum adds up the upper and the lower nine digits apart, as clickHouseSum does, and
// no more than maxSummed rows.
//
// Note: not with %, whose remainder is never below zero in KQL; and not as decimals, of
// which a sum of many digits is rounded.
func kustoSum(whole string) string {
	upper := "bin_div(" + whole + ", 1000000000)"
	return "concat(tostring(sum(" + upper + ")), ';', tostring(sum(" + whole + " - " + upper + " * 1000000000)))"
}

// kustoHash separates the values by what no text of a bill has.
func kustoHash(values []string) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, v, literal("\x1f"))
	}
	return "hash(concat(" + strings.Join(parts, ", ") + "))"
}

// kustoText reads a column of any type. The word NULL in a text is none, as in a file; a
// moment is in UTC; a double is as Kusto writes it, in the fewest digits that tell it.
func kustoText(column, kind string) string {
	switch kind {
	case "", "string":
		return "CASE WHEN " + column + " IN ('NULL', 'null') THEN '' ELSE " + column + " END"
	case "datetime":
		return "CASE WHEN isnull(" + column + ") THEN '' ELSE format_datetime(" + column + ", 'yyyy-MM-dd HH:mm:ss') END"
	}
	return "tostring(" + column + ")"
}

// kustoFloat is near enough for evidence: prices are only compared.
func kustoFloat(text string, style numberStyle) string {
	switch style {
	case pointNumbers:
		text = "replace(" + text + ", ',', '')"
	case commaNumbers:
		text = "replace(replace(" + text + ", '.', ''), ',', '.')"
	}
	return "toreal(" + text + ")"
}

// kustoNumber is parseNumber in steps. It lays the digits of any number into 54 places:
// 18 before the point and 36 behind it.
func kustoNumber(name string, style numberStyle) []step {
	is := func(suffix, expression string) step { return step{name: name + suffix, expression: expression} }
	text := name + "_text"
	tidy := "trim(" + literal(blanks) + ", " + text + ")"
	shape := shapeOf(style)
	if style != plainNumbers {
		tidy = "replace_regex(" + tidy + ", " + literal(blanksWithin) + ", '')"
	}
	zeros := literal(strings.Repeat("0", 3*places))
	part := func(suffix string, from int) step {
		return is(suffix, fmt.Sprintf("CASE WHEN %s = '' THEN 0 WHEN %s_fits THEN %[2]s_sign * tolong(substr(%[2]s_laid, %d, %d)) END", text, name, from, places))
	}
	return []step{
		is("_tidy", tidy),
		is("_sign", "CASE WHEN substr("+name+"_tidy, 1, 1) = '-' THEN -1 ELSE 1 END"),
		is("_valid", "matches_regex("+name+"_tidy, "+literal(shape.valid)+")"),
		is("_behind", kustoExtract(name+"_tidy", shape.behind)),
		is("_power", "coalesce(tolong(replace("+kustoExtract(name+"_tidy", shape.power)+", '+', '')), 0)"),
		is("_digits", "trim_start('0+', concat(replace("+kustoExtract(name+"_tidy", shape.whole)+", "+literal(shape.thousands)+", ''), "+name+"_behind))"),
		is("_told", "trim_end('0+', "+name+"_digits)"), // the digits without zeros at either end
		// how many of them stand before the point: less than 0 is how many zeros are behind it
		is("_before", "CASE WHEN "+name+"_told = '' THEN 0 ELSE length("+name+"_digits) - length("+name+"_behind) + "+name+"_power END"),
		is("_fits", name+"_valid AND "+name+"_before <= 18 AND length("+name+"_told) - "+name+"_before <= 36"),
		is("_laid", "substr(concat(substr("+zeros+", 1, CASE WHEN "+name+"_fits THEN 18 - "+name+"_before ELSE 0 END), "+name+"_told, "+zeros+"), 1, 54)"),
		part("", 1), part("_fraction", 1+places), part("_rest", 1+2*places),
	}
}
