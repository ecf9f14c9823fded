// Package money has exact decimals, currencies, and amounts of one currency.
package money

import "fmt"

// Amount is a sum of money in one currency.
type Amount struct {
	Value    Decimal
	Currency Currency
}

// Add returns a+b. Two currencies do not add: the error names both.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("%s and %s do not add: state an exchange rate", a.Currency, b.Currency)
	}
	return Amount{a.Value.Add(b.Value), a.Currency}, nil
}

// Sub returns a-b, on the terms of Add.
func (a Amount) Sub(b Amount) (Amount, error) {
	return a.Add(Amount{b.Value.Neg(), b.Currency})
}

// String rounds to the currency's minor unit and separates thousands:
// "EUR 12,345.60".
func (a Amount) String() string {
	return string(a.Currency) + " " + Thousands(a.Value.Fixed(a.Currency.Digits()))
}

// Thousands puts commas into the digits before the point.
func Thousands(s string) string {
	sign := ""
	if len(s) > 0 && s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, fraction := s, ""
	for i := range len(s) {
		if s[i] == '.' {
			whole, fraction = s[:i], s[i:]
			break
		}
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + fraction
}
