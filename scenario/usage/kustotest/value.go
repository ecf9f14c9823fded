package kustotest

import (
	"strconv"
	"strings"
	"time"
)

// Type is one of KQL's scalar types: string, long, real, bool, datetime, dynamic, decimal.
type Type string

// value is one of any type; a text is never null.
type value struct {
	null bool
	n    int64 // long, bool, and the seconds of a datetime since 1970
	f    float64
	s    string
}

var null = value{null: true}

func long(n int64) value { return value{n: n} }

func boolean(b bool) value {
	if b {
		return value{n: 1}
	}
	return value{}
}

func (v value) true() bool { return !v.null && v.n != 0 }

func datetime(year, month, day int64) value {
	t := time.Date(int(year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != int(year) || t.Month() != time.Month(month) || t.Day() != int(day) {
		return null
	}
	return long(t.Unix())
}

func (v value) time() time.Time { return time.Unix(v.n, 0).UTC() }

// ingest reads a value of a column, as of a CSV file.
func ingest(text string, of Type) (value, bool) {
	if of == "string" || of == "dynamic" {
		return value{s: text}, true
	}
	if text == "" {
		return null, true
	}
	switch of {
	case "long", "int":
		n, err := strconv.ParseInt(text, 10, 64)
		return long(n), err == nil
	case "real":
		f, err := strconv.ParseFloat(text, 64)
		return value{f: f}, err == nil
	case "decimal":
		return value{s: text}, true
	case "datetime":
		for _, layout := range []string{time.DateOnly, time.DateTime, time.RFC3339, "2006-01-02T15:04:05"} {
			if t, err := time.Parse(layout, text); err == nil {
				return long(t.Unix()), true
			}
		}
	}
	return null, false
}

// text is what tostring makes of a value.
func (v value) text(of Type) string {
	switch {
	case v.null:
		return ""
	case of == "long" || of == "int":
		return strconv.FormatInt(v.n, 10)
	case of == "bool":
		return strconv.FormatBool(v.n != 0)
	case of == "real":
		return realText(v.f)
	case of == "datetime":
		return v.time().Format("2006-01-02T15:04:05.0000000Z")
	}
	return v.s
}

// realText writes a double as .NET does: in the fewest digits that tell it, with an
// exponent where it is below 1e-5 or from 1e15 on.
func realText(f float64) string {
	digits, power, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	n, _ := strconv.Atoi(power)
	if n >= -5 && n < 15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	sign := "+"
	if n < 0 {
		sign, n = "-", -n
	}
	power = strconv.Itoa(n)
	if len(power) == 1 {
		power = "0" + power
	}
	return digits + "E" + sign + power
}
