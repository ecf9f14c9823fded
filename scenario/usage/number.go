package usage

import (
	"strconv"
	"strings"
)

// The digits that a number may have: before the point, behind it, and behind
// it in the high part of the two that it is summed up in.
const (
	wholeDigits = 20
	allPlaces   = 36
	highPlaces  = 18
)

// splitNumber reads a number in a style, with or without an exponent, and cuts
// it behind its 18th decimal place: both parts bear its sign, and add up to
// it. It is not ok where the text is no number, or one of too many digits.
func splitNumber(text string, style numberStyle) (high, low string, ok bool) {
	text = strings.TrimSpace(text)
	if style != plainNumbers {
		text = tight.Replace(text)
	}
	sign := ""
	if text != "" && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = "-"
		}
		text = text[1:]
	}
	text, exponent, ok := cutExponent(text)
	if !ok {
		return "", "", false
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
				return "", "", false
			}
		}
		whole = strings.Join(groups, "")
	}
	if whole+fraction == "" || !digits(whole) || !digits(fraction) {
		return "", "", false
	}
	if exponent > 0 {
		moved := min(exponent, len(fraction))
		whole, fraction = whole+fraction[:moved]+strings.Repeat("0", exponent-moved), fraction[moved:]
	} else if exponent < 0 {
		padded := strings.Repeat("0", -exponent) + whole
		whole, fraction = padded[:len(whole)], padded[len(whole):]+fraction
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(whole) > wholeDigits || len(fraction) > allPlaces {
		return "", "", false
	}
	high, low = sign+"0"+whole, "0"
	cut := min(len(fraction), highPlaces)
	if cut > 0 {
		high += "." + fraction[:cut]
	}
	if len(fraction) > highPlaces {
		low = sign + "0." + strings.Repeat("0", highPlaces) + fraction[highPlaces:]
	}
	return high, low, true
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
