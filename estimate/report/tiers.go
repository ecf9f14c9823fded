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
// their quantities: by line and month. The shares add up to the meter's.
//
// Note: Estimate.TiersOf gives the same for one line, and would share again for
// each line of the meter.
func tiersOf(e *estimate.Estimate) [][]lineTiers {
	shares := make([][]lineTiers, len(e.Lines))
	for i := range shares {
		shares[i] = make([]lineTiers, len(e.Months))
	}
	for _, use := range e.Meters {
		weights := make([]money.Decimal, len(use.Lines))
		for m, mm := range use.Months {
			for k, i := range use.Lines {
				weights[k] = e.Lines[i].Months[m].Quantity
			}
			included, _ := money.Share(mm.Charge.Included, weights)
			for k, i := range use.Lines {
				shares[i][m].Included = included[k]
			}
			for _, t := range mm.Charge.Tiers {
				quantity, _ := money.Share(t.Quantity, weights)
				amount, _ := money.Share(t.Amount, weights)
				for k, i := range use.Lines {
					shares[i][m].Tiers = append(shares[i][m].Tiers,
						ratebook.TierCharge{Tier: t.Tier, Quantity: quantity[k], Amount: amount[k]})
				}
			}
		}
	}
	return shares
}
