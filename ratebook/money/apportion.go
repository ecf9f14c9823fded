package money

import "slices"

// RoundTo rounds each part to so many decimal places, so that together they are
// total, which has no more places than that. What rounding each by itself is
// off by is put right by one unit of the last place at a time, first where that
// is the nearest to the part (the first of equals).
func RoundTo(total Decimal, parts []Decimal, places int32) []Decimal {
	rounded, order := make([]Decimal, len(parts)), make([]int, len(parts))
	off := total
	for i, p := range parts {
		rounded[i], order[i] = p.Round(places), i
		off = off.Sub(rounded[i])
	}
	unit := One
	for range places {
		unit = unit.Mul(tenth)
	}
	if off.Sign() < 0 {
		unit = unit.Neg()
	}
	missing := func(i int) Decimal { return parts[i].Sub(rounded[i]).Mul(Int(int64(unit.Sign()))) }
	for !off.IsZero() && len(parts) > 0 {
		slices.SortStableFunc(order, func(a, b int) int { return missing(b).Cmp(missing(a)) })
		for _, i := range order {
			if off.IsZero() {
				break
			}
			rounded[i], off = rounded[i].Add(unit), off.Sub(unit)
		}
		slices.Sort(order)
	}
	return rounded
}

var tenth = MustParse("0.1")
