package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// lineTiers is a line's share of its meter's month by the rate alone.
type lineTiers struct {
	Included money.Decimal
	Tiers    []ratebook.TierCharge
}

// tiersOf shares every meter's included quantities and tiers to its lines by
// their quantities: by line and month, as Estimate.TiersOf does. The shares add
// up to the meter's, and a line's quantities to its own.
//
// Note: Estimate.TiersOf shares again for each line of a meter, which takes too
// long where a meter has thousands.
func tiersOf(e *estimate.Estimate) [][]lineTiers {
	shares := make([][]lineTiers, len(e.Lines))
	for i := range shares {
		shares[i] = make([]lineTiers, len(e.Months))
	}
	for _, use := range e.Meters {
		for m, mm := range use.Months {
			if mm.Priced {
				shareTiers(e, use, m, shares)
			}
		}
	}
	return shares
}

func shareTiers(e *estimate.Estimate, use estimate.MeterUse, month int, shares [][]lineTiers) {
	charge := use.Months[month].Charge
	rest := make([]money.Decimal, len(use.Lines)) // what is not yet shared of each line's quantity
	for k, i := range use.Lines {
		rest[k] = e.Lines[i].Months[month].Quantity
	}
	weights := append([]money.Decimal{}, rest...)
	take := func(of money.Decimal, last bool) []money.Decimal {
		parts, _ := money.Share(of, weights)
		if last {
			parts = append([]money.Decimal{}, rest...)
		}
		for k := range rest {
			rest[k] = rest[k].Sub(parts[k])
		}
		return parts
	}
	included := take(charge.Included, len(charge.Tiers) == 0)
	for k, i := range use.Lines {
		shares[i][month].Included = included[k]
	}
	for n, t := range charge.Tiers {
		quantities := take(t.Quantity, n == len(charge.Tiers)-1)
		amounts, _ := money.Share(t.Amount, weights)
		for k, i := range use.Lines {
			shares[i][month].Tiers = append(shares[i][month].Tiers,
				ratebook.TierCharge{Tier: t.Tier, Quantity: quantities[k], Amount: amounts[k]})
		}
	}
}
