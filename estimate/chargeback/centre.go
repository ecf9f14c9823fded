package chargeback

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Centre is one that pays, or whose cost others bear.
type Centre struct {
	Name     string // "" for cost without a cost centre
	Split    *scenario.Split
	Months   []Month
	Unpriced int // lines without a price: not in any sum
}

// Pays tells whether the centre is one that bears others' shared cost.
func (c Centre) Pays() bool { return c.Split == nil && c.Name != "" }

// Month is a cost centre's month: Due = Direct + Borne + Given + Rounding.
type Month struct {
	Direct   estimate.Charges // of the lines that are its own
	Borne    []money.Decimal  // of the cost of each of Centres; nil where it bears none
	Given    money.Decimal    // what others bear of its cost, with the sign turned round
	Rounding money.Decimal    // to the minor unit
	Due      money.Decimal
}

// Exact is the month before rounding.
func (m Month) Exact() money.Decimal {
	return money.Sum(m.Borne...).Add(m.Direct.Total()).Add(m.Given)
}

// Total is what the cost centre pays in all months.
func (c Centre) Total() money.Decimal {
	sum := money.Zero
	for _, m := range c.Months {
		sum = sum.Add(m.Due)
	}
	return sum
}

// Direct is the cost of its own lines, in all months.
func (c Centre) Direct() (sum estimate.Charges) {
	for _, m := range c.Months {
		sum = sum.Add(m.Direct)
	}
	return sum
}

// Shared is what it bears of others' cost, less what others bear of its own,
// in all months.
func (c Centre) Shared() money.Decimal {
	sum := money.Zero
	for _, m := range c.Months {
		sum = sum.Add(money.Sum(m.Borne...)).Add(m.Given)
	}
	return sum
}

// Rounding is what its dues are above the exact sums.
func (c Centre) Rounding() money.Decimal {
	sum := money.Zero
	for _, m := range c.Months {
		sum = sum.Add(m.Rounding)
	}
	return sum
}
