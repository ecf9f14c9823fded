package unit

import (
	"fmt"
	"strconv"
	"strings"

	"azwhatif/ratebook/money"
)

// Convert counts q of one unit in another: 2 of "TB" is 2048 of "1 GB", 25000
// of "1" is 2.5 of "10K". The result is exact where it has finitely many
// decimals; otherwise the one division in it is rounded at money.Places decimals,
// before the factors of two and five are applied.
//
// Seconds, minutes, hours and days convert, as do months and years (1 year is 12
// months); hours and months do not. Sizes of bytes convert, by ByteRule. A plain
// count converts to any noun that is counted, and back, in the same period: it is
// then a count of that noun. Different nouns do not convert, nor does a unit with
// a period to one without: see WithoutPeriod and Over.
func Convert(q money.Decimal, from, to Unit) (money.Decimal, error) {
	if why := apart(from, to); why != "" {
		return money.Zero, fmt.Errorf("%s of %q cannot be counted in %q: %s", q, from, to, why)
	}
	a, _ := from.period.length()
	b, _ := to.period.length()
	n := q.Mul(from.Block()).Mul(money.Int(max(from.per, 1))).Mul(money.Int(a))
	d := to.Block().Mul(money.Int(max(to.per, 1))).Mul(money.Int(b))
	return divide(n, d, byteSizes[from.noun]-byteSizes[to.noun]), nil
}

// apart says why two units do not convert, "" where they do.
func apart(from, to Unit) string {
	f, t := from.base(), to.base()
	switch {
	case key(f) == key(t):
	case f == "" && !countable(to.noun):
		return fmt.Sprintf("a count is not a measure of %s; write its unit, such as %s", to.noun, to.noun)
	case t == "" && !countable(from.noun):
		return fmt.Sprintf("%s is a measure, not a count", from.noun)
	case f != "" && t != "":
		return fmt.Sprintf("%s are not %s", from.noun, to.noun)
	}
	if from.period == to.period {
		return ""
	}
	if from.period == "" || to.period == "" {
		return fmt.Sprintf("the one is %s, the other %s", from.period.words(), to.period.words())
	}
	_, m := from.period.length()
	_, n := to.period.length()
	if m != n {
		return "how many hours a month has is for the scenario to say (hours_per_month)"
	}
	return ""
}

func (p Period) words() string {
	if p == "" {
		return "without a period"
	}
	return "per " + strings.ToLower(string(p))
}

var half, fifth = money.MustParse("0.5"), money.MustParse("0.2")

// divide is n × 2^twos ÷ d, exact in the twos and fives of d: each is a
// multiplication by 0.5 or 0.2, of finitely many decimals. What else is in d
// is divided by first, while n is large.
func divide(n, d money.Decimal, twos int) money.Decimal {
	digits, fraction, _ := strings.Cut(d.String(), ".")
	rest, err := strconv.ParseInt(digits+fraction, 10, 64)
	if err != nil || rest <= 0 { // more digits than a block has; Parse bounds it
		return n.Div(d)
	}
	fives := -len(fraction)
	twos += len(fraction)
	for rest%2 == 0 {
		rest, twos = rest/2, twos-1
	}
	for rest%5 == 0 {
		rest, fives = rest/5, fives+1
	}
	if twos > 0 {
		n = n.Mul(money.Int(2).Pow(twos))
	}
	if fives < 0 {
		n = n.Mul(money.Int(5).Pow(-fives))
	}
	if rest > 1 {
		n = n.Div(money.Int(rest))
	}
	return n.Mul(half.Pow(max(-twos, 0))).Mul(fifth.Pow(max(fives, 0)))
}
