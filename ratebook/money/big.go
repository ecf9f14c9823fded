package money

import (
	"encoding/binary"
	"math/big"

	"github.com/shopspring/decimal"
)

// bigger is the number as shopspring has it.
func (a Decimal) bigger() decimal.Decimal {
	if a.big != nil {
		return *a.big
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], a.n.hi)
	binary.BigEndian.PutUint64(b[8:], a.n.lo)
	n := new(big.Int).SetBytes(b[:])
	if a.form.minus() {
		n.Neg(n)
	}
	return decimal.NewFromBigInt(n, -int32(a.form.scale()))
}

// OfDigits is the number of some digits, of which so many are decimals, up to 255;
// without zeros at their end.
func OfDigits(digits *big.Int, places int) Decimal {
	if digits.BitLen() > 128 {
		return smaller(decimal.NewFromBigInt(digits, -int32(places)))
	}
	return small(wordsOf(digits), places, digits.Sign() < 0).trim()
}

// wordsOf is the size of a number of up to 128 bits.
func wordsOf(n *big.Int) uint128 {
	var b [16]byte
	n.FillBytes(b[:])
	return uint128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// smaller brings a number of shopspring's back to the small form, where it
// fits.
func smaller(d decimal.Decimal) Decimal {
	if s, ok := fit(d); ok {
		return s
	}
	if s, ok := fit(d.Normalize()); ok { // without the zeros at its end
		return s
	}
	return Decimal{big: &d}
}

func fit(d decimal.Decimal) (Decimal, bool) {
	scale, n := -d.Exponent(), d.Coefficient()
	if scale < 0 && -int(scale) < len(tens) {
		scale, n = 0, d.BigInt()
	}
	switch {
	case n.Sign() == 0:
		return Zero, true
	case scale < 0 || scale > maxScale || n.BitLen() > 128:
		return Zero, false
	}
	return small(wordsOf(n), int(scale), n.Sign() < 0), true
}
