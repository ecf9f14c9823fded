package unit

import (
	"fmt"
	"strings"
	"unicode"

	"azwhatif/ratebook/money"
)

// Quantity is a number with the unit it is counted in, as a user writes it.
type Quantity struct {
	Value money.Decimal
	Unit  Unit // a plain count where Bare
	Bare  bool // no unit was given: what is counted is for the reader to say
}

// String writes the quantity so that ParseQuantity reads it back.
func (q Quantity) String() string {
	switch {
	case q.Bare:
		return q.Value.String()
	case strings.HasPrefix(q.Unit.String(), "1/"): // "5/Month"
		return q.Value.String() + q.Unit.String()[1:]
	}
	return q.Value.String() + " " + q.Unit.String()
}

// ParseQuantity reads "2 TB", "3M Transactions", "40 hours", "100 GB/Month",
// "500000" and "1.5M" (the last two Bare). A K, M, B or T directly behind the
// number multiplies: "5B" is five billion, "5 B" is five bytes. A noun that
// is not in the tables is an error with the nearest one, as are commas.
func ParseQuantity(s string) (Quantity, error) {
	s = tidy(s)
	number, rest := cutNumber(s)
	if strings.HasPrefix(rest, ",") {
		return Quantity{}, commaError(s)
	}
	value, err := money.Parse(number)
	if err != nil {
		return Quantity{}, fmt.Errorf("quantity %q does not begin with a number; write a number and a unit, such as 2 TB", clip(s))
	}
	if rest != "" && !unicode.IsLetter(first(rest[1:])) {
		if m, ok := magnitudes[strings.Replace(rest[:1], "k", "K", 1)]; ok {
			value, rest = value.Mul(m), rest[1:]
		}
	}
	rest = strings.TrimSpace(rest)
	if word, after, _ := strings.Cut(rest, " "); len(word) > 1 {
		if m, ok := magnitudes[strings.ToLower(word)]; ok {
			value, rest = value.Mul(m), after
		}
	}
	if rest == "" {
		return Quantity{Value: value, Unit: Unit{text: "1", block: money.One}, Bare: true}, nil
	}
	u, err := userUnit(rest)
	if err != nil {
		return Quantity{}, fmt.Errorf("quantity %q: %w", clip(s), err)
	}
	return Quantity{Value: value, Unit: u}, nil
}

// userUnit reads what stands behind the number: a unit of block 1 whose noun is known.
func userUnit(s string) (Unit, error) {
	if c := s[0]; c >= '0' && c <= '9' {
		return Unit{}, fmt.Errorf("a second number, %q; leave out blanks between digits", clip(s))
	}
	if strings.HasPrefix(s, "/") {
		s = "1" + s
	}
	u, err := Parse(s)
	if err != nil {
		if near := Nearest(s); near != "" {
			return Unit{}, fmt.Errorf("%w; did you mean %s?", err, near)
		}
		return Unit{}, err
	}
	noun := u.noun
	switch {
	case len(s) > 1 && strings.ContainsRune("KMGTP", first(s)) && s[1] == 'b' && byteSizes[noun] != 0 || strings.HasPrefix(s, "Gb") && noun == "GB":
		return Unit{}, fmt.Errorf("unit %q could be bits; write %s for bytes", s, noun)
	case !Known(noun) && noun != "":
		why := fmt.Sprintf("unit %q is not a unit of measure", s)
		if near := Nearest(noun); near != "" {
			return Unit{}, fmt.Errorf("%s; did you mean %s?", why, near)
		}
		return Unit{}, fmt.Errorf("%s; leave it out to count in the meter's own unit", why)
	case !u.Block().Equal(money.One) || u.per > 1:
		return Unit{}, fmt.Errorf("unit %q has a number of its own; write one number, in front", s)
	}
	return u, nil
}

// cutNumber splits a sign, digits, a fraction and an exponent off the front.
func cutNumber(s string) (number, rest string) {
	end := 0
	digits := func() {
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
	}
	if end < len(s) && (s[end] == '-' || s[end] == '+') {
		end++
	}
	digits()
	if end < len(s) && s[end] == '.' {
		end++
		digits()
	}
	if tail := s[end:]; len(tail) > 1 && (tail[0] == 'e' || tail[0] == 'E') {
		if strings.IndexFunc(strings.TrimLeft(tail[1:], "+-"), unicode.IsDigit) == 0 {
			end++
			if s[end] == '-' || s[end] == '+' {
				end++
			}
			digits()
		}
	}
	return s[:end], s[end:]
}

func commaError(s string) error {
	number, rest, _ := strings.Cut(s, " ")
	digits := strings.TrimRightFunc(number, unicode.IsLetter)
	if grouped(digits) {
		return fmt.Errorf("quantity %q has a comma: leave it out, %s", clip(s),
			strings.TrimSpace(strings.ReplaceAll(number, ",", "")+" "+rest))
	}
	return fmt.Errorf("quantity %q has a comma: leave it out, or write a point before a fraction, %s", clip(s),
		strings.TrimSpace(strings.Replace(number, ",", ".", 1)+" "+rest))
}

func clip(s string) string {
	if len(s) > maxText {
		return strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return s
}
