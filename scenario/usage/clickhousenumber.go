package usage

import (
	"fmt"
	"strings"
)

// blankEnds matches the blanks at the ends of a text.
const blankEnds = `^` + blanks + `|` + blanks + `$`

// let calculates expressions once, under names, for what is made of them:
// ClickHouse puts a name's expression wherever the name stands.
func let(names []string, expressions []string, made string) string {
	return "arrayMap((" + strings.Join(names, ", ") + ") -> " + made + ", [" + strings.Join(expressions, "], [") + "])[1]"
}

// clickHouseNumber is parseNumber in SQL. It makes an array of the three whole
// numbers, which is empty where the text is no number.
func clickHouseNumber(name string, style numberStyle) []step {
	part := func(i int) string {
		return fmt.Sprintf("CASE WHEN length(%s_parts) = 3 THEN %s_parts[%d] END", name, name, i)
	}
	return []step{
		{name: name + "_parts", expression: let([]string{"azw_x"}, []string{name + "_text"}, numberParts("azw_x", style)), once: true},
		{name: name, expression: part(1)},
		{name: name + "_fraction", expression: part(2)},
		{name: name + "_rest", expression: part(3)},
	}
}

// numberParts cuts numbers of up to 18 digits on either side of the point as
// they stand. All branches are taken for every row: the array that the others
// are read from has no element where a row is none of them.
func numberParts(x string, style numberStyle) string {
	simple := `^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$`
	if style == commaNumbers {
		simple = `^[+-]?[0-9]{1,18}$`
	}
	plain := func(x string) string { return clickHouseMatches(x, simple) }
	cut := let([]string{"azw_at"}, []string{"toInt64(position(" + x + ", '.'))"},
		"[toInt64OrZero(replaceAll(substring("+x+", 1, toUInt64(CASE WHEN azw_at = 0 THEN 19 ELSE azw_at - 1 END)), '+', '')), "+
			"CASE WHEN azw_at = 0 THEN 0 WHEN substring("+x+", 1, 1) = '-' THEN -1 ELSE 1 END * "+
			"toInt64OrZero(substring(concat(substring("+x+", toUInt64(azw_at + 1), 18), '"+strings.Repeat("0", places)+"'), 1, 18)), toInt64(0)]")
	odd := "arrayMap(azw_o -> " + oddNumber("azw_o", style) + ", arrayFilter(azw_y -> azw_y <> '' AND NOT " + plain("azw_y") + ", [" + x + "]))[1]"
	return "CASE WHEN " + plain(x) + " THEN " + cut + " WHEN " + x + " = '' THEN [toInt64(0), toInt64(0), toInt64(0)] ELSE " + odd + " END"
}

// oddNumber lays the digits of any number into 54 places: 18 before the point
// and 36 behind it.
func oddNumber(x string, style numberStyle) string {
	tidy := "replaceRegexpAll(" + x + ", " + clickHouseLiteral(blankEnds) + ", '')"
	shape := shapeOf(style)
	if style != plainNumbers {
		tidy = "replaceRegexpAll(" + tidy + ", " + clickHouseLiteral(blanksWithin) + ", '')"
	}
	zeros := "'" + strings.Repeat("0", 3*places) + "'"
	number := func(from int) string {
		return fmt.Sprintf("CASE WHEN substring(azw_t, 1, 1) = '-' THEN -1 ELSE 1 END * toInt64OrZero(substring(azw_l, %d, 18))", from)
	}
	laid := let([]string{"azw_l"},
		[]string{"substring(concat(substring(" + zeros + ", 1, toUInt64(CASE WHEN azw_s = '' OR azw_b > 18 THEN 0 ELSE 18 - azw_b END)), azw_s, " + zeros + "), 1, 54)"},
		"["+number(1)+", "+number(1+places)+", "+number(1+2*places)+"]")
	fits := clickHouseMatches("azw_t", shape.valid) + " AND (azw_s = '' OR (azw_b <= 18 AND toInt64(length(azw_s)) - azw_b <= 36))"
	made := "CASE WHEN " + fits + " THEN " + laid + " ELSE emptyArrayInt64() END"

	// azw_s are the digits without zeros at either end, azw_b is how many of
	// them stand before the point: less than 0 is how many zeros are behind it.
	made = let([]string{"azw_b", "azw_s"}, []string{"toInt64(length(azw_z)) - toInt64(length(azw_f)) + azw_e", "replaceRegexpOne(azw_z, '0+$', '')"}, made)
	made = let([]string{"azw_z"}, []string{"replaceRegexpOne(concat(azw_w, azw_f), '^0+', '')"}, made)
	made = let([]string{"azw_w", "azw_f", "azw_e"}, []string{
		"replaceAll(" + clickHouseExtract("azw_t", shape.whole) + ", '" + shape.thousands + "', '')",
		clickHouseExtract("azw_t", shape.behind),
		"toInt64OrZero(replaceAll(" + clickHouseExtract("azw_t", shape.power) + ", '+', ''))",
	}, made)
	return let([]string{"azw_t"}, []string{tidy}, made)
}
