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
