package money

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// edges are numbers around which a word, or a power of ten, ends.
func edges() (all []*big.Int) {
	one := big.NewInt(1)
	for _, n := range []uint{0, 1, 31, 32, 53, 63, 64, 65, 96, 127, 128, 129, 192} {
		p := new(big.Int).Lsh(one, n)
		all = append(all, p, new(big.Int).Sub(p, one), new(big.Int).Add(p, one))
	}
	for _, n := range []int64{1, 2, 9, 18, 19, 20, 37, 38, 39, 40} {
		p := new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil)
		all = append(all, p, new(big.Int).Sub(p, one), new(big.Int).Add(p, one), new(big.Int).Mul(p, big.NewInt(5)))
	}
	return all
}

// operand is a number of any size, of either sign, with 0 to 40 decimals.
func operand(t *testing.T, r *rand.Rand, edges []*big.Int) pair {
	var n *big.Int
	switch r.IntN(4) {
	case 0:
		n = edges[r.IntN(len(edges))]
	case 1:
		n = big.NewInt(r.Int64N(1000))
	default:
		n = new(big.Int).Rsh(new(big.Int).SetUint64(r.Uint64()), uint(r.IntN(64)))
		for range r.IntN(3) {
			n = new(big.Int).Add(new(big.Int).Lsh(n, 64), new(big.Int).SetUint64(r.Uint64()))
		}
	}
	scale := 0
	if r.IntN(3) > 0 {
		scale = r.IntN(41)
	}
	digits := n.String()
	if len(digits) > maxDigits-5 {
		digits = digits[:maxDigits-5]
	}
	s := fmt.Sprintf("%s%se-%d", []string{"", "-"}[r.IntN(2)], digits, scale)
	p, ok := parsePair(t, s)
	if !ok {
		t.Fatalf("%q is not a number", s)
	}
	return p
}

// TestAgainstShopspring holds every operation to shopspring's, over operands of
// all sizes; each outcome goes through its text and back.
func TestAgainstShopspring(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	edges := edges()
	n := 5_000
	if testing.Short() {
		n = 1_000
	}
	for range n {
		a, b := operand(t, r, edges), operand(t, r, edges)
		if r.IntN(8) == 0 {
			b = a
		}
		for op := range operations {
			p := apply(t, op, a, b)
			checkPair(t, p, a)
			text, _ := p.ours.MarshalText()
			var back Decimal
			if len(text) <= maxDigits && back.UnmarshalText(text) == nil && !back.Equal(p.ours) {
				t.Fatalf("%s comes back from its text as %s", text, back)
			}
		}
		checkPair(t, a, b)
	}
}

// TestWide holds products and quotients of 256 bits to math/big's.
func TestWide(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func() uint64 {
		switch r.IntN(4) {
		case 0:
			return 0
		case 1:
			return ^uint64(0)
		case 2:
			return 1 << r.IntN(64)
		default:
			return r.Uint64() >> r.IntN(64)
		}
	}
	limit := new(big.Int).Lsh(big.NewInt(1), 128)
	for range 200_000 {
		a, b := uint128{word(), word()}, uint128{word(), word()}
		product := new(big.Int).Mul(a.int(), b.int())
		if got := mulWide(a, b); got.int().Cmp(product) != 0 {
			t.Fatalf("%v × %v is %v", a, b, got)
		}
		if got, ok := a.mul(b); ok != (product.Cmp(limit) < 0) || ok && got.int().Cmp(product) != 0 {
			t.Fatalf("%v × %v is %v, %t", a, b, got, ok)
		}
		if string(a.appendTo(nil)) != a.int().String() {
			t.Fatalf("%v is written %s", a, a.appendTo(nil))
		}
		if b.isZero() {
			continue
		}
		w := wide{word(), word(), word(), word()}
		quotient := new(big.Int).Quo(w.int(), b.int())
		if got, ok := w.over(b); ok != (quotient.Cmp(limit) < 0) || ok && got.int().Cmp(quotient) != 0 {
			t.Fatalf("%v ÷ %v is %v, %t; want %v", w, b, got, ok, quotient)
		}
	}
}

func (a uint128) int() *big.Int { return wide{a.lo, a.hi}.int() }

func (w wide) int() *big.Int {
	n := new(big.Int)
	for i := len(w) - 1; i >= 0; i-- {
		n.Add(n.Lsh(n, 64), new(big.Int).SetUint64(w[i]))
	}
	return n
}
