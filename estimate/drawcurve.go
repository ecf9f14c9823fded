package estimate

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// A curve is a function of straight pieces in floats, lowest first. Tiers and slabs are no
// rule of the model's own: their curves are taken from what the engine charges at the bends.
type curve []piece

// piece is a straight line through a point, for what is above it. The first one is for
// what is below, too.
type piece struct{ from, at, slope float64 }

// curveOf is a function that is straight between bends, and beyond them.
func curveOf(bends []money.Decimal, f func(money.Decimal) money.Decimal) (c curve) {
	slices.SortFunc(bends, money.Decimal.Cmp)
	bends = slices.CompactFunc(bends, money.Decimal.Equal)
	add := func(at, from, to money.Decimal) {
		slope := f(to).Sub(f(from)).Float64() / to.Sub(from).Float64()
		if n := len(c); n == 0 || c[n-1].slope != slope {
			c = append(c, piece{at.Float64(), f(at).Float64(), slope})
		}
	}
	add(bends[0], bends[0].Sub(money.One), bends[0])
	for i, b := range bends {
		next := b.Add(money.One)
		if i+1 < len(bends) {
			next = bends[i+1]
		}
		add(b, b, next)
	}
	return c
}

// at is the function's value.
func (c curve) at(q float64) float64 {
	k := len(c) - 1
	for k > 0 && q <= c[k].from {
		k--
	}
	return c[k].at + (q-c[k].from)*c[k].slope
}

// rateCurves are what a quantity of a month is charged by a rate, and the part of it that
// the first tier charges. Below zero it is a credit.
func rateCurves(rate *ratebook.Rate) (gross, first curve) {
	bends := []money.Decimal{money.Zero, rate.Included.Max(money.Zero)}
	for _, t := range rate.Tiers {
		bends = append(bends, bends[1].Add(t.Above.Max(money.Zero)))
	}
	charge := func(q money.Decimal) ratebook.Charge {
		if q.Sign() < 0 {
			return rate.Credit(q.Neg())
		}
		return rate.Charge(q)
	}
	gross = curveOf(slices.Clone(bends), func(q money.Decimal) money.Decimal { return charge(q).Amount })
	return gross, curveOf(bends, func(q money.Decimal) money.Decimal { return charge(q).BaseAmount() })
}
