package report

import (
	"strings"

	"azwhatif/ratebook/money"
)

// rounded shows a number with so many places and with separators of thousands.
// What rounds to zero has no sign.
func rounded(d money.Decimal, places int32) string {
	s := d.Fixed(places)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return money.Thousands(s)
}

// amount shows a number in the currency's minor unit.
func amount(d money.Decimal, c money.Currency) string { return rounded(d, c.Digits()) }

// signed shows a difference: a sum above zero has its sign, too.
func signed(s string) string {
	if strings.HasPrefix(s, "-") || strings.Trim(s, "0.,%") == "" {
		return s
	}
	return "+" + s
}

// percent shows a part as a percentage of one decimal place.
func percent(p money.Decimal) string {
	p = p.Mul(money.Int(100))
	if limit := money.Int(99999); limit.Less(p) {
		return ">+99,999%"
	}
	return signed(rounded(p, 1) + "%")
}

// quantity shows how much of a meter: two places from a hundred on, four from
// one on, and below four digits, without zeros at the end.
func quantity(d money.Decimal) string {
	places := int32(2)
	abs := d.Abs()
	for limit := money.Int(100); places < 18 && abs.Less(limit) && !d.IsZero(); places++ {
		limit = limit.Mul(tenth)
	}
	s := rounded(d, places)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

var tenth = money.MustParse("0.1")

// tail is what stands behind the last digit of a number's whole part: the part
// by which columns are aligned.
func tail(number string) int {
	if i := strings.LastIndexByte(number, '.'); i >= 0 {
		return len(number) - i
	}
	if strings.HasSuffix(number, "%") {
		return 1
	}
	return 0
}
