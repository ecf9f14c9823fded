package usage

import (
	"strconv"
	"strings"
)

// A number is summed up in three whole numbers of up to 18 digits each, which
// engines add fast and exactly: what is before the point, its first 18 decimal
// places, and the 18 behind them. Each bears the number's sign.
//
// Note: DuckDB reads a text as DECIMAL(38,18) in some 9 µs, and as BIGINT in
// less than a tenth of one.
const places = 18

type number struct{ whole, fraction, rest int64 }

// parseNumber reads a number in a style, with or without an exponent. It is
// not ok where the text is no number, or one of too many digits.
func parseNumber(text string, style numberStyle) (n number, ok bool) {
	text = strings.TrimSpace(text)
	if style != plainNumbers {
		text = tight.Replace(text)
	}
	sign := int64(1)
	if text != "" && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	text, exponent, ok := cutExponent(text)
	if !ok {
		return n, false
	}
	point, thousands := ".", ","
	if style == commaNumbers {
		point, thousands = ",", "."
	}
	whole, fraction, _ := strings.Cut(text, point)
	if style != plainNumbers && strings.Contains(whole, thousands) {
		groups := strings.Split(whole, thousands)
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
				return n, false
			}
		}
		whole = strings.Join(groups, "")
	}
	if whole+fraction == "" || !digits(whole) || !digits(fraction) {
		return n, false
	}
	if exponent > 0 {
		moved := min(exponent, len(fraction))
		whole, fraction = whole+fraction[:moved]+strings.Repeat("0", exponent-moved), fraction[moved:]
	} else if exponent < 0 {
		moved := strings.Repeat("0", -exponent) + whole
		whole, fraction = moved[:len(whole)], moved[len(whole):]+fraction
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(whole) > places || len(fraction) > 2*places {
		return n, false
	}
	cut := min(len(fraction), places)
	return number{sign * padded(whole, 0), sign * padded(fraction[:cut], places), sign * padded(fraction[cut:], places)}, true
}

// padded is the number that digits are with zeros behind them, up to width.
func padded(digits string, width int) (n int64) {
	for i := range max(len(digits), width) {
		n *= 10
		if i < len(digits) {
			n += int64(digits[i] - '0')
		}
	}
	return n
}

// Expressions of the blanks that strings.TrimSpace takes off, and of those that tight does.
const (
	blanks       = `[\s\v\p{Z}\x{85}]+`
	blanksWithin = `[ \x{a0}\x{202f}]`
)

// numberShape is how a style writes numbers, without blanks: valid matches all that
// parseNumber reads, and whole, behind and power find the digits before the point, those
// behind it and the exponent in their first group.
type numberShape struct{ valid, whole, behind, power, thousands string }

func shapeOf(style numberStyle) numberShape {
	s := numberShape{valid: `[0-9]+\.?[0-9]*|\.[0-9]+`, whole: `^[+-]?([0-9]*)`, behind: `[.]([0-9]*)`, power: `[eE]([+-]?[0-9]+)$`, thousands: ","}
	switch style {
	case pointNumbers:
		s.whole = `^[+-]?([0-9,]*)`
		s.valid += `|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?`
	case commaNumbers:
		s.whole, s.behind, s.thousands = `^[+-]?([0-9.]*)`, `[,]([0-9]*)`, "."
		s.valid = `[0-9]+,?[0-9]*|,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?`
	}
	s.valid = `^[+-]?(?:` + s.valid + `)(?:[eE](?:[0-9]{1,4}|[+-][0-9]{1,3}))?$`
	return s
}

// tight takes out the blanks that some put between thousands.
var tight = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")

func cutExponent(text string) (mantissa string, exponent int, ok bool) {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return text, 0, true
	}
	digits := text[i+1:]
	if len(digits) == 0 || len(digits) > 4 {
		return "", 0, false
	}
	n, err := strconv.Atoi(digits)
	return text[:i], n, err == nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
