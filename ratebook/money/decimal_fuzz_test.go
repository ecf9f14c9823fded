package money

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// pair is one number as both types have it.
type pair struct {
	ours   Decimal
	theirs decimal.Decimal
}

// text is shopspring's number as String writes it.
func (p pair) text() string {
	s := p.theirs.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func parsePair(t *testing.T, s string) (p pair, ok bool) {
	t.Helper()
	theirs, err := decimal.NewFromString(s)
	ok = err == nil && s != "" && len(s) <= maxDigits && strings.Trim(s, "0123456789+-.eE") == "" &&
		theirs.Exponent() <= maxDigits && theirs.Exponent() >= -2*maxDigits
	ours, err := Parse(s)
	if ok != (err == nil) {
		t.Fatalf("Parse(%q): %v; shopspring takes it: %v", s, err, ok)
	}
	return pair{ours, theirs}, ok
}

// operations take two numbers to a third, by both types.
var operations = []struct {
	name   string
	ours   func(a, b Decimal) Decimal
	theirs func(a, b decimal.Decimal) decimal.Decimal
}{
	{"+", Decimal.Add, decimal.Decimal.Add},
	{"-", Decimal.Sub, decimal.Decimal.Sub},
	{"×", Decimal.Mul, decimal.Decimal.Mul},
	{"÷", divOrZero, func(a, b decimal.Decimal) decimal.Decimal {
		if b.IsZero() {
			return decimal.Zero
		}
		return a.DivRound(b, Places)
	}},
	{"×÷", // as Share divides
		func(a, b Decimal) Decimal {
			if b.IsZero() {
				return Zero
			}
			return a.MulDiv(b, a.Mul(a).Add(b.Mul(b)))
		},
		func(a, b decimal.Decimal) decimal.Decimal {
			if b.IsZero() {
				return decimal.Zero
			}
			return a.Mul(b).DivRound(a.Mul(a).Add(b.Mul(b)), Places)
		}},
	{"×÷ of a ratio", // as a Split divides
		func(a, b Decimal) Decimal {
			if b.IsZero() {
				return Zero
			}
			r := newRatio(a, a.Mul(a).Add(b.Mul(b)))
			return r.times(b)
		},
		func(a, b decimal.Decimal) decimal.Decimal {
			if b.IsZero() {
				return decimal.Zero
			}
			return a.Mul(b).DivRound(a.Mul(a).Add(b.Mul(b)), Places)
		}},
	{"min", Decimal.Min, func(a, b decimal.Decimal) decimal.Decimal { return decimal.Min(a, b) }},
	{"max", Decimal.Max, func(a, b decimal.Decimal) decimal.Decimal { return decimal.Max(a, b) }},
	{"neg", func(a, _ Decimal) Decimal { return a.Neg() }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Neg() }},
	{"pow 3", func(a, _ Decimal) Decimal { return a.Pow(3) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Mul(a).Mul(a) }},
	{"round 0", func(a, _ Decimal) Decimal { return a.Round(0) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Round(0) }},
	{"round 2", func(a, _ Decimal) Decimal { return a.Round(2) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Round(2) }},
	{"× even 12", func(a, b Decimal) Decimal { return a.MulRoundEven(b, 12) }, func(a, b decimal.Decimal) decimal.Decimal { return a.Mul(b).RoundBank(12) }},
	{"even 0", func(a, _ Decimal) Decimal { return a.RoundEven(0) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.RoundBank(0) }},
	{"round 21", func(a, _ Decimal) Decimal { return a.Round(21) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Round(21) }},
	{"round -3", func(a, _ Decimal) Decimal { return a.Round(-3) }, func(a, _ decimal.Decimal) decimal.Decimal { return a.Round(-3) }},
}

func divOrZero(a, b Decimal) Decimal {
	if b.IsZero() {
		return Zero
	}
	return a.Div(b)
}

// apply does an operation by both types and holds the outcomes together.
func apply(t *testing.T, op int, a, b pair) pair {
	t.Helper()
	o := operations[op%len(operations)]
	p := pair{o.ours(a.ours, b.ours), o.theirs(a.theirs, b.theirs)}
	if p.ours.String() != p.text() {
		t.Fatalf("%s %s %s is %s; shopspring has %s", a.text(), o.name, b.text(), p.ours, p.text())
	}
	if small := smaller(p.theirs).big == nil; small && p.ours.big != nil {
		t.Fatalf("%s %s %s is %s, which fits and is kept as a big number", a.text(), o.name, b.text(), p.ours)
	}
	return p
}

// checkPair holds all that is asked of one number, or of two, together.
func checkPair(t *testing.T, a, b pair) {
	t.Helper()
	x, y := a.ours, a.theirs
	if got, want := x.Cmp(b.ours), y.Cmp(b.theirs); got != want || x.Equal(b.ours) != (want == 0) || x.Less(b.ours) != (want < 0) {
		t.Fatalf("%s compared with %s is %d; shopspring has %d", a.text(), b.text(), got, want)
	}
	if x.Sign() != y.Sign() || x.IsZero() != y.IsZero() || x.IsInteger() != y.IsInteger() {
		t.Fatalf("%s: sign %d, zero %t, integer %t; shopspring has %d, %t, %t", a.text(), x.Sign(), x.IsZero(), x.IsInteger(), y.Sign(), y.IsZero(), y.IsInteger())
	}
	for _, places := range []int32{-2, 0, 2, 7, 30} {
		if got, want := x.Fixed(places), y.StringFixed(places); got != want {
			t.Fatalf("%s at %d places is %s; shopspring has %s", a.text(), places, got, want)
		}
	}
	if got, want := x.Float64(), y.InexactFloat64(); got != want {
		t.Fatalf("%s as a float is %v; shopspring has %v", a.text(), got, want)
	}
	if x.big == nil && x.form != 0 && x.n.isZero() {
		t.Fatal("a zero has decimals, or a minus")
	}
}

// FuzzDecimal does a sequence of operations on a stack of numbers, by Decimal
// and by shopspring's type, and wants the same figures of both. A byte of the
// program picks an operation (its lower half) and two numbers (its upper half).
func FuzzDecimal(f *testing.F) {
	f.Add("1", "2", "3", []byte{0, 17, 2, 35, 4})
	f.Add("300.123", "1.02", "0.0893412", []byte{0x12, 0x42, 0x52, 0x62, 0x72, 0x82, 0x92, 3, 4, 0, 1, 8})
	f.Add("18446744073709551616", "-18446744073709551615", "0.000000000000000001", []byte{2, 0, 1, 3, 4, 7, 11})
	f.Add("340282366920938463463374607431768211455", "1", "-1e38", []byte{0, 1, 0x10, 0x21, 2, 3})
	f.Add("170141183460469231731687303715884105728", "1e-120", "1e60", []byte{0, 1, 2, 3, 4, 0x13, 0x24})
	f.Add("-0", ".5", "5.", []byte{7, 8, 9})
	f.Fuzz(func(t *testing.T, a, b, c string, program []byte) {
		var stack []pair
		for _, s := range []string{a, b, c} {
			p, ok := parsePair(t, s)
			if !ok {
				return
			}
			stack = append(stack, p)
		}
		for _, code := range program[:min(len(program), 24)] {
			x, y := stack[len(stack)-1], stack[int(code>>4)%len(stack)]
			p := apply(t, int(code&15), x, y)
			if e := p.theirs.Exponent(); e < -1000 || e > 1000 || len(p.text()) > 1000 {
				return
			}
			checkPair(t, p, y)
			stack = append(stack, p)
		}
	})
}
