package estimate

import "azwhatif/ratebook/money"

// gross is what meters are charged at the card's rates: by the rate, and for licences of
// what benefits cover.
type gross struct{ amount, licence table }

func (g gross) at(use, month int) money.Decimal {
	if g.licence == nil {
		return g.amount[use][month]
	}
	return g.amount[use][month].Add(g.licence.at(use, month))
}

// Charges are the parts of a total; they add up to it exactly.
type Charges struct {
	Usage      money.Decimal // at the card's rates, but for what is under Overage
	Discount   money.Decimal // the offer's and the negotiated one; never above zero
	Commitment money.Decimal // what was promised and not used: lost, or due as a shortfall, less what shortfalls paid for later
	Overage    money.Decimal // eligible usage beyond the commitment, at the card's rates
	Credit     money.Decimal // the offer's monthly credit; never above zero
	Recurring  money.Decimal // the offer's recurring charge
	Benefit    money.Decimal // the month's part of what reservations and savings plans cost, used or not

	Marketplace money.Decimal // what is bought of the Marketplace
}

// Total is the sum of the parts.
func (c Charges) Total() money.Decimal {
	return money.Sum(c.Usage, c.Discount, c.Commitment, c.Overage, c.Credit, c.Recurring, c.Benefit, c.Marketplace)
}

// Add returns the sum of both, part by part.
func (c Charges) Add(d Charges) Charges {
	return Charges{
		Usage:      c.Usage.Add(d.Usage),
		Discount:   c.Discount.Add(d.Discount),
		Commitment: c.Commitment.Add(d.Commitment),
		Overage:    c.Overage.Add(d.Overage),
		Credit:     c.Credit.Add(d.Credit),
		Recurring:  c.Recurring.Add(d.Recurring),
		Benefit:    c.Benefit.Add(d.Benefit),

		Marketplace: c.Marketplace.Add(d.Marketplace),
	}
}
