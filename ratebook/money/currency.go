package money

import (
	"fmt"
	"strings"

	"golang.org/x/text/currency"
)

// Currency is an ISO 4217 code in capitals, such as "EUR".
type Currency string

// ParseCurrency reads a code in either case.
func ParseCurrency(s string) (Currency, error) {
	u, err := currency.ParseISO(s)
	if err != nil {
		return "", fmt.Errorf("%q is not a currency; give its ISO 4217 code, such as EUR", s)
	}
	return Currency(strings.ToUpper(u.String())), nil
}

// Digits is the number of decimal places of the currency's minor unit: 2 for
// EUR, 0 for JPY. It is used to show amounts, never to calculate.
func (c Currency) Digits() int32 {
	u, err := currency.ParseISO(string(c))
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(u)
	return int32(scale)
}
