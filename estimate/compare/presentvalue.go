package compare

import (
	"math/big"

	"azwhatif/ratebook/money"
)

// Present is a present value: what payments are worth at the scenario's beginning.
type Present struct {
	money.Amount
	Why string // why there is none; "" where there is one
}

// noRate is why there is no present value.
const noRate = "no discount rate is stated (cash: {discount_rate: 8%}, or --discount-rate 8%)"

// present is the present value of what is paid by month.
func (all *Cash) present(by []money.Decimal) (p Present) {
	if all.Factors == nil {
		p.Why = noRate
		return p
	}
	for m, d := range by {
		p.Value = p.Value.Add(d.Mul(all.Factors[m]))
	}
	return p
}

// CurrentPresent is the present value of what is paid today; zero without Discount.
func (all *Cash) CurrentPresent() money.Decimal { return all.present(all.Current).Value }

// presentFactors are what 1 at the end of each month is worth at the beginning: one by the twelfth
// root of 1 and the yearly rate, for each month. Each is rounded half to even at
// money.Places decimals, as quotients are; what is multiplied by them is exact.
func presentFactors(yearly money.Decimal, months int) []money.Decimal {
	const bits = 300
	year, _, err := big.ParseFloat(money.One.Add(yearly).String(), 10, bits, big.ToNearestEven)
	if err != nil {
		panic("compare: " + err.Error()) // a Decimal is a number
	}
	month := twelfthRoot(year)
	list := make([]money.Decimal, months)
	for m, worth := 0, big.NewFloat(1).SetPrec(bits); m < months; m++ {
		worth.Quo(worth, month)
		list[m] = money.MustParse(worth.Text('f', money.Places+20)).RoundEven(money.Places)
	}
	return list
}

// twelfthRoot is the twelfth root of a number from 1 to 2, by Newton's method.
func twelfthRoot(a *big.Float) *big.Float {
	x := new(big.Float).Copy(a)
	eleven, twelve := big.NewFloat(11), big.NewFloat(12)
	for range 24 { // each step doubles the digits that are right
		power := big.NewFloat(1).SetPrec(a.Prec())
		for range 11 {
			power.Mul(power, x)
		}
		next := new(big.Float).Mul(eleven, x)
		next.Add(next, new(big.Float).Quo(a, power))
		x = next.Quo(next, twelve)
	}
	return x
}
