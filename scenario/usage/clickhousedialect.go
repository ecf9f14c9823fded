package usage

import (
	"slices"
	"strings"
)

// clickHouse is the dialect of ClickHouse, of version 18.16 (which Debian has)
// and all later ones: functions that came after it are used on types alone
// that came after it, too.
var clickHouse = dialect{
	Query:   clickHouseQuery,
	Number:  clickHouseNumber,
	Float:   clickHouseFloat,
	Day:     clickHouseDay,
	Date:    clickHouseLiteral,
	Hour:    clickHouseHour,
	Cycle:   clickHouseCycle,
	Days:    clickHouseDays,
	Least:   func(string) string { return "''" }, // a table is all that is imported
	Hash:    func(texts []string) string { return "cityHash64(" + strings.Join(texts, ", ") + ")" },
	Over:    func(query, selected string) string { return "SELECT " + selected + " FROM (" + query + ")" },
	Sum:     clickHouseSum,
	Tag:     func(object, key string) string { return clickHouseExtract(object, tagExpression(key)) },
	Matches: clickHouseMatches,
	Extract: clickHouseExtract,
	Text:    clickHouseText,
	String:  func(x string) string { return "ifNull(toString(" + x + "), '')" },
	Whole:   func(text string) string { return "toInt64OrNull(" + text + ")" },
	Trim:    func(text string) string { return "replaceRegexpAll(" + text + ", '^ +| +$', '')" },
	Literal: clickHouseLiteral,
	Quote:   clickHouseQuote,
}

// clickHouseQuery names the steps in one level: shards then run all of it, and
// give sums back. Of a query within a query they would give all rows. What is
// to be calculated once is joined to each row, as an array of one element.
func clickHouseQuery(from string, steps []step, sample int, selected, tail string) string {
	if sample > 0 {
		panic("usage: a sample of a table without an order is another one each time")
	}
	var with, joined []string
	after := map[string]bool{} // what needs a joined column, which a second one cannot
	for _, s := range needed(steps, selected, tail) {
		needs := slices.ContainsFunc(ownName.FindAllString(s.expression, -1), func(name string) bool { return after[name] })
		after[s.name] = needs || s.once
		if s.once && !needs {
			joined = append(joined, "["+s.expression+"] AS "+s.name)
		} else {
			with = append(with, s.expression+" AS "+s.name)
		}
	}
	query := "SELECT " + selected + " FROM " + from
	if len(with) > 0 {
		query = "WITH " + strings.Join(with, ", ") + " " + query
	}
	if len(joined) > 0 {
		query += " ARRAY JOIN " + strings.Join(joined, ", ")
	}
	return query + " " + tail
}

// clickHouseFloat is near enough for evidence: prices are only compared.
func clickHouseFloat(text string, style numberStyle) string {
	switch style {
	case pointNumbers:
		text = "replaceAll(" + text + ", ',', '')"
	case commaNumbers:
		text = "replaceAll(replaceAll(" + text + ", '.', ''), ',', '.')"
	}
	return "toFloat64OrNull(replaceRegexpAll(" + text + ", '^[ +]+| +$', ''))"
}

// clickHouseSum adds up the upper and the lower nine digits apart: a sum of up
// to maxSummed of either fits in 64 bits.
//
// Note: Decimal128 has room for the whole, but version 18.16 as Debian builds
// it writes its text with zero bytes for zeros.
func clickHouseSum(whole string) string {
	part := func(function string) string {
		return "toString(sum(toInt64(" + function + "(assumeNotNull(" + whole + "), 1000000000))))"
	}
	return "concat(" + part("intDiv") + ", ';', " + part("modulo") + ")"
}

// maxSummed is how many rows can be summed up without an overflow: 2^63 / 10^9.
const maxSummed = 9_000_000_000

func clickHouseMatches(text, expression string) string {
	return "match(" + text + ", " + clickHouseLiteral(expression) + ")"
}

func clickHouseExtract(text, expression string) string {
	return "extract(" + text + ", " + clickHouseLiteral(expression) + ")"
}

// clickHouseText reads a column of any type. The word NULL in a text is none,
// as in a file; a moment is told in UTC; a floating point number has the fewest
// digits that tell it.
func clickHouseText(column, kind string) string {
	nullable := strings.Contains(kind, "Nullable(") && !nested(kind)
	kind = bare(kind)
	text := "toString(" + column + ")"
	switch {
	case kind == "String":
		text = column
	case strings.HasPrefix(kind, "FixedString"):
		text = "toStringCutToZero(" + column + ")"
	case strings.HasPrefix(kind, "DateTime"):
		text = "toString(" + column + ", 'UTC')"
	case nested(kind):
		text = "toJSONString(" + column + ")"
	}
	if nullable {
		text = "ifNull(" + text + ", '')"
	}
	if kind == "String" || strings.HasPrefix(kind, "FixedString") {
		text = "CASE WHEN " + text + " IN ('NULL', 'null') THEN '' ELSE " + text + " END"
	}
	return text
}

// bare is a type without what wraps it.
func bare(kind string) string {
	for _, wrapper := range []string{"LowCardinality(", "Nullable("} {
		if strings.HasPrefix(kind, wrapper) {
			kind = strings.TrimSuffix(strings.TrimPrefix(kind, wrapper), ")")
		}
	}
	return kind
}

// nested tells the types that JSON writes.
func nested(kind string) bool {
	for _, prefix := range []string{"Map(", "Array(", "Tuple(", "Nested(", "JSON", "Object(", "Variant(", "Dynamic"} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

// floating tells the types of which a number may have been rounded when it was
// stored.
func floating(kind string) bool {
	return kind == "real" || strings.HasPrefix(bare(kind), "Float") || strings.HasPrefix(bare(kind), "BFloat")
}

func clickHouseLiteral(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}

func clickHouseQuote(name string) string {
	return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(name) + "`"
}
