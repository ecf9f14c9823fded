package usage

import "fmt"

// kustoDay is parseDay in steps: azw_day is a datetime.
func kustoDay(order string) []step {
	// what begins like 2026-03-… is read as that alone
	head := "CASE WHEN substr(azw_day_text, 5, 1) = '-' AND substr(azw_day_text, 8, 1) = '-' THEN trim_end(' +', substr(azw_day_text, 1, 10)) ELSE " +
		kustoExtract("trim("+literal(blanks)+", azw_day_text)", `(?s)^(.[^T ]*)`) + " END"
	shapes := dayShapes(order)
	part := func(i int) string {
		text := kustoExtract("azw_day_head", shapes[i].first)
		if shapes[i].last != "" {
			text = "concat(" + text + ", " + kustoExtract("azw_day_head", shapes[i].last) + ")"
		}
		return text
	}
	return []step{
		{name: "azw_day_head", expression: head},
		{name: "azw_day_year", expression: part(0)},
		{name: "azw_day", expression: "make_datetime(tolong(concat(CASE WHEN length(azw_day_year) = 2 THEN '20' ELSE '' END, azw_day_year)), tolong(" + part(1) + "), tolong(" + part(2) + "))"},
	}
}

// kustoHour pads the hour of "7:00" to two digits.
func kustoHour(text string) string {
	hour := kustoExtract(text, `[T ]([0-9]{1,2}):[0-9]{2}`)
	return "CASE WHEN length(" + hour + ") = 1 THEN concat('0', " + hour + ") ELSE " + hour + " END"
}

func kustoCycle(date string, cycleDay int) string {
	month := "getyear(" + date + ") * 12 + monthofyear(" + date + ") - 1"
	if cycleDay > 1 {
		month += fmt.Sprintf(" - CASE WHEN dayofmonth(%s) < %d THEN 1 ELSE 0 END", date, cycleDay)
	}
	return month
}
