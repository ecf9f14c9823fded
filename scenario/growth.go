package scenario

import "azwhatif/ratebook/money"

// GrowthPlaces are the decimals that a quantity has after growth.
const GrowthPlaces = 12

// Growth is a growth of usage a month, 0.02 for two percent, with the powers that
// quantities are multiplied by. It keeps those that were asked for, and is for one
// goroutine.
type Growth struct {
	each   money.Decimal // 1.02
	powers []power       // by months
}

// power is what so many months multiply a quantity by. Where the number is too
// long to be multiplied fast, low and high are a little below and above it; else
// both are the number itself.
type power struct{ exact, low, high money.Decimal }

// NewGrowth is a growth of so much a month.
func NewGrowth(rate money.Decimal) *Growth {
	return &Growth{each: money.One.Add(rate), powers: []power{{money.One, money.One, money.One}}}
}

// powerPlaces are the decimals of power.low and power.high: a factor below 100 then
// has at most 38 digits.
const powerPlaces = 36

var powerStep = money.One.Div(money.Int(10).Pow(18)).Mul(money.One.Div(money.Int(10).Pow(18)))

func (g *Growth) power(months int) power {
	for len(g.powers) <= months {
		p := power{exact: g.powers[len(g.powers)-1].exact.Mul(g.each)}
		p.low, p.high = p.exact, p.exact
		if near := p.exact.RoundEven(powerPlaces); !near.Equal(p.exact) {
			p.low, p.high = near.Sub(powerStep), near.Add(powerStep)
		}
		g.powers = append(g.powers, p)
	}
	return g.powers[months]
}

// Factor is (1 + growth) to the number of months, exactly.
func (g *Growth) Factor(months int) money.Decimal { return g.power(months).exact }

// Grow is a quantity after so many months of growth, rounded half to even at
// GrowthPlaces decimals.
func (g *Growth) Grow(n money.Decimal, months int) money.Decimal {
	p := g.power(months)
	// Rounding keeps the order: where both bounds come out the same, so does the
	// number between them.
	low, high := n.MulRoundEven(p.low, GrowthPlaces), n.MulRoundEven(p.high, GrowthPlaces)
	if low.Equal(high) {
		return low
	}
	return n.MulRoundEven(p.exact, GrowthPlaces)
}
