package usage

import (
	"strings"
	"time"
)

// parseDay reads a day in any of the ways that exports write one, with or
// without a time behind it, as "2026-03-14". Dates such as 02/03/2026 need an
// order, "mdy" or "dmy"; what follows it is all that is read.
func parseDay(text, order string) (day string, ok bool) {
	text = strings.TrimSpace(text)
	if i := strings.IndexAny(text, "T "); i > 0 {
		text = text[:i]
	}
	var year, month, date string
	if len(text) == 8 && digits(text) {
		year, month, date = text[:4], text[4:6], text[6:]
	} else {
		parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
		if len(parts) != 3 || len(text) != len(parts[0])+len(parts[1])+len(parts[2])+2 {
			return "", false
		}
		switch {
		case len(parts[0]) == 4:
			year, month, date = parts[0], parts[1], parts[2]
		case order == "mdy":
			month, date, year = parts[0], parts[1], parts[2]
		case order == "dmy":
			date, month, year = parts[0], parts[1], parts[2]
		default:
			return "", false
		}
	}
	if len(year) == 2 {
		year = "20" + year
	}
	if len(month) == 1 {
		month = "0" + month
	}
	if len(date) == 1 {
		date = "0" + date
	}
	day = year + "-" + month + "-" + date
	_, err := time.Parse(time.DateOnly, day)
	return day, err == nil
}

// dayShape has the expressions that find a part of a date, in their first group: of dates
// that begin with the year, and of those that end with it, "" where no order is known.
type dayShape struct{ first, last string }

// dayShapes are those of the year, the month and the day in all dates that parseDay
// reads. Of another text one part is not found.
func dayShapes(order string) [3]dayShape {
	shapes := [3]dayShape{{first: `^([0-9]{4})(?:[0-9]{4}|[/.-][0-9]{1,2}[/.-][0-9]{1,2})$`},
		{first: `^[0-9]{4}[/.-]?([0-9]{2}|[0-9])[/.-]?[0-9]{1,2}$`}, {first: `^[0-9]{4}(?:[0-9]{2}|[/.-][0-9]{1,2}[/.-])([0-9]{1,2})$`}}
	const a, b, year = `[0-9]{1,2}[/.-]`, `([0-9]{1,2})[/.-]`, `([0-9]{4}|[0-9]{2})$`
	first, second := "^"+b+a+"(?:"+year+")", "^"+a+b+"(?:"+year+")"
	switch order {
	case "mdy":
		shapes[0].last, shapes[1].last, shapes[2].last = "^"+a+a+year, first, second
	case "dmy":
		shapes[0].last, shapes[1].last, shapes[2].last = "^"+a+a+year, second, first
	}
	return shapes
}
