package workbook

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook"
)

// meterRow is a row of blocks B to G: a use of a meter in a stretch of months
// in which one rate and one set of offer terms are in force.
type meterRow struct {
	use      int
	from, to int // the months of the stretch, by index, both included
	rate     *ratebook.Rate
	priced   bool
	sub      int
	eligible estimate.Eligible
	below    bool               // a line of the use is below zero in some month
	listed   *rateRow           // its row on Rates; nil where no rate is in force yet
	parts    map[int][]partRate // by month, where the price changes within some
}

// partRate is the rate of a part of a month, and its row on Rates.
type partRate struct {
	rate   *ratebook.Rate
	listed *rateRow
}

// rates are the row's rates on Rates: its own, and those of parts of its months.
func (r meterRow) rates() (list []*rateRow) {
	if r.listed != nil {
		list = append(list, r.listed)
	}
	for i := r.from; i <= r.to; i++ {
		for _, p := range r.parts[i] {
			if !slices.Contains(list, p.listed) {
				list = append(list, p.listed)
			}
		}
	}
	return list
}

// in tells whether a month belongs to the stretch.
func (r meterRow) in(month int) bool { return r.from <= month && month <= r.to }

// stretches splits a use's months.
func stretches(e *estimate.Estimate, use, sub int) []meterRow {
	var rows []meterRow
	u, below := e.Meters[use], e.HasBelow(use)
	for m := range e.Months {
		r := meterRow{
			use: use, from: m, to: m, rate: e.RateIn(use, m), sub: sub, below: below,
			priced:   e.RateIn(use, m).Priced(),
			eligible: e.EligibleIn(u.Meter, e.Months[m]),
		}
		if n := len(rows) - 1; n >= 0 && rows[n].same(r) {
			rows[n].to = m
			continue
		}
		rows = append(rows, r)
	}
	return rows
}

func (r meterRow) same(s meterRow) bool {
	return r.priced == s.priced && r.eligible == s.eligible && r.rate.Effective.Equal(s.rate.Effective) && r.rate.Meter.ID == s.rate.Meter.ID
}

// tiersOf are a rate's tiers, without those that price nothing, and from zero on.
func tiersOf(r *ratebook.Rate) []ratebook.Tier {
	var tiers []ratebook.Tier
	for i, t := range r.Tiers {
		if i+1 < len(r.Tiers) && r.Tiers[i+1].Above.Max(zero).Cmp(t.Above.Max(zero)) <= 0 {
			continue
		}
		t.Above = t.Above.Max(zero)
		tiers = append(tiers, t)
	}
	return tiers
}
