package usage

import "strconv"

// ParseNumber is a plain number's value as it is summed up.
func ParseNumber(text string) (string, bool) {
	n, ok := parseNumber(text, plainNumbers)
	if !ok {
		return "", false
	}
	sum, err := addParts([3]string{strconv.FormatInt(n.whole, 10), strconv.FormatInt(n.fraction, 10), strconv.FormatInt(n.rest, 10)})
	return sum.String(), err == nil
}
