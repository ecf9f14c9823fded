package report

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// lineTiers is a line's share of its meter's month by the rate alone.
type lineTiers struct {
	Covered  money.Decimal // by benefits
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
	all := make([]lineTiers, len(e.Lines)*len(e.Months))
	n := len(e.Months)
	for i := range shares {
		shares[i], all = all[:n:n], all[n:]
	}
	for _, use := range e.Meters {
		for m := range e.Months {
			if mm := e.Month(use.Index, m); mm.Priced {
				shareTiers(e, use, m, mm, shares)
			}
		}
	}
	return shares
}

func shareTiers(e *estimate.Estimate, use estimate.MeterUse, month int, mm estimate.MeterMonth, shares [][]lineTiers) {
	charge := mm.Charge
	if len(use.Lines) == 1 {
		own := lineTiers{mm.CoveredQuantity(), charge.Included, charge.Tiers}
		if len(charge.Tiers) == 0 {
			own.Included = charge.Quantity
		}
		shares[use.Lines[0]][month] = own
		return
	}
	weights := make([]money.Decimal, len(use.Lines))
	for k, i := range use.Lines {
		weights[k] = e.Lines[i].Quantities[month]
	}
	rest := slices.Clone(weights) // what is not yet shared of each line's quantity
	take := func(of money.Decimal, last bool) []money.Decimal {
		if last {
			return rest
		}
		parts := estimate.ShareByQuantity(of, weights)
		for k := range rest {
			rest[k] = rest[k].Sub(parts[k])
		}
		return parts
	}
	covered := make([]money.Decimal, len(use.Lines))
	if len(mm.Covered) > 0 {
		covered = take(mm.CoveredQuantity(), false)
	}
	included := take(charge.Included, len(charge.Tiers) == 0)
	tiers := make([]ratebook.TierCharge, len(use.Lines)*len(charge.Tiers)) // of all lines
	for k, i := range use.Lines {
		n := len(charge.Tiers)
		shares[i][month] = lineTiers{covered[k], included[k], tiers[k*n : (k+1)*n : (k+1)*n]}
	}
	for n, t := range charge.Tiers {
		quantities := take(t.Quantity, n == len(charge.Tiers)-1)
		amounts := estimate.ShareByQuantity(t.Amount, weights)
		for k, i := range use.Lines {
			shares[i][month].Tiers[n] = ratebook.TierCharge{Tier: t.Tier, Quantity: quantities[k], Amount: amounts[k]}
		}
	}
}
