package money

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// maxDigits bounds the text of a number, so that "1e999999999" is an error
// and not a gigabyte of zeros.
const maxDigits = 60

// Parse reads a number such as "12", "-0.086" or "6.5e-05". It takes neither
// blanks nor separators of thousands: what "1,000" means depends on who wrote it.
func Parse(s string) (Decimal, error) {
	if d, ok := parsePlain(s); ok {
		return d, nil
	}
	if s == "" || len(s) > maxDigits || strings.Trim(s, "0123456789+-.eE") != "" {
		return Zero, fmt.Errorf("%q is not a number", clip(s))
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > maxDigits || d.Exponent() < -2*maxDigits {
		return Zero, fmt.Errorf("%q is not a number", clip(s))
	}
	return smaller(d), nil
}

// parsePlain reads what nearly all numbers are: up to 38 digits, perhaps with a
// point or a minus sign. ok is false for all else, numbers or not.
func parsePlain(s string) (d Decimal, ok bool) {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if n := len(whole) + len(fraction); n == 0 || n >= len(tens) {
		return d, false
	}
	var n uint128
	for _, part := range [2]string{whole, fraction} {
		for i := range len(part) {
			digit := part[i] - '0'
			if digit > 9 {
				return d, false
			}
			n, _ = n.mul(tens[1]) // up to 38 digits fit
			n, _ = n.add(uint128{lo: uint64(digit)})
		}
	}
	return small(n, len(fraction), len(digits) < len(s)), true
}

// MustParse is Parse for constants in the program's own text.
func MustParse(s string) Decimal {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// String gives every digit and no exponent: "0.0000065", "5350". Zeros at the
// end of a fraction are left off, so that equal numbers have equal texts.
func (a Decimal) String() string { return string(a.appendTo(nil)) }

func (a Decimal) appendTo(b []byte) []byte {
	if a.big != nil {
		s := a.big.String()
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return append(b, s...)
	}
	a = a.trim()
	return a.appendPlaces(b, a.form.scale())
}

// Fixed rounds to so many places and keeps the zeros: "12.50".
func (a Decimal) Fixed(places int32) string {
	if a.big != nil || places < 0 {
		return a.bigger().StringFixed(places)
	}
	return string(a.Round(places).appendPlaces(nil, int(places)))
}

// appendPlaces appends a small number's text with so many places, which are not
// fewer than it has.
func (a Decimal) appendPlaces(b []byte, places int) []byte {
	if a.form.minus() {
		b = append(b, '-')
	}
	var digits [40]byte
	d := a.n.appendTo(digits[:0])
	point := len(d) - a.form.scale()
	if point <= 0 {
		b = append(b, '0')
	}
	b = append(b, d[:max(point, 0)]...)
	if places == 0 {
		return b
	}
	b = append(b, '.')
	b = zeros(b, -point)
	b = append(b, d[max(point, 0):]...)
	return zeros(b, places-a.form.scale())
}

func zeros(b []byte, n int) []byte {
	for range n {
		b = append(b, '0')
	}
	return b
}

// Float64 is the nearest float, for ranges, charts and cells of a workbook.
func (a Decimal) Float64() float64 {
	if a.big != nil {
		return a.big.InexactFloat64()
	}
	// A whole number below 2^53 and a power of ten up to 10^22 are exact floats:
	// their quotient is the nearest one.
	if a.n.hi == 0 && a.n.lo < 1<<53 && a.form.scale() <= 22 {
		f := float64(a.n.lo) / math.Pow10(a.form.scale())
		if a.form.minus() {
			return -f
		}
		return f
	}
	f, _ := strconv.ParseFloat(a.String(), 64) // up to 39 digits and 255 decimals: in range
	return f
}

// MarshalText writes the number as String does: JSON has it as a string, so
// that no reader turns it into a float.
func (a Decimal) MarshalText() ([]byte, error) { return a.appendTo(nil), nil }

// UnmarshalText reads what Parse reads.
func (a *Decimal) UnmarshalText(text []byte) (err error) {
	*a, err = Parse(string(text))
	return err
}
