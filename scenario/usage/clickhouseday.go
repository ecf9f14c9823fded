package usage

import "fmt"

// clickHouseDay is parseDay in SQL: a date is its text, "2026-03-14", as
// ClickHouse's own dates begin in 1970. Dates of the two usual shapes are cut
// as they stand; the array that others are read from has no element where a row
// is none of them.
func clickHouseDay(order string) []step {
	const x = "azw_x"
	cut := func(from, n int) string { return fmt.Sprintf("substring(%s, %d, %d)", x, from, n) }
	iso := func(x string) string {
		return clickHouseMatches("substring("+x+", 1, 10)", `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	}
	slashed := func(x string) string { return clickHouseMatches(x, `^[0-9]{2}/[0-9]{2}/[0-9]{4}$`) }
	month, date := cut(1, 2), cut(4, 2)
	switch order {
	case "dmy":
		month, date = date, month
	case "mdy":
	default:
		slashed = func(string) string { return "1 = 0" }
	}
	odd := "arrayMap(azw_o -> " + oddDay("azw_o", order) + ", arrayFilter(azw_y -> azw_y <> '' AND NOT " + iso("azw_y") + " AND NOT " + slashed("azw_y") + ", [" + x + "]))[1]"
	text := "CASE WHEN " + iso(x) + " THEN " + cut(1, 10) + " WHEN " + slashed(x) + " THEN concat(" + cut(7, 4) + ", '-', " + month + ", '-', " + date + ") ELSE " + odd + " END"

	n := func(from, n int) string { return fmt.Sprintf("toUInt16OrZero(substring(azw_t, %d, %d))", from, n) }
	days := "CASE WHEN azw_m = 2 THEN CASE WHEN azw_n % 4 = 0 AND (azw_n % 100 <> 0 OR azw_n % 400 = 0) THEN 29 ELSE 28 END WHEN azw_m IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
	checked := let([]string{"azw_n", "azw_m", "azw_d"}, []string{n(1, 4), n(6, 2), n(9, 2)},
		"CASE WHEN length(azw_t) = 10 AND azw_m BETWEEN 1 AND 12 AND azw_d BETWEEN 1 AND ("+days+") THEN azw_t ELSE '' END")
	return []step{
		{name: "azw_day_valid", expression: let([]string{x}, []string{"azw_day_text"}, let([]string{"azw_t"}, []string{text}, checked)), once: true},
		{name: "azw_day", expression: "nullif(azw_day_valid, '')"},
	}
}

// oddDay writes a date of another shape as one of ten letters, in which month
// and day may still be none.
func oddDay(x, order string) string {
	// what begins like 2026-03-… is read as that alone
	head := "CASE WHEN substring(" + x + ", 5, 1) = '-' AND substring(" + x + ", 8, 1) = '-' THEN replaceRegexpOne(substring(" + x + ", 1, 10), ' +$', '') ELSE " +
		clickHouseExtract("replaceRegexpAll("+x+", "+clickHouseLiteral(blankEnds)+", '')", `(?s)^(.[^T ]*)`) + " END"
	shapes := dayShapes(order)
	part := func(i int) string {
		text := clickHouseExtract("azw_h", shapes[i].first)
		if shapes[i].last != "" {
			text = "concat(" + text + ", " + clickHouseExtract("azw_h", shapes[i].last) + ")"
		}
		return text
	}
	made := "concat(CASE WHEN length(azw_1) = 2 THEN '20' ELSE '' END, azw_1, CASE WHEN length(azw_2) = 1 THEN '-0' ELSE '-' END, azw_2, CASE WHEN length(azw_3) = 1 THEN '-0' ELSE '-' END, azw_3)"
	made = let([]string{"azw_1", "azw_2", "azw_3"}, []string{part(0), part(1), part(2)}, made)
	return let([]string{"azw_h"}, []string{head}, made)
}

func clickHouseDays(date string) string {
	return "toString(groupBitOr(CASE WHEN ifNull(" + date + ", '') = '' THEN toUInt64(0) ELSE " +
		"toUInt64(bitShiftLeft(toUInt64(1), toUInt8(toUInt8OrZero(substring(ifNull(" + date + ", ''), 9, 2)) - 1))) END))"
}

// clickHouseHour pads the hour of "7:00" to two digits.
func clickHouseHour(text string) string {
	hour := clickHouseExtract(text, `[T ]([0-9]{1,2}):[0-9]{2}`)
	return "CASE WHEN length(" + hour + ") = 1 THEN concat('0', " + hour + ") ELSE " + hour + " END"
}

// clickHouseCycle counts months from the text of a date.
func clickHouseCycle(date string, cycleDay int) string {
	cut := func(from, n int) string { return fmt.Sprintf("toInt64OrNull(substring(%s, %d, %d))", date, from, n) }
	month := cut(1, 4) + " * 12 + " + cut(6, 2) + " - 1"
	if cycleDay > 1 {
		month += fmt.Sprintf(" - (CASE WHEN %s < %d THEN 1 ELSE 0 END)", cut(9, 2), cycleDay)
	}
	return month
}
